"""Every word for people: in both languages, with the same blanks, and used."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

import desk.domain
from bot.rules.listed_words import listed_words
from bot.rules.reading import load_rules
from desk.domain.talk.forms import Form
from tests.house.source import ROOT, literals, product_files, tree

FOLDER = ROOT / "bot" / "texts"
LANGUAGES = ("zh_CN", "en")
KEY = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")
PREFIX = re.compile(r"[a-z_]+\.(?:[a-z0-9_]+\.)*")
TELEGRAM_TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote", "tg-spoiler", "tg-time"}


def sources(language: str) -> dict[str, str]:
    """Every text of a language by its key, those of the lists that every county begins with included."""
    found = dict(listed_words(load_rules("default"))[language])
    for file in sorted((FOLDER / language).rglob("*.toml")):
        found |= dict(_flat(file.stem, tomllib.loads(file.read_text())))
    return found


def _flat(prefix: str, table: dict[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}.{name}", value)
        else:
            yield f"{prefix}.{name}", str(value)


def test_texts_of_a_key_stand_in_one_file_of_the_same_room_in_both_languages() -> None:
    chinese, english = (
        sorted(file.relative_to(FOLDER / language) for file in (FOLDER / language).rglob("*.toml"))
        for language in LANGUAGES
    )
    stems = [file.stem for file in chinese]

    assert chinese == english
    assert [stem for stem in stems if stems.count(stem) > 1] == []


def test_every_text_exists_in_both_languages() -> None:
    chinese, english = (set(sources(language)) for language in LANGUAGES)

    assert len(chinese) > 50
    assert {"only in Chinese": chinese - english, "only in English": english - chinese} == {
        "only in Chinese": set(),
        "only in English": set(),
    }


def test_both_languages_leave_the_same_blanks() -> None:
    chinese, english = (sources(language) for language in LANGUAGES)

    different = {
        key: (sorted(_blanks(chinese[key])), sorted(_blanks(english[key])))
        for key in chinese.keys() & english.keys()
        if _blanks(chinese[key]) != _blanks(english[key])
    }

    assert different == {}


def test_every_text_that_the_code_asks_for_exists() -> None:
    known = set(sources("zh_CN"))
    files = {key.partition(".")[0] for key in known}

    missing = [
        f"{place} {key}"
        for place, key in _asked_for()
        if key.partition(".")[0] in files and key not in known and not _is_prefix(key, known)
    ]

    assert not missing, "\n".join(missing)


def test_no_text_lies_about_unused() -> None:
    endings = {f"{key.partition('.')[0]}.done" for key in form_keys()}
    asked = {key for _, key in _asked_for()} | set(form_keys()) | endings
    prefixes = tuple(key if key.endswith(".") else f"{key}." for key in asked)

    unused = [key for key in sources("zh_CN") if key not in asked and not key.startswith(prefixes)]

    assert not unused, "\n".join(unused)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_use_only_the_tags_that_telegram_knows(language: str) -> None:
    wrong = {
        key: sorted(tags)
        for key, text in sources(language).items()
        if (tags := set(re.findall(r"</?([a-z][a-z0-9-]*)", text)) - TELEGRAM_TAGS)
    }

    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tag_that_is_opened_is_closed(language: str) -> None:
    wrong = [
        key
        for key, text in sources(language).items()
        for tag in TELEGRAM_TAGS
        if len(re.findall(rf"<{tag}[ >]", text)) != text.count(f"</{tag}>")
    ]

    assert not wrong, "\n".join(wrong)


def _blanks(text: str) -> frozenset[str]:
    environment = Environment(autoescape=True)
    environment.filters |= dict.fromkeys(("day", "clock", "moment"), str)
    parsed = environment.parse(text)
    return frozenset(meta.find_undeclared_variables(parsed)) - {"words"}


def _is_prefix(key: str, known: set[str]) -> bool:
    start = key if key.endswith(".") else f"{key}."
    return any(one.startswith(start) for one in known)


def test_every_question_of_a_form_has_its_words() -> None:
    known = set(sources("zh_CN"))

    assert len(form_keys()) > 20
    assert [key for key in form_keys() if key not in known] == []


def form_keys() -> list[str]:
    """What `handlers.talk.forms` puts together from the names of forms, steps and options."""
    forms = {
        id(form): form
        for module in pkgutil.walk_packages(desk.domain.__path__, "desk.domain.")
        for form in vars(importlib.import_module(module.name)).values()
        if isinstance(form, Form)
    }
    return [
        f"{form.name}.{step.name}.{last}"
        for form in forms.values()
        for step in form.steps
        for last in ("ask", *step.options)
    ]


def _asked_for() -> Iterator[tuple[str, str]]:
    """Everything in code and texts that looks like a key, or like the beginning of one."""
    for path in product_files():
        if path.parts[0] not in ("sandbox", "places"):
            yield from ((f"{path}:{line}", key) for line, key in _asked_for_in(path))
    for language in LANGUAGES:
        for key, text in sources(language).items():
            constants = Environment(autoescape=True).parse(text).find_all(nodes.Const)
            yield from ((f"{language} {key}", one.value) for one in constants if _looks_like_key(one.value))


def _asked_for_in(path: Path) -> Iterator[tuple[int, str]]:
    for literal in literals(path):
        if _looks_like_key(literal.value):
            yield literal.lineno, str(literal.value)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            begun = str(node.values[0].value)
            if PREFIX.match(begun):
                yield node.lineno, begun[: begun.rindex(".") + 1]


def _looks_like_key(value: object) -> bool:
    return isinstance(value, str) and bool(KEY.fullmatch(value) or PREFIX.fullmatch(value))
