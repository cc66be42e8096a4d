"""What of the policy library is shown, as words and buttons: of a card first four lines, then all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from desk.domain.danger.sightings import CUT
from desk.domain.policy.card import PolicyCard, PolicyReason
from desk.domain.policy.view import PAGE_OF, VIEWED, PolicyView, Shows, view_of
from desk.domain.reports.asking import Asking, line_of
from desk.domain.talk.drafts import Draft
from desk.domain.talk.messages import Button, Json, Rows, in_rows
from handlers.talk.questions import repeated_at
from handlers.talk.turn import Picture, Turn

_TEXT_SHOWN: Final = 2800  # characters; a longer article is cut at the end of a line, and it says so
_SOURCES_SHOWN: Final = 6
_CLAUSE_END: Final = re.compile("[\u3002\uff1b\uff0c;,]")
_PAUSES: Final = "\uff0c\uff1b\uff1a\u3001,;:"
_LINE_SHOWN: Final = 26  # characters of a line that is read first
_LINES_SHOWN: Final = 4
_IN_A_ROW: Final = 2


def picture(turn: Turn, view: PolicyView, number: int) -> Picture:
    """What the message shows now; its buttons carry the number of the draft's question."""
    shown = _PICTURES[view.shows](turn, view, Codes(number))
    return Picture(shown.template, {**shown.arguments, "open": True}, shown.rows)


def closed(turn: Turn, draft: Draft) -> Picture | None:
    """What stood in the place of the open question, without buttons; None when that was asked since."""
    view = None if repeated_at(draft) else view_of(draft.answers)
    if view is None:
        return None
    last = picture(turn, view, 0)
    return Picture(last.template, {**last.arguments, "open": False})


@dataclass(frozen=True, slots=True)
class Codes:
    """What buttons carry."""

    number: int

    def button(self, verb: str, part: str | int = "", **arguments: Json) -> Button:
        """A button whose words are named after its verb."""
        return Button(f"policy.button.{verb}", self.code(verb, part), arguments)

    def code(self, verb: str, part: str | int = "") -> str:
        """A wish, never a fact."""
        return f"p:{self.number}:{verb}:{part}"


def card_in(turn: Turn, view: PolicyView) -> PolicyCard | None:
    """The card in view, if the library still has it."""
    return turn.work.policy.card(view.card, turn.today) if view.card else None


def cards_in(turn: Turn, view: PolicyView) -> Sequence[PolicyCard]:
    """The cards that may be chosen in this view; those that are gone meanwhile are left out."""
    found = (turn.work.policy.card(one, turn.today) for one in view.cards)
    return [card for card in found if card is not None]


def _topics(turn: Turn, _view: PolicyView, codes: Codes) -> Picture:
    buttons = [codes.button("topic", one.code, name=one.name) for one in turn.work.policy.topics()]
    rows = in_rows(buttons, _IN_A_ROW)
    return Picture("policy.topics", {}, ((codes.button("check"),), *rows, (codes.button("human"),)))


def _items(turn: Turn, view: PolicyView, codes: Codes) -> Picture:
    name = next((one.name for one in turn.work.policy.topics() if one.code == view.topic), "")
    return Picture("policy.items", {"name": name}, (*_titles(turn, view, codes), (codes.button("topics"),)))


def _titles(turn: Turn, view: PolicyView, codes: Codes) -> Rows:
    """One page of titles, each on a row of its own, and the ways to the others."""
    first = (view.page - 1) * PAGE_OF
    page = [(number, card) for number, card in enumerate(cards_in(turn, view))][first : first + PAGE_OF]
    rows = tuple((codes.button("card", number, title=card.title),) for number, card in page)
    ways = [codes.button("page", view.page - 1, forward=False)] if view.page > 1 else []
    if len(view.cards) > first + PAGE_OF:
        ways.append(codes.button("page", view.page + 1, forward=True))
    return (*rows, tuple(ways)) if ways else rows


def card_arguments(card: PolicyCard, view: PolicyView, asking: Asking) -> dict[str, Json]:
    """What the text of a card shows."""
    text = _cut(card.text)
    return {
        "title": card.title,
        "brief": [*_brief(card, asking)],
        "whole": view.whole,
        "text": text,
        "cut": len(text) < len(card.text),
        "sources": list(card.sources[:_SOURCES_SHOWN]),
        "documents": len(card.sources),
        "dated": card.dated,
        "local": card.amount_is_local,
        "validity": card.validity.value,
        "told": view.told,
        "asked": view.asked,
    }


