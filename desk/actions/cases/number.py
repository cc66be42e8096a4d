"""The number that people quote: BF-YYMMDD-NNNN."""

from __future__ import annotations

from desk.ports.work import Work


async def next_number(work: Work) -> str:
    """The number people quote: BF-YYMMDD-NNNN, wider when a day needs it."""
    day = numbered_day(work)
    return f"BF-{day}-{await work.cases.next_number(day):04d}"


def numbered_day(work: Work) -> str:
    """Today as it stands in numbers: YYMMDD."""
    return work.now.astimezone(work.rules.zone).strftime("%y%m%d")
