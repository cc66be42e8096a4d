"""What has reached us takes effect exactly once, receipts and cards arrive, what is said twice is marked."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.books import Books, Row, delivered, never_arrived, opened_books, repeats
from tests.scenarios.later import days_pass
from tests.scenarios.load import Crowd, Official, Resident, hasten, open_county, phones_on
from tests.scenarios.stage import Stage, staged

log = logging.getLogger(__name__)
Json = dict[str, Any]
RECEIPT = "report.receipt"
WORD = re.compile(r"N\d+R\d+")
FAULTS: tuple[tuple[str, str, float], ...] = (
    ("sendMessage", "429", 0.03),
    ("sendMessage", "500", 0.03),
    ("sendMessage", "drop_before", 0.03),
    ("sendMessage", "drop_after", 0.02),
    ("sendMessage", "hang", 0.01),
    ("editMessageText", "500", 0.03),
    ("editMessageText", "drop_after", 0.02),
    ("getUpdates", "drop_before", 0.05),
    ("getUpdates", "redeliver", 0.05),
)


@dataclass(frozen=True)
class Trial:
    """How much is reported and how often the process is killed meanwhile."""

    name: str
    villages: int
    residents: int
    reports_each: int
    kills: int
    seed: int = field(default_factory=lambda: random.SystemRandom().randrange(10**6))

    @property
    def crowd(self) -> Crowd:
        return Crowd(self.villages, self.residents)

    def words(self, resident_id: int) -> list[str]:
        """One word for each report that stands nowhere else."""
        return [f"N{resident_id}R{number}" for number in range(self.reports_each)]

    @property
    def all_words(self) -> set[str]:
        return {word for one in self.crowd.resident_ids for word in self.words(one)}


@dataclass
class Storm:
    """Kills the bot at random moments while the reports come in, and starts it again."""

    stage: Stage
    trial: Trial
    residents: list[Resident]
    kills: int = 0

    async def rages(self) -> None:
        """Kill when one more share of the reports is through, at a moment that chance decides."""
        chance = random.Random(self.trial.seed)
        share = len(self.trial.all_words) / (self.trial.kills + 1)
        while self.kills < self.trial.kills:
            await self._until(share * (self.kills + 0.5))
            await asyncio.sleep(chance.uniform(0.0, 1.5))
            await self.stage.bot.kill()
            self.kills += 1
            self.stage.bot.start()
            if chance.random() < 0.2:  # also in the middle of starting
                await asyncio.sleep(chance.uniform(0.2, 2.0))
                await self.stage.bot.kill()
                self.kills += 1
                self.stage.bot.start()

    async def _until(self, through: float) -> None:
        while sum(len(one.numbers) + one.unanswered for one in self.residents) < through:
            assert self.stage.bot.alive, self.stage.bot.output()[-2000:]
            await asyncio.sleep(0.05)


@asynccontextmanager
async def raging(stage: Stage, trial: Trial) -> AsyncIterator[Storm]:
    """A county in which everybody reports, with all faults in force."""
    async with phones_on(stage, [one["id"] for one in trial.crowd.cast()]) as phones:
        await stage.lift_limits()
        await open_county(stage, trial.crowd, phones)
        await stage._post("/sandbox/faults/seed", {"seed": trial.seed})
        for method, fault, chance in FAULTS:
            await stage.add_fault(method, fault, chance=chance)
        officials = [
            asyncio.create_task(Official(phones[one.user_id]).works()) for one in trial.crowd.monitors
        ]
        residents = [Resident(phones[one], trial.crowd.village_of(one)) for one in trial.crowd.resident_ids]
        yield Storm(stage, trial, residents)
        for official in officials:
            official.cancel()


async def everybody_reports(storm: Storm) -> None:
    async with asyncio.TaskGroup() as together:
        together.create_task(storm.rages())
        for one in storm.residents:
            stories = [[f"门口的路灯坏了 {word}"] for word in storm.trial.words(one.phone.id)]
            together.create_task(_arrives_and_reports(one, stories))


async def _arrives_and_reports(resident: Resident, stories: list[list[str]]) -> None:
    await resident.arrives()
    await resident.reports(stories)


async def calm_down(stage: Stage) -> None:
    """No more faults; wait until nothing more is said."""
    await stage.clear_faults()
    async with _books(stage) as books:
        await books.until_settled()


def _books(stage: Stage) -> AbstractAsyncContextManager[Books]:
    return opened_books(stage.settings["BANGFU_DATABASE_URL"], Path(stage.settings["BANGFU_KEY_FILE"]))


@dataclass(frozen=True)
class Outcome:
    """What the books and the sandbox say after a trial."""

    told: dict[str, list[int]]
    poor: list[int]
    acts: dict[int, Counter[str]]
    rows: list[Row]
    inbox: Counter[str]
    repeated: int
    unexplained: list[str]
    twice_unmarked: list[str]
    never_arrived: list[Row]

    @property
    def receipts(self) -> list[Row]:
        """What residents were told when their report was in."""
        return [row for row in self.rows if row.ready.template == RECEIPT]

    @property
    def cards(self) -> list[Row]:
        """What officials were given."""
        return [row for row in self.rows if row.is_card and not row.is_edit]

    @property
    def lost_receipts(self) -> list[str]:
        """Receipts that nobody ever read."""
        return [row.ready.key for row in self.never_arrived if row.ready.template == RECEIPT]

    @property
    def lost_cards(self) -> list[str]:
        """Cards that nobody ever read, nor any newer state of them."""
        return [row.ready.key for row in self.never_arrived if row.is_card]


async def read(books: Books, calls: list[Json]) -> Outcome:
    rows = await books.outbox()
    arrived = delivered(calls)
    repeated, unexplained = repeats(rows, arrived)
    decided = Counter(row.said for row in rows)
    return Outcome(
        told=await books.told(WORD),
        poor=await books.without_owner_or_deadline(),
        acts=await books.acts(),
        rows=rows,
        inbox=Counter(await books.column("SELECT state FROM inbox")),
        repeated=repeated,
        unexplained=unexplained,
        twice_unmarked=[str(said) for said, n in arrived.unmarked.items() if n > decided[said]],
        never_arrived=never_arrived(rows, arrived),
    )


def figures(storm: Storm, outcome: Outcome, faults: Counter[str], seconds: float) -> Json:
    """What the trial came to, for people."""
    return {
        "trial": storm.trial.name,
        "seed": storm.trial.seed,
        "seconds": round(seconds, 1),
        "reports": len(storm.trial.all_words),
        "kills": storm.kills,
        "faults": dict(sorted(faults.items())),
        "lost": len(storm.trial.all_words - outcome.told.keys()),
        "reported_twice": sum(len(cases) > 1 for cases in outcome.told.values()),
        "updates": dict(outcome.inbox),
        "messages": dict(Counter(row.state for row in outcome.rows)),
        "marked_unsure": sum(row.ready.unsure for row in outcome.rows),
        "receipts": len(outcome.receipts),
        "receipts_lost": len(outcome.lost_receipts),
        "cards": len(outcome.cards),
        "cards_lost": len(outcome.lost_cards),
        "repeated_messages": outcome.repeated,
        "repeats_unmarked": len(outcome.twice_unmarked),
        "unexplained_repeats": outcome.unexplained[:5],
        "asked_again_by_residents": sum(one.nudges for one in storm.residents),
    }


def write_down(folder: Path, name: str, found: Json) -> None:
    log.warning("%s", json.dumps(found))
    (folder / f"{name}.json").write_text(json.dumps(found, indent=1) + "\n")


async def run(trial: Trial, folder: Path, url: str, test_output: Path) -> tuple[Outcome, Storm]:
    log.warning("seed %d", trial.seed)
    begun = time.monotonic()
    async with staged(folder, url, trial.crowd.cast()) as stage:
        hasten(stage)
        async with raging(stage, trial) as storm:
            await everybody_reports(storm)
            await calm_down(stage)
        assert await stage.bot.stop(within=5.0) == 0, stage.bot.output()[-2000:]
        await days_pass(stage)
        calls = await stage.calls()
    async with _books(stage) as books:
        outcome = await read(books, [call for call in calls if call["method"] == "sendMessage"])
    faults = Counter(f"{call['method']} {call['fault']}" for call in calls if call["fault"])
    write_down(test_output, trial.name, figures(storm, outcome, faults, time.monotonic() - begun))
    return outcome, storm


def nothing_is_lost_or_doubled(outcome: Outcome, trial: Trial) -> None:
    """Every report is one case with an owner and a deadline, and everything happened to it once."""
    assert outcome.told.keys() == trial.all_words
    assert {word: cases for word, cases in outcome.told.items() if len(cases) != 1} == {}
    assert set(outcome.acts) == {case for cases in outcome.told.values() for case in cases}
    assert {case: acts for case, acts in outcome.acts.items() if set(acts.values()) != {1}} == {}
    assert outcome.poor == []
    cards = Counter(
        (row.case_id, row.ready.chat_id) for row in outcome.rows if row.is_card and not row.is_edit
    )
    assert {case for case, _ in cards} == set(outcome.acts)
    assert set(cards.values()) == {1}
    assert len(outcome.receipts) == len(outcome.acts)  # somebody in a hurry may tell two things as one
    assert outcome.lost_receipts == []
    assert outcome.lost_cards == []


def every_message_has_an_end(outcome: Outcome) -> None:
    """Nothing hangs, nothing fails without a reason, and whatever came twice is marked in both places."""
    assert set(outcome.inbox) == {"done"}
    assert {row.state for row in outcome.rows} <= {"sent", "dropped"}
    assert outcome.unexplained == []
    assert outcome.twice_unmarked == []


@pytest.mark.kill
@pytest.mark.timeout(1200)
async def test_ten_kills_among_a_thousand_reports_lose_and_double_nothing(
    tmp_path: Path, sqlite_template: Path, test_output: Path
) -> None:
    trial = Trial("kill", villages=12, residents=60, reports_each=17, kills=12)

    outcome, storm = await run(trial, tmp_path, f"sqlite:///{tmp_path / 'desk.db'}", test_output)

    assert len(trial.all_words) >= 1000
    assert storm.kills >= 10
    nothing_is_lost_or_doubled(outcome, trial)
    every_message_has_an_end(outcome)
    assert outcome.repeated > 0, "the trial was too mild to show anything"


@pytest.mark.kill
@pytest.mark.postgres
@pytest.mark.parametrize("dialect", ["postgresql"])
async def test_kills_on_postgresql_lose_and_double_nothing(
    tmp_path: Path, database_url: str, test_output: Path
) -> None:
    trial = Trial("kill-postgresql", villages=6, residents=25, reports_each=8, kills=3)

    outcome, _ = await run(trial, tmp_path, database_url, test_output)

    nothing_is_lost_or_doubled(outcome, trial)
    every_message_has_an_end(outcome)
