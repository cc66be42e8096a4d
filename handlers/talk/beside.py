"""What words beside the open question, or another piece of a story, tell: a new trouble, its sort, where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from desk.actions.cases.resident_words import is_kept_back
from desk.actions.danger.alarm import tell_those_there
from desk.actions.reports.trouble_heard import trouble_in
from desk.actions.reports.village_named import village_named
from desk.domain.reports.forms import KNOWN_PLACE, OPENING, REPORT, SOUNDS_LIKE, is_nameless
from desk.domain.talk.drafts import Draft
from desk.domain.talk.forms import Form, Step, StepKind
from desk.domain.talk.reading import text_at
from desk.domain.talk.said import SaidKind
from handlers.talk.turn import Turn


def is_another(turn: Turn, step: Step, before: Draft) -> bool:
    """Whether words beside a question surely tell of a trouble of another kind than was told so far."""
    known = {text_at(before.answers, SOUNDS_LIKE), text_at(before.answers, "trouble")} - {""}
    kind = trouble_in(turn.work, turn.said.text) if known and step.kind is not StepKind.STORY else ""
    return bool(kind) and kind not in known


def better_known(turn: Turn, before: Draft, after: Draft) -> Draft:
    """With what sort of trouble it is, where only a later message tells."""
    asked = before.step in OPENING and not text_at(before.answers, SOUNDS_LIKE)
    kind = trouble_in(turn.work, turn.said.text) if asked else ""
    return replace(after, answers={**after.answers, SOUNDS_LIKE: kind, "trouble": kind}) if kind else after


async def where_it_is(turn: Turn, form: Form, draft: Draft) -> Draft:
    """With the village that these words surely name, where none was known; an alarm goes there at once."""
    known = text_at(draft.answers, "place") or draft.answers.get(KNOWN_PLACE)
    village = "" if known or form.name != REPORT.name else village_named(turn.work, turn.said.text)
    if not village:
        return draft
    found = replace(draft, answers={**draft.answers, "place": village, KNOWN_PLACE: True})
    if found.alarmed:
        await tell_those_there(turn.work, turn.person, found)
    return found


def got(turn: Turn) -> str:
    """What is said of a message beside the question: what it is, and who looks at it or listens to it."""
    return _GOT.get(turn.said.kind, "form.stray")


def how_kept(turn: Turn, draft: Draft) -> str:
    """What is answered to a piece of a story: who wants to stay unknown had better write."""
    unheard = is_nameless(draft.answers) and is_kept_back(turn.said.piece())
    return "complaint.please_type" if unheard else "form.kept"


_GOT: Final[Mapping[SaidKind, str]] = {
    SaidKind.VOICE: "form.got.voice",
    SaidKind.VIDEO_NOTE: "form.got.voice",
    SaidKind.PHOTO: "form.got.picture",
    SaidKind.VIDEO: "form.got.picture",
    SaidKind.DOCUMENT: "form.got.file",
    SaidKind.LOCATION: "form.got.place",
    SaidKind.VENUE: "form.got.place",
    SaidKind.CONTACT: "form.got.card",
}
