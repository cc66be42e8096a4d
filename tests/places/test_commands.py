"""The command line's answers: JSON on the one side, sentences on the other."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from places.commands import PlaceRequest, run_place


def run(request: PlaceRequest) -> tuple[int, list[dict[str, Any]], list[str]]:
    out, err = io.StringIO(), io.StringIO()
    code = run_place(request, out, err)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue().splitlines()


def test_one_text_is_answered_as_one_line_of_json() -> None:
    # given / when
    code, answers, complaints = run(PlaceRequest(text="我是平度旧店镇九里夼村的"))
    # then
    assert (code, complaints) == (0, [])
    assert answers == [
        {
            "text": "我是平度旧店镇九里夼村的",
            "decision": "accept",
            "candidates": [
                {"code": "370283122215", "name": "九里夼村", "path": "平度市/旧店镇/九里夼村", "score": 1.0}
            ],
        }
    ]


def test_a_batch_takes_plain_lines_and_json_lines(tmp_path: Path) -> None:
    # given
    file = tmp_path / "mentions.txt"
    file.write_text('\ufeff旧店镇九里夼村\r\n\n{"text": "店子镇石桥村", "code": "x"}\n医院', encoding="utf-8")
    # when
    code, answers, complaints = run(PlaceRequest(batch=file))
    # then every line has its answer, the empty one too
    assert (code, complaints) == (0, [])
    assert [answer["text"] for answer in answers] == ["旧店镇九里夼村", "", "店子镇石桥村", "医院"]
    assert [answer["decision"] for answer in answers] == ["accept", "none", "accept", "none"]


def test_a_bad_line_of_a_batch_is_named_and_loses_nothing(tmp_path: Path) -> None:
    # given
    file = tmp_path / "mentions.jsonl"
    file.write_bytes(
        '{"text": "旧店镇九里夼村"}\n{"text": \n{"text": 5}\n'.encode() + b"\xff\xfe\n" + "南村镇".encode()
    )
    # when
    code, answers, complaints = run(PlaceRequest(batch=file))
    # then
    assert code == 0
    assert [answer["decision"] for answer in answers] == ["accept", "none", "none", "none", "ask"]
    assert answers[1]["text"] == '{"text": '
    assert complaints == [
        "Line 2: it begins like JSON and is not.",
        "Line 3: its JSON has no text.",
        "Line 4: it is not UTF-8 text.",
        "3 of 5 lines could not be read and were answered with none.",
    ]


def test_half_a_surrogate_pair_is_answered_in_escapes(tmp_path: Path) -> None:
    # given
    file = tmp_path / "mentions.jsonl"
    file.write_text('{"text": "旧店镇\\ud83d九里夼村"}\n', encoding="utf-8")
    out = io.StringIO()
    # when
    code = run_place(PlaceRequest(batch=file), out, io.StringIO())
    # then the line can be written in any encoding
    assert code == 0
    assert json.loads(out.getvalue().encode("utf-8"))["text"] == "旧店镇\ud83d九里夼村"


@pytest.mark.parametrize(
    ("content", "county", "sentence"),
    [
        (None, None, "cannot be read: No such file or directory."),
        ("a,b\n1,2\n", None, "has no column level, code, name, parent_code."),
        ("level,code,name,parent_code\ncounty,1,,\n", None, "has a row with an empty level or code or name."),
        ("level,code,name,parent_code\ncounty,100000000000,甲县,\n", "2", "There is no county 200000000000"),
        (
            "level,code,name,parent_code\ncounty,1,甲县,\ncounty,2,乙县,\n",
            None,
            "Name a county with --county",
        ),
        ("", None, "has no column"),
    ],
)
def test_areas_that_cannot_be_used_end_with_one_sentence(
    tmp_path: Path, content: str | None, county: str | None, sentence: str
) -> None:
    # given
    areas = tmp_path / "areas.csv"
    if content is not None:
        areas.write_text(content, encoding="utf-8")
    # when
    code, answers, complaints = run(PlaceRequest(text="甲村", areas=areas, county=county))
    # then
    assert (code, answers, len(complaints)) == (2, [], 1)
    assert sentence in complaints[0]


def test_a_batch_file_that_is_not_there_ends_with_one_sentence(tmp_path: Path) -> None:
    code, answers, complaints = run(PlaceRequest(batch=tmp_path / "absent"))
    assert (code, answers, len(complaints)) == (2, [], 1)


def test_a_county_is_chosen_among_several_by_a_short_code(tmp_path: Path) -> None:
    # given two counties with a village of the same name
    areas = tmp_path / "areas.csv"
    rows = ["level,code,name,parent_code"]
    for county, town in (("110101000000", "东关镇"), ("110102000000", "西关镇")):
        rows += [f"county,{county},县{county[5]},", f"town,{county[:6]}001000,{town},{county}"]
        rows += [f"village,{county[:6]}001201,鹤鸣湖村委会,{county[:6]}001000"]
    areas.write_text("\n".join(rows), encoding="utf-8")
    # when
    code, answers, _ = run(PlaceRequest(text="鹤鸣湖村", areas=areas, county="110102"))
    # then
    assert (code, answers[0]["candidates"][0]["path"]) == (0, "县2/西关镇/鹤鸣湖村")
