"""附件1 alone: printed, stamped, scanned back, and then the first item of the dossier."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.small_workspace import a_workspace, build, run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return a_workspace(tmp_path / "ws")


def annexes(root: Path, *more: object) -> Path:
    assert run("build", root, "--only", "annex", "--no-read", "--today", "2022-03-18", *more) == 0
    return root / "output" / "附件1"


def test_a_batch_of_forms_is_made_whatever_the_cases_still_lack(root: Path) -> None:
    folder = annexes(root)

    every = PdfReader(folder / "全部附件1.pdf")
    assert len(every.pages) == 3
    assert "黄欣梓" in every.pages[0].extract_text()
    assert (folder / "002-李涵欣.docx").is_file()
    assert not (root / "output" / "001-黄欣梓").exists()


def test_the_same_input_gives_the_same_forms(root: Path) -> None:
    first = {path.name: path.read_bytes() for path in annexes(root).iterdir()}

    assert {path.name: path.read_bytes() for path in annexes(root).iterdir()} == first


def test_the_stamped_scan_comes_home_as_item_1(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    form = annexes(root, "--case", "001") / "001-黄欣梓.pdf"
    (root / "001-黄欣梓" / "附件1辍学学生登记表盖章.pdf").write_bytes(form.read_bytes())
    build(root, "--case", "001")

    manifest = json.loads((root / "output" / "001-黄欣梓" / "manifest.json").read_text("utf-8"))
    (row,) = [row for row in manifest["plan"] if row["part"] == "annex-1"]
    assert (row["item"], row["type"], row["path"]) == (1, "registration-form", "附件1辍学学生登记表盖章.pdf")
    assert row["source_pages"] == [1]
    assert run("verify", root / "output" / "001-黄欣梓") == 0
    capsys.readouterr()
    annexes(root)
    assert "001 黄欣梓：没有做。盖章的扫描件已经在文件夹里" in capsys.readouterr().out


def test_scan_and_form_may_both_be_kept(root: Path) -> None:
    form = annexes(root, "--case", "001") / "001-黄欣梓.pdf"
    (root / "001-黄欣梓" / "附件1辍学学生登记表盖章.pdf").write_bytes(form.read_bytes())
    settings = root / "workspace.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}annex: keep\n", "utf-8")
    build(root, "--case", "001")

    manifest = json.loads((root / "output" / "001-黄欣梓" / "manifest.json").read_text("utf-8"))
    rows = [(row["item"], row.get("path")) for row in manifest["plan"] if row["part"] == "annex-1"]
    assert rows == [(1, "附件1辍学学生登记表盖章.pdf"), (1, None)]
