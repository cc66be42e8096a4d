"""The ledger: insert only, one chain of digests per case.

An entry about a household stands in that household's chain. One about neither stands in the chain of its
person, or in the desk's own when nobody in person acted: so consent and joining are as hard to remove unseen
as acts on cases, and no counter is shared by people who have nothing to do with one another.

The words lie apart with their salt, sealed. The entry keeps only their salted digest: once the words are
erased nothing can be tried against it, and the chain still holds.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime

from desk.domain.cases.ledger import Entry
from storage.engine.database import Connection, Row, StorageError
from storage.engine.named import stored
from storage.engine.rows import Rows
from storage.engine.seal import Seal, SealError
from storage.engine.statements import listed, with_list
from storage.ledger.digests import SALT_BYTES, Link, digest_of, digest_of_words

_TRIES = 20

SQL_LAST = "SELECT position, digest FROM ledger WHERE chain = :chain ORDER BY position DESC LIMIT 1"
_INSERT = """
INSERT INTO ledger (chain, position, case_id, at, person_id, capacity, act, from_state, to_state, details,
    words_digest, digest)
VALUES (:chain, :position, :case_id, :at, :person_id, :capacity, :act, :from_state, :to_state, :details,
    :words_digest, :digest)
"""
# A second writer waits here for the first to commit, gets no row, and reads the chain again.
SQL_APPEND = _INSERT + "ON CONFLICT (chain, position) DO NOTHING RETURNING id"
# Nobody knows of these chains yet, so nobody can be first; if somebody is, nothing of the transaction stays.
SQL_BEGIN = _INSERT
SQL_KEEP_WORDS = "INSERT INTO ledger_words (ledger_id, salted) VALUES (:ledger_id, :salted)"
SQL_CHAIN = """
SELECT l.id, l.chain, l.position, l.at, l.person_id, l.capacity, l.act, l.from_state, l.to_state, l.details,
    l.words_digest, l.digest, w.salted
FROM ledger l LEFT JOIN ledger_words w ON w.ledger_id = l.id
WHERE l.chain = :chain ORDER BY l.position
"""
SQL_HAS_SINCE = with_list(
    "SELECT 1 AS one FROM ledger WHERE case_id = :case_id AND at >= :since AND act IN {listed} LIMIT 1"
)
SQL_ERASE_WORDS = (
    "DELETE FROM ledger_words WHERE ledger_id IN (SELECT id FROM ledger WHERE case_id = :case_id)"
)
SQL_UNAGREED = """
SELECT count(*) AS n FROM ledger WHERE chain = 'desk' AND act = 'drop_unagreed' AND at >= :since
"""


class LedgerRows(Rows):
    """The ledger inside one transaction."""

    def __init__(
        self, connection: Connection, seal: Seal, now: datetime, random: Callable[[int], bytes] = os.urandom
    ) -> None:
        super().__init__(connection, seal, now)
        self._random = random
        self._newest: dict[str, tuple[int, str]] = {}  # position and digest that this transaction wrote last

    async def append(self, entry: Entry) -> None:
        """Write one entry behind the last of its chain. Raises StorageError."""
        chain = chain_of(entry)
        salted = self._random(SALT_BYTES) + entry.words.encode() if entry.words else b""
        for _ in range(_TRIES):
            link = await self._link(chain, entry, salted)
            columns = {**link.columns(), "case_id": entry.case_id}
            row = await self._connection.fetch_one(SQL_APPEND, columns)
            if row is not None:
                self._newest[chain] = link.position, str(columns["digest"])
                await self._keep_words(row["id"], link, salted)
                return
            self._newest.pop(chain, None)
        raise StorageError("The ledger entry was overtaken again and again.")

    async def begin_chains(self, entries: Sequence[Entry]) -> None:
        """Write the first entry of many new chains at once; none of them has words. Raises StorageError."""
        links = [self._next(chain_of(entry), entry, b"", (0, "")) for entry in entries]
        await self._connection.execute_many(
            SQL_BEGIN, [{**link.columns(), "case_id": None} for link in links]
        )

    async def has_since(self, case_id: int, acts: Sequence[str], since: datetime) -> bool:
        """Whether one of these acts was done to the case from that moment on."""
        values = {"case_id": case_id, "since": since, "listed": listed(acts)}
        return await self._connection.fetch_one(SQL_HAS_SINCE[self._connection.dialect], values) is not None

    async def verify(self, case_id: int) -> int | None:
        """As `verify_chain`, for the chain of a case."""
        return await self.verify_chain(f"case:{case_id}")

    async def verify_chain(self, chain: str) -> int | None:
        """The position of the first entry that does not fit its chain; None when all fit.

        Erased words fit; changed words do not. Entries cut off at the end cannot be seen from here: the
        digest of their day shows them.
        """
        before = ""
        rows = await self._connection.fetch_all(SQL_CHAIN, {"chain": chain})
        for position, row in enumerate(rows, start=1):
            if row["position"] != position or not self._fits(row, before):
                return position
            before = row["digest"]
        return None

    async def erase_words(self, case_id: int) -> None:
        """Forget all words of the case's entries; the entries stay."""
        await self._connection.execute(SQL_ERASE_WORDS, {"case_id": case_id})

    async def _link(self, chain: str, entry: Entry, salted: bytes) -> Link:
        return self._next(chain, entry, salted, self._newest.get(chain) or await self._read_newest(chain))

    def _next(self, chain: str, entry: Entry, salted: bytes, newest: tuple[int, str]) -> Link:
        position, digest = newest
        return Link(
            before=digest,
            chain=chain,
            position=position + 1,
            at=stored(self._now),
            person_id=entry.person_id,
            capacity=entry.capacity,
            act=entry.act,
            from_state=entry.from_state,
            to_state=entry.to_state,
            details=entry.details or None,
            words_digest=digest_of_words(salted) if salted else None,
        )

    async def _read_newest(self, chain: str) -> tuple[int, str]:
        last = await self._connection.fetch_one(SQL_LAST, {"chain": chain})
        return (last["position"], last["digest"]) if last else (0, "")

    async def _keep_words(self, ledger_id: int, link: Link, salted: bytes) -> None:
        if salted:
            values = {
                "ledger_id": ledger_id,
                "salted": self._seal.close(salted, _place(link.chain, link.position)),
            }
            await self._connection.execute(SQL_KEEP_WORDS, values)

    def _fits(self, row: Row, before: str) -> bool:
        if row["digest"] != digest_of(Link.of(row, before)):
            return False
        if row["salted"] is None:
            return True
        try:
            salted = self._seal.open_bytes(row["salted"], _place(row["chain"], row["position"]))
        except SealError:
            return False
        return bool(row["words_digest"] == digest_of_words(salted))


def chain_of(entry: Entry) -> str:
    """Which chain an entry belongs to."""
    if entry.case_id is not None:
        return f"case:{entry.case_id}"
    if entry.household_id is not None:
        return f"household:{entry.household_id}"
    return "desk" if entry.person_id is None else f"person:{entry.person_id}"


def _place(chain: str, position: int) -> str:
    return f"ledger_words.salted:{chain}:{position}"


async def dropped_unagreed(connection: Connection, since: datetime) -> int:
    """How many stories were dropped since then because their writers never agreed."""
    row = await connection.fetch_one(SQL_UNAGREED, {"since": since})
    return 0 if row is None else int(row["n"])
