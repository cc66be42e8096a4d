"""The register from what counties send: good ones are entered, bad ones named, differences told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.county import household_import
from bot.process.lock import only_process
from storage.engine.seal import Seal
from storage.keys.key_file import load_seal
from tests.cli.conftest import Ended, Terminal
from tests.house.source import ROOT
from tests.register import WANG_ID, id_number

Files = Callable[..., tuple[str, str]]
Import = Callable[..., Ended]
SAMPLE = (ROOT / "docs/samples/households.csv").read_text(encoding="utf-8")
HEADER = SAMPLE.splitlines()[0]
A_NEW_ONE = (
    f"N4,赵大山,赵大山,{id_number('19550505', 5)},户主,旧店镇,九里夼村,监测户,突发严重困难户,因灾,,,,\n"
)


def rows(tmp_path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(tmp_path / "var" / "bangfu.db")) as connection:
        return connection.execute(sql).fetchall()


def opened_at(seal: Seal, row: tuple[object, ...], column: int) -> str:
    """What one of the sealed columns of a member of the Wangs says."""
    blob, place = row[column], ("position", "name", "id_number", "phone")[column]
    assert blob is None or isinstance(blob, bytes)
    return seal.open_some(blob, f"household_members.{place}:3702832150001:{row[0]}")


@pytest.fixture
def bring(terminal: Terminal, files: Files, tmp_path: Path) -> Import:
    """A county, and a way to import a text as its register."""
    terminal("init", *files())

    def run(text: str, *options: str) -> Ended:
        (tmp_path / "register.csv").write_text(text, encoding="utf-8")
        return terminal("households", "import", str(tmp_path / "register.csv"), *options)

    return run


def reasons(ended: Ended) -> list[str]:
    """What is wrong with which line, as it was said."""
    return [line.partition("register.csv, ")[2] for line in ended.err.splitlines() if ", line " in line]


def test_the_sample_of_the_manual_is_entered_with_everything_in_it(bring: Import, tmp_path: Path) -> None:
    ended = bring(SAMPLE)

    assert ended.code == 0
    assert reasons(ended) == []
    assert ended.out == (
        "3 households in 6 lines: 3 new, 0 changed, 0 unchanged; 0 left out, 0 no longer listed.\n"
    )
    assert rows(
        tmp_path,
        "SELECT number, area_code, household_class, monitored_kind, risks, officer_id, cadre_id, lives_away"
        " FROM households",
    ) == [
        ("3702832150001", "370283122215", "monitored", "marginal", "grave_illness few_hands", 1, 3, 0),
        ("3702832150002", "370283122222", "lifted", None, "", None, None, 1),
        ("3702832150003", "370283119267", "ordinary", None, "", None, None, 0),
    ]
    assert rows(tmp_path, "SELECT count(*), max(position) FROM household_members") == [(6, 3)]
    assert rows(tmp_path, "SELECT DISTINCT capacity, act, position FROM ledger") == [("operator", "enter", 1)]


def test_what_was_sealed_is_what_the_file_said(bring: Import, tmp_path: Path) -> None:
    bring(SAMPLE)
    seal = load_seal(tmp_path / "var" / "keys.json")

    sealed = rows(tmp_path, "SELECT position, name, id_number, phone FROM household_members LIMIT 2")

    opened = [[opened_at(seal, row, n) for n in (1, 2, 3)] for row in sealed]
    assert opened == [["王秀兰", WANG_ID, ""], ["王桂英", id_number("19380512"), "13800009002"]]


def test_a_dry_run_tells_the_difference_and_changes_nothing(bring: Import, tmp_path: Path) -> None:
    ended = bring(SAMPLE, "--dry-run")

    assert "3 new" in ended.out
    assert ended.out.endswith("Nothing was changed yet.\n")
    assert rows(tmp_path, "SELECT count(*) FROM households") == [(0,)]


def test_a_newer_file_is_told_by_what_differs_and_who_is_missing_stays(bring: Import, tmp_path: Path) -> None:
    bring(SAMPLE)
    newer = SAMPLE.replace("村东头第三家", "村东头第四家").replace("大病、缺劳动力", "大病")
    newer = "".join(line for line in newer.splitlines(keepends=True) if "2150002" not in line)
    left_out = "N5,钱五,钱五,,户主,旧店镇,石桥村,脱贫户,,,,,,\n"

    dry = bring(newer + A_NEW_ONE + left_out, "--dry-run")
    done = bring(newer + A_NEW_ONE + left_out)
    again = bring(newer + A_NEW_ONE + left_out)

    assert dry.out.splitlines()[:-1] == done.out.splitlines()
    assert done.out.splitlines() == [
        "changed: 3702832150001: risks, address",
        "no longer listed, kept: 3702832150002",
        (
            "4 households in 6 lines: 2 new, 1 changed (risks 1, address 1), 1 unchanged; "
            "0 left out, 1 no longer listed."
        ),
    ]
    assert "0 new, 0 changed, 4 unchanged; 0 left out, 1 no longer listed" in again.out
    assert rows(tmp_path, "SELECT act, details FROM ledger WHERE position = 2") == [
        ("update", "risks:grave_illness,few_hands>grave_illness address")
    ]
    assert rows(tmp_path, "SELECT count(*) FROM households WHERE number = '3702832150002'") == [(1,)]


def test_a_list_of_one_village_says_nothing_of_the_others(bring: Import) -> None:
    bring(SAMPLE)

    ended = bring("\n".join(SAMPLE.splitlines()[:4]))

    assert "1 unchanged; 0 left out, 0 no longer listed" in ended.out


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (WANG_ID, WANG_ID[:-1] + "0", "line 2: the identity number is wrong"),
        (WANG_ID, "3.70283E+17", "line 2: the identity number has lost its digits in a spreadsheet"),
        (WANG_ID, WANG_ID[:14] + "1000", "line 2: the identity number has lost its digits in a spreadsheet"),
        (WANG_ID, id_number("19990230"), "line 2: the identity number is wrong"),
        ("王秀兰,王桂英", "王秀兰,", "line 3: the name is missing"),
        ("13800001001", "12345", "line 2: phone is not a telephone number"),
        ("九里夼村", "九里村", "line 2: no village of the county may be meant by 旧店镇九里村"),
        ("九里夼村", "", "line 2: the village is missing"),
        ("监测对象,", "贫困户,", "line 2: household_class '贫困户' is not known"),
        (",监测对象,边缘易致贫户,", ",,,", "line 2: household_class is missing"),
        ("边缘易致贫户", "", "line 2: monitored_kind is missing"),
        ("边缘易致贫户", "边缘", "line 2: monitored_kind '边缘' is not known"),
        ("大病、缺劳动力", "大病、懒", "line 2: risk '懒' is not known"),
        ("13800002001", "13900000000", "line 2: the responsible officer is not on the staff list"),
        ("王秀兰,王秀兰", "王秀花,王秀兰", "line 3: head is another one than in the lines before"),
        (",之母,,,", ",之母,店子镇,,", "line 3: town is another one than in the lines before"),
        ("3702832150001,王秀兰,王小宝", ",,王小宝", "line 4: the number of the household is missing"),
        (
            "3702832150001,王秀兰,王小宝",
            f"{id_number('20010101')},,王小宝",
            "line 4: the number of the household is somebody's identity number",
        ),
        ("3702832150001,王秀兰,王小宝", "3.7E+12,,王小宝", "line 4: the number of the household has lost"),
    ],
)
def test_a_household_with_something_wrong_is_left_out_whole_and_all_others_are_entered(
    bring: Import, tmp_path: Path, old: str, new: str, expected: str
) -> None:
    text = SAMPLE.replace(old, new, 1 if old != "王秀兰,王秀兰" else -1)

    ended = bring(text)

    assert ended.code == 1
    assert [reason for reason in reasons(ended) if reason.startswith(expected)]
    assert "1 left out" in ended.out
    assert ("3702832150002",) in rows(tmp_path, "SELECT number FROM households")
    assert WANG_ID not in ended.err + ended.out


def test_nobody_lives_in_two_households_and_every_household_has_a_head(bring: Import, tmp_path: Path) -> None:
    twice = f"N5,王秀兰,王秀兰,{WANG_ID},户主,旧店镇,九里夼村,脱贫户,,,,,,\n"
    headless = (
        "N6,,钱一,,之子,旧店镇,九里夼村,脱贫户,,,,,,\nN6,,钱二,,之女,,,,,,,,,\n"
        "N7,没有他,钱三,,之子,旧店镇,九里夼村,脱贫户,,,,,,\n"
    )

    ended = bring(SAMPLE + twice + headless)

    assert reasons(ended) == [
        "line 8: the identity number stands in line 2 already",
        "line 9: nobody is the head of the household",
        "line 11: nobody is the head of the household: who is named as the head has no line",
    ]
    assert rows(tmp_path, "SELECT count(*) FROM households") == [(3,)]


def test_places_are_known_by_code_and_by_what_lists_call_them(bring: Import, tmp_path: Path) -> None:
    header = "户编号,姓名,身份证号,户类型,行政村代码,镇,村"
    text = "\n".join(
        [
            header,
            "N1,钱一,,脱贫户,370283122215,,",
            "N2,钱二,,脱贫户,,旧店,九里夼村村委会",
            "N3,钱三,,脱贫户,,,九里夼",
            "N4,钱四,,脱贫户,,,石桥村",
            "N5,钱五,,脱贫户,370283122000,,",
            "N6,钱六,,脱贫户,370283999999,,",
        ]
    )

    ended = bring(text)

    assert rows(tmp_path, "SELECT number, area_code FROM households") == [
        (number, "370283122215") for number in ("N1", "N2", "N3")
    ]
    assert reasons(ended) == [
        "line 5: several villages of the county may be meant by 石桥村",
        "line 6: 旧店镇 is a town, and a household lives in a village",
        "line 7: area_code '370283999999' is not in the county",
    ]


def test_a_watched_household_may_be_listed_as_what_it_was_before(bring: Import, tmp_path: Path) -> None:
    bring(f"{HEADER}\nN1,钱一,钱一,,户主,旧店镇,九里夼村,脱贫户,脱贫不稳定户,因病,,,,\n")

    found = rows(tmp_path, "SELECT household_class, monitored_kind FROM households")

    assert found == [("monitored", "unstable")]


def test_a_spreadsheet_is_read_as_offices_save_it(terminal: Terminal, files: Files, tmp_path: Path) -> None:
    terminal("init", *files())
    book = Workbook()
    assert book.active is not None
    for line in SAMPLE.splitlines():
        cells = line.split(",")
        book.active.append(
            [int(cell) if len(cell) in (11, 13) and cell.isdigit() else cell for cell in cells]
        )
    book.save(tmp_path / "register.xlsx")

    ended = terminal("households", "import", str(tmp_path / "register.xlsx"))

    assert (ended.code, ended.out.partition(":")[0]) == (0, "3 households in 6 lines")


def test_a_long_file_goes_in_parts_and_a_long_difference_is_cut(
    bring: Import, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(household_import, "AT_ONCE", 100)
    lines = [f"N{n},钱{n},钱{n},,户主,旧店镇,九里夼村,脱贫户,,,,,," for n in range(250)]
    first = bring("\n".join([HEADER, *lines]))

    second = bring("\n".join([HEADER, *lines]).replace("脱贫户", "一般农户"))

    assert "250 new" in first.out
    assert "… and 50 more" in second.out
    assert "250 changed (household_class 250)" in second.out
    assert rows(tmp_path, "SELECT count(*) FROM ledger") == [(500,)]


def test_nothing_is_read_into_a_desk_that_runs_or_has_no_county(
    terminal: Terminal, bring: Import, tmp_path: Path
) -> None:
    with only_process(tmp_path / "var" / "bangfu.db"):
        writing, reading = bring(SAMPLE), bring(SAMPLE, "--dry-run")
    no_file = terminal("households", "import", "gone.csv")
    no_column = bring("姓名,身份证号\n王秀兰,1\n")

    assert (writing.code, reading.code) == (2, 0)
    assert (no_file.code, no_column.code) == (2, 2)
    assert "there is no column number, household_class" in no_column.err


LOOKED_AFTER = "SELECT officer_id, cadre_id, lives_away FROM households WHERE number = 'N4'"


def a_household(cadre: str, *away: str) -> str:
    """The household of 赵大山, with as many members as answers about who works away."""
    ids = [id_number("19550505", order) for order in range(1, 1 + len(away))]
    lines = [
        f"N4,赵大山,{name},{one},,旧店镇,九里夼村,脱贫户,,,,,13800002001,,{cadre},{said}"
        for name, one, said in zip(("赵大山", "赵小山", "赵三山"), ids, away, strict=False)
    ]
    return "\n".join([HEADER, *lines, ""])


@pytest.mark.parametrize(
    ("said", "away"),
    [
        (["是"], 1),
        (["否"], 0),
        (["无"], 0),
        ([""], 0),
        (["", "外出"], 1),
        (["是", "是", "是"], 1),
        (["是", "否", "是"], 0),  # somebody is at home
    ],
)
def test_a_household_works_away_when_no_line_says_that_somebody_is_at_home(
    bring: Import, tmp_path: Path, said: list[str], away: int
) -> None:
    assert bring(a_household("", *said)).code == 0

    assert rows(tmp_path, LOOKED_AFTER) == [(1, None, away)]


def test_a_cadre_who_is_not_on_the_staff_list_and_an_unknown_word_are_bad_lines(bring: Import) -> None:
    ended = bring(a_household("13900000000", "也许"))

    assert ended.code == 1
    assert reasons(ended) == [
        "line 2: lives_away '也许' is not known",
        "line 2: the paired cadre is not on the staff list",
    ]


def test_importing_again_tells_who_is_paired_now_and_who_came_home(bring: Import, tmp_path: Path) -> None:
    bring(a_household("", "是"))
    changed = a_household("13800003001", "否")

    tried = bring(changed, "--dry-run")
    before = rows(tmp_path, LOOKED_AFTER)
    done = bring(changed)

    assert "changed: N4: cadre_id, lives_away" in tried.out
    assert before == [(1, None, 1)]
    assert "1 changed (cadre_id 1, lives_away 1)" in done.out
    assert rows(tmp_path, LOOKED_AFTER) == [(1, 3, 0)]


def test_a_list_without_these_columns_leaves_everybody_with_whom_they_have(
    bring: Import, tmp_path: Path
) -> None:
    bring(a_household("13800003001", "是"))
    without = "\n".join(",".join(line.split(",")[:12]) for line in a_household("", "").splitlines())

    ended = bring(without)

    assert "0 changed, 1 unchanged" in ended.out
    assert rows(tmp_path, LOOKED_AFTER) == [(1, 3, 1)]
