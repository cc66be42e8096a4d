"""Every word that the desk says, read from `bot/texts/<locale>/<room>/*.toml` and rendered with Jinja2.

A key begins with the name of its file; no two rooms of a language have a file of the same name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from desk.domain.county.lists import OTHER, TOPICS, TROUBLES
from desk.domain.reports.typed_labels import bare

DEFAULT = "zh_CN"
FOLDER = Path(__file__).resolve().parent / "texts"
_ZONE = "Asia/Shanghai"
# What stands around the code of an entry of a county's list, in the keys of its words.
_LISTED = (
    re.compile(rf"(terms\.{TROUBLES}\.)\w+()"),
    re.compile(rf"(terms\.{TOPICS}\.)\w+()"),
    re.compile(r"(terms\.object_(?:kind|unit)\.)\w+()"),
    re.compile(r"(visit_words\.)\w+(\.ask)"),
)
_BUTTON, _FORMER = "menu.button.", "menu.former."
# What tells a matter from another in the words of its reporter.
_MATTER = ("number", "kind", "trouble", "danger", "anonymous")
_GAPS = re.compile(r"\n{3,}")  # what conditions leave behind


class UnknownText(Exception):
    """No text has this key, not even in the default language."""


class Texts:
    """The texts of every language.

    A language that lacks a key falls back to the default one. `listed` are the words of the county's lists,
    by language and key; what is on a list no more is called as its `other`. Raises tomllib.TOMLDecodeError
    at once for a broken file; jinja2.TemplateError at the first use of a broken text.
    """

    def __init__(
        self,
        folder: Path = FOLDER,
        zone: str = _ZONE,
        listed: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> None:
        self._zone = ZoneInfo(zone)
        self._bot = ""
        self._sources = {
            place.name: dict(_sources(place)) | dict(listed.get(place.name, {}))
            for place in folder.iterdir()
            if place.is_dir()
        }
        self._rich = {language: self._environment(language, html=True) for language in self._sources}
        self._plain = {language: self._environment(language, html=False) for language in self._sources}
        self._templates: dict[tuple[str, str, bool], Template] = {}
        self._fixed: dict[tuple[str, str, bool], str] = {}

    def name_bot(self, username: str) -> None:
        """Let texts say links to the bot: `bot` is its name in every text rendered from now on."""
        self._bot = username
        for environment in (*self._rich.values(), *self._plain.values()):
            environment.globals["bot"] = username
        self._templates.clear()

    def bot(self) -> str:
        """The name of the bot, once Telegram has told."""
        return self._bot

    def render(self, language: str, key: str, arguments: Mapping[str, Any] | None = None) -> str:
        """A text as Telegram HTML; every argument is escaped. Raises UnknownText, jinja2.UndefinedError."""
        return _GAPS.sub("\n\n", self._rendered(language, key, arguments, rich=True))

    def label(self, language: str, key: str, arguments: Mapping[str, Any] | None = None) -> str:
        """A text for a button or a notice: plain, nothing escaped."""
        return self._rendered(language, key, arguments, rich=False)

    def menu(self, text: str) -> str | None:
        """Which `menu.button.…` key has this label, in whatever language, with its picture or without."""
        return self._menu.get(bare(text))

    def keys(self, language: str) -> frozenset[str]:
        """Every key of one language."""
        return frozenset(self._sources.get(language, {}))

    @cached_property
    def _menu(self) -> Mapping[str, str]:
        return {
            bare(self.label(language, key)): f"{_BUTTON}{key.removeprefix(family)}"
            for family in (_FORMER, _BUTTON)
            for language, sources in self._sources.items()
            for key in sources
            if key.startswith(family)
        }

    def ordered(self, language: str) -> Sequence[str]:
        """As `keys`, in the order of the files."""
        return tuple(self._sources.get(language, {}))

    def _rendered(self, language: str, key: str, arguments: Mapping[str, Any] | None, *, rich: bool) -> str:
        """Without arguments a text is always the same: that of a button, a word within another text."""
        if arguments:
            return self._template(language, key, rich=rich).render(arguments).strip()
        fixed = self._fixed.get((language, key, rich))
        if fixed is None:
            fixed = self._template(language, key, rich=rich).render().strip()
            self._fixed[language, key, rich] = fixed
        return fixed

    def _template(self, language: str, key: str, *, rich: bool) -> Template:
        cached = self._templates.get((language, key, rich))
        if cached is None:
            cached = self._compiled(language, key, rich=rich)
            self._templates[language, key, rich] = cached
        return cached

    def _compiled(self, language: str, key: str, *, rich: bool) -> Template:
        spoken = language if key in self._sources.get(language, {}) else DEFAULT
        source = self._sources.get(spoken, {}).get(key)
        if source is None:
            return self._template(language, _of_other(key), rich=rich)
        template = (self._rich if rich else self._plain)[spoken].from_string(source)
        # Jinja2 keeps what is global as a chain of mappings, and walks along it at every rendering.
        template.globals = dict(template.globals)
        return template

    def _environment(self, language: str, *, html: bool) -> Environment:
        # Buttons and notices are plain text in Telegram, so escaping would show there.
        environment = Environment(
            autoescape=html,  # noqa: S701
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals["bot"] = ""  # until Telegram has told
        inner = self._inner(language, html=html)
        environment.globals |= {"words": inner, "matter": self._matter(inner)}
        environment.filters["day"] = self._shown(language, "common.format.day")
        environment.filters["clock"] = self._shown(language, "common.format.clock")
        environment.filters["moment"] = self._shown(language, "common.format.moment")
        return environment

    def _inner(self, language: str, *, html: bool) -> Callable[..., str]:
        """`words("terms.trouble.illness")` inside a text: another text of the same language."""

        def words(key: str, **arguments: Any) -> str:
            text = self._rendered(language, key, arguments, rich=html)
            return Markup(text) if html else text  # noqa: S704 - its arguments were escaped within

        return words

    @staticmethod
    def _matter(words: Callable[..., str]) -> Callable[[Context], str]:
        """`matter()` inside a text for a resident: what the matter is, by the case of its arguments."""

        @pass_context
        def matter(context: Context) -> str:
            return words("terms.matter", **{name: context.get(name, "") for name in _MATTER})

        return matter

    def _shown(self, language: str, key: str) -> Callable[[Any], str]:
        def show(value: Any) -> str:
            return self.label(language, key, {"at": self._local(value)})

        return show

    def _local(self, value: Any) -> date:
        if isinstance(value, str):
            value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        return value.astimezone(self._zone) if isinstance(value, datetime) else value


def _of_other(key: str) -> str:
    """The key of `other` in the place of what is on a county's list no more. Raises UnknownText."""
    for listed in _LISTED:
        found = listed.fullmatch(key)
        other = "" if found is None else f"{found.group(1)}{OTHER}{found.group(2)}"
        if other not in ("", key):
            return other
    raise UnknownText(key)


def _sources(place: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(place.rglob("*.toml"), key=lambda file: file.stem):
        yield from _flat(file.stem, tomllib.loads(file.read_text(encoding="utf-8")))


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            yield from _flat(key, value)
        else:
            yield key, str(value)
