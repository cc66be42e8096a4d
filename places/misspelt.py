"""Is a difference between what was typed and a name a slip of writing, or does it name another village?

`北庄` for `南庄`, `李家庄` for `王家庄`, a forgotten `东`: such differences tell real neighbours apart, and
many a hamlet is in no register. A slip is a character of the same sound or shape that does not itself
distinguish villages, or one that no name of the county uses.
"""

from rapidfuzz.distance import Levenshtein

from places.costs import UNRELATED, cost
from places.words import DISTINCT, POSITIONS, SURNAMES


def are_slips(written: str, meant: str, name_characters: frozenset[str]) -> bool:
    """May every difference be a slip? `name_characters` are all that the county's names are made of."""
    changes = Levenshtein.editops(meant, written)
    return all(
        _is_slip(
            written[change.dest_pos : change.dest_pos + 1] if change.tag != "delete" else "",
            meant[change.src_pos : change.src_pos + 1] if change.tag != "insert" else "",
            name_characters,
        )
        for change in changes
    )


def _is_slip(written: str, meant: str, name_characters: frozenset[str]) -> bool:
    """One change; an empty side stands for a character too many or too few."""
    if not written or not meant:
        return (written or meant) not in DISTINCT
    if any(written in group and meant in group for group in (POSITIONS, SURNAMES)):
        return False
    return cost(written, meant) < UNRELATED or written not in name_characters | DISTINCT
