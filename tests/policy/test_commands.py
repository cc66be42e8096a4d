"""`bangfu ask` and `bangfu policy` as an operator types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli

LAW = (
    "标题: 社会救助暂行办法\n文号: 国务院令第649号\n发布机关: 国务院\n日期: 2019-03-02\n适用地区: 全国\n"
    "====\n第十一条 申请最低生活保障，向户籍所在地的乡镇人民政府提出书面申请。\n\n"
    "第三十八条 国家对住房困难的家庭给予住房救助。\n"
)


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BANGFU_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "law.txt").write_text(LAW, encoding="utf-8")
    return tmp_path / "texts"


def _run(*arguments: str) -> str:
    outcome = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
    assert outcome.exit_code == 0, outcome.output
    return outcome.output


def test_a_folder_of_texts_is_asked_without_any_item(texts: Path) -> None:
    told = json.loads(_run("ask", "低保怎么申请", "--json", "--no-semantic", "--library", str(texts)))

    assert told["ranked"][0]["id"] == "社会救助暂行办法 第十一条"
    assert told["decision"] in ("answer", "choose")
    assert told["shown"][0]["text"] in LAW
    assert told["shown"][0]["dated"] == "2019-03-02"


def test_a_batch_gives_a_line_for_each_question(texts: Path, tmp_path: Path) -> None:
    batch = tmp_path / "questions.txt"
    batch.write_text('低保怎么申请\n{"question": "明天会下雨吗"}\n', encoding="utf-8")

    told = [json.loads(line) for line in _run("ask", "--batch", str(batch), "--no-semantic").splitlines()]

    assert [one["question"] for one in told] == ["低保怎么申请", "明天会下雨吗"]
    assert told[0]["ranked"][0]["id"] == "low_income_apply"
    assert told[1]["decision"] == "hand_over"


def test_a_measurement_is_one_json_object(texts: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = [
        {"question": "低保怎么申请", "gold": ["社会救助暂行办法 第十一条"], "answerable": True},
        {"question": "明天会下雨吗", "gold": [], "answerable": False},
    ]
    questions.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")

    told = json.loads(
        _run(
            "policy",
            "eval",
            "--questions",
            str(questions),
            "--library",
            str(texts),
            "--json",
            "--no-semantic",
        )
    )

    assert (told["n"], told["answerable"], told["recall_at_1"]) == (2, 1, 1.0)
    assert (told["false_answers"], told["abstention_auc"], told["semantic"]) == (0, 1.0, False)


def test_imported_texts_can_be_asked_and_are_kept_as_they_were(texts: Path, tmp_path: Path) -> None:
    said = _run("policy", "import", str(texts))

    kept = tmp_path / "var" / "policy" / "documents" / "law.txt"
    assert "1 texts imported" in said
    assert kept.read_bytes() == LAW.encode()


def test_nothing_missed_is_said(texts: Path) -> None:
    assert "No question was missed" in _run("policy", "misses")
