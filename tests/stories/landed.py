"""What a desk of an earlier version left behind: its database, forms that stood open, buttons it sent.

`upgrades/` has a folder for each, collected once by pressing every button and walking every form.
"""

from __future__ import annotations

import json
import lzma
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desk.domain.policy.view import POLICY
from desk.domain.talk.draft_story import with_fresh_story
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import StepKind, picks_of
from desk.domain.talk.listed import with_lists
from desk.domain.talk.said import SaidKind
from desk.domain.worklists.forms import BULK
from handlers.rooms import HOUSE
from storage.engine.migrate import migrate
from tests.deskside import Desk, rules, texts
from tests.handlers.busy import who_is
from tests.village import Character

_FOLDER = Path(__file__).parent / "upgrades"
_MOST_QUESTIONS = 25
_WORDS = {"visit_day": "20号", "visit_plan": "30号", "visit_pause": "12月30日", "give_post": "九里夼"}


@dataclass(frozen=True, slots=True)
class Landed:
    """One earlier version: `county` is its database as SQL, `codes` are buttons by the chat that has them."""

    name: str
    moment: datetime
    county: str
    drafts: Sequence[Mapping[str, Any]]
    codes: Sequence[tuple[int, str]]

    def opens(self, path: Path) -> None:
        """Its database as a file, upgraded to what we have now."""
        with sqlite3.connect(path) as connection:
            connection.executescript(self.county)
        migrate(f"sqlite:///{path}")


def landed(name: str) -> Landed:
    """Read one of them."""
    folder = _FOLDER / name
    kept = json.loads((folder / "sent.json").read_text(encoding="utf-8"))
    county = lzma.decompress((folder / "county.sql.xz").read_bytes()).decode()
    codes = [(int(chat_id), str(code)) for chat_id, code in kept["codes"]]
    return Landed(name, datetime.fromisoformat(kept["moment"]), county, kept["drafts"], codes)


VERSIONS = sorted(one.name for one in _FOLDER.iterdir())


async def stands_open(desk: Desk, kept: Mapping[str, Any]) -> Character:
    """Let a form stand open as it was kept; returns in whose chat."""
    chat_id = int(kept["chat_id"])
    async with desk.work() as work:
        former = await work.drafts.find(chat_id)
        if former is not None:
            await work.drafts.drop(former)
        draft = Draft(
            chat_id=chat_id,
            form=kept["form"],
            step=kept["step"],
            version=1,
            started_at=desk.now,
            updated_at=desk.now,
            answers=kept["answers"],
            question=int(kept["question"]),
            has_story=bool(kept["has_story"]),
        )
        assert await work.drafts.save(with_fresh_story(draft))
    return who_is(chat_id)


async def is_told_to_its_end(desk: Desk, who: Character) -> bool:
    """Answer what is asked until the form that stands open is through."""
    first = await _draft(desk, who)
    assert first is not None
    for _ in range(_MOST_QUESTIONS):
        draft = await _draft(desk, who)
        if draft is None or draft.form != first.form:
            return True
        desk.wait(seconds=1)
        await answer(desk, who, draft)
    return False


async def _draft(desk: Desk, who: Character) -> Draft | None:
    async with desk.work() as work:
        return await work.drafts.find(who.user_id)


async def answer(desk: Desk, who: Character, draft: Draft) -> None:
    """Answer the open question of a form with whatever it takes."""
    step = with_lists(HOUSE.forms[draft.form], rules().lists).step(draft.step)
    choices = [one for one in (*step.options, *picks_of(step, draft.answers)) if one not in step.jumps]
    if draft.form == BULK.name and draft.step == BULK.steps[0].name:
        await desk.presses_code(who, "q:x")  # what is chosen there has buttons of its own
    elif draft.form == POLICY.name:
        await desk.types(who, "/cancel")  # it stays open as long as somebody asks
    elif choices:
        await desk.presses_code(who, f"f:{draft.question}:{choices[0]}")
    elif step.kind is StepKind.PLACE:
        await desk.types(who, "九里夼村")
    elif step.kind is StepKind.CONTACT and not step.optional:
        await desk.hears(who, SaidKind.CONTACT, phone=who.phone, contact_user_id=who.user_id)
    elif step.kind is StepKind.CONTACT:
        await desk.types(who, who.phone)
    else:
        await desk.types(who, _WORDS.get(draft.form, "好的，这几天就办"))
        await desk.types(who, texts().label("zh_CN", "menu.button.finished"))
