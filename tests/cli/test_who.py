"""Who gets a case: the route, where it is held, every seat, and by when."""

from __future__ import annotations

from collections.abc import Callable

from tests.cli.conftest import STAFF, Terminal

Files = Callable[..., tuple[str, str]]
DESK = "何静,13800006001,部门,370283000000,医保局,\n"


def test_who_gets_it_is_answered_step_by_step_without_whole_numbers(terminal: Terminal, files: Files) -> None:
    terminal("init", *files())

    ended = terminal("who", "九里夼", "hardship", "--trouble", "illness")

    assert ended.code == 0
    assert ended.out.splitlines()[:5] == [
        "旧店镇九里夼村 (370283122215)",
        "Route 4 (fits everything) gives hardship about illness to the village first.",
        "1. village 九里夼村: 赵永强 (138****2001) has not joined",
        "2. village 九里夼村: the stand-in 钱小燕 (138****2002) has not joined",
        "3. town 旧店镇: 孙丽 (138****3001) has not joined",
    ]
    assert "Submitted now, accepted by " in ended.out
    assert "  visited by " in ended.out
    assert "A household procedure is decided within 15 days." in ended.out


def test_a_question_goes_to_the_department_that_leads(terminal: Terminal, files: Files) -> None:
    terminal("init", *files(staff=STAFF + DESK))

    ended = terminal("who", "370283122215", "policy_question", "--trouble=chronic")

    assert ended.out.splitlines()[1:3] == [
        "Route 1 (fits kind policy_question) gives policy_question about chronic to 医保局 first.",
        "1. county 医保局 平度市: 何静 (138****6001) has not joined",
    ]
    assert "visited" not in ended.out


def test_a_complaint_shows_the_way_outside_the_line_too(terminal: Terminal, files: Files) -> None:
    terminal("init", *files())

    ended = terminal("who", "九里夼", "complaint")

    lines = ended.out.splitlines()
    outside = lines.index("About an official it goes outside the line, past whoever it is about:")
    assert lines[1].endswith("gives complaint about other to the town first.")
    assert lines[outside + 1] == "1. county 平度市: 郑洁 (138****5001) has not joined"


def test_a_name_that_means_two_villages_is_asked_back(terminal: Terminal, files: Files) -> None:
    terminal("init", *files())

    ended = terminal("who", "石桥村")
    unknown = terminal("who", "没有这个村子")

    assert ended.code == 2
    assert "370283119267" in ended.err
    assert "370283122222" in ended.err
    assert unknown.code == 2
