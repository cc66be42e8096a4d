"""What somebody reports, as the desk takes it in: the answers of a form, read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.domain.cases.case import Kind
from desk.domain.county.lists import OTHER, Trouble
from desk.domain.reports.forms import about_official, is_nameless
from desk.domain.talk.drafts import ALARMED
from desk.domain.talk.messages import Json

_STAFF = "s"  # how the code of an official among those offered begins


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody told, complete or not. `answers` is what the form collected."""

    kind: Kind
    answers: Mapping[str, Json]
    unfinished: bool = False

    def text(self, name: str) -> str:
        """An answer as text; a message given as an answer is its words."""
        value = self.answers.get(name)
        if isinstance(value, dict):
            value = value.get("text")
        return value if isinstance(value, str) else ""

    @property
    def alarmed_at(self) -> datetime | None:
        """When danger words were first seen, where they were."""
        marked = self.answers.get(ALARMED)
        at = marked.get("at") if isinstance(marked, dict) else None
        return datetime.fromisoformat(at) if isinstance(at, str) else None

    @property
    def danger(self) -> bool:
        """Whether somebody said that harm is near, or danger words were seen."""
        return self.answers.get("danger") == "yes" or bool(self.answers.get(ALARMED))

    @property
    def trouble(self) -> str:
        """The everyday word chosen, as its code; other until somebody chose."""
        return self.text("trouble") or OTHER

    def case_kind(self, trouble: Trouble) -> Kind:
        """A family hit by a disaster is met sooner than others."""
        return trouble.kind if self.kind is Kind.HARDSHIP else self.kind

    @property
    def outside(self) -> bool:
        """Whether the line must not see it: a complaint about somebody in office."""
        return self.kind is Kind.COMPLAINT and about_official(self.answers)

    @property
    def accused_id(self) -> int | None:
        """The official whom it is about, where one was named."""
        chosen = self.text("official").removeprefix(_STAFF)
        return int(chosen) if self.outside and chosen.isdecimal() else None

    @property
    def anonymous(self) -> bool:
        """Whether nobody may learn the reporter.

        Who stopped before saying so stays unknown too, unless somebody must be found in time.
        """
        undecided = "identity" not in self.answers and not self.danger
        return self.kind is Kind.COMPLAINT and (is_nameless(self.answers) or undecided)


def accused_code(staff_id: int) -> str:
    """What the form keeps of the official who was picked."""
    return f"{_STAFF}{staff_id}"
