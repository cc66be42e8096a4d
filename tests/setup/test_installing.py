"""The set-up works with an old pip and with the newest, today and when everything has newer versions."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.locks import LOCKS, locked
from tests.scenarios.running import clean_environment
from tests.setup.stub_index import NEWER, fill

OLD, NEWEST = "pip==23.0.1", "pip"
EXTRAS = re.compile(r"\[[\w,-]+\]")


@pytest.fixture(scope="module")
def pip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command of one version of pip, in an environment that holds nothing."""
    folder = tmp_path_factory.mktemp("pip")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    wanted = ["download", "--quiet", "--no-deps", "--dest", str(folder), request.param]
    got = _run([sys.executable, "-m", "pip", "--retries=1", "--timeout=10", *wanted])
    if got.returncode:
        pytest.skip(f"{request.param} cannot be had here: the set-up was tried without it")
    [wheel] = folder.glob("pip-*.whl")
    return [str(folder / "venv/bin/python"), str(wheel / "pip"), "--disable-pip-version-check"]


def installing(pip: list[str], lock: str, folder: Path, *, stripped: bool = False) -> str:
    """What pip says of installing the lock where newer versions of everything lie."""
    index = folder / "index"
    index.mkdir()
    lines = [EXTRAS.sub("", line, count=1) if stripped else line for line in fill(index, locked(lock))]
    (folder / lock).write_text("\n".join(lines), encoding="utf-8")
    options = ["--dry-run", "--require-hashes", "--only-binary=:all:", "--no-index", f"--find-links={index}"]
    done = _run([*pip, "--isolated", "install", *options, "-r", str(folder / lock)])
    return done.stdout if done.returncode == 0 else done.stderr


@pytest.mark.parametrize("pip", [OLD, NEWEST], indirect=True)
@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_can_be_installed_when_newer_versions_of_everything_exist(
    pip: list[str], lock: str, tmp_path: Path
) -> None:
    said = installing(pip, lock, tmp_path)

    assert "Would install" in said, said
    assert f"-{NEWER}" not in said.partition("Would install")[2]


@pytest.mark.parametrize("pip", [OLD], indirect=True)
def test_a_lock_without_its_extras_could_not(pip: list[str], tmp_path: Path) -> None:
    said = installing(pip, "requirements-dev.lock", tmp_path, stripped=True)

    assert "must have their versions pinned" in said


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, env=clean_environment(), capture_output=True, text=True)
