"""`bangfu hearing`: what was misheard, the county's own sentences, and how good the listener is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from hearing.own import FILE_NAME
from tests.cli.conftest import Terminal

GIVEN = [
    {"text": "屋塌了 砸住人了", "danger": True, "kind": "collapse", "flavour": "河南/短"},
    {"text": "去年着火的事过去了，谢谢", "danger": False, "kind": "none:past-event", "flavour": "山东"},
]


def test_nothing_is_missed_before_anybody_was_asked(
    terminal: Terminal, files: Callable[..., tuple[str, str]]
) -> None:
    assert terminal("init", *files()).code == 0

    ended = terminal("hearing", "misses")

    assert (ended.code, ended.out) == (0, "Nobody was asked back yet.\n")


def test_a_sentence_is_accepted_without_names_and_is_heard_so_from_then_on(
    terminal: Terminal, files: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    assert terminal("init", *files()).code == 0

    said = "赵永强的戏台今晚唱砸锅，电话13800002001"
    ended = terminal("hearing", "accept", said, "--act", "question", "--about", "other")

    assert ended.code == 0, ended.err
    kept = (tmp_path / "var" / FILE_NAME).read_text(encoding="utf-8")
    assert "赵永强" not in kept
    assert "13800002001" not in kept
    assert "question, danger none" in ended.out


def test_danger_without_its_kind_is_one_sentence_and_keeps_nothing(
    terminal: Terminal, files: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    assert terminal("init", *files()).code == 0

    ended = terminal("hearing", "accept", "灶冷了", "--act", "trouble", "--danger", "now")

    assert ended.code != 0
    assert "danger goes with its kind" in ended.err
    assert not (tmp_path / "var" / FILE_NAME).exists()


def test_a_file_of_sentences_is_measured(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "given.jsonl"
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in GIVEN), encoding="utf-8")

    told = terminal("hearing", "eval", str(path))
    for_programs = terminal("hearing", "eval", str(path), "--json")

    assert "1/1 (100.0%)" in told.out
    shares = json.loads(for_programs.out)["shares"]
    assert shares["danger: now or maybe"] == {"hits": 1, "of": 1}
    assert shares["tempting: alarmed"] == {"hits": 0, "of": 1}


def test_a_file_that_is_none_is_one_sentence(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "given.jsonl"
    path.write_text("{", encoding="utf-8")

    ended = terminal("hearing", "eval", str(path))

    assert ended.code != 0
    assert "given.jsonl:1" in ended.err
    assert "Traceback" not in ended.err
