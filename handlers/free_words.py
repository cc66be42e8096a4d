"""What a message may be, in the order in which that is asked: the first that takes it has it.

A message is anything said in a private chat that is no command, no press of a button and no correction. What
each row listens for belongs to its room; that one comes before another is a rule of the desk and stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desk.domain.talk.said import SaidKind
from handlers.talk.kinds import say_not_passed_on
from handlers.talk.registry import Misregistered
from handlers.talk.turn import Room, Turn


class Cost(StrEnum):
    """What it costs to find out that a message is something else."""

    NOTHING = "nothing"
    LIBRARY = "a search of the policy library in memory, when it asks or is worth a look"
    FITTING = "the database is read when its words fit"
    DATABASE = "the database is read"


class Talk(StrEnum):
    """When a row is asked at all: it depends on whether a form is open."""

    ANY = "always"
    FORM = "a form is open"


_WORDS: Final = frozenset({SaidKind.TEXT})
_ANYTHING: Final = frozenset(SaidKind)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a message may be: `name` as its room registered it, `applies` and `does` for people.

    It is not even asked of messages of other `kinds`, nor, where it belongs to an open form, without one.
    """

    name: str
    applies: str
    does: str
    cost: Cost = Cost.NOTHING
    kinds: frozenset[SaidKind] = _WORDS
    talk: Talk = Talk.ANY

    def may_be(self, turn: Turn) -> bool:
        """Whether its room is asked."""
        return turn.said.kind in self.kinds and (self.talk is Talk.ANY or turn.draft is not None)


FREE_WORDS: Final = (
    Row(
        "not_passed_on",
        "of a kind that cannot be passed on, and without words",
        "says so",
        kinds=frozenset({SaidKind.OTHER}),
    ),
    Row("move", "the label of finished, skip, back or cancel", "goes on in the open form, or helps"),
    Row("menu", "the label of a large button", "does what the button is for, unless a story is half told"),
    Row(
        "danger_answer",
        "yes or no in words, while «is anybody in danger now?» stands open",
        "raises the alarm, or notes that nobody is",
        Cost.FITTING,
        talk=Talk.FORM,
    ),
    Row(
        "typed_button",
        "the words of a button of the open question, or a yes or no that stands for one",
        "presses that button",
        Cost.FITTING,
        talk=Talk.FORM,
    ),
    Row(
        "small_word_beside",
        "short and surely a greeting, thanks, a call for a person or help, or «forget it»",
        "answers just that, and asks the question again",
        Cost.FITTING,
        talk=Talk.FORM,
    ),
    Row(
        "line_of_card",
        "about one line of the policy card in view; no danger",
        "answers with that line",
        talk=Talk.FORM,
    ),
    Row(
        "question_beside",
        "a question at a point of a report where none was asked for; no danger, no complaint",
        "answers below, and keeps the question with the report",
        Cost.LIBRARY,
        talk=Talk.FORM,
    ),
    Row(
        "open_form",
        "said to a form that does not make room for it",
        "takes it as a piece of the story, or as the answer where one message is",
        kinds=_ANYTHING,
        talk=Talk.FORM,
    ),
    Row(
        "rating",
        "the label of a rating, and one call-back of theirs waits, no more",
        "rates that case",
        Cost.FITTING,
    ),
    Row(
        "more",
        "the label of a button in the menu of everything else",
        "does what the button is for",
        Cost.DATABASE,
    ),
    Row("own_act", "the label of a button under one's own report", "lists their reports"),
    Row(
        "visit",
        "a sentence that tells of a visit to a household within their reach",
        "shows its card, or asks which household",
        Cost.FITTING,
    ),
    Row(
        "wordless",
        "a sticker or a dice",
        "asks for words",
        kinds=frozenset({SaidKind.STICKER, SaidKind.DICE}),
    ),
    Row(
        "own_number",
        "their own contact card, and they have agreed",
        "says that it is noted",
        kinds=frozenset({SaidKind.CONTACT}),
    ),
    Row("courtesy", "nothing but courtesy; no danger", "answers in kind"),
    Row(
        "small_word",
        "short and surely a greeting, a call for help, «forget it», a village, or asks about the desk",
        "answers just that",
    ),
    Row(
        "material",
        "from somebody whose report waits for material, one of their newest",
        "asks whether it is for that report",
        Cost.DATABASE,
        _ANYTHING,
    ),
    Row(
        "question",
        "a question, or what the library has an answer to; no danger, no complaint",
        "begins a report and shows the answer; of a plain question that has one nothing remains",
        Cost.LIBRARY,
        _ANYTHING,
    ),
    Row("report", "anything else", "begins a report and asks what it is", kinds=_ANYTHING),
)


def in_order(house: Room) -> Room:
    """The house, if each row is listened for and each recogniser has a row. Raises Misregistered."""
    for name in {row.name for row in FREE_WORDS} ^ house.free_words.keys():
        stray = name in house.free_words
        raise Misregistered(
            f"{name!r} stands in no row of handlers.free_words" if stray else f"nothing listens for {name!r}"
        )
    return house


async def take_message(turn: Turn) -> None:
    """Let the first row that hears something in the message have it."""
    if turn.said.kind is SaidKind.OTHER and turn.said.text:
        await say_not_passed_on(turn)  # its words are
    for row in FREE_WORDS:
        if row.may_be(turn):
            recogniser = turn.house.free_words[row.name]
            found = await recogniser.hear(turn)
            if found is not None:
                await recogniser.take(turn, found)
                return


def drawn() -> str:
    """The text of `docs/generated/free-words.md`."""
    head = "| | Row | Asked of | when | A message is this when it is … | and then it … | Finding out costs |"
    rows = (
        f"| {number} | `{row.name}` | {_kinds(row)} | {row.talk} | {row.applies} | {row.does} | {row.cost} |"
        for number, row in enumerate(FREE_WORDS, 1)
    )
    return "\n".join((head, "|---" * 7 + "|", *rows, ""))


def _kinds(row: Row) -> str:
    return "anything" if row.kinds == _ANYTHING else ", ".join(sorted(row.kinds))
