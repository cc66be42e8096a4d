"""What a list does not say stays: in the register, on the staff list, in sweeps, among the divisions."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desk.domain.households.household import Household, Member
from storage.engine.opening import open_database
from storage.households.bulk_entry import RegisterRows
from storage.keys.key_file import load_seal
from tests.cli.conftest import AREAS, STAFF, Ended, Terminal
from tests.register import MOTHER_ID, WANG_ID, id_number

Files = Callable[..., tuple[str, str]]
Import = Callable[..., Ended]
HEADER = (
    "户编号,户主,姓名,身份证号,与户主关系,乡镇,行政村,户类型,监测对象类别,风险类型,联系电话,家庭住址,"
    "帮扶责任人手机号,帮扶措施,结对干部手机号,外出务工"
)
HEAD = (
    f"H1,王秀兰,王秀兰,{WANG_ID},户主,旧店镇,九里夼村,监测户,边缘易致贫户,因病,13800001001,村东头,"
    "13800002001,低保,13800003001,是"
)
MOTHER = f"H1,王秀兰,王桂英,{MOTHER_ID},之母,,,,,,13800009002,,,,,"
FULL = f"{HEADER}\n{HEAD}\n{MOTHER}\n"
BARE = f"{HEADER}\nH1,王秀兰,王秀兰,,,旧店镇,九里夼村,监测户,边缘易致贫户,,,,,,,\n"
FEW = "户编号,姓名,身份证号,户类型,监测对象类别,行政村代码\nH1,王秀兰,,监测户,边缘易致贫户,370283122215\n"


def rows(tmp_path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(tmp_path / "var" / "bangfu.db")) as connection:
        return connection.execute(sql).fetchall()


def kept(tmp_path: Path, number: str = "H1") -> Household:
    """All that the register knows of a household."""

    async def read() -> Household:
        database = await open_database(f"sqlite:///{tmp_path / 'var' / 'bangfu.db'}")
        try:
            async with database.reading() as connection:
                seal = load_seal(tmp_path / "var" / "keys.json")
                listed = await RegisterRows(connection, seal, datetime(2026, 11, 30, tzinfo=UTC)).listed(
                    [number]
                )
                return replace(
                    listed[number], measures=tuple(replace(one, id=0) for one in listed[number].measures)
                )
        finally:
            await database.close()

    return asyncio.run(read())


def standing(tmp_path: Path) -> tuple[str, str | None]:
    household = kept(tmp_path)
    return (household.household_class, household.monitored_kind)


@pytest.fixture
def bring(terminal: Terminal, files: Files, tmp_path: Path) -> Import:
    """A county, and a way to import a text as its register."""
    terminal("init", *files())

    def run(text: str, *options: str) -> Ended:
        (tmp_path / "register.csv").write_text(text, encoding="utf-8")
        return terminal("households", "import", str(tmp_path / "register.csv"), *options)

    return run


@pytest.mark.parametrize("text", [BARE, FEW, BARE.replace(",,", ",—,").replace(",—,旧", ",,旧")])
def test_a_missing_column_and_an_empty_cell_erase_nothing(bring: Import, tmp_path: Path, text: str) -> None:
    bring(FULL)
    before = kept(tmp_path)

    ended = bring(text)

    assert ended.code == 0
    assert "members no longer listed, kept (--clear members takes them out): H1: 1" in ended.out
    assert "1 unchanged" in ended.out
    assert kept(tmp_path) == before
    assert before.members == (
        Member("王秀兰", WANG_ID, "户主"),
        Member("王桂英", MOTHER_ID, "之母", "13800009002"),
    )


@pytest.mark.parametrize(
    ("column", "field", "empty"),
    [
        ("因病", "risks", ()),
        ("13800001001", "phone", ""),
        ("村东头", "address", ""),
        ("低保", "measures", ()),
        ("13800002001", "officer_id", None),
        ("13800003001", "cadre_id", None),
    ],
)
def test_an_explicit_word_takes_away_and_so_does_clear(
    bring: Import, tmp_path: Path, column: str, field: str, empty: object
) -> None:
    bring(FULL)
    full = kept(tmp_path)

    bring(FULL.replace(column, "无"))
    by_word = kept(tmp_path)
    bring(FULL)
    bring(FULL.replace(column, ""), "--clear", field)
    by_option = kept(tmp_path)

    assert getattr(full, field) != empty
    assert by_word == by_option == replace(full, **{field: empty})


def test_clear_needs_a_column_whose_cells_are_empty(bring: Import, tmp_path: Path) -> None:
    bring(FULL)

    ended = bring(FEW, "--clear", "address")

    assert ended.code == 2
    assert "has no column of which empty cells clear address" in ended.err


@pytest.mark.parametrize("called", ["脱贫户,", "一般农户,", "脱贫户,—", "脱贫户（继续享受政策）,"])
def test_no_list_takes_a_family_out_of_monitoring_by_silence(
    bring: Import, tmp_path: Path, called: str
) -> None:
    bring(FULL)

    ended = bring(FULL.replace("监测户,边缘易致贫户", called))

    assert "stays monitored, though the list calls it" in ended.out
    assert standing(tmp_path) == ("monitored", "marginal")


def test_a_risk_that_has_ended_is_told_and_ends_no_standing(bring: Import, tmp_path: Path) -> None:
    ended_risk = f"{HEADER},风险是否消除\n{HEAD.replace('监测户', '脱贫户')},是\n{MOTHER},\n"
    other = ended_risk.replace("H1", "H2").replace(WANG_ID, "").replace(MOTHER_ID, "")
    bring(FULL)

    ended = bring(ended_risk + other.partition("\n")[2])

    assert "stays monitored, though the list calls it lifted: H1" in ended.out
    assert standing(tmp_path) == ("monitored", "marginal")
    assert rows(tmp_path, "SELECT household_class, monitored_kind FROM households WHERE number = 'H2'") == [
        ("lifted", None)
    ]


@pytest.mark.parametrize(("word", "option"), [("无", ()), ("", ("--clear", "monitored_kind"))])
def test_who_says_that_a_family_is_watched_no_more_is_believed_and_it_is_named(
    bring: Import, tmp_path: Path, word: str, option: tuple[str, ...]
) -> None:
    bring(FULL)

    ended = bring(FULL.replace("监测户,边缘易致贫户", f"脱贫户,{word}"), *option)

    assert "no longer monitored, as the list says: H1" in ended.out
    assert standing(tmp_path) == ("lifted", None)


def test_a_line_without_a_number_leaves_the_household_above_it_as_it_is(
    bring: Import, tmp_path: Path
) -> None:
    bring(FULL)
    before = kept(tmp_path)

    ended = bring(FULL.replace("村东头", "村西头").replace(f"H1,王秀兰,王桂英,{MOTHER_ID}", ",,王桂英,"))

    assert ended.code == 1
    assert (
        "line 3: the number of the household is missing; H1 above it may lack a member and is left out"
        in ended.err
    )
    assert "1 left out" in ended.out
    assert kept(tmp_path) == before


def test_two_strangers_under_one_number_are_no_household(bring: Import, tmp_path: Path) -> None:
    stranger = id_number("19710101", 4)
    two = f"H5,,甲,{WANG_ID},户主,旧店镇,九里夼村,脱贫户\nH5,,乙,{stranger},户主,旧店镇,九里夼村,脱贫户\n"
    lost = two.replace("H5", "3702832150000000000")

    ended = bring(f"{HEADER}\n{two}{lost.replace(WANG_ID, '').replace(stranger, '')}")

    assert ended.code == 1
    assert "line 3: line 2 is the head of this household already" in ended.err
    assert "line 4: the number of the household has lost its digits in a spreadsheet" in ended.err
    assert rows(tmp_path, "SELECT count(*) FROM households") == [(0,)]


def test_members_go_where_the_list_has_them_and_leave_when_that_is_asked_for(
    bring: Import, tmp_path: Path
) -> None:
    bring(FULL)
    moved = f"H2,王桂英,王桂英,{MOTHER_ID},户主,旧店镇,九里夼村,一般农户,,,,,,,,\n"

    bring(f"{HEADER}\n{HEAD}\n{moved}")
    alone = kept(tmp_path).members
    bring(FULL + "H3,钱一,钱一,,户主,旧店镇,九里夼村,一般农户,,,,,,,,\n")
    bring(f"{HEADER}\n{HEAD}\n", "--clear", "members")

    assert alone == kept(tmp_path).members == (Member("王秀兰", WANG_ID, "户主"),)


def test_a_new_telephone_of_a_member_is_not_the_familys(bring: Import, tmp_path: Path) -> None:
    bring(FULL)

    bring(FULL.replace("13800001001", "").replace("13800009002", "13800009009"))

    found = kept(tmp_path)
    assert (found.phone, [one.phone for one in found.members]) == ("13800001001", ["", "13800009009"])


def test_every_known_column_is_printed_and_whether_it_is_kept(terminal: Terminal) -> None:
    ended = terminal("households", "columns")

    assert ended.code == 0
    lines = {line.split()[0]: line for line in ended.out.splitlines()}
    assert "needed" in lines["number"]
    assert "户联系电话" in lines["household_phone"]
    assert "易返贫致贫户（监测对象）类型" in lines["monitored_kind"]
    assert all("not kept" in lines[one] for one in ("health", "disability", "labour", "pupil", "work"))


def test_an_empty_cell_leaves_who_stands_in_and_posts_that_are_not_listed_stay(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    terminal("init", *files())
    one_town = "\n".join(line for line in STAFF.splitlines() if "370283122222" not in line)
    without = one_town.replace(",13800002002", ",")
    (tmp_path / "new.csv").write_text(without, encoding="utf-8")

    ended = terminal("staff", "import", str(tmp_path / "new.csv"))
    listed = terminal("staff", "import", str(tmp_path / "new.csv"), "--end-unlisted", "--dry-run")

    assert ended.out.splitlines() == [
        "no longer listed, kept: 旧店镇石桥村 village_monitor 钱小燕 (--end-unlisted ends it)",
        "0 changes made.",
    ]
    assert rows(tmp_path, "SELECT stand_in_id FROM posts WHERE valid_to IS NULL AND staff_id = 1") == [(2,)]
    assert "ends: 旧店镇石桥村 village_monitor 钱小燕" in listed.out


def test_whoever_takes_a_post_over_by_the_list_ends_who_had_it(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    terminal("init", *files())
    (tmp_path / "new.csv").write_text(
        STAFF.replace("钱小燕,13800002002,村", "林小满,13800002009,村"), "utf-8"
    )
    text = (tmp_path / "new.csv").read_text("utf-8").replace(",,13800002002", ",,")
    (tmp_path / "new.csv").write_text(text, "utf-8")

    ended = terminal("staff", "import", str(tmp_path / "new.csv"))

    assert "begins: 旧店镇石桥村 village_monitor 林小满" in ended.out
    assert "ends: 旧店镇石桥村 village_monitor 钱小燕" in ended.out


def test_an_object_of_a_sweep_keeps_what_its_list_leaves_empty(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    terminal("init", *files())
    file = tmp_path / "list.csv"
    options = ("--name", "危房", "--kind", "house", "--due", "2027-01-01", "--apply")
    file.write_text("编号,名称,乡镇,行政村,地址,备注\nF1,王家,旧店镇,九里夼村,村东,土坯房\n", "utf-8")
    terminal("sweep", "import", str(file), *options)

    file.write_text("编号,名称,乡镇,行政村,备注\nF1,王家,旧店镇,九里夼村,\n", "utf-8")
    silent = terminal("sweep", "import", str(file), *options)
    file.write_text("编号,名称,乡镇,行政村,备注\nF1,王家,旧店镇,九里夼村,无\n", "utf-8")
    said = terminal("sweep", "import", str(file), *options)

    assert "1 unchanged" in silent.out
    assert "1 changed (note 1)" in said.out


def test_divisions_keep_their_place_on_the_map_when_a_list_has_none(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    head, *below = AREAS.splitlines()
    placed = "\n".join([f"{head},latitude,longitude", *(f"{line},36.78,120.0" for line in below), ""])
    terminal("init", *files(areas=placed))

    terminal("init", *files(areas=AREAS.replace(",村委会", ",")))

    assert rows(tmp_path, "SELECT DISTINCT latitude, longitude FROM areas") == [(36.78, 120.0)]
    assert ("村委会",) in rows(tmp_path, "SELECT DISTINCT kind FROM areas")


def test_former_names_and_staff_come_in_any_table_too(
    terminal: Terminal, files: Files, tmp_path: Path
) -> None:
    areas, staff = files()
    (tmp_path / "old.csv").write_bytes("旧名;乡镇代码;备注\n后巷子;370283122000;\n".encode("gb18030"))
    (tmp_path / "staff.csv").write_bytes(STAFF.replace(",", "\t").encode("utf-16"))

    ended = terminal("init", areas, staff, f"--aliases={tmp_path / 'old.csv'}")

    assert ended.code == 0
    assert "old.csv: not read: columns that are not known: 备注" in ended.out
    assert rows(tmp_path, "SELECT count(*) FROM area_aliases") == [(1,)]
