"""Who may import whom; the contracts stand in pyproject.toml."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT, product_files, tree


def test_every_import_contract_is_kept() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]

    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert " 0 broken" in checked.stdout


def test_only_one_module_opens_sessions_so_that_no_request_passes_the_proxy_by() -> None:
    opening = {
        "ClientSession",
        "HTTPXRequest",
        "AsyncClient",
        "urlopen",
        "HTTPSConnection",
        "create_connection",
    }

    opened = {
        str(path)
        for path in product_files()
        if path.parts[0] != "sandbox"  # it stands in for Telegram and speaks to this machine alone
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Attribute) and node.attr in opening)
        or (isinstance(node, ast.Name) and node.id in opening)
    }

    assert opened == {"bot/connecting/request.py"}
