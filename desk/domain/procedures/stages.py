"""The stages of a household's procedure as one table: kind × stage × act → stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from desk.domain.county.areas import Level
from desk.domain.procedures.procedure import OVER, ProcedureAct, ProcedureKind, Stage

_A, _S = ProcedureAct, Stage
Step = tuple[ProcedureKind, Stage | None, ProcedureAct]
Table = Mapping[Step, Stage]

# Both ways share these; wherever somebody judges it may go back to the home, or end.
_COMMON: Final[Mapping[tuple[Stage, ProcedureAct], Stage]] = {
    (_S.VERIFICATION, _A.REFUSE): _S.REFUSED,
    (_S.MEETING, _A.MEET): _S.NOTICE,
    (_S.MEETING, _A.ROLL_BACK): _S.VERIFICATION,
    (_S.MEETING, _A.REFUSE): _S.REFUSED,
    (_S.NOTICE, _A.POST): _S.ON_NOTICE,
    (_S.ON_NOTICE, _A.END_NOTICE): _S.TOWN_REVIEW,
    (_S.ON_NOTICE, _A.OBJECT): _S.VERIFICATION,
    (_S.TOWN_REVIEW, _A.AGREE): _S.COUNTY_APPROVAL,
    (_S.TOWN_REVIEW, _A.ROLL_BACK): _S.VERIFICATION,
    (_S.TOWN_REVIEW, _A.REFUSE): _S.REFUSED,
    (_S.COUNTY_APPROVAL, _A.ROLL_BACK): _S.VERIFICATION,
    (_S.COUNTY_APPROVAL, _A.REFUSE): _S.REFUSED,
}
TABLE: Final[Table] = {
    **{(kind, stage, act): to for kind in ProcedureKind for (stage, act), to in _COMMON.items()},
    (ProcedureKind.INCLUSION, None, _A.OPEN): _S.VERIFICATION,
    (ProcedureKind.INCLUSION, _S.VERIFICATION, _A.VERIFY): _S.MATCHING,
    (ProcedureKind.INCLUSION, _S.VERIFICATION, _A.MATCH): _S.VERIFICATION,
    (ProcedureKind.INCLUSION, _S.MATCHING, _A.MATCH): _S.MATCHING,
    (ProcedureKind.INCLUSION, _S.COUNTY_APPROVAL, _A.APPROVE): _S.MEASURES,
    (ProcedureKind.INCLUSION, _S.MEASURES, _A.SETTLE): _S.DONE,
    (ProcedureKind.EXIT, None, _A.OPEN): _S.ASSESSMENT,
    (ProcedureKind.EXIT, _S.ASSESSMENT, _A.ASSESS): _S.VERIFICATION,
    (ProcedureKind.EXIT, _S.ASSESSMENT, _A.REFUSE): _S.REFUSED,
    (ProcedureKind.EXIT, _S.VERIFICATION, _A.VERIFY): _S.MEETING,
    (ProcedureKind.EXIT, _S.COUNTY_APPROVAL, _A.APPROVE): _S.DONE,
}
# On whose level a stage is done, unless departments or the responsible officer are asked.
LEVELS: Final[Mapping[Stage, Level]] = {
    _S.ASSESSMENT: Level.VILLAGE,
    _S.VERIFICATION: Level.VILLAGE,
    _S.MATCHING: Level.COUNTY,
    _S.MEETING: Level.VILLAGE,
    _S.NOTICE: Level.VILLAGE,
    _S.ON_NOTICE: Level.VILLAGE,
    _S.TOWN_REVIEW: Level.TOWN,
    _S.COUNTY_APPROVAL: Level.COUNTY,
    _S.MEASURES: Level.VILLAGE,
}
# The responsible officer is asked first, where there is one.
BY_OFFICER: Final = frozenset({_S.ASSESSMENT, _S.MEASURES})


def next_stage(
    kind: ProcedureKind, stage: Stage | None, act: ProcedureAct, *, outstanding: int = 0
) -> Stage | None:
    """The stage after the act, or None when it is not allowed.

    `outstanding` departments have not compared yet: when there are none, nobody waits for them.
    """
    to = TABLE.get((kind, stage, act))
    return Stage.MEETING if to is Stage.MATCHING and not outstanding else to


def acts_at(kind: ProcedureKind, stage: Stage) -> tuple[ProcedureAct, ...]:
    """What can be done there, in the order of the acts."""
    return tuple(act for act in ProcedureAct if (kind, stage, act) in TABLE)


def stage_problems(table: Table = TABLE) -> Iterator[str]:
    """Sentences about stages that lead nowhere, or that nobody is asked at."""
    for kind in ProcedureKind:
        for stage in _reached(table, kind):
            leads_to = _leads_to(table, kind, stage)
            if stage in OVER and leads_to:
                yield f"{kind}: {stage} is over but leads on"
            elif stage not in OVER and not leads_to - {stage}:
                yield f"{kind}: {stage} leads nowhere"
            elif stage not in OVER and stage not in LEVELS:
                yield f"{kind}: nobody is asked at {stage}"


def _leads_to(table: Table, kind: ProcedureKind, stage: Stage) -> set[Stage]:
    """When nobody compares any more the meeting is next, whatever the table says."""
    found = {to for (k, origin, _), to in table.items() if (k, origin) == (kind, stage)}
    return found | ({Stage.MEETING} if Stage.MATCHING in found else set())


def _reached(table: Table, kind: ProcedureKind) -> set[Stage]:
    reached = {to for (k, origin, _), to in table.items() if k is kind and origin is None}
    while further := {to for stage in reached for to in _leads_to(table, kind, stage)} - reached:
        reached |= further
    return reached
