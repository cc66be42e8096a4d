"""The words of a county's lists, under the keys by which texts and buttons ask for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.words import Texts
from desk.domain.county.lists import TROUBLES, Words
from desk.domain.county.rules import Rules


def texts_of(rules: Rules) -> Texts:
    """Every word that a desk with these rules says."""
    return Texts(zone=rules.zone.key, listed=listed_words(rules))


def listed_words(rules: Rules) -> Mapping[str, Mapping[str, str]]:
    """Texts by language and key."""
    found: dict[str, dict[str, str]] = {}
    for key, words in _words(rules):
        for language, text in words.items():
            found.setdefault(language, {})[key] = text
    return found


def _words(rules: Rules) -> Iterator[tuple[str, Words]]:
    for code, trouble in rules.troubles.items():
        yield f"terms.{TROUBLES}.{code}", trouble.label
        for name, reply in trouble.replies.items():
            yield f"reply_canned.{code}.{name}.label", reply.label
            yield f"reply_canned.{code}.{name}.text", reply.text
