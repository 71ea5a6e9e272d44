"""The ledgers: the same children and numbers as the month and the matrix."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import cli
from tests.ledger.build import HEADER, a_workspace, an_id, month_of, row_of, run

ROWS = (
    f"1,黄欣梓,{an_id('20090305', 1)},K,一初中,七年级,,脱贫户,,2022-01-20,,,,",
    f"2,李涵欣,{an_id('20100305', 2)},J,一小,六年级,,,2022-03-01,2022-03-03,已复学,2022-03-10,,",
    f"3,王小虎,{an_id('20110305', 3)},B,一小,五年级,,,,,,,,",
)


def with_sheets(root: Path, visits: list[tuple], absences: list[tuple]) -> Path:
    """The roster as a workbook, with 劝返记录 and 缺勤记录."""
    a_workspace(root, *ROWS)
    (root / "名册.csv").unlink()
    book = Workbook()
    page = book.active
    page.title = "名册"
    for row in (HEADER, *ROWS):
        page.append(row.split(","))
    seen = book.create_sheet("劝返记录")
    for row in [("序号", "姓名", "日期", "人员", "地点", "方式", "结果"), *visits]:
        seen.append(row)
    away = book.create_sheet("缺勤记录")
    for row in [("序号", "姓名", "日期", "时长", "联系人", "联系情况"), *absences]:
        away.append(row)
    book.save(root / "名册.xlsx")
    return root


VISITS = [
    (1, "黄欣梓", "2022-01-25", "班主任王老师", "家中", "入户", "未复学"),
    (1, "黄欣梓", "2022-03-08", "中心学校刘、村委会张", "家中", "入户", "未复学"),
    (2, "李涵欣", "2022-03-05", "班主任王老师", "家中", "入户", "答应返校"),
]
ABSENCES = [
    (3, "王小虎", "2022-03-15", "半天", "", ""),
    (2, "李涵欣", "2022-03-01", "全天", "其父李大山", "说在外地"),
]


def ledger(root: Path, tmp_path: Path, today: str = "2022-03-31") -> dict:
    out = tmp_path / "台账.xlsx"
    assert run(root, "ledger", "--output", str(out), today=today) == 0
    return {page.title: page for page in load_workbook(out)}


def table(page) -> list[dict]:
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_workbook_has_four_sheets_ready_to_print(tmp_path: Path) -> None:
    pages = ledger(with_sheets(tmp_path / "乡", VISITS, ABSENCES), tmp_path)

    assert list(pages) == ["适龄儿童台账", "疑似辍学学生台账", "辍学学生台账", "责任人名单"]
    for page in pages.values():
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert page.freeze_panes


def test_the_ledger_equals_the_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = with_sheets(tmp_path / "乡", VISITS, ABSENCES)
    told = month_of(root, "2022-03", capsys, today="2022-03-31")

    rows = table(ledger(root, tmp_path)["辍学学生台账"])

    assert sum(row["是否在册"] == "是" for row in rows) == row_of(told["total"])["open_after"] == 1
    assert [row["姓名"] for row in rows] == ["黄欣梓", "李涵欣"]
    assert row_of(told["total"])["persuasions"] == 2
    assert rows[0]["第1次劝返"].startswith("2022-01-25")
    assert rows[0]["第2次劝返"].startswith("2022-03-08")
    assert rows[1]["复学日期"] == "2022-03-10"


def test_letters_stand_with_number_date_and_delivery(tmp_path: Path) -> None:
    root = with_sheets(tmp_path / "乡", VISITS, ABSENCES)
    words = ["--today", "2022-03-12", "--no-read"]
    assert cli.run(["letter", str(root), "return-notice", "--case", "001", "--to", "黄建国", *words]) == 0
    number = "唐城教劝〔2022〕1号"
    assert (
        cli.run(
            ["letter", str(root), "--delivered", number, "--on", "2022-03-13", "--how", "直接", "--today", "2022-03-13"]
        )
        == 0
    )

    row = table(ledger(root, tmp_path)["辍学学生台账"])[0]

    told = next(value for key, value in row.items() if key.startswith("文书1"))
    assert number in told
    assert "2022-03-12" in told
    assert "2022-03-13 直接送达" in told


def test_who_was_called_when_a_child_was_away(tmp_path: Path) -> None:
    row = table(ledger(with_sheets(tmp_path / "乡", VISITS, ABSENCES), tmp_path)["疑似辍学学生台账"])[0]

    assert row["姓名"] == "李涵欣"
    assert row["首次缺勤日"] == "2022-03-01"
    assert row["联系情况"] == "2022-03-01，全天，其父李大山，说在外地"
    assert (row["纳入日期"], row["移出日期"], row["处理结论"]) == ("2022-03-01", "2022-03-03", "辍学")


def test_two_returns_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = [*VISITS, (2, "李涵欣", "2022-03-20", "班主任王老师", "家中", "入户", "劝返成功，已复学")]
    told = month_of(with_sheets(tmp_path / "乡", twice, ABSENCES), "2022-03", capsys)

    found = next(one for one in told["findings"] if "两个以上的复学日期" in one["message"])
    assert (found["case"], found["rule"]) == ("002", "facts-differ")
    assert "2022-03-10、2022-03-20" in found["message"]


def test_a_visit_before_the_drop_out_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    early = [(2, "李涵欣", "2022-02-20", "班主任王老师", "家中", "入户", "")]
    told = month_of(with_sheets(tmp_path / "乡", early, ABSENCES), "2022-03", capsys)

    assert [(one["case"], "李涵欣" in one["message"]) for one in told["findings"] if one["rule"] == "date-order"] == [
        ("002", True)
    ]


def test_half_a_day_nobody_called_about_is_due_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = with_sheets(tmp_path / "乡", VISITS, ABSENCES)
    assert run(root, "due", "--format", "json", today="2022-03-15") == 0
    due = json.loads(capsys.readouterr().out)["due"]

    found = [(one["what"], one["by"]) for one in due if one["case"] == "003"]
    assert found == [("visit", "2022-03-15")]
