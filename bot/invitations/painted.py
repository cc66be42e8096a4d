"""The small pictures as PNG, for files that take no lines."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw

from bot.invitations.drawings import DRAWINGS, Box, Line, Shape

_FINE: Final = 4  # painted so much larger and made smaller, so that edges are smooth
_BLACK, _WHITE, _STROKE = 0, 255, 2.0


@cache
def painted(name: str, size: int) -> bytes:
    """The drawing with this name, so many pixels wide and high."""
    scale = size * _FINE / 100
    image = Image.new("L", (size * _FINE, size * _FINE), _WHITE)
    for shape in DRAWINGS[name]:
        _put(ImageDraw.Draw(image), shape, scale)
    content = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(content, "PNG")
    return content.getvalue()


def _put(draw: ImageDraw.ImageDraw, shape: Shape, scale: float) -> None:
    """Drawings stand on the lower left corner, pixels hang from the upper one."""
    stroke = round(_STROKE * scale)
    if isinstance(shape, Line):
        draw.line([(x * scale, (100 - y) * scale) for x, y in shape.points], _BLACK, stroke)
        return
    fill = _BLACK if shape.full else None
    if isinstance(shape, Box):
        top = 100 - shape.bottom - shape.height
        box = (shape.left, top, shape.left + shape.width, 100 - shape.bottom)
        draw.rounded_rectangle([at * scale for at in box], shape.round * scale, fill, _BLACK, stroke)
    else:
        x, y, radius = shape.x, 100 - shape.y, shape.radius
        box = (x - radius, y - radius, x + radius, y + radius)
        draw.ellipse([at * scale for at in box], fill, _BLACK, stroke)
