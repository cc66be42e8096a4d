"""The public notice: what everybody may read, and nothing else of what the register knows."""

from __future__ import annotations

from dataclasses import dataclass

from desk.domain.county.areas import Areas
from desk.domain.households.household import Household, HouseholdClass, MonitoredKind, RiskType
from desk.domain.procedures.procedure import Procedure, ProcedureKind


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """All that hangs on the wall. What may go here is decided by this list of fields alone.

    There is no identity number, telephone, bank account, address, or word about anybody's health; risks are
    shown by terms under which illness and disability cannot be told from other burdens.
    """

    kind: ProcedureKind
    village: str
    head: str
    people: int
    household_class: HouseholdClass
    monitored_kind: MonitoredKind | None
    risks: tuple[RiskType, ...]
    days: int


def public_notice(procedure: Procedure, household: Household, areas: Areas, days: int) -> PublicNotice:
    """The notice of this procedure, hanging for so many days."""
    exits = procedure.kind is ProcedureKind.EXIT
    return PublicNotice(
        kind=procedure.kind,
        village=areas.path(household.area_code),
        head=household.head.name,
        people=procedure.people or len(household.members),
        household_class=household.household_class,
        monitored_kind=household.monitored_kind if exits else procedure.proposed_kind,
        risks=household.risks if exits else procedure.risks,
        days=days,
    )
