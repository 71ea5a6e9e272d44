"""The archive package: PDF/A that another checker takes, its listing, its bag, and every flipped byte named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import bagit
import openpyxl
import pytest
from pypdf import PdfReader

from tests.small_workspace import a_photo, a_workspace, build, run

DAY = ("--today", "2022-03-18")
NAME = "003-阿依古丽·买买提"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = a_workspace(tmp_path / "ws")
    with (root / "workspace.yaml").open("a", encoding="utf-8") as stream:
        stream.write("fonds_number: Z109\n")
    build(root)
    return root


def rows(path: Path, sheet: str = "归档文件目录") -> list[dict[str, Any]]:
    book: Any = openpyxl.load_workbook(path)[sheet]
    heads, *lines = book.iter_rows(values_only=True)
    return [dict(zip(heads, line, strict=True)) for line in lines]


def test_the_package_is_a_valid_bag_of_pdf_a_dossiers_with_their_listing(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bag = tmp_path / "归档包"

    assert run("archive", root, bag, *DAY) == 0

    bagit.Bag(str(bag)).validate()
    data = bag / "data"
    assert {path.name for path in (data / "档案").iterdir()} == {"001-黄欣梓.pdf", f"{NAME}.pdf"}
    assert b"<pdfaid:part>2</pdfaid:part>" in (data / "档案" / f"{NAME}.pdf").read_bytes()
    told = rows(data / "归档文件目录.xlsx")
    assert list(told[0])[:9] == ["序号", "档号", "文号", "责任者", "题名", "日期", "密级", "页数", "备注"]
    assert told[0]["档号"].startswith("Z109-KB·2022-Y-A-")
    assert {row["保管期限"] for row in told} == {"永久", "30年"}
    assert (data / "检测报告.pdf").is_file()
    assert not (root / "导出记录.jsonl").exists()
    assert run("verify", bag) == 0


def test_evidence_goes_along_when_asked_and_is_written_down(root: Path, tmp_path: Path) -> None:
    assert run("archive", root, tmp_path / "包", "--evidence", "--by", "钱文博", *DAY) == 0

    copied = tmp_path / "包" / "data" / "原件" / NAME / "学籍卡.pdf"
    assert copied.read_bytes() == (root / NAME / "学籍卡.pdf").read_bytes()
    line = json.loads((root / "导出记录.jsonl").read_text("utf-8"))
    assert (line["who"], line["what"]) == ("钱文博", "archive --evidence")


@pytest.mark.parametrize("harm", ["flip", "lose", "add"])
def test_each_changed_missing_or_extra_file_is_named(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], harm: str
) -> None:
    bag = tmp_path / "包"
    run("archive", root, bag, *DAY)
    pdf = bag / "data" / "档案" / f"{NAME}.pdf"
    if harm == "flip":
        data = bytearray(pdf.read_bytes())
        data[len(data) // 2] ^= 1
        pdf.write_bytes(bytes(data))
    elif harm == "lose":
        pdf.unlink()
    else:
        (pdf.parent / "多的.txt").write_text("x", "utf-8")
    capsys.readouterr()

    assert run("verify", bag) == 1
    said = capsys.readouterr().out
    words = {"flip": f"{NAME}.pdf 被改动", "lose": f"{NAME}.pdf 不见了", "add": "多的.txt 是打包以后多出来的"}
    assert words[harm] in said


def test_a_dossier_that_is_no_longer_true_is_left_out_by_name(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / NAME / "残疾证.jpg").write_bytes(a_photo())

    assert run("archive", root, tmp_path / "包", *DAY) == 1
    assert "没有收进归档包：003" in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "包" / "data" / "档案").iterdir()} == {"001-黄欣梓.pdf"}


def test_a_package_never_goes_over_another_or_among_the_evidence(root: Path, tmp_path: Path) -> None:
    (tmp_path / "有" / "东西").mkdir(parents=True)
    assert run("archive", root, tmp_path / "有", *DAY) == 0
    assert (tmp_path / "有" / "归档-2022-03-18" / "bagit.txt").is_file()
    assert run("archive", root, tmp_path / "有", *DAY) == 2
    assert run("archive", root, root / NAME, *DAY) == 2
    assert list((root / NAME).iterdir()) != []


def test_the_code_on_the_slip_is_the_one_on_the_closing_sheet(root: Path, tmp_path: Path) -> None:
    assert run("verify", root / "output", "--output", tmp_path / "校验单.html") == 0
    assert run("verify", root / "output", "--output", tmp_path / "校验单.pdf") == 0

    page = "".join((tmp_path / "校验单.html").read_text("utf-8").split())
    closing = "".join(PdfReader(root / "output" / NAME / f"{NAME}.pdf").pages[-1].extract_text().split())
    code = closing.partition("材料校验码：")[2][:8]
    assert f"<td>{code}</td>" in page
    assert len(PdfReader(tmp_path / "校验单.pdf").pages) == 1
    assert run("verify", root / "output", "--output", tmp_path / "单.txt") == 2


def test_a_photographs_caption_is_told_column_by_column(root: Path, tmp_path: Path) -> None:
    (root / NAME / "case.yaml").write_text(
        "files:\n  送教照片_20220310.jpg: {type: home-teaching-photo}\n", encoding="utf-8"
    )
    (root / NAME / "送教照片_20220310.jpg").write_bytes(a_photo(size=(1200, 900)))
    build(root)

    run("archive", root, tmp_path / "包", *DAY)

    (photo,) = rows(tmp_path / "包" / "data" / "归档文件目录.xlsx", "照片说明")
    assert photo["题名"] == "送教上门"
    assert (photo["时间"], photo["地点"]) == ("2022年3月10日", None)
    assert photo["人物"] == "阿依古丽·买买提"
