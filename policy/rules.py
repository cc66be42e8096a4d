"""What a question asks for, as far as it changes who may answer it."""

from __future__ import annotations

import re


def _any(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(ways))


_AMOUNT = _any(
    r"(?:多少|好多|几多)(?:钱|块|元)",
    r"[给补发领拿得贴赔](?:多少|好多|几多|几[百千万块钱]|几个(?!月))",
    r"几[百千万]块?|几十块|几块",
    r"报销?(?:多少|好多|几成)",
    r"(?:标准|补贴|补助|保障金|津贴|救助金|低保|护理费|生活费|危改)\S{0,8}?(?:是|有)?(?:多少|好多|几多|多高)",
    r"(?:多少|好多|几多)(?:一个月|一年|一户|一次|一天|一人)",
    r"(?:每月|每年|一个月|一年|一户|一次|一人|每人|每户)\S{0,4}?(?:多少|好多|几多|几[百千万块])",
)
# These words count something else than money, or only tell what somebody paid.
_NO_AMOUNT = _any(
    r"多少(?:天|岁|人|次|年|个月|水|份)",
    r"花了?好?几[百千万]",
    r"[花欠存借]\S{0,3}几[百千万]",
    r"怎么罚|罚多少|判几",
)
# How a figure comes about stands in the national text.
_HOW_IT_IS_SET = _any(
    r"[怎咋]\S{0,2}(?:定|算|计算)",
    r"如何(?:确定|计算|定)",
    r"[是由]谁定",
    r"按什么|按啥|根据什么|依据",
)
_HERE = _any(
    r"[我咱俺本](?:们)?(?:这(?:里|儿|边|个)?|那里)?的?[省市县区镇乡村](?!干部|主任|支书|里)",
    r"[我咱俺](?:们)?这",
    r"当地|本地|这边|这里|这儿",
    r"今年|去年|明年|20[23]\d年|现在\S{0,6}(?:标准|多少)",
)
_ONE_CASE = _any(
    r"(?:批|办|审|发|打|到|下)\S{0,2}(?:下来|好|完|通过|账|了)(?:没有|没|了没|了吗|了么|了不)$",
    r"(?:到账|进度|批到哪|审到哪|走到哪|轮到我|排到我了)",
    r"怎么还(?:没|不)\S{0,3}(?:到|发|批|来|打)",
    r"(?:是不是|算不算|谁是|谁家是|哪家是|哪些人是|谁吃)(?:低保户|低保|五保户|贫困户|脱贫户|监测户)",
    r"(?:办|走|进行|处理)到(?:哪|啥|什么)|查一下某|家住哪",
    r"我的?\S{0,12}(?:还差|还剩|还欠|剩下)(?:多少|几)|余额",
    r"(?:电话|手机号|号码)(?:是)?(?:多少|几号)",
    r"(?:帮|给|替)我?写(?:个|份|一份|一个|篇)?|范文|模板",
)
# Nothing but a number that is no hotline, or signs.
_NO_WORDS = re.compile(r"[\W_]*\d{0,4}[\W_]*")


def says_nothing(question: str) -> bool:
    """Whether there is no word in it."""
    return bool(_NO_WORDS.fullmatch(question))


def asks_amount(question: str) -> bool:
    """Whether a sum is asked for that somebody would get."""
    text = _NO_AMOUNT.sub(" ", question)
    return bool(_AMOUNT.search(text)) and not _HOW_IT_IS_SET.search(text)


def asks_local(question: str) -> bool:
    """Whether the place or the year of the asker is named, of which a national text knows nothing."""
    return bool(_HERE.search(question))


def asks_one_case(question: str) -> bool:
    """Whether one person's file is asked about, or a paper to be written: only an official can tell."""
    return bool(_ONE_CASE.search(question.rstrip("？?。！! ")))
