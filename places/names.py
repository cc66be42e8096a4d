"""The parts of a name: what people say of it, and what only the register adds.

`九里夼村村民委员会` has the root `九里夼`, is said as `九里夼村` and is a village by kind.
"""

import re
import unicodedata
from dataclasses import dataclass

VILLAGE, COMMUNITY, OTHER = "村", "社区", ""

# Longest first: the first ending that fits is cut.
_ENDINGS = (
    ("村村民委员会", VILLAGE), ("社区居民委员会", COMMUNITY), ("社区居委会", COMMUNITY),
    ("村居民委员会", VILLAGE),
    ("村民委员会", VILLAGE), ("居民委员会", COMMUNITY), ("村委会", VILLAGE), ("居委会", COMMUNITY),
    ("村子委会", VILLAGE), ("虚拟生活区", OTHER), ("虚拟社区", OTHER), ("社区", COMMUNITY), ("村", VILLAGE),
)  # fmt: skip
_SAID_WHOLE = ("居委会", "居民委员会", "虚拟生活区", "虚拟社区")
_TOWN_ENDINGS = ("街道", "镇", "乡")
_PEOPLES = re.compile(
    r"((蒙古|满|回|朝鲜|壮|苗|藏|彝|土家|侗|瑶|布依|白|哈尼|傣|黎|畲|水|仡佬|土|锡伯|达斡尔|鄂温克|羌|维吾尔|哈萨克|撒拉)族)+$"
)
_COUNTY_ENDINGS = ("自治县", "市", "县", "区", "旗")
_BRACKETS = re.compile(r"\(([^)]*)\)")
_NOT_WORDS = re.compile(r"[\W_]+")
_SPACES = re.compile(r"\s+")
_NUMERALS = str.maketrans("0123456789", "〇一二三四五六七八九")


@dataclass(frozen=True, slots=True)
class VillageName:
    """A village's name in parts: `root` as typed at the shortest, `said` with its ordinary ending."""

    root: str
    said: str
    kind: str


def plain(name: str) -> str:
    """One width, Chinese numerals, no brackets, spaces or punctuation."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", name)).casefold().translate(_NUMERALS)


def typed(text: str) -> str:
    """A message as the recogniser reads it: spaces vanish, any other punctuation becomes one comma."""
    joined = _SPACES.sub("", unicodedata.normalize("NFKC", text))
    return _NOT_WORDS.sub(",", joined).casefold().translate(_NUMERALS)


def village_name(official: str) -> VillageName:
    """Take an official village name apart; the root keeps at least two characters where the name has them."""
    name = plain(official)
    for ending, kind in _ENDINGS:
        root = name.removesuffix(ending)
        if root and root != name:
            if kind == VILLAGE:
                root = _village_root(root)
            said = name if ending in _SAID_WHOLE else _said(root, kind)
            return VillageName(root, said, kind)
    return VillageName(name, name, OTHER)


def _village_root(cut: str) -> str:
    """`陈家村` of `陈家村村委会` is said `陈家`; `朱` of `朱村村民委员会` is too short for that."""
    if len(cut) == 1:
        return cut + VILLAGE
    return cut.removesuffix(VILLAGE) if len(cut) > 2 else cut


def _said(root: str, kind: str) -> str:
    """The root with its ending, which it may already have."""
    return root if kind == VILLAGE and root.endswith(VILLAGE) else root + kind


def village_roots(official: str) -> tuple[str, ...]:
    """What may stand for the village in a text: its root, and the whole name where that differs in kind."""
    name = village_name(official)
    whole = plain(official)
    return (name.root, whole) if name.kind == OTHER and whole != name.root else (name.root,)


def town_name(official: str) -> tuple[str, str]:
    """A town's root and its ending (`镇`, `乡`, `街道` or nothing); remarks in brackets are left out."""
    name = plain(_BRACKETS.sub("", unicodedata.normalize("NFKC", official)))
    for ending in _TOWN_ENDINGS:
        root = name.removesuffix(ending)
        if root != name and len(root) > 1:
            return root, ending
    return name, ""


def town_roots(official: str) -> tuple[str, ...]:
    """Short forms of a town's name: `德顺蒙古族乡` gives `德顺蒙古族` and `德顺`."""
    root, ending = town_name(official)
    forms = [root, _PEOPLES.sub("", root)]
    whole = plain(official)
    if not whole.startswith(root):
        forms.append(whole.removesuffix(ending))
    if root.endswith("经济开发区"):
        forms += ["经济开发区", "开发区"]
    return tuple(form for form in dict.fromkeys(forms) if len(form) > 1)


def county_roots(official: str) -> tuple[str, ...]:
    """A county's (or province's) name as people put it before a village, longest first."""
    name = plain(official)
    if name.endswith("经济开发区"):
        return (name, "经济开发区", "开发区", "经济开发")
    for ending in (*_COUNTY_ENDINGS, "省"):
        short = name.removesuffix(ending)
        if short != name and len(short) > 1:
            return (name, short)
    return (name,)
