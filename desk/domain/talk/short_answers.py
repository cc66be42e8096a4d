"""Yes and no in one or two words, as people of a county say them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desk.domain.talk.courtesy import is_courtesy

_LONGEST: Final = 20  # characters; whoever says more tells something


class ShortAnswer(StrEnum):
    """What a short answer says: whether something is so, whether they want it, or that it is all over."""

    YES = "yes"  # it is so
    NO = "no"
    AGREE = "agree"  # let it be done
    REFUSE = "refuse"
    LEAVE = "leave"  # forget it


@dataclass(frozen=True, slots=True)
class ShortAnswers:
    """The words of each; a message of nothing else is that answer."""

    words: Mapping[ShortAnswer, frozenset[str]]

    def said_in(self, text: str) -> frozenset[ShortAnswer]:
        """What the text may answer: one word may say two («嗯»), and which is meant the question tells."""
        if len(text) > _LONGEST:  # before it is unfolded: that takes its time
            return frozenset()
        return frozenset(one for one, words in self.words.items() if is_courtesy(text, words))


NOTHING_SHORT = ShortAnswers({})
