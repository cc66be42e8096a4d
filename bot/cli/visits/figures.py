"""The figures of visits as lines, as a table and for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from desk.domain.county.areas import Area, Areas, Level
from desk.domain.handing_over.seats import area_at
from desk.domain.visits.duties import Window
from desk.domain.visits.rates import Count, Cover, WindowRow, WindowTally, counted_by, counted_windows

NOBODY: Final = "nobody by name"
_COLUMNS: Final = ("by", "code", "name", "fulfilled", "of", "share", "missed", "open", "lifted")
ROW_COLUMNS: Final = (
    "number", "head", "area_code", "village", "duty", "due_from", "due_by", "state", "done", "wanted",
    "official", "late_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VisitFigures:
    """What was counted in an area and a month; `staff` are the names of officials by row."""

    month: Window
    area: Area
    areas: Areas
    staff: Mapping[int, str]
    tallies: Sequence[WindowTally]
    cover: Cover


@dataclass(frozen=True, slots=True)
class _Line:
    by: str
    code: str
    name: str
    count: Count


def _lines(figures: VisitFigures) -> Iterator[_Line]:
    yield _Line("all", figures.area.code, figures.area.name, counted_windows(figures.tallies))
    for by, key, name in _groups(figures):
        found = counted_by(figures.tallies, key)
        for one in sorted(found):
            yield _Line(by, one, name(one), found[one])


def _groups(
    figures: VisitFigures,
) -> Iterator[tuple[str, Callable[[WindowTally], str], Callable[[str], str]]]:
    def town(tally: WindowTally) -> str:
        found = area_at(figures.areas.line(tally.area_code), Level.TOWN)
        return tally.area_code if found is None else found.code

    yield "duty", lambda tally: tally.duty, lambda _: ""
    yield "town", town, lambda code: _place(figures, code)
    yield "village", lambda tally: tally.area_code, lambda code: _place(figures, code)
    yield "official", lambda tally: str(tally.staff_id or ""), lambda code: _official(figures, code)


def _place(figures: VisitFigures, code: str) -> str:
    found = figures.areas.get(code)
    return code if found is None else found.name


def _official(figures: VisitFigures, code: str) -> str:
    return figures.staff.get(int(code), code) if code else NOBODY


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"


def as_lines(figures: VisitFigures) -> Iterator[str]:
    """For a terminal."""
    cover, month = figures.cover, f"{figures.month.first:%Y-%m}"
    yield f"{figures.area.name}, {month}"
    yield (
        f"Households visited: {cover.visited.counted} of {cover.visited.of} ({_share(cover.visited.share)}); "
        f"{cover.paused} paused, {cover.late_visits} late visits."
    )
    by = ""
    for line in _lines(figures):
        if line.by != by:
            by = line.by
            yield "" if by != "all" else "Visits made of visits due:"
        count, said = line.count, " ".join(part for part in (line.code, line.name) if part)
        yield (
            f"{by} {said}: {count.fulfilled} of {count.rate.counted} ({_share(count.share)}); "
            f"{count.open} open, {count.lifted} lifted"
        )


def as_table(figures: VisitFigures) -> Sequence[Sequence[str]]:
    """For a spreadsheet, the header first."""
    return [_COLUMNS, *(tuple(str(cell) for cell in _cells(line)) for line in _lines(figures))]


def _cells(line: _Line) -> Sequence[str | int]:
    count = line.count
    share = "" if count.share is None else f"{count.share:.4f}"
    counts = (count.fulfilled, count.rate.counted, share, count.missed, count.open, count.lifted)
    return (line.by, line.code, line.name, *counts)


def as_json(figures: VisitFigures) -> dict[str, Any]:
    """For programs."""
    cover = figures.cover
    return {
        "month": f"{figures.month.first:%Y-%m}",
        "area": figures.area.code,
        "households": {
            "visited": cover.visited.counted,
            "of": cover.visited.of,
            "share": cover.visited.share,
            "paused": cover.paused,
        },
        "late_visits": cover.late_visits,
        "visits": [
            {**dict(zip(_COLUMNS, _cells(line), strict=True)), "share": line.count.share}
            for line in _lines(figures)
        ],
    }


def as_rows(figures: VisitFigures, windows: Sequence[WindowRow]) -> Sequence[Mapping[str, str]]:
    """Each window by the names of its columns."""
    return [dict(zip(ROW_COLUMNS, row_cells(figures, one), strict=True)) for one in windows]


def row_cells(figures: VisitFigures, row: WindowRow) -> Sequence[str]:
    """The cells of one window."""
    period = row.period
    return (
        row.number,
        row.head,
        row.area_code,
        _place(figures, row.area_code),
        period.duty,
        period.due_from.isoformat(),
        period.due_by.isoformat(),
        period.state.value,
        str(period.done),
        str(period.wanted),
        _official(figures, str(row.staff_id or "")),
        "" if period.late_on is None else period.late_on.isoformat(),
    )
