"""What is said of the policy sheets of a household."""

from __future__ import annotations

from desk.domain.talk.messages import Json
from desk.ports.work import Work


async def sheet_line(work: Work, household_id: int) -> dict[str, Json]:
    """What a household's card says of its sheets: how many it got, and the last of them."""
    sheets = await work.broadcasts.sheets.of_household(household_id)
    got = sorted((one.at, one.title) for one in sheets if one.at is not None)
    latest, title = got[-1] if got else (None, "")
    return {
        "count": len(got),
        "title": title,
        "at": "" if latest is None else latest.isoformat(),
        "missing": len(sheets) - len(got),
    }
