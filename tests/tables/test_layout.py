"""Headings, titles, totals and notes: how lists are laid out, and what of them is said not to be read."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.tables import read_table
from bot.tables.columns import known_columns, loose
from tests.house.source import ROOT
from tests.tables.making import COLUMNS, HEADINGS, LI, WANG, lines, merged, refused, sheet_xml, xlsx

TABLES = tomllib.loads((ROOT / "bot/tables/columns.toml").read_text(encoding="utf-8"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.xlsx"


@pytest.mark.parametrize(
    "headings",
    [
        ("户编号*", "姓 名", "身份证号\n码", "【户类型】", "联系电话：", "家庭　住址"),
        ("＊户编号（必填）", "姓名(必填)", "身份证号码（18位）", "户类型", "联系电话[选填]", "家庭住址"),
        ("NUMBER", "Name", "id_number", "Household_Class", "phone", "address"),
    ],
)
def test_headings_are_compared_loosely(file: Path, headings: tuple[str, ...]) -> None:
    assert lines(read_table(xlsx(file, sheet_xml([headings, WANG])), COLUMNS)) == [(2, WANG)]


def test_whose_telephone_it_is_is_no_remark(file: Path) -> None:
    headings = (*HEADINGS[:4], "联系电话（帮扶干部）", "家庭住址")

    table = read_table(xlsx(file, sheet_xml([headings, WANG])), COLUMNS)

    assert table.lines[0]["phone"] == ""
    assert table.not_read == ("columns that are not known: 联系电话（帮扶干部）",)


def test_a_header_stands_below_titles_and_may_have_two_rows(file: Path) -> None:
    groups = ("户编号", "姓名", "基本信息", "", "联系方式", "")
    below = ("", "", "身份证号", "户类型", "联系电话", "家庭住址")
    rows = [("旧店镇脱贫户名单",), ("填报日期：2026年11月",), (), groups, below, WANG]

    table = read_table(xlsx(file, sheet_xml(rows, merged("A1:F1", "A4:A5", "B4:B5", "C4:D4"))), COLUMNS)

    assert lines(table) == [(6, WANG)]


@pytest.mark.parametrize(("above", "found"), [(19, True), (20, False)])
def test_a_header_is_looked_for_in_twenty_rows(file: Path, above: int, found: bool) -> None:
    xlsx(file, sheet_xml([*[("说明",)] * above, HEADINGS, WANG]))

    assert ("there is no column" not in refused(file)) == found


def test_the_order_of_columns_does_not_matter(file: Path) -> None:
    xlsx(file, sheet_xml([HEADINGS[::-1], WANG[::-1]]))

    assert lines(read_table(file, COLUMNS)) == [(2, WANG)]


def test_two_columns_for_one_thing_are_refused(file: Path) -> None:
    xlsx(file, sheet_xml([(*HEADINGS, "手机号"), (*WANG, "13900000000")]))

    assert refused(file) == "file, line 1: two columns are both read as phone: 联系电话, 手机号"


def test_totals_notes_and_headings_that_come_again_are_no_lines(file: Path) -> None:
    rows = [
        HEADINGS,
        WANG,
        ("小计", "1户"),
        HEADINGS,
        LI,
        ("合 计", "", "", "", "", "2户"),
        ("填表人：赵永强", "", "", "审核人："),
        ("注：以上情况属实",),
    ]

    table = read_table(xlsx(file, sheet_xml(rows)), COLUMNS)

    assert lines(table) == [(2, WANG), (5, LI)]
    assert table.not_read == ("lines of totals or headings: 3, 4, 6, 7, 8",)


@pytest.mark.parametrize("row", [("合计1", "合计", *WANG[2:]), ("注沟镇1", "王芳", "", "", "", "")])
def test_whoever_is_called_like_a_sum_or_a_note_is_somebody(file: Path, row: tuple[str, ...]) -> None:
    assert len(read_table(xlsx(file, sheet_xml([HEADINGS, row])), COLUMNS).lines) == 1


def test_what_stands_beside_the_table_is_said_not_to_be_read(file: Path) -> None:
    rows = [
        (*HEADINGS, "学期", "健康状况", "", "民族"),
        (*WANG, "2026秋", "健康", "看这里", "汉"),
        (*LI, "", "", "", "", "?"),
    ]

    assert read_table(xlsx(file, sheet_xml(rows)), COLUMNS).not_read == (
        "columns that are not known: 学期",
        "columns that are known and not kept: 健康状况, 民族",
        "column I, which has no heading: 1 cells",
        "column K, which has no heading: 1 cells",
    )


@pytest.mark.parametrize("table", sorted(name for name in TABLES if name != "layout" and "_not" not in name))
def test_no_name_of_a_column_or_word_means_two_things(table: str) -> None:
    seen: dict[str, str] = {}
    for ours, _, aliases in known_columns(table):
        for alias in aliases:
            assert seen.setdefault(loose(alias), ours) == ours, alias


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("户编号", "number"),
        ("户联系电话", "household_phone"),
        ("人联系电话", "phone"),
        ("易返贫致贫户(监测对象)类型", "monitored_kind"),
        ("与户主关系", "relation"),
        ("证件号码", "id_number"),
        ("乡(镇)", "town"),
        ("村组（社区）", "village"),
        ("风险是否已消除", "risk_ended"),
        ("健康状况", "health"),
        ("残疾", "disability"),
        ("劳动技能", "labour"),
        ("在校生状况", "pupil"),
        ("务工时间（月）", "work"),
        ("县(市、区、旗)", "county"),
        ("致贫原因1", "cause"),
    ],
)
def test_the_columns_of_the_national_lists_are_known(heading: str, field: str) -> None:
    assert COLUMNS.field_of(heading) == field
