"""The buttons of the policy library: looking around, rating, and the ways on to people who help."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from desk.domain.policy.card import PolicyOutcome, PolicyReason
from desk.domain.policy.view import POLICY, VIEW, VIEWED, PolicyView, Shows, view_of
from desk.domain.reports.forms import (
    ASK_PERSON,
    CONSENTED,
    DEPARTMENT,
    FREE,
    PREFILLED,
    QUESTION,
    REPORT,
)
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import STORY, Pressed, advance
from desk.domain.talk.messages import Json, Keyboard, Rows
from handlers.policy.look_up import (
    change_view,
    is_settled_by,
    look_around,
    note,
    show_topics,
    story_with_title,
)
from handlers.policy.save_item import press_ruling, press_save
from handlers.policy.views import Codes, card_in, cards_in
from handlers.reports.report import begin_question, begin_report, finish_question, known
from handlers.talk.codes import number_in
from handlers.talk.forms import ask, close_form, keep, open_form, opened, put_away
from handlers.talk.half_told import unless_half_told
from handlers.talk.turn import Ending, Handler, Reader, Turn

_TITLES: Final = 5  # of the cards that may apply, in a report that is filled in from them


@dataclass(frozen=True, slots=True)
class PolicyPress:
    """What a button carried, and the view it stood under."""

    view: PolicyView
    part: str

    @property
    def number(self) -> int:
        """The part as a number; -1 for what is none."""
        return int(self.part) if self.part.isascii() and self.part.isdigit() and len(self.part) < 4 else -1


async def begin_policy(turn: Turn) -> None:
    """问政策: the topics; without a library the question goes to an official as it is."""
    if turn.work.policy.topics():
        await show_topics(turn)
    else:
        await begin_question(turn)


async def press_ask(turn: Turn) -> None:
    """The large button; with something of the library in view the words said before are not thrown away."""
    draft = turn.draft
    viewed = draft is not None and draft.step in VIEWED and view_of(draft.answers) is not None
    if viewed and turn.work.policy.topics():
        await look_around(turn)
    else:
        await unless_half_told(begin_policy)(turn)


async def press_policy(turn: Turn, number: int, verb: str, part: str) -> None:
    """A button under something of the library."""
    draft = turn.draft
    fits = draft is not None and draft.question == number and draft.step in VIEWED
    view = view_of(draft.answers) if draft is not None and fits else None
    if view is None or verb not in _VERBS:
        turn.notice("form.stale", alert=True)
        return
    await _VERBS[verb](turn, PolicyPress(view, part))
    turn.notice()


async def _topics(turn: Turn, _wish: PolicyPress) -> None:
    await change_view(turn, PolicyView(Shows.TOPICS))


async def _topic(turn: Turn, wish: PolicyPress) -> None:
    cards = turn.work.policy.cards_of(wish.part, turn.today)
    await change_view(turn, PolicyView(Shows.ITEMS, tuple(card.id for card in cards), topic=wish.part))


async def _page(turn: Turn, wish: PolicyPress) -> None:
    if wish.number >= 1:
        await change_view(turn, replace(wish.view, page=wish.number))


async def _card(turn: Turn, wish: PolicyPress) -> None:
    """One of the titles; chosen among answers, it is the answer."""
    cards = cards_in(turn, wish.view)
    if not 0 <= wish.number < len(cards):
        turn.notice("form.stale", alert=True)
        return
    card = cards[wish.number]
    view = replace(wish.view, shows=Shows.POLICY_CARD, card=card.id, back=wish.view.shows.value)
    if wish.view.question:
        view = replace(view, department=card.department, reason=PolicyReason.NONE)
        alone = opened(turn).pieces == 1
        view = replace(view, settled=alone and is_settled_by(turn, view))
        note(turn, view, PolicyOutcome.CHOSEN)
    await change_view(turn, view)


async def _back(turn: Turn, wish: PolicyPress) -> None:
    if wish.view.back in set(Shows):
        shows = Shows(wish.view.back)
        view = replace(wish.view, shows=shows, card="", back="", whole=False, rated=False, settled=False)
        await change_view(turn, view)


async def _more(turn: Turn, wish: PolicyPress) -> None:
    """All of the card, with its sources."""
    await change_view(turn, replace(wish.view, whole=True))


async def _none(turn: Turn, wish: PolicyPress) -> None:
    """None of these: nobody is asked to say it in other words."""
    view = replace(wish.view, shows=Shows.NO_ANSWER, reason=PolicyReason.UNSURE, settled=False)
    note(turn, view, PolicyOutcome.USELESS)
    await change_view(turn, view)


async def _check(turn: Turn, _wish: PolicyPress) -> None:
    await change_view(turn, PolicyView(Shows.CHECK))


async def _yes(turn: Turn, wish: PolicyPress) -> None:
    await _next_question(turn, wish, said_yes=True)


async def _no(turn: Turn, wish: PolicyPress) -> None:
    await _next_question(turn, wish, said_yes=False)


async def _next_question(turn: Turn, wish: PolicyPress, *, said_yes: bool) -> None:
    """The next of the questions, or what may apply; a button pressed twice answers once."""
    view, questions = wish.view, turn.work.policy.self_check()
    if view.shows is not Shows.CHECK or wish.number != view.at or view.at >= len(questions):
        return
    yes = (*view.yes, questions[view.at].code) if said_yes else view.yes
    if view.at + 1 < len(questions):
        await change_view(turn, replace(view, yes=yes, at=view.at + 1))
        return
    cards = turn.work.policy.may_apply(yes, turn.today)
    await change_view(turn, PolicyView(Shows.RESULTS, tuple(card.id for card in cards), yes=yes))


async def _good(turn: Turn, wish: PolicyPress) -> None:
    note(turn, wish.view, PolicyOutcome.HELPFUL)
    turn.notice("policy.thanks")
    await change_view(turn, replace(wish.view, rated=True))


async def _bad(turn: Turn, wish: PolicyPress) -> None:
    """Whoever got a useless answer is led to a person at once."""
    note(turn, wish.view, PolicyOutcome.USELESS)
    await change_view(turn, replace(wish.view, rated=True, settled=False))
    codes = Codes(opened(turn).question)
    mine: Rows = ((codes.button("mine"),),) if wish.view.told else ()
    await turn.say("policy.useless", {}, ((codes.button("human"),), *mine), Keyboard.INLINE)


async def _mine(turn: Turn, _wish: PolicyPress) -> None:
    """It is a report after all: its questions go on, and its words are a story that is not lost."""
    draft = opened(turn)
    if not draft.pieces or draft.form != REPORT.name:
        await begin_report(turn)
        return
    await put_away(turn, REPORT, draft)
    answers = {name: value for name, value in draft.answers.items() if name != VIEW}
    told = replace(draft, answers=answers, has_story=True)
    outcome = advance(REPORT, told, Pressed("mine", draft.question), turn.work.now)
    await keep(turn, outcome.draft)
    await ask(turn, REPORT)


async def _apply(turn: Turn, wish: PolicyPress) -> None:
    """A report with the trouble of the card; what was said is its story."""
    draft = opened(turn)
    await put_away(turn, REPORT if draft.form == REPORT.name else POLICY, draft)
    results = wish.view.shows is Shows.RESULTS
    pieces = _titles(turn, wish.view) if results else await story_with_title(turn, draft)
    facts: dict[str, Json] = {STORY: pieces, FREE: bool(wish.view.question)}
    await begin_report(turn, {**facts, **_trouble(turn, wish.view)})


def _titles(turn: Turn, view: PolicyView) -> list[Json]:
    """What may apply, as the beginning of a story."""
    titles = "、".join(card.title for card in cards_in(turn, view)[:_TITLES])
    return [{"kind": "text", "text": titles, "at": turn.work.now.isoformat()}] if titles else []


def _trouble(turn: Turn, view: PolicyView) -> dict[str, Json]:
    card = card_in(turn, view) or next(iter(cards_in(turn, view)), None)
    found = [one for one in (card.troubles if card else ()) if one in turn.work.rules.troubles]
    return {"trouble": found[0], PREFILLED: True} if found else {}


async def _human(turn: Turn, wish: PolicyPress) -> None:
    """To an official in one tap, consent permitting; whoever has asked nothing yet is asked what."""
    draft = opened(turn)
    note(turn, wish.view, PolicyOutcome.HANDED_OVER)
    await put_away(turn, REPORT if draft.form == REPORT.name else POLICY, draft)
    card = card_in(turn, wish.view)
    leads = wish.view.department or (card.department if card else "")
    story = await story_with_title(turn, draft)
    facts: dict[str, Json] = {**known(turn), STORY: story, DEPARTMENT: leads}
    if not draft.pieces:
        await open_form(turn, QUESTION, facts)
    elif not facts[CONSENTED]:
        await open_form(turn, ASK_PERSON, facts)
    else:
        await close_form(turn)
        await finish_question(turn, replace(draft, answers=facts))


_VERBS: Final[Mapping[str, Callable[[Turn, PolicyPress], Awaitable[None]]]] = {
    "topics": _topics,
    "topic": _topic,
    "page": _page,
    "card": _card,
    "back": _back,
    "more": _more,
    "none": _none,
    "check": _check,
    "yes": _yes,
    "no": _no,
    "good": _good,
    "bad": _bad,
    "mine": _mine,
    "apply": _apply,
    "human": _human,
}


def _read(parts: Sequence[str]) -> Handler:
    number, verb, part = parts
    if verb == "save":
        return partial(press_save, case_id=number_in(number))
    if verb in ("agree", "disagree"):
        return partial(press_ruling, wish_id=number_in(number), granted=verb == "agree")
    return partial(press_policy, number=number_in(number), verb=verb, part=part)


async def _back_to_topics(turn: Turn, _draft: Draft) -> None:
    await begin_policy(turn)


BUTTONS: Final[Mapping[str, Reader]] = {"p": _read}
ENDINGS: Final[Mapping[str, Ending]] = {POLICY.name: _back_to_topics}
