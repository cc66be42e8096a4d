"""The talk itself: what was said, forms and their drafts, messages and menus."""

from storage.engine.rows import Lazy, Rows
from storage.talk.drafts import DraftRows
from storage.talk.hearing_counts import HearingCountRows


class TalkRoom(Rows):
    """What a unit of work opens here."""

    drafts = Lazy(DraftRows)
    hearing_counts = Lazy(HearingCountRows)
