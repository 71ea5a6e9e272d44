"""What leaves the office: no whole number and no name in any byte, and a line for every export."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from pypdf import PdfReader

from tests.small_workspace import BOY, a_workspace, build, run

DAY = ("--today", "2022-03-18")
SECRETS = (BOY, "411328201109189996", "黄欣梓", "阿依古丽", "买买提")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = a_workspace(tmp_path / "ws")
    build(root)
    return root


def every_text(folder: Path) -> str:
    """All names, and all text of all files, unpacked."""
    told = []
    for path in sorted(folder.rglob("*")):
        told.append(path.name)
        if path.suffix == ".pdf":
            reader = PdfReader(path)
            told += [page.extract_text() for page in reader.pages]
            told += [str(reader.metadata), path.read_bytes().decode("latin-1")]
        elif path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as book:
                told += [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
        elif path.is_file():
            told.append(path.read_text("utf-8"))
    return "\n".join(told)


@pytest.mark.parametrize("mask", ["internal", "public"])
def test_no_name_and_no_number_is_left_in_any_byte(root: Path, tmp_path: Path, mask: str) -> None:
    out = tmp_path / "出"

    assert run("export", root, out, "--mask", mask, "--no-read", *DAY) == 0

    text = every_text(out)
    assert [secret for secret in SECRETS if secret in text] == []
    sheet: Any = openpyxl.load_workbook(out / "名单.xlsx").active
    (row,) = [row for row in sheet.iter_rows(values_only=True) if row[0] == "001"]
    wanted = {"internal": ("黄*梓", "411328********9995"), "public": ("黄**", "411328************")}[mask]
    assert row[1:3] == wanted
    line = json.loads((root / "导出记录.jsonl").read_text("utf-8"))
    assert (line["mask"], line["cases"]) == (mask, ["001", "003"])


def test_outside_nothing_private_stands_in_a_dossier_and_no_page_of_the_evidence(root: Path, tmp_path: Path) -> None:
    roster = (root / "名册.csv").read_text("utf-8-sig").splitlines()
    more = (",健康情况,家庭情况简述,户籍所在地", ",肢体残疾,父亲服刑祖母抚养,唐河县城郊乡王岗村三组", ",,,", ",,,")
    (root / "名册.csv").write_text("\n".join(map("".join, zip(roster, more, strict=True))), "utf-8-sig")
    build(root)

    assert run("export", root, tmp_path / "出", "--mask", "public", "--no-read", *DAY) == 0

    text = every_text(tmp_path / "出")
    assert [word for word in ("肢体残疾", "服刑", "王岗村三组") if word in text] == []
    assert "唐河县城郊乡***" in text
    pages = [page.extract_text() for page in PdfReader(tmp_path / "出" / "001.pdf").pages]
    assert len(pages) == 4
    assert "2012年3月5日" not in "".join("".join(pages).split())


def test_files_and_folders_that_name_somebody_unknown_are_not_told(root: Path, tmp_path: Path) -> None:
    (root / "003-阿依古丽·买买提" / "赵小虎的说明.docx").write_bytes(
        (root / "003-阿依古丽·买买提" / "家长说明.docx").read_bytes()
    )
    (root / "009-钱小豹").mkdir()
    (root / "009-钱小豹" / "孙小鹿.jpg").write_bytes(b"x")
    build(root)

    run("export", root, tmp_path / "出", "--mask", "internal", "--no-read", *DAY)

    text = every_text(tmp_path / "出")
    assert [name for name in ("赵小虎", "钱小豹", "孙小鹿") if name in text] == []


def test_a_page_that_was_not_read_is_left_out_and_named(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("export", root, tmp_path / "出", "--mask", "internal", "--no-read", *DAY)

    assert "003 第2页（第2件）没有导出：没有看图识字" in capsys.readouterr().out
    assert "没有看图识字" in (tmp_path / "出" / "没有导出的页.txt").read_text("utf-8")


def test_a_password_from_a_file_encrypts_with_aes_256(root: Path, tmp_path: Path) -> None:
    (tmp_path / "密码.txt").write_text("乡镇2022\n", "utf-8")
    out = tmp_path / "出"

    assert run("export", root, out, "--mask", "public", "--password-file", tmp_path / "密码.txt", *DAY) == 0

    for pdf in out.glob("*.pdf"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(pdf)
        with pikepdf.open(pdf, password="乡镇2022") as opened:
            assert (opened.encryption.R, opened.encryption.bits) == (6, 256)
    assert {path.name for path in out.iterdir()} == {"001.pdf", "003.pdf", "名单.pdf", "核查报告.pdf"}


def test_no_mask_asks_for_a_reason_and_writes_it_down(root: Path, tmp_path: Path) -> None:
    assert run("export", root, tmp_path / "出", "--mask", "none", *DAY) == 2
    assert not (tmp_path / "出").exists()
    assert not (root / "导出记录.jsonl").exists()

    words = ("--reason", "检察院调取", "--by", "钱文博")
    assert run("export", root, tmp_path / "出", "--mask", "none", *words, *DAY) == 0

    line = json.loads((root / "导出记录.jsonl").read_text("utf-8"))
    assert (line["who"], line["reason"], line["mask"]) == ("钱文博", "检察院调取", "none")
    assert (tmp_path / "出" / "001-黄欣梓" / "001-黄欣梓.pdf").is_file()
