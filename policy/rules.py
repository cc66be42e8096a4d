"""What a question asks for, as far as it changes who may answer it."""

from __future__ import annotations

import re

_AMOUNT = re.compile(
    r"多少钱|好多钱|几多钱|[给补发领拿得]多少|[给补发领拿得](?:好多|几多)|补几|给几|发几|领几[百千万块]|几百|几千|几万|多少块|多少元|"
    r"(?:标准|补贴|补助|保障金|津贴|救助金|低保|高龄|护理费|生活费|危改)\S{0,8}(?:是|有)?多少|多少(?:一个月|一年|一户|一次|一天)|"
    r"(?:一个月|一年|每月|每年|一户|一次|一人|每人|一亩|一斤)\S{0,4}(?:多少|好多|几多|几)|标准(?:是)?(?:好多|几多|多高)"
)
# How a figure comes about stands in the national text, and so does whether there is any.
_HOW_IT_IS_SET = re.compile(
    r"[怎咋](?:么|个|样)?(?:定|算|确定|计算|来)的?|如何(?:确定|计算|定)|是谁定|由谁定|按什么|根据什么|依据什么"
)
_HERE = re.compile(
    r"[我咱俺本](?:们)?(?:这(?:里|儿|边|个)?|那里)?(?:的)?[省市县区镇乡村](?!干部)|[我咱俺](?:们)?这(?:里|儿|边|块)|当地|本地|这边|这里|这儿|我们[省市县]|"
    r"今年|去年|明年|20[23]\d年|现在\S{0,6}(?:标准|多少)"
)


def asks_amount(question: str) -> bool:
    """Whether a sum is asked for."""
    return bool(_AMOUNT.search(question)) and not _HOW_IT_IS_SET.search(question)


def asks_local(question: str) -> bool:
    """Whether the place or the year of the asker is named, of which a national text knows nothing."""
    return bool(_HERE.search(question))
