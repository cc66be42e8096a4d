"""One update being handled: what was said, by whom, in which half-done form, and what is answered.

Beside it what a room of handlers offers, since a handler may lead on to what another room offers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from desk.actions.cases.door import Access, Refusal
from desk.domain.cases.case import Act, Case
from desk.domain.people.people import Person
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Answers, Form
from desk.domain.talk.messages import Json, Keyboard, Lane, Message, Rows, message_to
from desk.domain.talk.said import Said
from desk.ports.work import Work


@dataclass(frozen=True, slots=True)
class Answer:
    """What a pressed button answers: a short notice, or an alert to be closed; an empty key says nothing."""

    query_id: str
    template: str = ""
    language: str = "zh_CN"
    arguments: Mapping[str, Json] = field(default_factory=dict)
    alert: bool = False


Canned = Callable[[str, str, Sequence[str], Mapping[str, Json]], Sequence[tuple[str, str]]]


def nothing_prepared(
    _reader: str, _resident: str, _groups: Sequence[str], _facts: Mapping[str, Json]
) -> Sequence[tuple[str, str]]:
    """No prepared replies at all: every official writes their own."""
    return ()


def no_picture(_payload: str) -> bytes:
    """No link is shown as a picture: its words must do."""
    return b""


Handler = Callable[["Turn"], Awaitable[None]]
Reader = Callable[[Sequence[str]], Handler]  # raises ValueError for what no button of ours carries
Ending = Callable[["Turn", Draft], Awaitable[None]]
Change = Callable[["Turn", Draft], Awaitable[Draft]]
Taking = Callable[["Turn", Form], Awaitable[bool]]
CardAct = Callable[[Work, Person, int, int], Awaitable[Case | Refusal]]  # case and version on the card
Beginning = Callable[["Turn", Access, Answers], Awaitable[Answers | Refusal]]
StepName = tuple[str, str]  # the names of a form and of its step
Closing = Callable[["Turn", Draft], "Picture | None"]


@dataclass(frozen=True, slots=True)
class Voice:
    """Words that handlers need before anything is rendered.

    `menu` gives the text key of a large button by its label, `label` the label of any button, `canned` the
    replies prepared for a case, `picture` a link to the bot with this payload, to be scanned; or nothing.
    """

    menu: Callable[[str], str | None]
    label: Callable[[str, str, Mapping[str, Json] | None], str]
    canned: Canned = nothing_prepared
    picture: Callable[[str], bytes] = no_picture


@dataclass(frozen=True, slots=True)
class Picture:
    """One message: its text key, its arguments, its buttons."""

    template: str
    arguments: dict[str, Json]
    rows: Rows = ()


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Something that a message may be: `hear` only looks, `take` is told what was found and acts.

    None means that it is something else. In which order they are asked stands in `handlers.free_words`.
    """

    hear: Callable[[Turn], Awaitable[Any]]
    take: Callable[[Turn, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a room of handlers offers; all of them together are one, the house."""

    name: str
    commands: Mapping[str, Handler] = field(default_factory=dict)
    links: Mapping[str, Handler] = field(default_factory=dict)  # by how the payload of /start begins
    menu: Mapping[str, Handler] = field(default_factory=dict)  # the large buttons under the message field
    more: Mapping[str, Handler] = field(default_factory=dict)  # the buttons under «更多»
    buttons: Mapping[str, Reader] = field(default_factory=dict)  # by the family of a code, or `family:verb`
    acts: Mapping[Act, CardAct] = field(default_factory=dict)  # what a button of a card does at once
    act_forms: Mapping[Act, Form] = field(default_factory=dict)  # … or by which form
    act_facts: Mapping[Act, Beginning] = field(default_factory=dict)  # … and with what that begins
    forms: Mapping[str, Form] = field(default_factory=dict)
    endings: Mapping[str, Ending] = field(default_factory=dict)  # what follows the last answer of a form
    leavings: Mapping[StepName, Ending] = field(default_factory=dict)  # … or an answer that ends it early
    asking: Mapping[StepName, Change] = field(default_factory=dict)  # what a question needs to be asked
    answered: Mapping[StepName, Change] = field(default_factory=dict)  # what an answer means at once
    beside: Mapping[StepName, Taking] = field(default_factory=dict)  # who may take words beside the question
    closing: Mapping[str, Closing] = field(default_factory=dict)  # what stays, at a step that showed more
    free_words: Mapping[str, Recogniser] = field(default_factory=dict)


@dataclass(slots=True)
class Turn:
    """Everything a handler works with; `answers` go out right after the commit and are not stored."""

    work: Work
    said: Said
    person: Person
    draft: Draft | None
    house: Room
    voice: Voice
    answers: list[Answer] = field(default_factory=list)
    spoken: int = 0

    @property
    def today(self) -> date:
        """The day in the county."""
        return self.work.today

    async def say(
        self,
        template: str,
        arguments: Mapping[str, Json] | None = None,
        rows: Rows = (),
        keyboard: Keyboard = Keyboard.NONE,
        receipt: Case | None = None,
    ) -> None:
        """Say one message to the person who spoke; a `receipt` is worth saying as long as its case lives."""
        self.spoken += 1
        await self.work.outbox.say(
            Message(
                key=f"answer:{self.said.user_id}:{self.said.stamp}:{self.spoken}",
                chat_id=self.said.chat_id,
                template=template,
                arguments=arguments or {},
                rows=rows,
                keyboard=keyboard if rows or keyboard is Keyboard.REMOVE else Keyboard.NONE,
                language=self.person.language,
                case_id=None if receipt is None or receipt.anonymous else receipt.id,
                talk=receipt is None,
            )
        )

    def message(
        self, key: str, template: str, arguments: Mapping[str, Json] | None = None, rows: Rows = ()
    ) -> Message:
        """A message of this conversation, for whoever spoke: they wait for it."""
        message = message_to(self.person, key, template, arguments, rows)
        return replace(message, lane=Lane.WAITING, talk=True)

    async def put(
        self, name: str, first: str, template: str, arguments: Mapping[str, Json], rows: Rows = ()
    ) -> None:
        """Say a list that is turned in place: its first page is a message, those after it take its place.

        `first` is the update that asked for the list, or nothing; `name` keeps apart what one update says.
        """
        begun, stamp = f"{name}:{self.said.chat_id}", self.said.stamp
        message = self.message(f"{begun}:{stamp}", template, arguments, tuple(filter(None, rows)))
        edits = f"{begun}:{first}" if first and first != stamp else ""
        await self.work.outbox.say(replace(message, edits=edits))

    def notice(self, template: str = "", *, alert: bool = False, **arguments: Json) -> None:
        """Answer a pressed button; the first notice of a turn wins."""
        if self.said.query_id and not self.answers:
            self.answers.append(Answer(self.said.query_id, template, self.person.language, arguments, alert))
