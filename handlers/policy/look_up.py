"""问政策, and free words that the library has an answer to: looked up, shown, and stayed with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desk.actions.danger.listening import accuses, is_danger
from desk.actions.reports.trouble_heard import trouble_in
from desk.domain.policy.card import PolicyDecision, PolicyKind, PolicyOutcome, PolicyReason, QuestionNote
from desk.domain.policy.view import POLICY, VIEW, PolicyView, Shows, holds_story, view_of
from desk.domain.reports.asking import (
    is_plain_question,
    is_worth_a_look,
    words_looked_up,
)
from desk.domain.reports.forms import COMPLAINING, IS_IT, QUESTION, REPORT, SOUNDS_LIKE
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import story_of
from desk.domain.talk.messages import Json
from desk.domain.talk.reading import text_at
from desk.domain.talk.said import SaidKind
from handlers.policy.views import card_in, picture
from handlers.talk.forms import begin_draft, keep, open_form, opened, put_away
from handlers.talk.questions import question_key
from handlers.talk.turn import Ending, StepName, Turn

_SHOWN: Final = {
    PolicyKind.ANSWER: Shows.POLICY_CARD,
    PolicyKind.CHOOSE: Shows.CHOICE,
    PolicyKind.HAND_OVER: Shows.NO_ANSWER,
}
# What the library takes for a question, whatever words it has.
_ASKED: Final = (PolicyReason.LOCAL_FIGURE, PolicyReason.ONE_CASE)
_KIND: Final = {shows: kind for kind, shows in _SHOWN.items()}


def look_up(turn: Turn, *, asked: bool = False) -> PolicyView | None:
    """What is shown about the words just said; None when they are no question and have no answer.

    `asked` says that they are meant as a question, whatever they sound like. Danger is never answered with a
    card, nor is what sounds like a complaint.
    """
    text, rules = turn.said.text, turn.work.rules
    if asked and turn.said.piece().get("file_id"):
        return PolicyView(Shows.NO_ANSWER, reason=PolicyReason.NOT_WORDS)
    if turn.said.kind is not SaidKind.TEXT or is_danger(turn.work, text) or accuses(turn.work, text):
        return None
    asked = asked or turn.work.hearing.hear(text).asks
    if not asked and (trouble_in(turn.work, text) or not is_worth_a_look(text, rules.asking)):
        return None  # somebody in trouble is offered a hand first, and no law
    text = words_looked_up(text)
    decision = turn.work.policy.find(text, turn.today)
    asked = asked or decision.reason in _ASKED
    if decision.kind is PolicyKind.HAND_OVER and not asked:
        return None
    view = _view(text, decision, asked=asked)
    return replace(view, settled=is_settled_by(turn, view))


async def leave_is_it(turn: Turn, draft: Draft) -> None:
    """The free message only asks, or its writer wants to see first what there is: the words wait meanwhile.

    The library answers, or says that it cannot and who can.
    """
    if draft.alarmed:
        await open_form(turn, QUESTION, draft.answers)
        return
    view = _asked_for(turn, draft)
    await begin_draft(turn, REPORT, {**draft.answers, COMPLAINING: False, VIEW: view.to_json()})
    await show(turn)


def _asked_for(turn: Turn, draft: Draft) -> PolicyView:
    words = next((str(piece["text"]) for piece in story_of(draft.answers) if piece.get("text")), "")
    words, looks = words_looked_up(words), text_at(draft.answers, IS_IT) == "look"
    decision = turn.work.policy.find(words, turn.today) if words else None
    if decision is not None and not (looks and decision.kind is PolicyKind.HAND_OVER):
        return _view(words, decision, asked=not looks)
    found = _about(turn, text_at(draft.answers, SOUNDS_LIKE)) if looks else ()
    if found:
        return PolicyView(Shows.CHOICE, found, question=words, asked=False)
    return PolicyView(
        Shows.NO_ANSWER, question=words, reason=PolicyReason.UNSURE if words else PolicyReason.NOT_WORDS
    )


def _about(turn: Turn, trouble: str) -> tuple[str, ...]:
    """The cards about a kind of trouble, by their ids."""
    topics = turn.work.policy.topics() if trouble else ()
    cards = (card for topic in topics for card in turn.work.policy.cards_of(topic.code, turn.today))
    return tuple(dict.fromkeys(card.id for card in cards if trouble in card.troubles))


def is_settled_by(turn: Turn, view: PolicyView) -> bool:
    """Whether a plain question has got an answer."""
    answered = view.shows is Shows.POLICY_CARD and view.reason is PolicyReason.NONE
    heard = turn.work.hearing.hear(view.question)
    return answered and is_plain_question(view.question, heard, turn.work.rules.asking)


def _view(text: str, decision: PolicyDecision, *, asked: bool) -> PolicyView:
    shows, cards = _SHOWN[decision.kind], tuple(card.id for card in decision.cards)
    if decision.reason is PolicyReason.NOT_CURRENT and cards:
        shows = Shows.POLICY_CARD  # by its title, and why it does not count
    return PolicyView(
        shows,
        cards=cards,
        card=cards[0] if shows is Shows.POLICY_CARD else "",
        question=text,
        asked=asked,
        reason=decision.reason,
        department=decision.department,
    )


async def look_around(turn: Turn) -> None:
    """Show the topics below what is in view; the words of the form wait meanwhile."""
    former = opened(turn)
    view = PolicyView(Shows.TOPICS).to_json()
    await keep(turn, replace(former, answers={**former.answers, VIEW: view}, question=former.question + 1))
    await show(turn)
    await put_away(turn, turn.house.forms[former.form], former)


async def show_topics(turn: Turn) -> None:
    """Open the view with its first page."""
    await begin_draft(turn, POLICY, {VIEW: PolicyView(Shows.TOPICS).to_json()})
    await show(turn)


async def show(turn: Turn) -> None:
    """Say what stands in view as a new message: that of the open question."""
    draft = opened(turn)
    view = view_in(draft)
    shown = picture(turn, view, draft.question)
    turn.spoken += 1
    message = turn.message(question_key(draft), shown.template, shown.arguments, shown.rows)
    await turn.work.outbox.say(message)
    if view.asked and view.question:
        note(turn, view, PolicyOutcome.ASKED)


async def change_view(turn: Turn, view: PolicyView) -> None:
    """Show something else in the same message."""
    draft = opened(turn)
    answers: dict[str, Json] = {**draft.answers, VIEW: view.to_json()}
    shown_in = replace(draft, answers=answers)
    await keep(turn, replace(shown_in, has_story=holds_story(shown_in)))
    shown = picture(turn, view, draft.question)
    key = question_key(draft)
    message = turn.message(f"{key}:{turn.said.stamp}", shown.template, shown.arguments, shown.rows)
    await turn.work.outbox.say(replace(message, edits=key, talk=False))


def view_in(draft: Draft) -> PolicyView:
    """The view of an open draft that has one. Raises LookupError: a mistake of the caller."""
    view = view_of(draft.answers)
    if view is None:
        raise LookupError("nothing of the policy library is in view")
    return view


def note(turn: Turn, view: PolicyView, outcome: PolicyOutcome) -> None:
    """Write down what became of a question. What somebody told of themselves is not written down."""
    card = card_in(turn, view)
    words = view.question if view.asked and view.question else (card.title if card else "")
    if not words:
        return
    shown = (view.card,) if view.card else view.cards
    kind = _KIND.get(view.shows, PolicyKind.ANSWER)
    if view.reason is not PolicyReason.NONE:
        kind = PolicyKind.HAND_OVER
    turn.work.policy.note(QuestionNote(words, kind, view.reason, shown, outcome, turn.today))


async def story_with_title(turn: Turn, draft: Draft) -> list[Json]:
    """What was said, after the title of the card where only that tells what it is about."""
    view = view_in(draft)
    told = await turn.work.drafts.whole(draft)
    card, pieces = card_in(turn, view), list[Json](story_of(told.answers))
    if view.question or card is None:
        return pieces
    about: dict[str, Json] = {
        "kind": SaidKind.TEXT.value,
        "text": card.title,
        "at": turn.work.now.isoformat(),
    }
    return [about, *pieces]


LEAVINGS: Final[Mapping[StepName, Ending]] = {(REPORT.name, IS_IT): leave_is_it}
