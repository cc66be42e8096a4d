"""The part of a rules file that times the procedures of households and names who compares records."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from bot.rules.strict import Strict
from desk.domain.county import rules
from desk.domain.households.household import RiskType
from desk.domain.procedures.procedure import FEWEST_NOTICE_DAYS, Stage

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


class Length(Strict):
    """A stage lasts days of the plain calendar, or working days."""

    days: int | None = Field(None, ge=1, le=60)
    working_days: int | None = Field(None, ge=1, le=60)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.days is None) == (self.working_days is None):
            raise ValueError("say days or working_days")
        return self

    def frozen(self) -> rules.Span:
        """As the domain has it."""
        if self.days is not None:
            return rules.Span(self.days, rules.Unit.DAYS)
        return rules.Span(self.working_days or 1, rules.Unit.WORKING_DAYS)


class Procedures(Strict):
    """How long the steps may take, and when the yearly assessments begin."""

    notice_days: int = Field(ge=FEWEST_NOTICE_DAYS, le=30)
    measures_days: int = Field(ge=1, le=90)
    early_exit_days: int = Field(ge=1, le=366)
    visit_days: int = Field(ge=1, le=366)
    sweep_month: int = Field(ge=1, le=12)
    sweep_day: int = Field(ge=1, le=31)
    stages: dict[Stage, Length]
    departments: dict[RiskType, Annotated[str, Field(min_length=1)]]

    @field_validator("stages")
    @classmethod
    def _every_stage(cls, stages: dict[Stage, Length]) -> dict[Stage, Length]:
        for stage in TIMED ^ set(stages):
            raise ValueError(f"{stage} {'has no length' if stage in TIMED else 'cannot have a length here'}")
        return stages

    @field_validator("departments")
    @classmethod
    def _every_risk(cls, departments: dict[RiskType, str]) -> dict[RiskType, str]:
        for risk in set(RiskType) - set(departments):
            raise ValueError(f"{risk} has no department that compares its records")
        return departments

    @model_validator(mode="after")
    def _a_real_day(self) -> Self:
        date(2027, self.sweep_month, self.sweep_day)  # a day of every year; raises ValueError
        return self

    def frozen(self) -> rules.Procedures:
        """As the domain has it."""
        return rules.Procedures(
            notice_days=self.notice_days,
            measures_days=self.measures_days,
            early_exit_days=self.early_exit_days,
            visit_days=self.visit_days,
            sweep_month=self.sweep_month,
            sweep_day=self.sweep_day,
            stages={stage.value: length.frozen() for stage, length in self.stages.items()},
            departments={risk.value: name for risk, name in self.departments.items()},
        )
