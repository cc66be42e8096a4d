"""Replies prepared for what is answered again and again, with their blanks filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.words import DEFAULT, Texts
from desk.domain.talk.messages import Json


class CannedReplies:
    """The prepared replies of the texts: `reply_canned.<group>.<name>`, each with a label and a text."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __call__(
        self, reader: str, resident: str, groups: Sequence[str], facts: Mapping[str, Json]
    ) -> Sequence[tuple[str, str]]:
        """Label and text of every reply of these groups: labels for the reader, texts for the resident."""
        return [
            (self._texts.label(reader, f"{key}.label"), self._texts.label(resident, f"{key}.text", facts))
            for group in groups
            for key in self._names(group)
        ]

    def _names(self, group: str) -> Sequence[str]:
        """In the order of the file."""
        prefix, ending = f"reply_canned.{group}.", ".text"
        keys = (key for key in self._texts.ordered(DEFAULT) if key.startswith(prefix))
        return [key.removesuffix(ending) for key in keys if key.endswith(ending)]
