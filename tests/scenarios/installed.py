"""The program as strangers get it: a wheel in an environment of its own, started where nothing else lies."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from shutil import copytree, ignore_patterns

from tests.scenarios.running import ROOT, clean_environment

ROOMS = ("bot", "desk", "handlers", "hearing", "places", "policy", "sandbox", "schedules", "storage")
_PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


def build_wheel(folder: Path) -> Path:
    """The wheel, from a copy of the sources, so that nothing is left behind in them."""
    source = folder / "source"
    for room in ROOMS:
        copytree(ROOT / room, source / room, ignore=ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        (source / name).write_bytes((ROOT / name).read_bytes())
    _run([*_PIP, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(folder), str(source)])
    [wheel] = folder.glob("bangfu-*.whl")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """The command `bangfu` in a fresh environment.

    The libraries are lent by the environment of the tests, for the locks have been installed there; of Bangfu
    nothing is: what belongs to an editable installation takes effect in its own environment alone.
    """
    venv.create(folder, with_pip=False, symlinks=True)
    _run(
        [*_PIP, "--python", str(folder / "bin" / "python"), "install", "--no-deps", "--no-index", str(wheel)]
    )
    [packages] = folder.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return folder / "bin" / "bangfu"


def _run(command: list[str]) -> None:
    done = subprocess.run(command, check=False, env=clean_environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
