"""Three small pictures of what to do, as lines and shapes: whoever paints them needs no picture files.

Each is drawn in a square of 100 by 100, from the lower left corner.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with round corners, outlined or full."""

    left: float
    bottom: float
    width: float
    height: float
    round: float = 0.0
    full: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line through these points."""

    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle, outlined or full."""

    x: float
    y: float
    radius: float
    full: bool = False


Shape = Box | Line | Circle
_TELEPHONE: Final = (Box(28, 6, 44, 88, 7), Line([(45, 89), (55, 89)]))


def _corner(left: float, bottom: float) -> tuple[Shape, ...]:
    """One of the three large squares by which a QR code is known."""
    return (Box(left, bottom, 10, 10), Box(left + 3, bottom + 3, 4, 4, full=True))


_CODE: Final = (
    *_corner(36, 58),
    *_corner(54, 58),
    *_corner(36, 40),
    *(Box(x, y, 4, 4, full=True) for x, y in ((54, 46), (60, 40), (60, 50), (54, 40))),
)
_VIEWFINDER: Final = (Line([(31, 34), (69, 34)]), Line([(31, 74), (69, 74)]))
_BUTTON: Final = Box(34, 13, 32, 13, 3, full=True)
_PRESS: Final = (Line([(94, 19), (70, 19)]), Line([(76, 25), (70, 19), (76, 13)]))  # an arrow at the button
_WORDS: Final = (Line([(36, 76), (64, 76)]), Line([(36, 66), (58, 66)]), Line([(36, 56), (62, 56)]))
_PERSON: Final = (Circle(50, 66, 8, full=True), Box(36, 42, 28, 14, 6, full=True))

DRAWINGS: Final[Mapping[str, Sequence[Shape]]] = {
    "scan": (*_TELEPHONE, *_VIEWFINDER, *_CODE),
    "start": (*_TELEPHONE, *_WORDS, _BUTTON, *_PRESS),
    "phone": (*_TELEPHONE, *_PERSON, _BUTTON, *_PRESS),
}
