"""Giving many cases away at once: each through the same act as one alone, and those that changed left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk.actions.cases.door import Refusal, access_case, access_fresh
from desk.actions.handing_over.receivers import Target, receivers_of
from desk.actions.handing_over.transfer import transfer_case
from desk.domain.cases.case import Act, Case, Hold
from desk.domain.people.people import Person
from desk.ports.work import Work

AT_MOST = 50  # more than anybody has looked at before pressing
_NAMED = 2  # villages on one button


@dataclass(frozen=True, slots=True)
class Chosen:
    """One ticked case, as it was when it was ticked."""

    case_id: int
    version: int


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case that was not given away, and why not."""

    number: str
    refusal: Refusal


async def receivers_of_all(work: Work, chosen: Iterable[Chosen]) -> Mapping[str, str]:
    """Everybody to whom at least one of the cases may go: names by code.

    Each case goes to its own village or town, so several may stand behind one code. Cases of one place and
    one holder have the same receivers and are looked up once.
    """
    asked: set[tuple[str, Hold]] = set()
    found: dict[str, dict[str, None]] = {}
    for one in chosen:
        case = await work.cases.find(one.case_id)
        if case is None or case.outside or (case.area_code, case.hold) in asked:
            continue
        asked.add((case.area_code, case.hold))
        for receiver in await receivers_of(work, case):
            found.setdefault(receiver.code, {})[receiver.name] = None
    return {code: _joined([*names]) for code, names in found.items()}


def _joined(names: Sequence[str]) -> str:
    return " / ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])


async def transfer_all(
    work: Work, person: Person, chosen: Sequence[Chosen], code: str
) -> tuple[Sequence[Case], Sequence[KeptCase]]:
    """Give each of these cases to one unit; what somebody changed meanwhile stays where it is."""
    moved: list[Case] = []
    kept: list[KeptCase] = []
    for one in chosen[:AT_MOST]:
        result = await _transfer(work, person, one, code)
        if isinstance(result, Case):
            moved.append(result)
        else:
            kept.append(KeptCase(await _number_of(work, person, one), result))
    return moved, kept


async def _transfer(work: Work, person: Person, one: Chosen, code: str) -> Case | Refusal:
    access = await access_fresh(work, person, one.case_id, one.version, Act.TRANSFER)
    if isinstance(access, Refusal):
        return access
    return await transfer_case(work, person, one.case_id, Target(code), {})


async def _number_of(work: Work, person: Person, one: Chosen) -> str:
    """Nothing of a case that this person may not even see."""
    seen = await access_case(work, person, one.case_id, Act.VIEW)
    return "" if isinstance(seen, Refusal) else seen.case.number
