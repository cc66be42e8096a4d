"""The demo county as it ships, and the counties beside the project where they lie there."""

from pathlib import Path

import pytest

from places.areas import DEMO_ALIASES, DEMO_AREAS, Division, read_aliases, read_areas
from places.gazetteer import Gazetteer

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "divisions"


@pytest.fixture(scope="session")
def pingdu() -> Gazetteer:
    """平度市 with today's names only."""
    return Gazetteer(read_areas(DEMO_AREAS))


@pytest.fixture(scope="session")
def pingdu_with_old_names() -> Gazetteer:
    """平度市 as the bot knows it."""
    return Gazetteer(read_areas(DEMO_AREAS), read_aliases(DEMO_ALIASES))


@pytest.fixture(scope="session")
def shared_divisions() -> Path:
    """The folder of other counties' divisions; the test is skipped aloud without it."""
    if not SHARED.is_dir():
        pytest.skip(f"NOT TESTED: the divisions of other counties are not at {SHARED}")
    return SHARED


@pytest.fixture(scope="session")
def other_areas(shared_divisions: Path) -> dict[str, list[Division]]:
    """Each other file of divisions by its name."""
    names = ("baicheng", "tengzhou", "shanting")
    return {name: read_areas(shared_divisions / f"{name}.csv") for name in names}
