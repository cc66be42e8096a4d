"""What Telegram would refuse for its length is found here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from jinja2 import Environment, meta

from tests.house.test_texts import LANGUAGES, form_keys, sources

LONGEST_MESSAGE = 4096
LONGEST_CODE = 64
COMFORTABLE_LABEL = 40  # more does not fit on a phone


class Long(str):
    """Stands for any argument: a hundred characters, five things, and every attribute is as long."""

    def __new__(cls) -> Long:
        return super().__new__(cls, "长" * 100)

    def __getattr__(self, name: str) -> Long:
        return Long()

    def __call__(self, *_: object) -> Long:
        return self

    def __iter__(self) -> Iterator[Long]:
        return iter([Long() for _ in range(5)])

    def __gt__(self, other: object) -> bool:
        return True


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_outgrows_a_message_with_long_names_in_it(language: str) -> None:
    texts = sources(language)

    lengths = {key: len(_rendered(texts, key)) for key in texts if not key.startswith("common.format.")}

    assert max(lengths.values()) > 100
    assert {key: length for key, length in lengths.items() if length > LONGEST_MESSAGE} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_choices_of_forms_fit_on_a_button(language: str) -> None:
    texts = sources(language)
    labels = [key for key in form_keys() if not key.endswith(".ask")]

    assert [key for key in labels if len(texts[key]) > COMFORTABLE_LABEL] == []


def test_the_choices_of_forms_fit_into_the_code_of_a_button() -> None:
    choices = {key.rpartition(".")[2] for key in form_keys()}

    assert [choice for choice in choices if len(f"f:999999:{choice}".encode()) > LONGEST_CODE] == []


def _rendered(texts: dict[str, str], key: str) -> str:
    def words(inner: str, **arguments: object) -> str:
        return _rendered(texts, inner) if inner in texts else Long()

    environment = Environment(autoescape=False)
    environment.globals["words"] = words
    environment.globals["matter"] = Long
    environment.filters |= dict.fromkeys(("day", "clock", "moment"), lambda value: "11月22日（周日）09:00")
    blanks = meta.find_undeclared_variables(environment.parse(texts[key])) - {"words", "matter"}
    return environment.from_string(texts[key]).render(dict.fromkeys(blanks, Long()))
