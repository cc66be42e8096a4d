"""Official texts: cut to articles, kept byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policy.cutting import cut
from policy.documents import UnreadableDocument, keep_documents, read_document, read_documents

SHARED = Path(__file__).parents[3] / "shared" / "data" / "policy"
HEADER = "标题: 中华人民共和国试行法\n文号: 第1号\n发布机关: 某部\n日期: 2020-01-02\n适用地区: 全国\n====\n"

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the official texts are not beside the project")


def test_a_law_is_cut_to_its_articles() -> None:
    text = "第一章 总则\n\n第一条 甲。\n\n乙。\n\n第二章 其他\n\n第二条 丙。"

    pieces = cut(text)

    assert [(piece.section, piece.chapter, piece.text) for piece in pieces] == [
        ("第一条", "第一章总则", "甲。\n乙。"),
        ("第二条", "第二章其他", "丙。"),
    ]


def test_a_notice_is_cut_to_its_headings() -> None:
    long = "对符合条件的家庭给予帮助。" * 12

    pieces = cut(f"前言。\n一、做好救助工作\n（一）基本生活。{long}\n（二）医疗。{long}")

    assert [piece.section for piece in pieces] == [
        "正文",
        "一、做好救助工作/（一）基本生活",
        "一、做好救助工作/（二）医疗",
    ]


def test_the_title_of_a_law_is_the_one_by_which_it_is_cited(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HEADER + "第一条 甲。\n", encoding="utf-8")

    [passage] = read_document(tmp_path / "a.txt")

    assert passage.label == "试行法 第一条"
    assert (passage.document.number, passage.document.dated) == ("第1号", "2020-01-02")


def test_imported_texts_are_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    raw = (HEADER + "第一条 甲。\r\n\r\n　乙。").encode()
    (tmp_path / "in" / "a.txt").write_bytes(raw)

    keep_documents(tmp_path / "in", tmp_path / "kept")

    assert (tmp_path / "kept" / "a.txt").read_bytes() == raw


def test_nothing_is_imported_when_one_text_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(HEADER + "第一条 甲。", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("no header", encoding="utf-8")

    with pytest.raises(UnreadableDocument, match=r"b\.txt"):
        keep_documents(tmp_path / "in", tmp_path / "kept")

    assert not (tmp_path / "kept").exists()


@needs_shared
def test_the_cut_gives_the_passages_that_others_name() -> None:
    ours = {(passage.label, passage.text) for passage in read_documents(SHARED / "texts")}

    named = [
        json.loads(line) for line in (SHARED / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    ]

    same = sum((f"{one['title']} {one['section']}", one["text"]) in ours for one in named)
    assert same >= 2660
