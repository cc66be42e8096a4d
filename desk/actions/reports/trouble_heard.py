"""Which trouble free words tell of, where that is sure enough to be said back."""

from __future__ import annotations

from typing import Final

from desk.domain.county.lists import OTHER
from desk.domain.talk.heard import SpeechAct
from desk.ports.work import Work

_SURE: Final = 0.6


def trouble_in(work: Work, text: str) -> str:
    """A code of the county's list of troubles; empty when it may be a question, or anything."""
    if not text:
        return ""
    heard = work.hearing.hear(text)
    if heard.act is not SpeechAct.TROUBLE or heard.lies_between(SpeechAct.TROUBLE, SpeechAct.QUESTION):
        return ""
    kind = max(heard.kinds, key=heard.kinds.__getitem__, default="")
    known = kind in work.rules.troubles and kind != OTHER
    return kind if known and heard.kinds[kind] >= _SURE else ""