def _brief(card: PolicyCard, asking: Asking) -> Iterator[str]:
    """What is read first: who, where, what to bring, how long; that a sum is set locally takes one line."""
    lines = [line for line in card.text.splitlines() if line.strip()]
    first = [line for labels in asking.brief if (line := _said_of(card.text, labels))]
    short = len(card.text) <= _LINE_SHOWN * _LINES_SHOWN
    for line in lines if short else (first or lines)[: _LINES_SHOWN - card.amount_is_local]:
        yield line if short or len(line) <= _LINE_SHOWN else f"{_first_of(line)}{CUT}"


def _said_of(text: str, labels: Sequence[str]) -> str:
    return next((found for label in labels if (found := line_of(text, label))), "")


def _first_of(line: str) -> str:
    """As many whole clauses as fit, or as many characters."""
    *_, last = [0, *(end.end() for end in _CLAUSE_END.finditer(line, 0, _LINE_SHOWN))]
    return line[: last or _LINE_SHOWN].rstrip(_PAUSES)


def _card(turn: Turn, view: PolicyView, codes: Codes) -> Picture:
    card = card_in(turn, view)
    if card is None:
        return Picture("policy.gone", {}, _help_rows(view, codes))
    arguments = card_arguments(card, view, turn.work.rules.asking)
    if not card.current:
        return Picture("policy.out_of_date", arguments, _help_rows(view, codes))
    return Picture("policy.card", arguments, _card_rows(view, codes))


def _card_rows(view: PolicyView, codes: Codes) -> Rows:
    verbs = (*(["mine"] if view.told else []), "apply", *([] if view.whole else ["more"]), "human")
    first = in_rows([codes.button(verb) for verb in verbs], _IN_A_ROW)
    rating: Rows = () if view.rated else ((codes.button("good"), codes.button("bad")),)
    back: Rows = ((codes.button("back"),),) if view.back else ()
    return (*first, *rating, *back)


def _help_rows(view: PolicyView, codes: Codes) -> Rows:
    """An official, a visit at home, and what may be near."""
    mine: Rows = ((codes.button("mine"),),) if view.told else ()
    back: Rows = ((codes.button("back"),),) if view.back else ()
    return ((codes.button("human"),), *mine, *back)


def _choice(turn: Turn, view: PolicyView, codes: Codes) -> Picture:
    none = (codes.button("none"),)
    words: dict[str, Json] = {"asked": view.asked}
    mine: Rows = ((codes.button("mine"),),) if view.told else ()
    return Picture("policy.choice", words, (*_titles(turn, view, codes), none, *mine))


def _no_answer(turn: Turn, view: PolicyView, codes: Codes) -> Picture:
    near = cards_in(turn, view) if view.reason is PolicyReason.LOCAL_FIGURE else ()
    rows = tuple((codes.button("card", number, title=card.title),) for number, card in enumerate(near))
    reason = view.reason or PolicyReason.UNSURE
    words: dict[str, Json] = {"reason": reason.value, "near": bool(near), "told": view.told}
    return Picture("policy.no_answer.text", words, (*_help_rows(view, codes), *rows))


def _check(turn: Turn, view: PolicyView, codes: Codes) -> Picture:
    questions = turn.work.policy.self_check()
    if view.at >= len(questions):  # the file became shorter meanwhile
        return Picture("policy.gone", {}, _help_rows(view, codes))
    words: dict[str, Json] = {"ask": questions[view.at].ask, "number": view.at + 1, "of": len(questions)}
    rows: Rows = ((codes.button("yes", view.at), codes.button("no", view.at)), (codes.button("topics"),))
    return Picture("policy.check", words, rows)


def _results(turn: Turn, view: PolicyView, codes: Codes) -> Picture:
    last: Rows = ((codes.button("apply"), codes.button("human")), (codes.button("topics"),))
    words: dict[str, Json] = {"count": len(view.cards)}
    return Picture("policy.results", words, (*_titles(turn, view, codes), *last))


def _cut(text: str) -> str:
    if len(text) <= _TEXT_SHOWN:
        return text
    return text[: max(text.rfind("\n", 0, _TEXT_SHOWN), 0) or _TEXT_SHOWN]


_PICTURES: Final[Mapping[Shows, Callable[[Turn, PolicyView, Codes], Picture]]] = {
    Shows.TOPICS: _topics,
    Shows.ITEMS: _items,
    Shows.POLICY_CARD: _card,
    Shows.CHOICE: _choice,
    Shows.NO_ANSWER: _no_answer,
    Shows.CHECK: _check,
    Shows.RESULTS: _results,
}
CLOSING: Final = dict.fromkeys(VIEWED, closed)
