"""A terminal: commands run in this process against a data folder of the test's own."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import cli
from bot.cli.ending import run_command
from bot.settings import PREFIX

AREAS = """level,code,name,parent_code,kind
county,370283000000,平度市,370200000000,县级市
town,370283122000,旧店镇,370283000000,镇
village,370283122215,九里夼村村民委员会,370283122000,村委会
village,370283122222,石桥村村民委员会,370283122000,村委会
town,370283119000,店子镇,370283000000,镇
village,370283119267,石桥村村民委员会,370283119000,村委会
"""
STAFF = """姓名,手机号,岗位,区划代码,部门,代理人手机号
赵永强,+86 138-0000-2001,村级监测员,370283122215,,13800002002
钱小燕,13800002002,村级监测员,370283122222,,
孙丽,13800003001,镇指挥中心,370283122000,,
吴敏,13800004001,县级,370283000000,,
郑洁,13800005001,投诉受理,370283000000,,
"""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Terminal = Callable[..., Ended]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Terminal:
    """Run `bangfu` with these arguments."""
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BANGFU_DATA_DIR", str(tmp_path / "var"))

    def run(*arguments: str) -> Ended:
        capsys.readouterr()
        code = run_command(cli, list(arguments))
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., tuple[str, str]]:
    """Write the two files of a county; gives the arguments for `init`."""

    def write(areas: str = AREAS, staff: str = STAFF) -> tuple[str, str]:
        for name, text in (("areas.csv", areas), ("staff.csv", staff)):
            (tmp_path / name).write_text(text, encoding="utf-8")
        return f"--areas={tmp_path / 'areas.csv'}", f"--staff={tmp_path / 'staff.csv'}"

    return write
