"""Cases: the door to them, where somebody stands to one, its record, its card, what people are told of it."""

from storage.cases.calls import CallRows
from storage.cases.cases import CaseRows
from storage.cases.counts import CountRows
from storage.cases.joint_parts import HelperRows
from storage.cases.ladder import LadderRows
from storage.cases.media import MediaRows
from storage.cases.queue import QueueRows
from storage.cases.search import SearchRows
from storage.engine.rows import Lazy, Rows


class CaseRoom(Rows):
    """What a unit of work opens here."""

    cases = Lazy(CaseRows)
    media = Lazy(MediaRows)
    helpers = Lazy(HelperRows)
    calls = Lazy(CallRows)
    ladder = Lazy(LadderRows)
    counts = Lazy(CountRows)
    queue = Lazy(QueueRows)
    search = Lazy(SearchRows)
