"""Personal words are sealed before they reach a column, and looked up by a keyed blind index.

A sealed value is one byte of key number, twelve bytes of nonce, and AES-256-GCM of the words. The place is
bound into it: a value that was moved to another row or column cannot be opened.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16
_INDEX_BYTES = 16  # 128 bits: no two phones will ever meet


class SealError(Exception):
    """A sealed value cannot be opened: the wrong key, the wrong place, or damage."""


class Seal:
    """Several keys to read with, one to write with, and one for the index.

    Keys are numbered from 1 to 255; a new key is added beside the old ones and made the writing one.
    """

    def __init__(
        self,
        keys: Mapping[int, bytes],
        writing: int,
        index_key: bytes,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._prefix = bytes([writing])
        self._cipher = self._ciphers[writing]
        self._index_key = index_key
        self._random = random

    def __repr__(self) -> str:
        return f"Seal(keys={sorted(self._ciphers)}, writing={self._prefix[0]})"

    def close(self, words: str | bytes, place: str) -> bytes:
        """Seal words for one place, such as `people.phone:<user id>`."""
        plain = words.encode() if isinstance(words, str) else words
        nonce = self._random(_NONCE_BYTES)
        return self._prefix + nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def open(self, blob: bytes, place: str) -> str:
        """The words that were closed for this place. Raises SealError."""
        return self.open_bytes(blob, place).decode()

    def open_bytes(self, blob: bytes, place: str) -> bytes:
        """As `open`, for what is not text."""
        cipher = self._ciphers.get(blob[0]) if len(blob) > _NONCE_BYTES + _TAG_BYTES else None
        if cipher is None:
            raise SealError(f"{_kind(place)} was sealed with a key that we do not have.")
        nonce, sealed = blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, sealed, place.encode())
        except InvalidTag as error:
            raise SealError(f"{_kind(place)} was sealed with another key or for another place.") from error

    def close_some(self, words: str, place: str) -> bytes | None:
        """As `close`, for a column that stays empty when there are no words."""
        return self.close(words, place) if words else None

    def open_some(self, blob: bytes | None, place: str) -> str:
        """What `close_some` closed."""
        return "" if blob is None else self.open(blob, place)

    def index(self, words: str) -> str:
        """What stands in an index column for these words: equal words, equal index, and no way back."""
        digest = hmac.new(self._index_key, words.encode(), hashlib.sha256).digest()
        return digest[:_INDEX_BYTES].hex()


def _kind(place: str) -> str:
    """Table and column; the row behind the colon may name a person and stays out of errors."""
    return place.partition(":")[0]
