"""Exchange sheets onto paper: what a real IPP printer receives of `print --changes --send`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.printroom.build import words_in
from tests.printroom.printer import a_printer, why_not
from tests.small_workspace import a_photo, a_workspace, build, run

on_paper = pytest.mark.skipif(bool(why_not()), reason=why_not())
NAME = "003-阿依古丽·买买提"
DAY = ("--today", "2022-05-01")


@on_paper
def test_only_the_exchange_sheets_reach_the_printer_and_only_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "ws")
    (root / "workspace.yaml").write_text("unit: 城郊乡中心学校\nduplex: true\n", "utf-8")
    build(root)
    run("print", root, "--case", "003", "--batch", "一", "--sides", "duplex", *DAY)
    run("filed", root, *DAY)
    (root / NAME / "残疾证.jpg").write_bytes(a_photo())
    run("build", root, "--no-read", "--case", "003", *DAY)
    folder = tmp_path / "printer"
    folder.mkdir()
    with a_printer(folder) as printer:
        words = ("--changes", "--case", "003", "--batch", "换", "--send", printer.name, *DAY)
        assert run("print", root, *words, "--sides", "simplex") == 1
        assert "档案是双面的" in capsys.readouterr().out
        assert printer.received == []

        assert run("print", root, *words, "--sides", "duplex") == 0
        assert run("print", root, *words, "--sides", "duplex") == 0

        assert "以前已经印完，没有重印" in capsys.readouterr().out
        (paper,) = printer.received
        assert "two-sided-long-edge" in printer.attributes
        pages = words_in(paper)
    assert len(pages) % 2 == 0
    assert "换页单" in pages[0]
    whole = words_in(root / "output" / NAME / f"{NAME}.pdf")
    assert 2 < len(pages) < len(whole) + 2
    assert run("filed", root, "--case", "003", *DAY) == 0


def test_a_batch_of_exchange_sheets_is_not_gone_on_with_as_one_of_boxes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = a_workspace(tmp_path / "ws")
    build(root)
    place = root / "output" / "打印" / "换页-2022-05-01"
    place.mkdir(parents=True)
    (place / f"换页-{NAME}.pdf").write_bytes(b"x")
    (place / "打印记录.json").write_text("[]", "utf-8")

    run("print", root, *DAY)

    assert (root / "output" / "打印" / "2022-05-01" / "盒001.pdf").is_file()
