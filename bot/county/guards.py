"""Real families never meet invented officials: a database is a demo's or a county's, for ever."""

from __future__ import annotations

from datetime import UTC, datetime

from desk.domain.staff.staffing import MANDATORY
from storage.county.county import complaints_in_line, held_roles
from storage.engine.database import Connection, Database
from storage.engine.facts import get_fact

DEMO, COUNTY_CODE = "demo", "county_code"


class WrongDatabase(Exception):
    """The database is not for this; one sentence."""


async def require_live(database: Database, now: datetime | None = None) -> None:
    """Raises WrongDatabase for a demo's database, and for one without a county or its mandatory posts."""
    async with database.reading() as connection:
        await refuse_demo(connection)
        if await get_fact(connection, COUNTY_CODE) is None:
            raise WrongDatabase("No county is set up yet: run `bangfu init --areas CSV --staff CSV` first.")
        moment = now or datetime.now(UTC)
        held = await held_roles(connection, moment)
        in_line = await complaints_in_line(connection, moment)
    for role in MANDATORY:
        if role not in held:
            raise WrongDatabase(f"Nobody holds the post {role}, and no county can start without one.")
    if in_line:
        raise WrongDatabase(
            "Who takes complaints about officials must stand outside the line and hold no other post: "
            "`bangfu check` names them."
        )


async def require_demo(database: Database) -> None:
    """Raises WrongDatabase for a county's database; an empty one may become a demo."""
    async with database.reading() as connection:
        await refuse_live(connection)


async def refuse_demo(connection: Connection) -> None:
    """Raises WrongDatabase when invented people are here."""
    if await get_fact(connection, DEMO) == "yes":
        raise WrongDatabase(
            "This database holds the invented people of the demo county: "
            "name another one in BANGFU_DATABASE_URL or BANGFU_DATA_DIR."
        )


async def refuse_live(connection: Connection) -> None:
    """Raises WrongDatabase when a real county is here."""
    known = await get_fact(connection, DEMO)
    if known == "no" or (known is None and await get_fact(connection, COUNTY_CODE) is not None):
        raise WrongDatabase(
            "This database holds a real county: set BANGFU_BOT_TOKEN to serve it, "
            "or name another database for the demo in BANGFU_DATABASE_URL or BANGFU_DATA_DIR."
        )
