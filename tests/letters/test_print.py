"""Letters printed in the order of the register."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

import cli
from tests.letters.build import TODAY, a_workspace, issued, run


def test_letters_that_are_not_void_print_in_the_order_of_the_register(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001", "--case", "002")
    issued(root, "liaison-letter", "--case", "003")
    run(root, "--void", "唐城教劝〔2022〕2号", "--reason", "写错")
    shutil.rmtree(root / "output")

    assert cli.run(["print", str(root), "--letters", "--today", TODAY]) == 0

    pages = PdfReader(root / "output" / "文书" / f"打印-{TODAY}.pdf").pages
    texts = [page.extract_text().replace(" ", "") for page in pages]
    assert ["〔2022〕1号" in text for text in texts] == [True, True, False, False]
    assert ["〔2022〕3号" in text for text in texts] == [False, False, True, True]


def test_a_letter_of_a_child_whom_the_roster_knows_otherwise_is_left_out_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001", "--case", "002")
    roster = (root / "名册.csv").read_text("utf-8-sig").replace("李涵欣", "李含心")
    (root / "名册.csv").write_text(roster, "utf-8-sig")
    (root / "002-李涵欣").rename(root / "002-李含心")

    assert cli.run(["print", str(root), "--letters", "--today", TODAY]) == 1
    assert "对不上" in capsys.readouterr().out
