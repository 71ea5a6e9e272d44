"""`dossier init`: a workspace to begin with."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dossier.errors import OutputError, UsageError
from dossier.model import CategorySpec, Settings, Specs
from dossier.workspace import create_workspace
from tests.workspace.build import BOY, read

SPECS = Specs(
    papers={},
    categories={
        "A": CategorySpec(letter="A", title="户籍原因"),
        "K": CategorySpec(letter="K", title='=HYPERLINK("http://x")'),
    },
)


def test_a_new_workspace_is_understood_at_once(tmp_path: Path) -> None:
    create_workspace(tmp_path / "2022春", SPECS, date(2022, 3, 1))

    workspace = read(tmp_path / "2022春")

    assert (workspace.cases, workspace.roster) == ((), "名册.xlsx")
    assert [found.severity.value for found in workspace.findings] == ["note"]
    assert workspace.settings == Settings(term="2022年春季学期")
    assert (tmp_path / "2022春" / "收件箱").is_dir()


@pytest.mark.parametrize(
    ("today", "term"),
    [
        (date(2022, 2, 1), "2022年春季学期"),
        (date(2022, 7, 31), "2022年春季学期"),
        (date(2022, 9, 1), "2022年秋季学期"),
        (date(2023, 1, 9), "2022年秋季学期"),
    ],
)
def test_the_term_is_that_of_the_day(tmp_path: Path, today: date, term: str) -> None:
    create_workspace(tmp_path / "ws", SPECS, today)

    assert read(tmp_path / "ws").settings.term == term


def test_every_setting_that_is_named_in_the_file_is_one(tmp_path: Path) -> None:
    settings, _, _ = create_workspace(tmp_path / "ws", SPECS, date(2022, 3, 1))
    text = settings.read_text("utf-8").replace("# roster: 名册.xlsx", "roster: 名册.xlsx")
    lines = [
        line[2:] if line.startswith("# ") and ": " in line.split("#")[1] else line for line in text.splitlines()[3:]
    ]
    settings.write_text("\n".join(line for line in lines if not line.startswith(("columns", "  ", "#"))), "utf-8")

    found = read(tmp_path / "ws").settings

    assert (found.filled_on, found.retention, found.print_dpi, found.engine) == (date(2022, 3, 1), "永久", 200, "typst")


def test_the_template_filled_in_is_a_roster(tmp_path: Path) -> None:
    _, roster, _ = create_workspace(tmp_path / "ws", SPECS, date(2022, 3, 1))
    book = load_workbook(roster)
    sheet: Any = book["名册"]
    columns = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[2]}
    child = {
        "序号": 1,
        "类别": "A 户籍原因",
        "姓名": "黄欣梓",
        "身份证号": BOY,
        "监护人2联系电话": "138",
        "复学时间": date(2022, 3, 9),
    }
    for title, value in child.items():
        sheet.cell(3, columns[title]).value = value
    book["劝返记录"].append([1, "黄欣梓", date(2022, 3, 5), "王老师、李主任"])
    book.save(roster)

    case = read(tmp_path / "ws").cases[0]

    assert (case.id, case.category, case.student.id_number) == ("001", "A", BOY)
    assert case.student.guardians[0].phone == "138"
    assert case.student.return_date == date(2022, 3, 9)
    assert [visit.date for visit in case.student.visits] == [date(2022, 3, 5)]
    assert set(case.student.extra) == set()


def test_numbers_are_text_and_choices_are_drop_downs(tmp_path: Path) -> None:
    _, roster, _ = create_workspace(tmp_path / "ws", SPECS, date(2022, 3, 1))
    book = load_workbook(roster)
    sheet: Any = book["名册"]
    columns = {str(cell.value).removesuffix(" *"): cell.column_letter for cell in sheet[2]}

    for title in ("身份证号", "全国学籍号", "残疾证号", "监护人1联系电话"):
        assert sheet.column_dimensions[columns[title]].number_format == "@"
    dropped = {str(check.sqref).split("3:")[0] for check in sheet.data_validations.dataValidation}
    assert {columns[title] for title in ("类别", "性别", "是否已开展劝返工作")} <= dropped
    assert book["选项"].sheet_state == "hidden"


def test_a_title_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    _, roster, _ = create_workspace(tmp_path / "ws", SPECS, date(2022, 3, 1))

    cells = [cell for sheet in load_workbook(roster) for row in sheet.iter_rows() for cell in row]

    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert any("HYPERLINK" in str(cell.value) for cell in cells)


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")

    with pytest.raises(UsageError, match="已经有东西"):
        create_workspace(tmp_path, SPECS, date(2022, 3, 1))

    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    create_workspace(tmp_path, SPECS, date(2022, 3, 1))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["workspace.yaml", "名册.xlsx", "收件箱"]


def test_a_place_that_cannot_be_written_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(OutputError, match="写不进"):
        create_workspace(tmp_path / "file" / "ws", SPECS, date(2022, 3, 1))


def test_the_roster_prints_on_a4_across_with_the_child_on_every_sheet(tmp_path: Path) -> None:
    create_workspace(tmp_path / "ws", SPECS, date(2022, 3, 1))

    sheet: Any = load_workbook(tmp_path / "ws" / "名册.xlsx")["名册"]
    setup = sheet.page_setup
    printed = (setup.orientation, int(setup.paperSize), setup.fitToWidth, setup.fitToHeight)
    assert printed == ("landscape", 9, 3, 0)
    assert sheet.print_title_cols == "$A:$D"
