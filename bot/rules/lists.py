"""The shape of the lists that a county may add to, each entry with its words in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Final, TypeVar

from jinja2 import Environment, TemplateSyntaxError, meta
from pydantic import AfterValidator, Field

from bot.rules.strict import Strict
from desk.domain.cases.case import Kind
from desk.domain.county import lists
from desk.domain.county.lists import OTHER
from desk.domain.talk.forms import Move
from desk.domain.visits.forms import VISIT_ANSWERS

_BLANKS: Final = frozenset({"place", "today", "visited_at", "hotline"})  # filled in for a reply
_FILTERS: Final = ("day", "clock", "moment")
# What stands beside troubles on buttons, and among the groups of prepared replies.
RESERVED: Final = frozenset(
    {*Move, "for_other", "any", "met", Kind.COMPLAINT, Kind.SUGGESTION, Kind.POLICY_QUESTION}
)
_MOST_TOPICS: Final = 10  # a button has 64 bytes
Entry = TypeVar("Entry")


def _template(text: str) -> str:
    environment = Environment(autoescape=True)
    environment.filters |= dict.fromkeys(_FILTERS, str)
    try:
        blanks = meta.find_undeclared_variables(environment.parse(text))
    except TemplateSyntaxError as error:
        raise ValueError(f"{text!r} cannot be filled in: {error.message}") from error
    for blank in sorted(blanks - _BLANKS):
        raise ValueError(f"nothing fills in {blank!r}; there are {', '.join(sorted(_BLANKS))}")
    return text


def _code(text: str) -> str:
    if not re.fullmatch("[a-z][a-z_]{1,29}", text):
        raise ValueError("a code is two to thirty small letters and _")
    return text


def _letter(text: str) -> str:
    if not re.fullmatch("[a-z]", text):
        raise ValueError("say one small letter")
    return text


def _bold(text: str) -> str:
    _words(re.sub("<b>([^<>]*)</b>", r"\1", text))
    return text


def _words(text: str) -> str:
    if set(text) & set("<>&{}"):
        raise ValueError("none of < > & { } may stand there")
    return text


Code = Annotated[str, AfterValidator(_code)]
_Label = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_words)]
_Bold = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_bold)]
_Text = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(_template)]


class Label(Strict):
    """A few words in every language, as they stand on a button."""

    zh_CN: _Label  # noqa: N815 - the names of languages are those of the folders of texts
    en: _Label


class Text(Strict):
    """Sentences in every language, with blanks that are filled in."""

    zh_CN: _Text  # noqa: N815
    en: _Text


class Asked(Strict):
    """A question in every language; what it is about may be bold."""

    zh_CN: _Bold  # noqa: N815
    en: _Bold


class Reply(Strict):
    """A prepared answer."""

    label: Label
    text: Text

    def frozen(self) -> lists.PreparedReply:
        """As the domain has it."""
        return lists.PreparedReply(self.label.model_dump(), self.text.model_dump())


class TroubleEntry(Strict):
    """One kind of trouble."""

    label: Label
    department: str = Field(min_length=1)
    kind: Kind = Kind.HARDSHIP
    replies: dict[Code, Reply] = Field(default_factory=dict)

    def frozen(self, code: str) -> lists.Trouble:
        """As the domain has it."""
        replies = {name: reply.frozen() for name, reply in self.replies.items()}
        return lists.Trouble(code, self.label.model_dump(), self.department, self.kind, replies)


class TopicEntry(Strict):
    """One topic of visits."""

    label: Label
    letter: Annotated[str, AfterValidator(_letter)]
    asks: Asked | None = None
    trouble: Code = OTHER

    def frozen(self, code: str) -> lists.VisitTopic:
        """As the domain has it."""
        asks = {} if self.asks is None else self.asks.model_dump()
        return lists.VisitTopic(code, self.letter, self.label.model_dump(), asks, self.trouble)


class SweepEntry(Strict):
    """One kind of object that sweeps look at."""

    label: Label
    unit: Label
    trouble: Code | None = None

    def frozen(self, code: str) -> lists.SweepKind:
        """As the domain has it."""
        return lists.SweepKind(code, self.label.model_dump(), self.unit.model_dump(), self.trouble or "")


def other_last(entries: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
    """The entries in their order, and `other` behind them all."""
    yield from ((code, entry) for code, entry in entries.items() if code != OTHER)
    if OTHER in entries:
        yield OTHER, entries[OTHER]


def told_apart(entries: Mapping[str, TroubleEntry | TopicEntry | SweepEntry]) -> None:
    """Look whether people can tell the entries apart. Raises ValueError."""
    for language in Label.model_fields:
        seen: dict[str, str] = {}
        for code, entry in entries.items():
            label = getattr(entry.label, language)
            if label in seen:
                raise ValueError(f"{seen[label]} and {code} are both called {label!r}")
            seen[label] = code


def letters_apart(topics: Mapping[str, TopicEntry]) -> None:
    """Look whether a button can hold the topics and tell them apart. Raises ValueError."""
    if len(topics) > _MOST_TOPICS:
        raise ValueError(f"there are more than {_MOST_TOPICS} topics, which no button can hold")
    seen: dict[str, str] = {}
    for code, topic in topics.items():
        if topic.letter in seen:
            raise ValueError(f"{seen[topic.letter]} and {code} have the same letter {topic.letter!r}")
        if code in VISIT_ANSWERS:
            raise ValueError(f"{code!r} means something else in the form of a visit")
        seen[topic.letter] = code
