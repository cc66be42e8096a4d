"""The story of a draft: beside it where it is stored, among its answers for whoever reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import STORY, story_of
from desk.domain.talk.messages import Json
from desk.domain.talk.pieces import size_of


def with_story(draft: Draft, pieces: Sequence[dict[str, Json]]) -> Draft:
    """The draft with pieces of its story among the answers, for whoever reads; they are not stored so."""
    return replace(draft, answers={**draft.answers, STORY: list[Json](pieces)})


def without_story(draft: Draft) -> Draft:
    """The draft as it is stored: its story lies beside it."""
    return replace(draft, answers={name: one for name, one in draft.answers.items() if name != STORY})


def with_fresh_story(draft: Draft) -> Draft:
    """The draft with the pieces among its answers as its story, none of them stored yet."""
    story = tuple(story_of(draft.answers))
    size = sum(map(size_of, story))
    return replace(without_story(draft), pieces=len(story), characters=size, fresh=story)
