"""Accept, ask or none: when a recognised place may be taken without asking back.

A wrong place sends an official to the wrong house, one question costs one press. So `accept` wants all of:
nearly the whole probability; a name that begins and ends where it seems to; an anchor (its town beside it,
its own ending, words of living there); few enough mistakes for that anchor; nothing else named in the text.
"""

from enum import StrEnum

from places.context import Town
from places.hypotheses import Reading
from places.words import COMMON

_SHARE_TO_ACCEPT = 0.99
_SHARE_TO_ASK = 0.3
_INTACT = 1.5
_ONE_ALIKE = 6.5
_ONE_SAME_SOUND = 5.5
_ONE_WRONG = 11.5


class Decision(StrEnum):
    """What to do with a recognised place."""

    ACCEPT = "accept"
    ASK = "ask"
    NONE = "none"


def decide(ranked: list[Reading], shares: list[float], towns: list[Town]) -> Decision:
    """The decision over readings of different areas, best first, with their shares of the probability."""
    if not ranked or sum(shares) < _SHARE_TO_ASK:
        return Decision.NONE
    best = ranked[0]
    if shares[0] >= _SHARE_TO_ACCEPT and _is_clear(best) and not _has_rival(best, ranked[1:], towns):
        return Decision.ACCEPT
    return Decision.ASK


def _is_clear(best: Reading) -> bool:
    setting = best.setting
    if best.form.is_town or best.form.stale or setting.barred or not (setting.opened or best.adjoins):
        return False
    if not (setting.closed or setting.ended):
        return False
    return best.window.errors <= _errors_allowed(best)


def _errors_allowed(best: Reading) -> float:
    """How many nats of mistakes the anchor carries; below 0 there is no anchor."""
    size = len(best.form.text)
    if best.adjoins:
        return _ONE_WRONG if size > 2 else _ONE_ALIKE
    if best.setting.ended:
        return _ONE_WRONG if size > 3 else _ONE_SAME_SOUND
    unusual = best.form.text not in COMMON and not best.form.text.endswith("家")
    if size > 2 or (best.setting.home and unusual):
        return _INTACT
    return -1.0


def _has_rival(best: Reading, others: list[Reading], towns: list[Town]) -> bool:
    return any(_is_rival(other, best) for other in others) or any(
        _contradicts(town, best) for town in towns
    )


def _is_rival(other: Reading, best: Reading) -> bool:
    """Another village, named as clearly, elsewhere in the text."""
    if other.form.is_town or other.window.errors > _INTACT or not (other.setting.ended or other.adjoins):
        return False
    apart = other.window.start >= best.setting.end or other.setting.end <= best.window.start
    return apart and other.setting.opened


def _contradicts(town: Town, best: Reading) -> bool:
    """Another town than the village's own is named, not within the village's name."""
    if town.form.code == best.form.town or town.errors > _INTACT:
        return False
    apart = town.start >= best.setting.end or town.end <= best.window.start
    own = best.town is None or town.start >= best.town.end or town.end <= best.town.start
    return apart and own and (town.ended or town.end == best.window.start)
