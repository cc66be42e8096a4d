"""One update being handled: what was said, by whom, in which half-done form, and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from desk.domain.cases.case import Case
from desk.domain.people.people import Person
from desk.domain.talk.drafts import Draft
from desk.domain.talk.messages import Json, Keyboard, Message, Rows
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


@dataclass(slots=True)
class Turn:
    """Everything a handler works with; `answers` go out right after the commit and are not stored."""

    work: Work
    said: Said
    person: Person
    draft: Draft | None
    answers: list[Answer] = field(default_factory=list)
    spoken: int = 0
    canned: Canned = nothing_prepared

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

    def notice(self, template: str = "", *, alert: bool = False, **arguments: Json) -> None:
        """Answer a pressed button; the first notice of a turn wins."""
        if self.said.query_id and not self.answers:
            self.answers.append(Answer(self.said.query_id, template, self.person.language, arguments, alert))
