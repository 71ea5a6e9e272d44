"""The next term's workspace: open cases with papers, letters and months."""

from __future__ import annotations

from pathlib import Path

import pytest

import cli
from tests.ledger.build import a_workspace, an_id, counts, month_of, row_of, run

ROWS = (
    f"1,黄欣梓,{an_id('20090305', 1)},K,一初中,七年级,,脱贫户,,2022-01-20,,,,",
    f"2,李涵欣,{an_id('20100305', 2)},J,一小,六年级,,,,2022-02-20,已复学,2022-03-10,,",
    f"7,吴越,{an_id('20110305', 3)},C,一小,五年级,,,,,,,,",
)


def carry(root: Path, new: Path, today: str = "2022-07-20") -> int:
    return cli.run(["next-term", str(root), str(new), "--today", today, "--no-read"])


def test_open_cases_letters_and_months_go_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, new = a_workspace(tmp_path / "2022春", *ROWS), tmp_path / "2022秋"
    (root / "001-黄欣梓" / "劝返记录.txt").write_text("记录", "utf-8")
    words = ["--date", "2022-03-13", "--today", "2022-03-13", "--no-read"]
    assert cli.run(["letter", str(root), "return-notice", "--case", "001", "--to", "黄建国", *words]) == 0
    assert run(root, "month", "--month", "2022-08", "--close", "--by", "赵", today="2022-08-31") == 0
    before = {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    assert carry(root, new, "2022-08-31") == 0

    assert "7 号" not in capsys.readouterr().out
    told = month_of(new, "2022-09", capsys, today="2022-09-30")
    assert [child["id"] for child in told["total"]["children"]] == ["001", "007"]
    assert counts(row_of(told["total"])) == (1, 0, 0, 0, 1)
    assert "term: 2022年秋季学期" in (new / "workspace.yaml").read_text("utf-8")
    assert (new / "文书登记.yaml").read_bytes() == (root / "文书登记.yaml").read_bytes()
    assert (new / "001-黄欣梓" / "劝返记录.txt").read_text("utf-8") == "记录"
    assert not (new / "002-李涵欣").exists()
    cache = {path for path in before if path.parts[0] == ".dossier"}
    assert {path: (root / path).read_bytes() for path in before if path not in cache} == {
        path: data for path, data in before.items() if path not in cache
    }


def test_who_stays_is_told_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert carry(a_workspace(tmp_path / "2022春", *ROWS), tmp_path / "2022秋") == 0

    told = capsys.readouterr()
    assert "002 李涵欣" in told.err
    assert "从 8 号往后编" in told.err
    assert "001 黄欣梓" in told.out


def test_a_folder_with_something_in_it_is_not_touched(tmp_path: Path) -> None:
    root, new = a_workspace(tmp_path / "2022春", *ROWS), tmp_path / "2022秋"
    new.mkdir()
    (new / "x.txt").write_text("x")

    assert carry(root, new) == 2
    assert carry(root, root / "里面") == 2
    assert [path.name for path in new.iterdir()] == ["x.txt"]
