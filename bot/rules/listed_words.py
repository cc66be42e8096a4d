"""The words of a county's lists, under the keys by which texts and buttons ask for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.words import Texts
from desk.domain.county.lists import TOPICS, TROUBLES, Words
from desk.domain.county.rules import Rules

# The words of a topic are asked for in one sentence, whatever the topic.
_ASKED: Final = """{{{{ words("visit_words.topic.ask", answers=answers, topic="{code}") }}}}"""
_PLAINLY: Final = """{{{{ words("visit_words.topic.plainly", label=words("terms.topic.{code}")) }}}}"""


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
    for code, topic in rules.visit_topics.items():
        yield f"terms.{TOPICS}.{code}", topic.label
        yield f"visit_words.{code}.ask", dict.fromkeys(topic.label, _ASKED.format(code=code))
        yield f"visit_words.asks.{code}", topic.asks or dict.fromkeys(topic.label, _PLAINLY.format(code=code))
    for code, kind in rules.sweep_kinds.items():
        yield f"terms.object_kind.{code}", kind.label
        yield f"terms.object_unit.{code}", kind.unit
