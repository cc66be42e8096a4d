"""Whether a question is plain, and which line of a card it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desk.domain.reports.own_traces import NO_TRACES, OwnTraces
from desk.domain.talk.courtesy import is_courtesy
from desk.domain.talk.heard import DangerLevel, Heard, SpeechAct
from desk.domain.talk.short_answers import NOTHING_SHORT, ShortAnswers
from desk.domain.text.folding import folded

_COLONS = ("：", ":")
_MARKS_OF_FRAUD = 2
_LOOKED_UP = 400  # characters


@dataclass(frozen=True, slots=True)
class Asking:
    """How long plain questions are; words that say yes or no, and words about a card or about the desk."""

    longest_without_asking: int = 60  # characters
    longest_plain: int = 30  # characters
    short: ShortAnswers = NOTHING_SHORT
    follow_ups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    follow_up_words: frozenset[str] = frozenset()  # all of these, and what means nothing beside them
    # Labels of the lines that are read first; of several the first that a card has.
    brief: tuple[tuple[str, ...], ...] = ()
    wishes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # parts of words, by option
    no_names: frozenset[str] = frozenset()  # what people call their village without naming it
    own_traces: OwnTraces = NO_TRACES
    fraud: frozenset[str] = frozenset()  # signs of it
    about_desk: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # words by topic
    longest_about_desk: int = 20  # characters


def is_plain_question(text: str, heard: Heard, asking: Asking) -> bool:
    """Whether it asks and tells nothing: short, and surely no trouble of one's own."""
    sure = heard.asks and not heard.lies_between(SpeechAct.QUESTION, SpeechAct.TROUBLE)
    asks_only = sure and not heard.tells and heard.level is DangerLevel.NONE
    return asks_only and len(text) <= asking.longest_plain


def is_worth_a_look(text: str, asking: Asking) -> bool:
    """Whether an answer is looked up for words that do not ask: a long story is a report."""
    return len(text) <= asking.longest_without_asking


def words_looked_up(text: str) -> str:
    """The part of a message that is looked up in the library: of a long one how it begins and how it ends."""
    half = _LOOKED_UP // 2
    return text if len(text) <= _LOOKED_UP else f"{text[:half]}\n{text[-half:]}"


def line_wanted(text: str, asking: Asking) -> str:
    """The label of the line that somebody with a card in view asks for; "" when it is something else."""
    if not is_courtesy(text, asking.follow_up_words):
        return ""
    plain = _folded(text)
    said = [
        (len(word), label) for label, words in asking.follow_ups.items() for word in words if word in plain
    ]
    return max(said, default=(0, ""))[1]


def wished(text: str, asking: Asking) -> str:
    """Which option of the opening question a short message wishes for in its own words; "" for none."""
    if len(text) > asking.longest_about_desk:  # before it is unfolded: that takes its time
        return ""
    plain = _folded(text)
    return next((option for option, words in asking.wishes.items() if any(one in plain for one in words)), "")


def smells_of_fraud(text: str, asking: Asking) -> bool:
    """Whether a message has the marks of a swindle, told of or passed on."""
    plain = _folded(text[:_LOOKED_UP])
    return sum(word in plain for word in asking.fraud) >= _MARKS_OF_FRAUD


def asked_of_desk(text: str, asking: Asking) -> str:
    """What about the desk itself a short message asks; "" when it is something else."""
    if len(text) > asking.longest_about_desk:  # before it is unfolded: that takes its time
        return ""
    plain = _folded(text)
    return next(
        (topic for topic, words in asking.about_desk.items() if any(one in plain for one in words)), ""
    )


def line_of(card: str, label: str) -> str:
    """The line of a card that begins with a label, as it stands there; "" when the card has none."""
    heads = tuple(f"{label}{colon}" for colon in _COLONS)
    return next((line for line in card.splitlines() if line.startswith(heads)), "")


def _folded(text: str) -> str:
    """Question marks and letters in one form; the wide mark becomes the narrow one, and both are listed."""
    return folded(text).strip()
