"""附件2 as Word, PDF and Excel."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from dossier.files.data import templates_folder
from dossier.forms import dump
from tests.ledger.build import a_workspace, an_id, month_of, row_of, run

ROWS = (
    f"1,黄欣梓,{an_id('20090305', 1)},K,一初中,七年级,,脱贫户,,2022-01-20,,,,",
    f"2,李涵欣,{an_id('20100305', 2)},J,一小,六年级,,,,2022-03-03,,2022-03-10,,",
    f"3,王小虎,{an_id('20110305', 3)},C,五小,五年级,湖阳镇中心学校,,,,,,,",
)
BASE = {"适龄儿童少年数": 100, "学籍在籍人数": 90, "实际在校人数": 85, "长期请假人数": 1, "学年初在校学生数": 80}


def filled_base(root: Path, **changes: int) -> None:
    """月报/基数.xlsx as an office fills it in."""
    book = load_workbook(root / "月报" / "基数.xlsx")
    page = book.active
    heads = {page.cell(2, column).value: column for column in range(1, page.max_column + 1)}
    for row in range(3, page.max_row + 1):
        for title, number in {**BASE, **changes}.items():
            page.cell(row, heads[title], number)
    book.save(root / "月报" / "基数.xlsx")


def test_numbers_that_an_office_types_are_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS)
    month_of(root, "2022-03", capsys)
    filled_base(root)

    told = month_of(root, "2022-03", capsys)

    values = row_of(told["total"], "初中")
    assert (values["school_age"], values["absent"], values["long_leave"], values["rate"]) == (200, 10, 2, 0.63)
    assert row_of(told["total"])["enrolled"] == 360
    assert not [one for one in told["findings"] if one["rule"] == "annex-empty"]


def test_numbers_that_do_not_add_up_name_the_children(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS)
    month_of(root, "2022-03", capsys)
    filled_base(root, 学籍在籍人数=85, 长期请假人数=0)

    told = month_of(root, "2022-03", capsys, code=1)

    wrong = [one["message"] for one in told["findings"] if one["rule"] == "count-mismatch"]
    assert any("湖阳镇" in one and "003 王小虎" in one for one in wrong)
    assert any("初中" in one and "001 黄欣梓" in one for one in wrong)


def test_more_pupils_at_school_than_enrolled_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS)
    month_of(root, "2022-03", capsys)
    filled_base(root, 实际在校人数=91)

    told = month_of(root, "2022-03", capsys, code=1)

    assert any("比在籍人数多 1 人" in one["message"] for one in told["findings"])


def test_the_form_says_what_the_json_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS)
    told = month_of(root, "2022-03", capsys, today="2022-03-31")
    out = tmp_path / "月报.docx"

    assert run(root, "month", "--month", "2022-03", "--format", "docx", "--output", str(out)) == 0

    document = Document(str(out))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "2022年春季学期控辍保学月报表（三月）" in texts
    assert any("单位名称（盖章）" in text and "填报日期：2022年3月31日" in text for text in texts)
    numbers = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    total = next(row for row in numbers if row[:2] == ["全部合计", "合计"])
    values = row_of(told["total"])
    assert total[2:] == ["" if value is None else str(value) for value in values.values()]
    names = [row.cells[4].text for row in document.tables[2].rows]
    assert names == ["姓名", "黄欣梓", "李涵欣"]


def test_the_pdf_is_the_form(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS[:2])
    out = tmp_path / "月报.pdf"

    assert run(root, "month", "--month", "2022-03", "--format", "pdf", "--output", str(out)) == 0

    text = "".join(page.extract_text() for page in PdfReader(out).pages)
    assert "控辍保学月报表" in text
    assert "黄欣梓" in text
    assert len(PdfReader(out).pages) == 1


def test_the_workbook_computes_what_it_shows(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "乡", *ROWS)
    assert run(root, "month", "--month", "2022-03") == 0
    filled_base(root)
    out = tmp_path / "月报.xlsx"
    assert run(root, "month", "--month", "2022-03", "--format", "xlsx", "--output", str(out)) == 0

    kept = load_workbook(out, data_only=True)["月报表"]
    formulas = load_workbook(out)["月报表"]
    cells = [cell for row in formulas.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert len(cells) > 30
    recomputed = recalculated(out, tmp_path)
    for cell in cells:
        assert recomputed[cell.coordinate].value == kept[cell.coordinate].value, cell.coordinate


def recalculated(path: Path, folder: Path) -> object:
    """The sheet as LibreOffice computes it anew: the kept values are thrown away first."""
    bare = folder / "bare.xlsx"
    book = load_workbook(path)
    book.save(bare)
    soffice = shutil.which("soffice")
    assert soffice
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder / "lo"),
    ]
    subprocess.run([*words, str(bare)], check=True, capture_output=True, timeout=120)
    return load_workbook(folder / "lo" / "bare.xlsx", data_only=True)["月报表"]


def test_a_month_without_dropouts_is_reported_too(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "乡", ROWS[2])
    out = tmp_path / "月报.docx"

    assert run(root, "month", "--month", "2022-03", "--format", "docx", "--output", str(out)) == 0

    assert "本月没有辍学学生（零报告）。" in [paragraph.text for paragraph in Document(str(out)).paragraphs]


def test_the_template_has_a_readable_dump() -> None:
    template = templates_folder() / "附件2.docx"

    assert template.with_name("附件2.docx.txt").read_text("utf-8") == dump(template.read_bytes())
