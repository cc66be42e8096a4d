"""The shape of a rules file, with limits that keep a county from doing harm by a slip of the pen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Annotated, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator, model_validator

from bot.rules.procedures import Procedures
from bot.rules.questions import Questions
from bot.rules.strict import Strict
from bot.rules.visits import DutyLine, Visiting, one_of_each
from bot.rules.words import Courtesy, Danger
from desk.domain.cases.case import Kind, Trouble
from desk.domain.county import rules
from desk.domain.handing_over.routes import fits_everything, unreachable


class Span(Strict):
    """Exactly one of the three."""

    hours: int | None = Field(None, ge=1, le=24 * 90)
    days: int | None = Field(None, ge=1, le=365)
    working_days: int | None = Field(None, ge=1, le=250)

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("say one of hours, days or working_days")
        return self

    def frozen(self) -> rules.Span:
        """As the domain has it."""
        unit = rules.Unit(next(iter(self.model_fields_set)))
        return rules.Span(getattr(self, unit.value), unit)


class Deadlines(Strict):
    """Of one kind of case."""

    reply: Span
    visit: Span | None = None
    decision: Span | None = None

    def frozen(self) -> rules.Deadlines:
        """As the domain has it."""
        visit, decision = (None if span is None else span.frozen() for span in (self.visit, self.decision))
        return rules.Deadlines(self.reply.frozen(), visit, decision)


class Hours(Strict):
    """The desk's day."""

    opens: time
    closes: time
    quiet_from: time
    quiet_to: time

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens must come before closes")
        if self.quiet_from == self.quiet_to:
            raise ValueError("quiet_from and quiet_to must differ")
        return self


class Acceptance(Strict):
    """How soon a case is taken up."""

    danger_minutes: int = Field(ge=1, le=60)
    grace_minutes: int = Field(ge=0, le=240)
    morning_hours: int = Field(ge=0, le=8)


class StoryLimit(Strict):
    """How long one story may get."""

    pieces: int = Field(ge=10, le=500)
    characters: int = Field(ge=10_000, le=200_000)


class Alarms(Strict):
    """One danger, one card; and who may be muted for how long."""

    running_minutes: int = Field(ge=15, le=240)
    mute_from: int = Field(ge=2, le=100)
    mute_days: int = Field(ge=1, le=7)


class Drafts(Strict):
    """Hours of silence; minutes where danger was seen."""

    alarmed_minutes: int = Field(ge=1, le=60)
    remind_after: int = Field(ge=1)
    hand_over_after: int = Field(ge=1)
    drop_after: int = Field(ge=1)

    @model_validator(mode="after")
    def _order(self) -> Self:
        if not self.remind_after < self.hand_over_after <= self.drop_after:
            raise ValueError("remind_after, hand_over_after and drop_after must grow")
        return self


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


class Route(Strict):
    """One line of the routing table."""

    to: rules.Destination
    kind: Kind | None = None
    trouble: Trouble | None = None
    department: str = ""

    @model_validator(mode="after")
    def _department(self) -> Self:
        if self.department and self.to is not rules.Destination.DEPARTMENT:
            raise ValueError('a line that names a department must say to = "department"')
        return self


class Ladder(Strict):
    """When pressure grows, in working days."""

    notice: int = Field(ge=1, le=30)
    rectification: int = Field(ge=1, le=30)
    inspection: int = Field(ge=1, le=30)
    accountability: int = Field(ge=1, le=60)
    exempt: frozenset[Kind] = frozenset()


class Handling(Strict):
    """How long things between the deadlines may take."""

    material_working_days: int = Field(ge=1, le=60)
    extension_working_days: int = Field(ge=1, le=60)
    disaster_tally: int = Field(ge=2, le=100)
    help_working_days: int = Field(ge=1, le=30)
    review_days: int = Field(ge=1, le=365)
    duplicate_days: int = Field(ge=0, le=365)
    sample_percent: int = Field(ge=0, le=100)
    sample_working_days: int = Field(ge=1, le=30)
    broadcast_second_person: int = Field(ge=0, le=1_000_000)
    sweep_remind_working_days: int = Field(ge=0, le=30)


class CountyRules(Strict):
    """A whole file, with what it extends already under it."""

    zone: str
    hotline: str = Field(min_length=3)
    follow_up_days: int = Field(ge=1, le=90)
    invitation_hours: int = Field(ge=1, le=48)
    inbox_keep_days: int = Field(ge=1, le=365)
    consent_version: str = Field(min_length=1)
    hours: Hours
    acceptance: Acceptance
    alarms: Alarms
    drafts: Drafts
    story: StoryLimit
    deadlines: dict[Kind, Deadlines]
    departments: dict[Trouble, Annotated[str, Field(min_length=1)]]
    routes: tuple[Route, ...]
    ladder: Ladder
    handling: Handling
    calendar: dict[int, Year]
    danger: Danger
    complaint_words: Danger
    courtesy: Courtesy
    questions: Questions
    visiting: Visiting
    duties: tuple[DutyLine, ...]
    procedures: Procedures

    @field_validator("duties")
    @classmethod
    def _one_of_each(cls, lines: tuple[DutyLine, ...]) -> tuple[DutyLine, ...]:
        return one_of_each(lines)

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError(f"there is no time zone {zone!r}")
        return zone

    @field_validator("deadlines")
    @classmethod
    def _every_kind(cls, deadlines: dict[Kind, Deadlines]) -> dict[Kind, Deadlines]:
        for kind in set(Kind) - set(deadlines):
            raise ValueError(f"{kind} has no deadlines")
        return deadlines

    @field_validator("departments")
    @classmethod
    def _every_trouble(cls, departments: dict[Trouble, str]) -> dict[Trouble, str]:
        for trouble in set(Trouble) - set(departments):
            raise ValueError(f"{trouble} has no department that leads")
        return departments

    @field_validator("routes")
    @classmethod
    def _a_way_for_every_case(cls, lines: tuple[Route, ...]) -> tuple[Route, ...]:
        table = [rules.Route(**line.model_dump()) for line in lines]
        if not fits_everything(table):
            raise ValueError("the last line must fit every case: it says nothing but where to")
        for number in unreachable(table):
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
        """As the domain has it."""
        return rules.Rules(
            preset=preset,
            zone=ZoneInfo(self.zone),
            hours=rules.WorkingHours(**self.hours.model_dump()),
            calendar=self._calendar(),
            deadlines={kind.value: stages.frozen() for kind, stages in self.deadlines.items()},
            departments=self.departments,
            danger=self.danger.frozen(),
            complaints=self._complaints(),
            courtesy=self.courtesy.frozen(),
            asking=self.questions.frozen(),
            drafts=rules.DraftAges(**self.drafts.model_dump()),
            story=rules.StoryLimit(**self.story.model_dump()),
            follow_up_days=self.follow_up_days,
            invitation_hours=self.invitation_hours,
            inbox_keep_days=self.inbox_keep_days,
            consent_version=self.consent_version,
            hotline=self.hotline,
            routes=tuple(rules.Route(**line.model_dump()) for line in self.routes),
            ladder=rules.Ladder(**self.ladder.model_dump()),
            handling=rules.Handling(**self.handling.model_dump()),
            acceptance=rules.Acceptance(**self.acceptance.model_dump()),
            alarms=rules.AlarmRules(**self.alarms.model_dump()),
            visiting=self.visiting.frozen(),
            duties=tuple(line.frozen() for line in self.duties),
            procedures=self.procedures.frozen(),
        )

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
