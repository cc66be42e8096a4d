"""Make the environment .venv and fill it from a lock file; the standard library is all there is yet.

Usage: environment.py LOCK [project]. With "project" the project itself is installed too, editable.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import deque
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP = [
    str(PYTHON),
    "-m",
    "pip",
    "--disable-pip-version-check",
    "--no-input",
    "install",
    "--no-warn-script-location",
]


def main(arguments: list[str]) -> int:
    """Everything in order; what goes wrong is told in a sentence."""
    lock = ROOT / arguments[0]
    if not _is_sound():
        problem = _make_environment()
        if problem:
            return _say(problem)
    if not _install(lock):
        return _say(f"The packages of {lock.name} could not be installed; the lines above say why.")
    if arguments[1:] == ["project"] and not _install_project():
        return _say("Bangfu itself could not be installed; the lines above say why.")
    return 0


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _is_sound() -> bool:
    """An environment whose Python was removed or upgraded away does not run any more."""
    if not PYTHON.exists():
        return False
    asked = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    return subprocess.run([PYTHON, "-c", asked], capture_output=True, check=False).returncode == 0


def _make_environment() -> str:
    if not _has_venv() and not _fetch_venv():
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        return f"Python cannot make environments here; please install the package {package} and try again."
    print("Creating .venv …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        return f"The environment .venv could not be created: {(made.stdout + made.stderr).strip()}"
    return ""


def _has_venv() -> bool:
    asked = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _fetch_venv() -> bool:
    """Debian keeps venv in a package of its own; only root may add it."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return False
    print("Installing python3-venv …", flush=True)
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "capture_output": True}
    subprocess.run([apt, "-qq", "update"], **quiet, check=False)
    exact = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    for package in (exact, "python3-venv"):
        subprocess.run(
            [apt, "-qq", "-y", "--no-install-recommends", "install", package], **quiet, check=False
        )
        if _has_venv():
            return True
    return False


def _install(lock: Path) -> bool:
    expected = len(re.findall(r"^[A-Za-z0-9]", lock.read_text(), flags=re.MULTILINE))
    print(f"Installing {expected} packages of {lock.name}, once …", flush=True)
    command = [*PIP, "--require-hashes", "--only-binary", ":all:", "-r", str(lock)]
    # Older lock entries may be installed already; pip names each one that it looks at.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        last = _show_progress(pip, expected)
    if pip.returncode:
        print(*last, sep="\n", file=sys.stderr)
    return pip.returncode == 0


def _show_progress(pip: subprocess.Popen[str], expected: int) -> deque[str]:
    """One line that counts up on a terminal; elsewhere a line for every ten packages."""
    last: deque[str] = deque(maxlen=15)
    live = sys.stdout.isatty()
    seen = 0
    for line in pip.stdout or ():
        last.append(line.rstrip())
        if line.startswith("Installing collected"):
            begun = "  unpacking, up to a minute …"
            print(f"\r\033[K{begun}" if live else begun, end="" if live else "\n", flush=True)
        if not line.startswith(("Collecting", "Processing", "Requirement already")):
            continue
        seen += 1
        if live:
            print(f"\r\033[K  {seen}/{expected}", end="", flush=True)
        elif seen % 10 == 0:
            print(f"  {seen}/{expected}", flush=True)
    if live:
        print("\r\033[K", end="", flush=True)
    return last


def _install_project() -> bool:
    print("Setting up Bangfu itself …", flush=True)
    command = [*PIP, "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
