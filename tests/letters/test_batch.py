"""All that is due at once: a list, then letters and one file to print for each issuer; and a county's list."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

import cli
from tests.letters.build import (
    BUREAU,
    ROWS,
    SETTINGS,
    TODAY,
    UNIT,
    a_workspace,
    an_id,
    checked,
    issued,
    many_rows,
    register,
    run,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return a_workspace(tmp_path / "2022春")


def test_what_is_due_is_a_list_that_issues_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "--all-due") == 0

    told = capsys.readouterr().out
    assert "001 黄欣梓　可以开：劝返复学通知书" in told
    assert "004" not in told  # the child has died
    assert not (root / "文书登记.yaml").exists()


def test_yes_issues_all_that_can_be_and_names_what_cannot(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, "--all-due", "--yes") == 1

    assert "005 陈错" in capsys.readouterr().err
    held = register(root)
    assert [(letter["kind"], letter["cases"], letter["number"]) for letter in held] == [
        ("return-notice", ["001"], "唐城教劝〔2022〕1号"),
        ("return-notice", ["002"], "唐城教劝〔2022〕2号"),
        ("liaison-letter", ["003"], "唐城教劝〔2022〕3号"),
        ("transfer-letter", ["003"], None),
    ]
    assert {case: one["letters_due"] for case, one in checked(root, capsys).items()} == {
        "001": [], "002": [], "003": [], "004": [], "005": ["return-notice"],
    }  # fmt: skip


def test_what_is_unknown_in_many_letters_is_said_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "w", rows=many_rows(12))

    assert run(root, "--all-due", "--yes") == 0

    (told,) = [line for line in capsys.readouterr().err.splitlines() if "不知道" in line]
    assert "001 黄子丑、" in told
    assert "等 12 份：劝返复学通知书里不知道 联系电话、班级" in told


def test_what_one_letter_does_not_know_of_many_children_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tuple(row.replace(",K,,", ",C,,") for row in many_rows(12))
    root = a_workspace(tmp_path / "w", rows=rows)
    asked = [word for number in range(1, 13) for word in ("--case", f"{number:03d}")]

    assert run(root, "transfer-letter", *asked, "--to", "南阳市教育局", "--issuer", "唐河县教育体育局") == 0

    (told,) = [line for line in capsys.readouterr().err.splitlines() if "不知道" in line]
    assert "等 12 人的全国学籍号" in told
    assert told.count("学籍号") == 1


def test_each_issuer_has_one_file_to_print_in_the_order_of_the_register(root: Path) -> None:
    run(root, "--all-due", "--yes")

    (whole,) = (root / "output" / "文书").glob("唐城教劝*待盖章*.pdf")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(whole.read_bytes())).pages]
    assert "文书交接清单" in pages[0].replace(" ", "")
    assert [n for n in (1, 2, 3) for text in pages[1:] if f"〔2022〕{n}号" in text.replace(" ", "")] == [
        1,
        1,
        2,
        2,
        3,
        3,
    ]


def test_only_one_kind_is_issued_where_one_is_asked_for(root: Path) -> None:
    assert run(root, "--all-due", "--kind", "liaison-letter", "--yes") == 0

    assert [letter["kind"] for letter in register(root)] == ["liaison-letter"]


def test_the_reports_say_what_can_be_issued_and_the_command(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = root.parent / "报告.html"
    for words in ((), ("--format", "html", "--output", str(page))):
        cli.run(["check", str(root), "--no-read", "--today", TODAY, *words])
    text = capsys.readouterr().out

    for told in (text.replace("\n", "").replace(" ", ""), page.read_text("utf-8").replace(" ", "")):
        assert "可以开" in told
        assert "return-notice--case001" in told


def test_a_deadline_notice_is_due_once_the_notice_ran_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import Workbook

    root = a_workspace(tmp_path / "w", rows=ROWS[:1])
    issued(root, "return-notice", "--case", "001")
    book = Workbook()
    lines = (root / "名册.csv").read_text("utf-8-sig").splitlines()
    for line in lines:
        book.active.append(line.split(","))
    visits = book.create_sheet("劝返记录")
    for row in (("姓名", "日期", "人员", "结果"), ("黄欣梓", "2022-03-05", "张老师（学校）", "未复学")):
        visits.append(row)
    (root / "名册.csv").unlink()
    book.save(root / "名册.xlsx")

    assert checked(root, capsys)["001"]["letters_due"] == []
    assert checked(root, capsys, "2022-03-26")["001"]["letters_due"] == ["deadline-notice"]


def test_a_county_lists_the_letters_of_its_units(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    county = tmp_path / "唐河县"
    for name in ("城郊乡", "源潭镇"):
        settings = SETTINGS.replace("城郊乡", name).replace("唐城", f"唐{name[0]}")
        issued(a_workspace(county / name, settings=settings), "return-notice", "--case", "001")
    capsys.readouterr()

    assert run(county, "--list", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)["letters"]
    assert [(one["unit"], one["number"]) for one in told] == [
        ("城郊乡", "唐城教劝〔2022〕1号"), ("源潭镇", "唐源教劝〔2022〕1号"),
    ]  # fmt: skip


def test_a_county_issues_its_own_letters_and_its_units_number_theirs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    county = tmp_path / "唐河县"
    for name in ("城郊乡", "源潭镇"):
        settings = SETTINGS.replace("城郊乡", name).replace("唐城", f"唐{name[0]}")
        rows = ROWS if name == "城郊乡" else (f"1,周小舟,{an_id('20110407', 7)},{ROWS[2].split(',', 3)[3]}",)
        a_workspace(county / name, settings=settings, rows=rows)
    head = {"代字": "唐教体函", "联系人": "吴主任"}
    (county / "workspace.yaml").write_text(
        f"unit: {BUREAU}\ncounty: 唐河县\nletters: {{{BUREAU}: {json.dumps(head, ensure_ascii=False)}}}\n", "utf-8"
    )

    assert run(county, "--all-due", "--yes") == 0
    (letter,) = register(county)
    assert (letter["kind"], letter["number"]) == ("transfer-letter", "唐教体函〔2022〕1号")
    assert letter["cases"] == ["城郊乡/003", "源潭镇/001"]
    assert all((county / path).is_file() for path in letter["files"])
    assert not (county / "城郊乡" / "文书登记.yaml").exists()

    assert run(county, "return-notice", "--case", "城郊乡/001", "--issuer", UNIT) == 0
    assert [one["number"] for one in register(county / "城郊乡")] == ["唐城教劝〔2022〕1号"]
    assert run(county, "return-notice", "--case", "城郊乡/001") == 2  # not the bureau's to issue
    for path in letter["files"]:
        (county / path).unlink()
    assert run(county, "--again", letter["number"]) == 0
    assert run(county, "--delivered", letter["number"], "--on", TODAY, "--how", "邮寄") == 0
    assert register(county)[0]["state"] == "delivered"
    capsys.readouterr()
    assert run(county, "--list", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)["letters"]
    assert [(one["unit"], one["number"]) for one in told] == [
        ("", "唐教体函〔2022〕1号"), ("城郊乡", "唐城教劝〔2022〕1号"),
    ]  # fmt: skip
