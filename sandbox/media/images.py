"""Width and height of a picture from its first bytes."""

import struct
from collections.abc import Iterator

_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Pixels wide and high of PNG, GIF, JPEG, WebP or BMP; None if it is no such picture."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        return struct.unpack(">II", content[16:24])
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        return struct.unpack("<HH", content[6:10])
    if content[:2] == b"\xff\xd8":
        return next(_jpeg_sizes(content), None)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp_size(content)
    if content[:2] == b"BM" and len(content) >= 26:
        return struct.unpack("<II", content[18:26])
    return None


def _jpeg_sizes(content: bytes) -> Iterator[tuple[int, int]]:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in _JPEG_FRAMES:
            high, wide = struct.unpack(">HH", content[at + 5 : at + 9])
            yield wide, high
        at += 2 + length


def _webp_size(content: bytes) -> tuple[int, int] | None:
    kind, head = content[12:16], content[20:30]
    if len(head) < 10:
        return None
    if kind == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(head[6:8], "little") & 0x3FFF, int.from_bytes(head[8:10], "little") & 0x3FFF


def scaled_sizes(size: tuple[int, int]) -> list[tuple[int, int]]:
    """The sizes Telegram keeps of a photo, smallest first: boxes of 90, 320, 800 and 1280 pixels."""
    sizes = []
    for box in (90, 320, 800, 1280):
        factor = min(1.0, box / max(size))
        sizes.append((max(1, round(size[0] * factor)), max(1, round(size[1] * factor))))
        if factor == 1.0:
            break
    return sizes
