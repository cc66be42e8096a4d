"""What a question asks for, as far as it changes who may answer it."""

from __future__ import annotations

import re


def _any(*ways: str) -> re.Pattern[str]:
    return re.compile("|".join(ways))


_AMOUNT = _any(
    r"(?:多少|好多|几多)(?:钱|块|元)",
    r"[给补发领拿得贴赔](?:多少|好多|几多|几[百千万块钱]|几个(?!月))",
    r"几[百千万]块?|几十块|几块",
    r"报销?(?:多少|好多|几成|百分之几|几个点)",
    r"[给补发领拿得贴赔贷报交掏][^,，。？?\s]{0,6}?(?:多少|好多|几多|几[十百千万]+)(?!天|岁|人|次|年|个月|亩|户|口|里)",
    # Two sums to choose from, and one that is begun.
    r"[一二两三四五六七八九十\d][十百千万]\S{0,2}还是[一二两三四五六七八九十\d]",
    r"[十百千万]几(?:块|元|$|[？?呢])",
    # Without a thing that is counted it is money.
    r"(?:多少|几多)(?=[,，。？?！!\s呢啊呀了吧]|$|钱|块|元|费|工资)|好多(?=钱?[？?呢]|钱?$)|(?:多少|几多)(?:就|才|以[上下内]|可以|算)|几个钱|(?:补贴|补助|津贴|助学金|保障|救助|待遇|修缮|资助)(?:标准|额度|数额|金额)(?:是|呢)?[？?]?$|几[十百千万](?=[,，。？?！!\s]|$)",
    r"(?:涨|降|提|加)[到了]?(?:多少|好多|几)|多高(?=[？?呢]|$)",
    r"差(?:多少|好多|几[十百千块])|(?:是不是|有没有)(?:这个数|[一二两三四五六七八九十\d]+[百千万])",
    r"几角|几毛",
    r"(?:标准|补贴|补助|保障金|津贴|救助金|低保|护理费|生活费|危改)\S{0,8}?(?:是|有)?(?:多少|好多|几多|多高)",
    r"(?:多少|好多|几多)(?:一个月|一年|一户|一次|一天|一人)",
    r"(?:每月|每年|一个月|一年|一户|一次|一人|每人|每户)\S{0,4}?(?:多少|好多|几多|几[百千万块])",
)
# These words count something else than money, or only tell what somebody paid.
_NO_AMOUNT = _any(
    r"多少(?:天|岁|人|次|年|个月|水|份|样|项|种)",
    r"[花欠存借掏用亏]\S{0,3}好(?:多|几[十百千万])|好几[十百千万块]|哪几块",
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
    r"(?:隔壁|邻|别的?|其他|外|人家|[她他]们)[县省市镇乡](?!里干)",
    r"今年|去年|明年|20[23]\d年|现在\S{0,6}(?:标准|多少)",
)
_FIGURE = _any(r"\d[万千百]?元", r"\d%", r"\d倍", r"免费|不收|不要钱|不用交|免[学收]", r"双方商量")
# Nothing but a number that is no hotline, or signs.
_NO_WORDS = re.compile(r"[\W_]*\d{0,4}[\W_]*")


def says_nothing(question: str) -> bool:
    """Whether there is no word in it."""
    return bool(_NO_WORDS.fullmatch(question))


def tells_figure(card: str) -> bool:
    """Whether a card holds a figure of money, or says that nothing is paid or that it is agreed on."""
    return bool(_FIGURE.search(card))


def asks_amount(question: str) -> bool:
    """Whether a sum is asked for that somebody would get."""
    text = _NO_AMOUNT.sub(" ", question)
    return bool(_AMOUNT.search(text)) and not _HOW_IT_IS_SET.search(text)


def asks_local(question: str) -> bool:
    """Whether the place or the year of the asker is named, of which a national text knows nothing."""
    return bool(_HERE.search(question))
