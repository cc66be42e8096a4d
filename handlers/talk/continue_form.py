"""Going through an open form: one update is one input, one input has one outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from desk.actions.danger.alarm import stop_alarm, what_was_said, who_was_told
from desk.actions.danger.doubt import settle_sent
from desk.actions.people.consent import give_consent
from desk.actions.reports.meant import count_meant
from desk.domain.cases.card_forms import CASE_ID, NUMBER
from desk.domain.county.phones import phone_in
from desk.domain.reports.forms import ADDITION, GIVING
from desk.domain.talk.drafts import LISTENED, Draft
from desk.domain.talk.forms import (
    CHOSEN,
    RETURN_TO,
    Form,
    Given,
    Input,
    Move,
    Outcome,
    Pressed,
    Result,
    Spoke,
    Step,
    StepKind,
    advance,
    begin,
)
from desk.domain.talk.messages import Button, Keyboard, Message
from desk.domain.talk.reading import text_at
from desk.domain.talk.said import SaidKind
from handlers.talk.beside import better_known, got, how_kept, is_another, where_it_is
from handlers.talk.danger import asked_first, lead_on, watch_for_danger
from handlers.talk.forms import (
    ask,
    ask_again,
    close_form,
    form_here,
    keep,
    opened,
    put_away,
    show_answer,
    with_all_told,
    with_what_it_shows,
)
from handlers.talk.full_story import begin_addition, refused_more, story_is_full
from handlers.talk.in_a_row import keep_words
from handlers.talk.menu import say_with_menu
from handlers.talk.place import place_input, show_choice
from handlers.talk.turn import Turn

_LEAST_DIGITS: Final = 5  # a text with fewer is no number that was mistyped
_NUMBER_AND_A_WORD: Final = 24  # «my number is …»


async def continue_form(turn: Turn, said: Input) -> None:
    """Take one input into the open form of this chat."""
    form = form_here(turn, opened(turn).form)
    if form is None or not _has_step(form, opened(turn).step) or form.outdated(opened(turn).answers):
        await _begin_again(turn, form)
        return
    # A move has the words of a button and no others.
    doubted = not isinstance(said, Move) and await watch_for_danger(turn, form)
    if await refused_more(turn, form, said) or await _one_of_album(turn, form):
        return
    answer = await _worked_out(turn, form, said)
    if answer is None:
        return
    before = await with_what_it_shows(turn, opened(turn))
    answer = _or_leave(form, before, answer)
    outcome = advance(form, before, answer, turn.work.now)
    await _consented(turn, before, outcome)
    if doubted and outcome.result in {Result.KEPT, Result.STRAY}:
        await keep(turn, outcome.draft)  # whether there is danger is asked, and nothing else
        return
    await _follow(turn, form, before, answer, outcome)
    if isinstance(answer, Pressed) and outcome.result not in {Result.STALE, Result.AGAIN}:
        await count_meant(turn.work, before, answer.choice)
        # Last: the next question is what they wait for.
        await show_answer(turn, form, before, answer.choice)
        turn.notice()
    elif (isinstance(answer, Move) and outcome.result in {Result.ASK, Result.CANCELLED}) or (
        isinstance(answer, Spoke) and form.step(before.step).typed is not None
    ):
        await put_away(turn, form, before)
    elif isinstance(said, Pressed) and isinstance(answer, Given):
        await show_choice(turn, before, said.choice)


async def _one_of_album(turn: Turn, form: Form) -> bool:
    """Whether more pictures of an album come where one message is the answer: that is said once."""
    group = turn.said.group_id
    answers = (one for one in opened(turn).answers.values() if isinstance(one, dict))
    if not group or form.keeps_story or all(one.get("group_id") != group for one in answers):
        return False
    key = f"album:{turn.said.chat_id}:{group}"
    message = Message(key, turn.said.chat_id, "form.one_of_album", language=turn.person.language)
    await turn.work.outbox.say(message)
    return True


def _or_leave(form: Form, draft: Draft, said: Input) -> Input:
    """«Back» at the first question leaves the form, unless something was told already."""
    first = form.before(draft.step, draft.answers) is None and RETURN_TO not in draft.answers
    return Move.CANCEL if said is Move.BACK and first and not draft.has_story else said


def _has_step(form: Form, name: str) -> bool:
    return any(step.name == name for step in form.steps)


async def _begin_again(turn: Turn, form: Form | None) -> None:
    """A form of an older version: its answers are kept that still fit, its questions asked from the start."""
    if form is None:
        await close_form(turn)
        await say_with_menu(turn, "form.gone")
        return
    former = opened(turn)
    outdated = form.outdated(former.answers)
    known = {name: value for name, value in former.answers.items() if name not in outdated}
    await keep(turn, begin(form, replace(former, answers=known)).draft)
    await ask(turn, form)


async def _worked_out(turn: Turn, form: Form, said: Input) -> Input | None:
    """Places and telephone numbers as values; None when something was asked back."""
    step = form.step(opened(turn).step)
    if step.kind is StepKind.PLACE:
        return await place_input(turn, form, said)
    if not isinstance(said, Spoke):
        return said
    if step.kind is StepKind.CONTACT:
        return await (_contact(turn, form, said) if step.optional else _own_contact(turn, form))
    if step.kind in CHOSEN and await _noted_phone(turn, form):
        return None
    return said


async def _own_contact(turn: Turn, form: Form) -> Input | None:
    """Only one's own card shows whose number it is."""
    if turn.said.own_phone:
        return Given(turn.said.own_phone)
    await ask_again(turn, form, "form.not_own_contact")
    return None


