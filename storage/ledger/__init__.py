"""The ledger: every act as a row that nobody changes, closed day by day."""

from storage.engine.rows import Lazy, Rows
from storage.ledger.ledger import LedgerRows
from storage.ledger.ledger_days import LedgerDayRows


class LedgerRoom(Rows):
    """What a unit of work opens here."""

    ledger = Lazy(LedgerRows)
    ledger_days = Lazy(LedgerDayRows)
