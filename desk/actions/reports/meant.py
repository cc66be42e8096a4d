"""What free words turned out to be, counted without the words."""

from __future__ import annotations

from desk.domain.reports.forms import HEARD_AS, OPENING
from desk.domain.talk.drafts import Draft
from desk.domain.talk.reading import text_at
from desk.ports.work import Work


async def count_meant(work: Work, asked: Draft, choice: str) -> None:
    """Note what they were heard as and what their writer says that they are, where that was the question."""
    heard = text_at(asked.answers, HEARD_AS)
    if asked.step in OPENING and heard:
        await work.hearing_counts.count(work.today, heard, choice)
