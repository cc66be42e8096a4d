"""The shape of a rules file, with limits that keep a county from doing harm by a slip of the pen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, ValidationInfo, field_validator, model_validator

from bot.rules.lists import (
    RESERVED,
    Code,
    SweepEntry,
    TopicEntry,
    TroubleEntry,
    letters_apart,
    other_last,
    told_apart,
)
from bot.rules.questions import Questions
from bot.rules.strict import Strict
from bot.rules.words import Courtesy, Danger
from desk.domain.cases.case import Kind
from desk.domain.county import rules
from desk.domain.county.lists import OTHER
from desk.domain.handing_over.routes import fits_everything, unreachable
from desk.domain.households.household import RiskType
from desk.domain.procedures.procedure import Stage
from desk.domain.sweeps.sweep import OF_REGISTER
from desk.domain.visits.duties import Duty

# The notice hangs so many days by a rule of its own, and so do the measures that come after.
TIMED = frozenset(
    {
        Stage.ASSESSMENT,
        Stage.VERIFICATION,
        Stage.MATCHING,
        Stage.MEETING,
        Stage.NOTICE,
        Stage.TOWN_REVIEW,
        Stage.COUNTY_APPROVAL,
    }
)
LONGEST_STAGE_DAYS = 60
# Printed invitations are handed out at meetings, which take weeks to reach everybody; a link that lies about
# for longer than two months is a key that nobody thinks of any more.
LONGEST_INVITATION_DAYS = 60


class Year(Strict):
    """The holidays of one year, and the weekends worked in exchange."""

    holidays: frozenset[date]
    workdays: frozenset[date] = frozenset()
    provisional: bool = False

    @model_validator(mode="after")
    def _disjoint(self) -> Self:
        if both := self.holidays & self.workdays:
            raise ValueError(f"{min(both)} is both a holiday and a working day")
        return self


class CountyRules(Strict):
    """A whole file, with what it extends already under it."""

    zone: str
    hotline: str = Field(min_length=3)
    follow_up_days: int = Field(ge=1, le=90)
    invitation_days: int = Field(ge=1, le=LONGEST_INVITATION_DAYS)
    inbox_keep_days: int = Field(ge=1, le=365)
    consent_version: str = Field(min_length=1)
    hours: rules.WorkingHours
    acceptance: rules.Acceptance
    alarms: rules.AlarmRules
    drafts: rules.DraftAges
    story: rules.StoryLimit
    deadlines: dict[Kind, rules.Deadlines]
    troubles: dict[Code, TroubleEntry]
    visit_topics: dict[Code, TopicEntry]
    sweep_kinds: dict[Code, SweepEntry]
    routes: tuple[rules.Route, ...]
    ladder: rules.Ladder
    handling: rules.Handling
    calendar: dict[int, Year]
    danger: Danger
    complaint_words: Danger
    courtesy: Courtesy
    questions: Questions
    visiting: rules.Visiting
    duties: tuple[Duty, ...]
    procedures: rules.Procedures

    @field_validator("duties")
    @classmethod
    def _one_of_each(cls, duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
        names = [duty.name for duty in duties]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"there are two duties {name!r}")
        return duties

    @field_validator("procedures")
    @classmethod
    def _every_stage_and_risk(cls, procedures: rules.Procedures) -> rules.Procedures:
        for stage in TIMED ^ set(procedures.stages):
            raise ValueError(f"{stage} {'has no length' if stage in TIMED else 'cannot have a length here'}")
        for stage, length in procedures.stages.items():
            if length.hours is not None or (length.days or length.working_days or 0) > LONGEST_STAGE_DAYS:
                raise ValueError(f"{stage} lasts days or working_days, {LONGEST_STAGE_DAYS} at the most")
        for risk in set(RiskType) - set(procedures.departments):
            raise ValueError(f"{risk} has no department that compares its records")
        return procedures

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError(f"there is no time zone {zone!r}")
        return zone

    @field_validator("deadlines")
    @classmethod
    def _every_kind(cls, deadlines: dict[Kind, rules.Deadlines]) -> dict[Kind, rules.Deadlines]:
        for kind in set(Kind) - set(deadlines):
            raise ValueError(f"{kind} has no deadlines")
        return deadlines

    @field_validator("troubles")
    @classmethod
    def _told_apart(cls, troubles: dict[str, TroubleEntry]) -> dict[str, TroubleEntry]:
        if OTHER not in troubles:
            raise ValueError(f"there is no {OTHER!r}, for what fits nothing else")
        for code in sorted(troubles.keys() & RESERVED):
            raise ValueError(f"{str(code)!r} means something else on a button")
        told_apart(troubles)
        return troubles

    @field_validator("visit_topics")
    @classmethod
    def _topics_told_apart(cls, topics: dict[str, TopicEntry], info: ValidationInfo) -> dict[str, TopicEntry]:
        told_apart(topics)
        letters_apart(topics)
        _known_troubles({code: topic.trouble for code, topic in topics.items()}, info)
        return topics

    @field_validator("sweep_kinds")
    @classmethod
    def _kinds_told_apart(cls, kinds: dict[str, SweepEntry], info: ValidationInfo) -> dict[str, SweepEntry]:
        if OF_REGISTER not in kinds:
            raise ValueError(f"there is no {OF_REGISTER!r}, the households of the register")
        told_apart(kinds)
        _known_troubles({code: kind.trouble for code, kind in kinds.items()}, info)
        return kinds

    @field_validator("routes")
    @classmethod
    def _a_way_for_every_case(
        cls, lines: tuple[rules.Route, ...], info: ValidationInfo
    ) -> tuple[rules.Route, ...]:
        _known_troubles({f"line {number}": line.trouble for number, line in enumerate(lines, 1)}, info)
        if not fits_everything(lines):
            raise ValueError("the last line must fit every case: it says nothing but where to")
        for number in unreachable(lines):
            raise ValueError(f"no case can reach line {number}: one before it fits all of its cases")
        return lines

    @field_validator("calendar")
    @classmethod
    def _days_in_their_year(cls, calendar: dict[int, Year]) -> dict[int, Year]:
        for number, year in calendar.items():
            for day in year.holidays | year.workdays:
                if day.year != number:
                    raise ValueError(f"{day} does not belong to {number}")
        return calendar

    def frozen(self, preset: str) -> rules.Rules:
        """As the domain has it: what is called the same is the same, the rest is written in another shape."""
        same = {field.name for field in fields(rules.Rules)}
        written_otherwise = {
            "preset": preset,
            "zone": ZoneInfo(self.zone),
            "calendar": self._calendar(),
            "troubles": {code: line.frozen(code) for code, line in other_last(self.troubles)},
            "visit_topics": {code: entry.frozen(code) for code, entry in self.visit_topics.items()},
            "sweep_kinds": {code: entry.frozen(code) for code, entry in self.sweep_kinds.items()},
            "danger": self.danger.frozen(),
            "complaints": self._complaints(),
            "courtesy": self.courtesy.frozen(),
            "asking": self.questions.frozen(),
        }
        return rules.Rules(**{name: value for name, value in self if name in same} | written_otherwise)

    def _complaints(self) -> rules.Danger:
        """Characters are mistaken for others whatever is said with them."""
        return replace(self.complaint_words.frozen(), lookalikes=self.danger.frozen().lookalikes)

    def _calendar(self) -> rules.Calendar:
        years = self.calendar.values()
        return rules.Calendar(
            holidays=frozenset(day for year in years for day in year.holidays),
            workdays=frozenset(day for year in years for day in year.workdays),
            years=frozenset(number for number, year in self.calendar.items() if not year.provisional),
        )


def _known_troubles(named: Mapping[str, str | None], info: ValidationInfo) -> None:
    """Look whether whatever names a trouble names one of the list. Raises ValueError."""
    for who, trouble in named.items():
        if trouble is not None and trouble not in info.data.get("troubles", {trouble}):
            raise ValueError(f"{who}: there is no trouble {trouble!r}")
