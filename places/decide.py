"""Accept, ask or none: when a recognised place may be taken without asking back.

A wrong place sends an official to the wrong house, one question costs one press. So `accept` wants all of:
nearly the whole probability; a name that begins and ends where it seems to; an anchor (its town beside it,
its own ending, words of living there); few mistakes for that anchor, and only slips; nothing else named.
"""

from enum import StrEnum

from places.context import Town
from places.gazetteer import Gazetteer
from places.hypotheses import Reading
from places.misspelt import are_slips
from places.names import VILLAGE
from places.words import COMMON, VAGUE_ENDS

_SHARE_TO_ACCEPT = 0.965
_SHARE_OF_SLIP = 0.99
_SHARE_TO_ASK, _SHARE_TO_ASK_AT_HOME = 0.2, 0.05
_INTACT = 1.5
_ONE_SAME_SOUND = 5.5
_ONE_ALIKE = 6.5
_ONE_WRONG = 11.5
_NO_ANCHOR = -1.0


class Decision(StrEnum):
    """What to do with a recognised place."""

    ACCEPT = "accept"
    ASK = "ask"
    NONE = "none"


def decide(
    gazetteer: Gazetteer, text: str, ranked: list[Reading], shares: list[float], towns: list[Town]
) -> Decision:
    """The decision over readings of different areas, best first, with their shares of the probability."""
    if not ranked or sum(shares) < _share_to_ask(ranked[0]):
        return Decision.NONE
    best = ranked[0]
    safe = shares[0] >= _share_to_accept(best) and _is_clear(best) and not _has_rival(best, ranked[1:], towns)
    if safe and _only_slips(gazetteer, text, best):
        return Decision.ACCEPT
    return Decision.ASK


def _share_to_ask(best: Reading) -> float:
    """Where the words speak of a home, even a poor guess is worth a question."""
    bounds = best.bounds
    at_home = bounds.opened and bounds.closed and (bounds.home or bounds.ending)
    return _SHARE_TO_ASK_AT_HOME if at_home else _SHARE_TO_ASK


def _share_to_accept(best: Reading) -> float:
    return _SHARE_TO_ACCEPT if best.window.errors <= _INTACT else _SHARE_OF_SLIP


def _is_clear(best: Reading) -> bool:
    """A current name, whole, in a setting that speaks of living there and bears its mistakes."""
    bounds = best.bounds
    follows_town = best.adjoins and best.town is not None and best.town.end <= best.window.start
    if best.form.is_town or best.form.stale or bounds.barred or not (bounds.opened or follows_town):
        return False
    if not bounds.closed and not (bounds.ending and (best.adjoins or best.form.text not in COMMON)):
        return False
    return best.window.errors <= _errors_allowed(best)


def _errors_allowed(best: Reading) -> float:
    """How many nats of mistakes the anchor carries."""
    name, size = best.form.text, len(best.form.text)
    if best.adjoins:
        return _ONE_WRONG if size > 2 else _ONE_ALIKE
    if best.bounds.ending or name.endswith(VILLAGE):
        return _ONE_WRONG if size > 3 else _ONE_SAME_SOUND
    vague = name in COMMON or (name[-1] in VAGUE_ENDS and size < 5)
    if best.bounds.home:
        return _NO_ANCHOR if vague and size < 3 else _INTACT
    return _INTACT if size > 2 and not vague else _NO_ANCHOR


def _only_slips(gazetteer: Gazetteer, text: str, best: Reading) -> bool:
    """Are the mistakes in the village's name, and in that of the town that anchors it, slips of writing?"""
    window, town = best.window, best.town
    names = [(text[window.start : window.end], best.form.text)] if window.errors > _INTACT else []
    if town is not None and best.adjoins and town.errors > _INTACT:
        names.append((text[town.start : town.stop], town.form.text))
    return all(are_slips(written, meant, gazetteer.name_characters) for written, meant in names)


def _has_rival(best: Reading, others: list[Reading], towns: list[Town]) -> bool:
    return any(_is_rival(other, best) for other in others) or any(_contradicts(town, best) for town in towns)


def _is_rival(other: Reading, best: Reading) -> bool:
    """Another village is named without a mistake: elsewhere in the text, or here where the best has some."""
    if other.form.is_town or other.window.errors > _INTACT:
        return False
    apart = other.window.start >= best.bounds.end or other.bounds.end <= best.window.start
    if apart:
        return other.bounds.ending != "" or other.adjoins
    return (
        best.window.errors > _INTACT
        and other.bounds.opened
        and (other.bounds.ending != "" or other.bounds.closed)
    )


def _contradicts(town: Town, best: Reading) -> bool:
    """Another town than the village's own is named, not within the names that were understood."""
    if town.form.code == best.form.town or town.errors > _INTACT:
        return False
    apart = town.start >= best.bounds.end or town.end <= best.window.start
    own = best.town is None or town.start >= best.town.end or town.end <= best.town.start
    return apart and own and (town.ended or town.end == best.window.start)
