"""The log holds no identity; misses become proposals; a person accepts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy.anonymous import without_identity
from policy.answers import AnswerDecision, AnswerKind, HandOverReason
from policy.items import SHIPPED_ITEMS, read_item
from policy.learning import UnreadableProposals, accept_proposals, group_misses
from policy.log import QuestionOutcome, append, line_of, read_log
from policy.search.lexicon import read_lexicon

MONDAY = date(2026, 11, 23)
NOTHING = AnswerDecision(AnswerKind.HAND_OVER, HandOverReason.UNSURE, (), (), 0.1, semantic=False)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("我叫张三，低保咋办", "我叫＊，低保咋办"),
        ("电话13800001111找我", "电话＊找我"),
        ("身份证411022199001011234能查吗", "身份证＊能查吗"),
        ("王家镇李庄村3组停水了", "＊停水了"),
        ("低保怎么申请", "低保怎么申请"),
    ],
)
def test_what_tells_who_asked_is_not_written_down(said: str, left: str) -> None:
    assert without_identity(said) == left


def test_questions_without_an_answer_are_grouped(tmp_path: Path) -> None:
    log = tmp_path / "questions.jsonl"
    for question in ("养老院怎么进去住", "养老院怎么进", "彩礼多少"):
        append(log, line_of(question, NOTHING, QuestionOutcome.HANDED_OVER, MONDAY))
    append(log, line_of("低保怎么申请", NOTHING, QuestionOutcome.HELPFUL, MONDAY))

    groups = group_misses(read_log(log))

    assert [(list(group.questions), group.times) for group in groups] == [
        (["养老院怎么进去住", "养老院怎么进"], 2),
        (["彩礼多少"], 1),
    ]


def test_a_torn_last_line_is_left_out(tmp_path: Path) -> None:
    log = tmp_path / "questions.jsonl"
    append(log, line_of("低保怎么申请", NOTHING, QuestionOutcome.ASKED, MONDAY))
    with log.open("a", encoding="utf-8") as file:
        file.write('{"day": "2026-')

    assert len(read_log(log)) == 1


def test_only_what_a_person_accepted_is_taken_over(tmp_path: Path) -> None:
    proposals = tmp_path / "proposals.toml"
    proposals.write_text(
        '[[questions]]\nquestion = "低保去哪块弄"\nitem = "low_income_apply"\naccepted = true\n'
        '[[questions]]\nquestion = "别的"\nitem = "low_income_apply"\naccepted = false\n'
        '[[concepts]]\nsay = ["吃皇粮"]\nmean = ["最低生活保障"]\naccepted = true\n',
        encoding="utf-8",
    )

    taken = accept_proposals(proposals, tmp_path / "items", SHIPPED_ITEMS, tmp_path / "lexicon.toml")

    questions = read_item(tmp_path / "items" / "low_income_apply.md").questions
    assert taken == (1, 1)
    assert "低保去哪块弄" in questions
    assert "别的" not in questions
    assert read_lexicon(tmp_path / "lexicon.toml").asked("吃皇粮")


def test_a_proposal_for_an_unknown_item_is_refused(tmp_path: Path) -> None:
    proposals = tmp_path / "proposals.toml"
    proposals.write_text(
        '[[questions]]\nquestion = "甲"\nitem = "nobody"\naccepted = true\n', encoding="utf-8"
    )

    with pytest.raises(UnreadableProposals, match="nobody"):
        accept_proposals(proposals, tmp_path / "items", SHIPPED_ITEMS, tmp_path / "lexicon.toml")
