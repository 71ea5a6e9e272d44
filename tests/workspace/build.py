"""Builders of small workspaces: rosters as real files, folders with a byte in each file."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from dossier.files.data import specs_folder
from dossier.model import Case, Student, Workspace
from dossier.specs import load_specs
from dossier.workspace import read_workspace

SPECS = load_specs(specs_folder())
COLUMNS = specs_folder() / "columns.yaml"
BOY = "411328201203059995"
GIRL = "411328201203059987"
OTHER_BOY = "411328201109189996"
HEADERS = ("序号", "姓名", "身份证号", "类别")
Rows = Sequence[Sequence[Any]]


def an_xlsx(rows: Rows, *, sheets: Mapping[str, Rows] | None = None, merges: Sequence[str] = ()) -> bytes:
    """A workbook: the first sheet 名册 with `rows`, then `sheets`; None leaves a cell out."""
    book = Workbook()
    first: Any = book.active
    first.title = "名册"
    for name, content in {"名册": rows, **(sheets or {})}.items():
        sheet = first if name == "名册" else book.create_sheet(name)
        for row, cells in enumerate(content, start=1):
            for column, value in enumerate(cells, start=1):
                if value is not None:
                    sheet.cell(row, column).value = value
    for cells in merges:
        first.merge_cells(cells)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def two_children() -> Rows:
    """The smallest roster of the tests."""
    return [HEADERS, (1, "黄欣梓", BOY, "A"), (2, "李涵欣", GIRL, "K")]


def a_workspace(root: Path, roster: Rows | bytes | None = None, *files: str, roster_name: str = "名册.xlsx") -> Path:
    """A workspace with a roster and, for each of `files`, a one-byte file (a name ending in / is a folder)."""
    root.mkdir(parents=True, exist_ok=True)
    rows = two_children() if roster is None else roster
    (root / roster_name).write_bytes(rows if isinstance(rows, bytes) else an_xlsx(rows))
    for name in files:
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x")
    return root


def read(root: Path) -> Workspace:
    """The workspace as the program reads it."""
    return read_workspace(root, SPECS)


def students(root: Path) -> list[Student]:
    """The children of its roster."""
    return [case.student for case in read(root).cases]


def the_case(root: Path, case_id: str) -> Case:
    """One case by its id."""
    return next(case for case in read(root).cases if case.id == case_id)


def rules(workspace: Workspace) -> list[tuple[str, str | None]]:
    """Rule and path of the findings without a case."""
    return [(finding.rule, finding.path) for finding in workspace.findings]
