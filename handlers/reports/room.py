"""What the room of reports offers: what residents begin, and the menu that everybody has."""

from __future__ import annotations

from typing import Final

from desk.domain.cases.card_forms import FOUND
from desk.domain.reports.forms import RESIDENT_FORMS
from handlers.reports import complaint, free, giving, mine, more, patrol, report, small_words
from handlers.reports.start import cancel, help_me, start
from handlers.talk.half_told import unless_half_told
from handlers.talk.registry import by_name, merged
from handlers.talk.turn import Room

ROOM: Final = Room(
    name="reports",
    commands={
        "start": start,
        "help": help_me,
        "cancel": cancel,
        "patrol": unless_half_told(patrol.begin_patrol),
        "mine": mine.list_mine,
    },
    menu={
        "report": unless_half_told(report.begin_report),
        "mine": mine.list_mine,
        "more": more.show_more,
        "patrol": unless_half_told(patrol.begin_patrol),
    },
    more=more.CHOICES,
    buttons=merged(mine.BUTTONS, more.BUTTONS),
    forms=by_name(*RESIDENT_FORMS, FOUND),
    endings=merged(report.ENDINGS, complaint.ENDINGS, patrol.ENDINGS, giving.ENDINGS),
    leavings=merged(report.LEAVINGS, complaint.LEAVINGS, giving.LEAVINGS),
    asking=complaint.ASKING,
    answered=merged(complaint.ANSWERED, report.ANSWERED),
    beside=complaint.BESIDE,
    free_words=merged(
        more.FREE_WORDS, mine.FREE_WORDS, small_words.FREE_WORDS, free.FREE_WORDS, giving.FREE_WORDS
    ),
)