async def _contact(turn: Turn, form: Form, said: Spoke) -> Input | None:
    if turn.said.kind is SaidKind.CONTACT:
        return Given(phone_in(turn.said.phone) or turn.said.phone)
    phone = phone_in(turn.said.text)
    if phone is not None:
        return Given(phone)
    digits = sum(sign.isdigit() for sign in turn.said.text)
    if form.keeps_story and (turn.said.kind is not SaidKind.TEXT or digits < _LEAST_DIGITS):
        return said  # a voice, a photo, words: more of the story
    await ask_again(turn, form, "form.no_phone")
    return None


async def _noted_phone(turn: Turn, form: Form) -> bool:
    """A number typed at a question with buttons is where they can be rung up, and no part of the story."""
    phone = phone_in(turn.said.text) if turn.said.kind is SaidKind.TEXT else turn.said.own_phone
    alone = len(turn.said.text) <= _NUMBER_AND_A_WORD
    if not phone or not alone or not form.keeps_story or not _has_step(form, "contact"):
        return False
    draft = replace(opened(turn), answers={**opened(turn).answers, "contact": phone})
    heard = turn.house.answered.get((form.name, "contact"))
    await keep(turn, draft if heard is None else await heard(turn, draft))
    await ask_again(turn, form, "form.phone_noted")
    return True


async def _consented(turn: Turn, before: Draft, outcome: Outcome) -> None:
    if before.step == "consent" and outcome.draft.answers.get("consent") == "agree":
        turn.person = await give_consent(turn.work, turn.person)


def _what_was_wrong(step: Step, said: Input) -> str:
    """Buttons of an earlier question stay under the field for a while; pressing them is no mistake."""
    if not isinstance(said, Move):
        return "form.again"
    return "form.nothing_said" if step.kind is StepKind.STORY else "form.other_button"


def _word_before(form: Form, before: Draft, after: Draft) -> str:
    """What is said above the next question about the answer just given."""
    place, danger = after.answers.get("place"), after.answers.get("danger")
    if form.step(before.step).kind is StepKind.PLACE and place != before.answers.get("place"):
        return "place.noted"
    if after.alarmed and before.step == "contact" and after.answers.get("contact"):
        return "alarm.phone_passed_on"
    return "report.danger.call_first" if danger == "yes" and before.step == "danger" else ""


