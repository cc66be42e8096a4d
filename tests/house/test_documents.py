"""Documents that cannot rot: what they name exists, and what exists is named."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from enum import Enum, IntEnum
from pathlib import Path

import desk.domain
from tests.house.source import ROOT, all_files

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def test_every_relative_link_leads_somewhere() -> None:
    dead = []
    for path in _documents():
        for target in LINK.findall(FENCE.sub("", (ROOT / path).read_text())):
            place = target.partition("#")[0]
            if place and "://" not in place and not (ROOT / path.parent / place).exists():
                dead.append(f"{path}: {target}")

    assert not dead, "\n".join(dead)


def test_every_file_named_in_a_document_exists() -> None:
    named = re.compile(
        r"`((?:\.ci|bench|bot|desk|docs|handlers|places|sandbox|schedules|storage|tests)/[\w./*-]+)`"
    )

    gone = [
        f"{path}: {name}"
        for path in _documents()
        for name in named.findall((ROOT / path).read_text())
        if not list(ROOT.glob(name.rstrip("/")))
    ]

    assert not gone, "\n".join(gone)


def test_every_make_word_in_a_document_is_in_the_makefile() -> None:
    known = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))

    used = {
        (str(path), word)
        for path in _documents()
        for word in re.findall(r"(?:`|^\s*)make ([a-z]+)", (ROOT / path).read_text(), flags=re.MULTILINE)
    }

    assert {"run", "test"} <= {word for _, word in used}
    assert {(path, word) for path, word in used if word not in known} == set()


def test_every_word_of_the_domain_is_in_the_glossary() -> None:
    entries = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs/glossary.md").read_text()))

    missing = [f"{name}.{value}" for name, value in _domain_words() if value not in entries]

    assert not missing, "\n".join(missing)


def test_every_english_document_for_everybody_has_its_chinese_twin() -> None:
    twins = ("README", "docs/guide-resident", "docs/guide-official")

    assert [name for name in twins if not (ROOT / f"{name}.zh-CN.md").exists()] == []
    assert [name for name in twins if not (ROOT / f"{name}.md").exists()] == []


def _documents() -> list[Path]:
    return [path for path in all_files() if path.suffix == ".md"]


def _domain_words() -> list[tuple[str, str]]:
    words = []
    for module in pkgutil.walk_packages(desk.domain.__path__, "desk.domain."):
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(kind, Enum) and kind.__module__ == module.name:
                named = issubclass(kind, IntEnum)
                words += [(name, member.name.lower() if named else str(member.value)) for member in kind]
    return [word for word in words if word[1]]
