"""Fetch what tests need from the system: Chromium, a font for Chinese, time zones, a clock to move."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import days

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
CHINESE = ("cjk", "wqy", "sourcehan", "source-han", "droidsansfallback")
EMOJI = ("emoji",)


def main() -> int:
    """Install what is missing where that is allowed; say loudly what stays missing. Never fails."""
    packages = _missing()
    if packages:
        _fetch(packages)
    for package in _missing():
        print(f"*** {package} is missing and could not be installed: some tests will be skipped. ***")
    return 0


def _missing() -> list[str]:
    packages = []
    if not any(shutil.which(browser) for browser in BROWSERS):
        packages.append("chromium")
    if not _has_font(CHINESE):
        packages.append("fonts-noto-cjk")
    if not _has_font(EMOJI):
        packages.append("fonts-noto-color-emoji")
    if not Path("/usr/share/zoneinfo/Asia/Shanghai").exists():
        packages.append("tzdata")
    if days.library() is None:
        packages.append("libfaketime")
    return packages


def _has_font(marks: tuple[str, ...]) -> bool:
    """Whether a font is there whose file is called like one of these."""
    return any(
        mark in path.name.lower()
        for folder in FONT_FOLDERS
        if folder.is_dir()
        for path in folder.rglob("*.tt[cf]")
        for mark in marks
    )


def _fetch(packages: list[str]) -> None:
    apt = _apt()
    if not apt:
        return
    print(f"Installing {' and '.join(packages)} for the tests …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["-qq", "update"], ["-qq", "-y", "--no-install-recommends", "install", *packages]):
        done = subprocess.run(
            [*apt, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(done.stderr.strip()[-500:], file=sys.stderr)


def _apt() -> list[str]:
    """How to call apt here, or nothing: as root, or where sudo asks for no password."""
    apt = shutil.which("apt-get")
    if apt is None:
        return []
    if os.geteuid() == 0:
        return [apt]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "DEBIAN_FRONTEND=noninteractive", apt]
    return []


if __name__ == "__main__":
    sys.exit(main())
