"""Reading a county's register from a spreadsheet: the library of before, that of now, and all of the door.

`python -m bench.tables [--rows 80000] [--runs 3]` prints JSON lines of processor seconds (median).
`openpyxl` and `calamine` only make lists of cells; `read_table` looks for errors, finds the header and cleans
every cell; `text` is the same table as a CSV.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from bot.county.household_file import COLUMNS
from bot.tables import read_table

_HEADINGS = ("户编号", "户主", "姓名", "身份证号", "与户主关系", "乡镇", "行政村", "户类型")
_MORE = ("风险类型", "联系电话", "家庭住址", "帮扶措施")


def rows(count: int) -> list[tuple[str, ...]]:
    """Members of invented households, four to each."""
    return [
        (
            f"370283215{number // 4:07}",
            f"户主{number // 4}",
            f"成员{number}",
            f"37028319610308{number % 10_000:04}",
            "户主" if number % 4 == 0 else "之子",
            "旧店镇",
            f"第{number % 900}村",
            "脱贫户",
            "大病、缺劳动力",
            f"138{number:08}",
            f"村东头第{number % 300}家",
            "低保；公益岗位",
        )
        for number in range(count)
    ]


def with_openpyxl(path: Path) -> int:
    """How many rows there are, each made a list."""
    book = load_workbook(path, read_only=True, data_only=True)
    found = len([list(row) for row in book.worksheets[0].iter_rows(values_only=True)])
    book.close()
    return found


def with_calamine(path: Path) -> int:
    """The same."""
    return len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False))


def with_door(path: Path) -> int:
    """How many lines there are, each ready for an importer."""
    return len(read_table(path, COLUMNS).lines)


def seconds(read: Callable[[Path], int], path: Path, runs: int) -> float:
    """Processor time of one reading: the median of some."""
    taken = []
    for _ in range(runs):
        began = process_time()
        read(path)
        taken.append(process_time() - began)
    return round(median(taken), 2)


def main() -> None:
    """Write the files, read them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=80_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sheet, text = Path(folder) / "register.xlsx", Path(folder) / "register.csv"
        table = [(*_HEADINGS, *_MORE), *rows(asked.rows)]
        book = Workbook(write_only=True)
        page = book.create_sheet()
        for row in table:
            page.append(row)
        book.save(sheet)
        with text.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(table)
        for name, read, path in (
            ("openpyxl", with_openpyxl, sheet),
            ("calamine", with_calamine, sheet),
            ("read_table", with_door, sheet),
            ("text", with_door, text),
        ):
            taken = seconds(read, path, asked.runs)
            print(json.dumps({"read": name, "rows": asked.rows, "runs": asked.runs, "cpu_s": taken}))


if __name__ == "__main__":
    main()
