"""Small generated files, so that trying a bot needs no camera and no microphone."""

import math
import struct
import zlib
from collections.abc import Callable

from sandbox.params import Upload

_OPUS_RATE = 48_000
_FRAME_SAMPLES = 960
_SILENCE = b"\xf8\xff\xfe"
_FRAMES_PER_PAGE = 50


def sample_upload(kind: str, number: int, seconds: int) -> Upload:
    """A sample of a kind; `number` makes pictures differ, `seconds` sets a voice's length."""
    makers: dict[str, Callable[[], Upload]] = {
        "photo": lambda: Upload(f"photo_{number}.png", sample_picture(number), "image/png"),
        "sticker": lambda: Upload("sticker.webp", _STICKER, "image/webp"),
        "voice": lambda: Upload("voice.oga", sample_voice(seconds), "audio/ogg"),
        "audio": lambda: Upload("audio.ogg", sample_voice(seconds), "audio/ogg"),
        "document": lambda: Upload("sample.txt", b"A sample document.\n", "text/plain"),
        "video": lambda: Upload("video.mp4", _MP4, "video/mp4"),
        "video_note": lambda: Upload("video_note.mp4", _MP4, "video/mp4"),
        "animation": lambda: Upload("animation.mp4", _MP4, "video/mp4"),
        "live_photo": lambda: Upload("live_photo.mp4", _MP4, "video/mp4"),
    }
    return makers[kind]()


def sample_picture(number: int, wide: int = 640, high: int = 480) -> bytes:
    """A PNG with a colour of its own and a light frame."""
    colour = bytes(int(110 + 90 * math.sin(number * 2.1 + shift)) for shift in (0, 2, 4))
    edge = b"\xee" * (3 * wide)
    row = b"\0" + b"\xee" * 24 + colour * (wide - 16) + b"\xee" * 24
    rows = (b"\0" + edge) * 8 + row * (high - 16) + (b"\0" + edge) * 8
    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(name, body) for name, body in chunks)


def sample_voice(seconds: int) -> bytes:
    """Silence as Ogg Opus that any player opens."""
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 312, _OPUS_RATE, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 7) + b"sandbox" + struct.pack("<I", 0)
    frames = max(1, seconds) * _OPUS_RATE // _FRAME_SAMPLES
    pages = [_ogg_page(0, 0, [head], 2), _ogg_page(1, 0, [tags], 0)]
    for first in range(0, frames, _FRAMES_PER_PAGE):
        count = min(_FRAMES_PER_PAGE, frames - first)
        last = 4 if first + count == frames else 0
        pages.append(_ogg_page(len(pages), (first + count) * _FRAME_SAMPLES, [_SILENCE] * count, last))
    return b"".join(pages)


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _ogg_page(number: int, position: int, packets: list[bytes], flags: int) -> bytes:
    """One page: header with a checksum over itself, then the packets (each shorter than 255 bytes)."""
    lengths = bytes(map(len, packets))
    header = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, 1, number, 0, len(packets)) + lengths
    page = header + b"".join(packets)
    return page[:22] + struct.pack("<I", _ogg_checksum(page)) + page[26:]


def _ogg_table() -> list[int]:
    table = []
    for byte in range(256):
        rest = byte << 24
        for _ in range(8):
            rest = (rest << 1 ^ 0x04C11DB7 if rest & 0x80000000 else rest << 1) & 0xFFFFFFFF
        table.append(rest)
    return table


_OGG_TABLE = _ogg_table()


def _ogg_checksum(page: bytes) -> int:
    rest = 0
    for byte in page:
        rest = (rest << 8 & 0xFFFFFFFF) ^ _OGG_TABLE[rest >> 24 ^ byte]
    return rest


# The smallest files of their kind: a WebP of one pixel, an MP4 that is only its header.
_STICKER = bytes.fromhex("524946461a000000574542505650384c0d0000002f00000010071011118888fe0700")
_MP4 = struct.pack(">I4s4sI8s", 24, b"ftyp", b"isom", 512, b"isommp42") + struct.pack(">I4s", 8, b"mdat")
