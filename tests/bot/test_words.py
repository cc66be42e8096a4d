"""Texts of every language."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from bot.words import Texts, UnknownText


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language, greeting in (("zh_CN", "您好，{{ name }}"), ("en", "Hello, {{ name }}")):
        place = tmp_path / language
        place.mkdir()
        (place / "menu.toml").write_text(
            f'[button]\nhelp = "{"求助" if language == "zh_CN" else "Help"}"\n', encoding="utf-8"
        )
        (place / "home.toml").write_text(f'[greet]\nhello = "{greeting}"\n', encoding="utf-8")
    (tmp_path / "zh_CN" / "only.toml").write_text('here = "只有中文"\n', encoding="utf-8")
    return tmp_path


def test_arguments_are_escaped_in_texts_and_left_alone_in_labels(folder: Path) -> None:
    texts = Texts(folder)

    assert texts.render("en", "home.greet.hello", {"name": "<b>&"}) == "Hello, &lt;b&gt;&amp;"
    assert texts.label("en", "home.greet.hello", {"name": "<b>&"}) == "Hello, <b>&"


def test_a_missing_argument_is_an_error_and_not_a_gap(folder: Path) -> None:
    with pytest.raises(UndefinedError):
        Texts(folder).render("en", "home.greet.hello")


def test_a_language_without_a_text_borrows_the_default_one(folder: Path) -> None:
    assert Texts(folder).render("en", "only.here") == "只有中文"


def test_an_unknown_key_is_named(folder: Path) -> None:
    with pytest.raises(UnknownText, match=r"home\.nowhere"):
        Texts(folder).render("zh_CN", "home.nowhere")


@pytest.mark.parametrize(
    ("label", "key"), [("求助", "menu.button.help"), ("Help ", "menu.button.help"), ("水", None)]
)
def test_a_menu_button_is_known_by_its_label_in_any_language(
    folder: Path, label: str, key: str | None
) -> None:
    assert Texts(folder).menu(label) == key


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("zh_CN", "11月22日（周日） | 11:05 | 11月22日（周日）11:05"),
        ("en", "Sun 22 Nov | 11:05 | Sun 22 Nov, 11:05"),
    ],
)
def test_moments_are_shown_in_local_time(tmp_path: Path, language: str, shown: str) -> None:
    shipped = Texts()
    at = "2026-11-22T03:05:00+00:00"
    template = shipped._plain[language].from_string("{{ at|day }} | {{ at|clock }} | {{ at|moment }}")

    assert template.render(at=at) == shown


def test_a_day_without_a_clock_stays_that_day() -> None:
    assert Texts()._plain["zh_CN"].from_string("{{ at|day }}").render(at="2026-12-01") == "12月1日（周二）"
