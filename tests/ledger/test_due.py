"""What is due by when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

import cli
from tests.ledger.build import a_workspace, an_id, run

ROWS = (
    f"1,黄欣梓,{an_id('20090305', 1)},K,一初中,七年级,,留守儿童,2022-03-10,2022-03-12,,,,",
    f"2,李涵欣,{an_id('20100305', 2)},J,一小,六年级,,,,2022-02-20,已复学,2022-03-10,,",
)


def due(root: Path, capsys: pytest.CaptureFixture[str], today: str) -> list[dict]:
    capsys.readouterr()
    assert run(root, "due", "--format", "json", today=today) == 0
    return json.loads(capsys.readouterr().out)["due"]


def of(items: list[dict], what: str) -> list[tuple]:
    return [(one["case"], one["by"], one["late"]) for one in items if one["what"] == what]


def test_everything_has_its_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = due(a_workspace(tmp_path / "乡", *ROWS), capsys, "2022-03-15")

    assert of(items, "term-check") == [(None, "2022-02-24", True)]
    assert of(items, "term-report") == [(None, "2022-03-01", True)]
    assert of(items, "visit") == [("001", "2022-03-13", True)]
    assert of(items, "monthly") == [(None, "2022-02-20", True), (None, "2022-03-20", False)]
    assert of(items, "quarterly") == [(None, "2022-03-31", False)]
    assert (None, "2022-03-19", False) in of(items, "plan")
    assert ("001", "2022-03-31", False) in of(items, "plan")
    assert set(items[0]) >= {"what", "unit", "case", "by", "late", "message"}


def test_a_closed_month_is_no_longer_due(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS)
    assert run(root, "month", "--month", "2022-02", "--close", "--by", "赵", today="2022-03-15") == 0

    assert of(due(root, capsys, "2022-03-21"), "monthly") == [(None, "2022-03-20", True)]


def test_a_letter_past_its_deadline_until_the_child_is_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS)
    words = ["--date", "2022-03-13", "--deadline", "2022-03-16", "--today", "2022-03-13", "--no-read"]
    assert cli.run(["letter", str(root), "return-notice", "--case", "001", "--to", "黄建国", *words]) == 0

    assert of(due(root, capsys, "2022-03-18"), "letter") == [("001", "2022-03-16", True)]
    a_workspace(root, ROWS[0].replace("2022-03-12,,,,", "2022-03-12,已复学,2022-03-17,,"), ROWS[1])
    assert of(due(root, capsys, "2022-03-18"), "letter") == []

    assert cli.run(["letter", str(root), "--list", "--format", "json"]) == 0
    (letter,) = json.loads(capsys.readouterr().out)["letters"]
    handed = ["--delivered", letter["number"], "--on", "2022-03-14", "--how", "直接", "--no-read"]
    assert cli.run(["letter", str(root), *handed]) == 0
    assert of(due(root, capsys, "2022-03-18"), "letter") == [("001", "2022-03-14", True)]


def test_the_drafts_have_the_numbers_filled_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS)
    due(root, capsys, "2022-03-15")

    drafts = sorted((root / "output" / "报送").iterdir())

    text = "\n".join(paragraph.text for draft in drafts for paragraph in Document(str(draft)).paragraphs)
    assert len(drafts) == 2
    assert "新增辍学 2 人，劝返复学 1 人" in text
    assert "核查适龄儿童少年 2 人" in text


def test_a_draft_that_somebody_edited_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS)
    due(root, capsys, "2022-03-15")
    draft = next((root / "output" / "报送").iterdir())
    draft.write_bytes(b"edited")

    due(root, capsys, "2022-03-15")

    assert draft.read_bytes() == b"edited"


def test_a_day_beyond_terms_yaml_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS)
    assert run(root, "due", today="2035-03-15") == 0

    assert "terms.yaml 里没有" in capsys.readouterr().err


def test_the_list_as_a_workbook(tmp_path: Path) -> None:
    out = tmp_path / "到期.xlsx"
    assert run(a_workspace(tmp_path / "乡", *ROWS), "due", "--format", "xlsx", "--output", str(out)) == 0

    assert load_workbook(out).sheetnames == ["按期限", "按责任人"]
