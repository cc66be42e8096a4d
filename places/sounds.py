"""How a character sounds, exactly and as a dialect may blur it.

Readings are toneless pinyin of every reading that the dictionary knows. A blurred
reading folds what speakers of many dialects do not tell apart: n/l, zh/z, ch/c, sh/s,
ang/an, eng/en, ing/in and hu/fu.
"""

from functools import lru_cache

from pypinyin import Style, pinyin

_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_LIP_SOUNDS = {
    "fu": "hu", "fa": "hua", "fan": "huan", "fang": "huan",
    "fei": "hui", "fen": "hun", "feng": "hon", "hong": "hon", "huang": "huan",
}  # fmt: skip


@lru_cache(maxsize=2_000)
def blurred(reading: str) -> str:
    """The class that one toneless reading falls into when dialects blur it."""
    if reading in _LIP_SOUNDS:
        return _LIP_SOUNDS[reading]
    for full, folded in _INITIALS:
        if reading.startswith(full):
            reading = folded + reading[len(full) :]
            break
    for full, folded in _FINALS:
        if reading.endswith(full):
            return reading[: -len(full)] + folded
    return reading


@lru_cache(maxsize=30_000)
def readings(char: str) -> tuple[str, ...]:
    """All toneless readings of one character, the usual one first; one without any reads as itself."""
    found = pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=False)
    return tuple(found[0]) if found else (char,)


@lru_cache(maxsize=30_000)
def sounds(char: str) -> frozenset[str]:
    """The blurred classes of all of a character's readings."""
    return frozenset(blurred(reading) for reading in readings(char))
