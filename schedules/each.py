"""Going through many rows in small transactions: nobody waits for a tick, and one bad row stops none."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeVar

from desk.actions.cases.door import Conflict
from desk.domain.cases.case import Case
from desk.domain.people.people import Post
from desk.ports.work import Work
from schedules.clockwork import OpenWork, SomeFailed
from schedules.naming import named

CHUNK: Final = 50
_log = logging.getLogger(__name__)
Row = TypeVar("Row")
Watch = Callable[[Work, Case, Sequence[Post]], Awaitable[Case]]
Find = Callable[[Work, int, int], Awaitable[Sequence[Case]]]  # after an id, at most so many
Posts = dict[str, list[Post]]


async def _unfinished(work: Work, after: int, limit: int) -> Sequence[Case]:
    return await work.cases.find_unfinished(after, limit)


async def watch_unfinished(open_work: OpenWork, watch: Watch, find: Find = _unfinished) -> None:
    """Show every case in which an official owes something to `watch`, with the posts over it.

    `find` may leave out cases in which `watch` would have nothing to do. Raises SomeFailed at the end, when
    cases could not be watched: the others were.
    """
    after, failed = 0, 0
    while True:
        try:
            last = await _watch_chunk(open_work, watch, find, after)
        except Exception:  # noqa: BLE001 - one bad case must not hide those behind it: once more, singly
            last, bad = await _watch_singly(open_work, watch, find, after)
            failed += bad
        if last is None:
            break
        after = last
    if failed:
        raise SomeFailed(failed)


async def _watch_chunk(
    open_work: OpenWork, watch: Watch, find: Find, after: int, size: int = CHUNK
) -> int | None:
    """One transaction; returns the last id seen, None when there are no more."""
    async with open_work() as work:
        cases = await find(work, after, size)
        posts = await _posts_over(work, cases)
        for case in cases:
            line = work.areas.line(case.area_code)
            await watch(work, case, [post for area in line for post in posts.get(area.code, ())])
    return cases[-1].id if cases else None


async def _watch_singly(open_work: OpenWork, watch: Watch, find: Find, after: int) -> tuple[int | None, int]:
    failed = 0
    for _ in range(CHUNK):
        try:
            last = await _watch_chunk(open_work, watch, find, after, 1)
        except Conflict:
            last = await _next_id(open_work, find, after)  # another machine, or a person, was first
        except Exception as error:  # noqa: BLE001 - logged by class only: the text may hold personal words
            last = await _next_id(open_work, find, after)
            failed += 1
            _log.error("case %s was left out: %s", last, named(error))
        if last is None:
            return None, failed
        after = last
    return after, failed


async def _next_id(open_work: OpenWork, find: Find, after: int) -> int | None:
    async with open_work() as work:
        cases = await find(work, after, 1)
    return cases[0].id if cases else None


async def _posts_over(work: Work, cases: Sequence[Case]) -> Posts:
    """Every post that matters to a chunk, read once."""
    codes = {area.code for case in cases for area in work.areas.line(case.area_code)}
    posts: Posts = {}
    for post in await work.staff.posts_in(sorted(codes)) if codes else ():
        posts.setdefault(post.area_code, []).append(post)
    return posts


async def read_all(read: Callable[[int], Awaitable[Sequence[Row]]]) -> Sequence[Row]:
    """All rows of a list that is only ever read from its beginning."""
    limit = CHUNK
    while True:
        rows = await read(limit)
        if len(rows) < limit:
            return rows
        limit *= 2


async def in_chunks(
    open_work: OpenWork, rows: Sequence[Row], size: int, act: Callable[[Work, Sequence[Row]], Awaitable[None]]
) -> None:
    """So many rows in each transaction; of a chunk that fails each row alone. Raises SomeFailed."""

    async def alone(work: Work, row: Row) -> None:
        await act(work, [row])

    failed = 0
    for first in range(0, len(rows), size):
        chunk = rows[first : first + size]
        await asyncio.sleep(0)
        try:
            async with open_work() as work:
                await act(work, chunk)
        except Exception:  # noqa: BLE001 - one bad row must not hide those beside it: once more, singly
            try:
                await each(open_work, chunk, alone)
            except SomeFailed as some:
                failed += some.count
    if failed:
        raise SomeFailed(failed)


async def each(open_work: OpenWork, rows: Sequence[Row], act: Callable[[Work, Row], Awaitable[None]]) -> None:
    """Each row in a transaction of its own. Raises SomeFailed after the last."""
    failed = 0
    for row in rows:
        await asyncio.sleep(0)  # a transaction that is done within a moment lets nobody else have a turn
        try:
            async with open_work() as work:
                await act(work, row)
        except Conflict:
            continue  # another machine, or the person themselves, was first
        except Exception as error:  # noqa: BLE001 - the next row is somebody else's
            failed += 1
            _log.error("a row was left out: %s", named(error))
    if failed:
        raise SomeFailed(failed)