async def _follow(turn: Turn, form: Form, before: Draft, said: Input, outcome: Outcome) -> None:
    match outcome.result:
        case Result.ASK:
            draft = await _prepared(turn, before, outcome.draft)
            await keep(turn, draft)
            await ask(turn, form, _word_before(form, before, draft))
        case Result.KEPT | Result.STRAY:
            await _kept(turn, form, before, outcome)
        case Result.AGAIN:
            await ask_again(turn, form, _what_was_wrong(form.step(before.step), said))
        case Result.STALE:
            turn.notice("form.stale", alert=True)
        case Result.DONE | Result.LEFT | Result.CANCELLED:
            await _ended(turn, form, outcome)


async def _kept(turn: Turn, form: Form, before: Draft, outcome: Outcome) -> None:
    """The first of a row is answered at once, the others when it ends; a new trouble always."""
    another = is_another(turn, form.step(before.step), before)
    after, alarmed = better_known(turn, before, outcome.draft), turn.spoken > 0
    after = await where_it_is(turn, form, after)
    if alarmed:
        await keep(turn, after)  # the alarm speaks of a question below, which comes at once
    worth = alarmed or await keep_words(turn, form, before, after)
    if form.step(before.step).kind is StepKind.STORY and story_is_full(turn):
        await _goes_on(turn, form)
        return
    take = turn.house.beside.get((form.name, before.step))
    if take is not None and await take(turn, form):
        return
    if alarmed and await lead_on(turn, form):
        return
    if not (worth or another) or await asked_first(turn):
        return
    if outcome.result is Result.KEPT:
        await turn.say(how_kept(turn, before))
    else:
        await ask_again(turn, form, "form.another" if another else got(turn))


async def _prepared(turn: Turn, before: Draft, after: Draft) -> Draft:
    """The draft once rooms have seen the answer, and as the next question needs it."""
    house = turn.house
    for change in (
        house.answered.get((before.form, before.step)),
        house.asking.get((after.form, after.step)),
    ):
        after = after if change is None else await change(turn, after)
    return after


async def _goes_on(turn: Turn, form: Form) -> None:
    """A story is as long as one may get: the next question, and a word about why."""
    before = opened(turn)
    outcome = advance(form, before, Move.FINISHED, turn.work.now)
    if outcome.result is Result.ASK:
        await keep(turn, await _prepared(turn, before, outcome.draft))
        await ask(turn, form, "form.full")
        return
    await _ended(turn, form, outcome)
    case_id = before.answers.get(CASE_ID)
    if form in (ADDITION, GIVING) and turn.draft is None and isinstance(case_id, int):
        await begin_addition(turn, case_id, str(before.answers.get(NUMBER, "")))


async def _ended(turn: Turn, form: Form, outcome: Outcome) -> None:
    cancelled = outcome.result is Result.CANCELLED
    draft = outcome.draft if cancelled else await with_all_told(turn, outcome.draft)
    await close_form(turn)
    if cancelled:
        turn.notice()
        await stop_alarm(turn.work, outcome.draft)
        await _say_cancelled(turn, outcome.draft)
    elif outcome.result is Result.LEFT:
        await turn.house.leavings[form.name, draft.step](turn, draft)
    else:
        await settle_sent(turn.work, draft)
        await turn.house.endings[form.name](turn, draft)


async def _say_cancelled(turn: Turn, draft: Draft) -> None:
    """What was sent and what was not, by name; whoever alarmed is asked whether the danger still holds."""
    alarm_id, told = await who_was_told(turn.work, draft)
    listened = text_at(draft.answers, LISTENED)
    await say_with_menu(turn, "form.cancelled", alarmed=what_was_said(draft), told=[*told], listened=listened)
    if alarm_id:
        buttons = tuple(Button(f"alarm.{one}", f"d:{alarm_id}:{one}") for one in ("still", "safe"))
        await turn.say("alarm.still_ask", rows=(buttons,), keyboard=Keyboard.INLINE)


def move_named(choice: str) -> Move | None:
    """The move that a button of this name makes."""
    return Move(choice) if choice in set(Move) else None
