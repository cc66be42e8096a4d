"""The talk itself: what was said, forms and their drafts, messages and menus."""

from storage.engine.rows import Lazy, Rows
from storage.talk.drafts import DraftRows


class TalkRoom(Rows):
    """What a unit of work opens here."""

    drafts = Lazy(DraftRows)
