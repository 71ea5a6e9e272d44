"""Builders of lists of children, as values and as real files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from dossier.county import compare
from dossier.files.data import specs_folder
from dossier.model import ChildList, Comparison, ListedChild
from dossier.specs import load_name_spelling, load_specs
from dossier.workspace import open_list, read_children
from tests.small_workspace import run

TODAY = date(2022, 3, 18)
SPECS = load_specs(specs_folder())
SPELLING = load_name_spelling(SPECS)
HEADER = ("姓名", "身份证号")


def an_id(body: str) -> str:
    """17 digits and the check digit that they ask for."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def a_child(
    name: str, id_number: str = "", *, student_no: str = "", births: Sequence[str] = (), row: int = 2
) -> ListedChild:
    """A row of a list; its birth date is that of the number."""
    born = (f"{id_number[6:10]}-{id_number[10:12]}-{id_number[12:14]}",) if len(id_number) == 18 else ()
    return ListedChild(
        name=name,
        id_number=id_number,
        student_no=student_no,
        births=tuple(births) or born,
        row=row,
        sheet=0,
        values=(),
        is_valid=len(id_number) == 18 and an_id(id_number[:17]) == id_number,
        written=id_number,
    )


def a_list(*children: ListedChild, path: str = "名单.xlsx") -> ChildList:
    return ChildList(path=path, sheets=("名单",), columns=(), fields=(), children=children)


def compared(*lists: ChildList, roles: Sequence[str] = ()) -> Comparison:
    return compare(lists, roles, SPELLING, TODAY)


def a_csv(path: Path, *rows: Sequence[str], header: Sequence[str] = HEADER) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    path.write_text(text.getvalue(), "utf-8-sig")
    return path


def an_xlsx(path: Path, *rows: Sequence[object], sheets: dict[str, Sequence[Sequence[object]]] | None = None) -> Path:
    book = Workbook()
    book.active.title = "名单"
    for row in rows:
        book.active.append(row)
    for name, more in (sheets or {}).items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    book.save(path)
    return path


def read(path: Path, *fields: str) -> ChildList:
    return read_children(open_list(path, SPECS), fields)


def compare_json(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict:
    assert run("compare", *words, "--format", "json", "--today", "2022-03-18") == 0
    return json.loads(capsys.readouterr().out)
