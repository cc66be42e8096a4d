"""How much a passage speaks to residents. Texts also instruct offices, and those paragraphs answer nobody.

The factors are mild: stronger ones cost more right passages than they gained.
"""

from __future__ import annotations

import re

from policy.item import NATIONAL, Passage

_TO_OFFICES = re.compile(
    r"(?:各地|各级|各省|各有关|地方各级|县级以上(?:地方)?(?:各级)?人民政府|省级人民政府|国务院\S{0,12}(?:部门|机关))"
    r"[^。；]{0,40}?(?:要|应当|应|负责)"
)
_EMPTY = re.compile(r"总体要求|指导思想|基本原则|总体目标|附则")
_PURPOSE = re.compile(r"(?:为了?|根据)[^。]{4,120}(?:制定|制订)本|自\d{4}年\d+月\d+日起(?:施行|执行)")
_TO_RESIDENTS = re.compile(
    r"可以(?:向|单独|委托|依法)|有权|享受|提出(?:书面)?申请|给予|免(?:费|收)|是指|情形之一"
)

PURPOSE, EMPTY, OFFICES, RESIDENTS, ELSEWHERE = 0.8, 0.85, 0.95, 1.05, 0.9


def prior(passage: Passage) -> float:
    """A factor on the score: 1 is ordinary, less for what is not said to residents."""
    factor = 1.0
    if _PURPOSE.match(passage.text):
        factor = PURPOSE
    elif _EMPTY.search(f"{passage.chapter} {passage.section}"):
        factor = EMPTY
    elif _TO_OFFICES.match(passage.text):
        factor = OFFICES
    if _TO_RESIDENTS.search(passage.text):
        factor *= RESIDENTS
    return factor if passage.document.region == NATIONAL else factor * ELSEWHERE
