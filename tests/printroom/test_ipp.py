"""Onto paper: what a real IPP printer receives, page by page."""

from __future__ import annotations

import subprocess
import threading
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

import cli
from dossier.errors import ToolError
from dossier.model import PrintSettings, Sides
from dossier.printroom import Prints
from dossier.printroom.journal import Journal
from dossier.printroom.sending import Desk, Sent, send
from dossier.printroom.service import CupsService, JobState, find_service
from tests.letters.build import TODAY, a_workspace, issued
from tests.printroom.build import a_dossier, prints_of, words_in
from tests.printroom.printer import Printer, a_printer, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not())


@pytest.fixture
def printer(tmp_path: Path):
    folder = tmp_path / "printer"
    folder.mkdir()
    with a_printer(folder) as made:
        yield made


def to_paper(made: Prints, printer: Printer, **more: object) -> list[Sent]:
    told = more.pop("tell", lambda words: None)
    desk = Desk(
        service=find_service(), printer=printer.name, copies=1, sides=made.prints.settings.sides,
        journal=Journal(made.folder), ready=lambda words: True, tell=told, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return list(send(made.to_print, desk))


@pytest.mark.parametrize("sides", [Sides.SIMPLEX, Sides.DUPLEX, Sides.MANUAL])
def test_sixty_dossiers_come_out_in_filing_order(tmp_path: Path, printer: Printer, sides: Sides) -> None:
    for number in range(1, 61):
        a_dossier(tmp_path / "out", number, pages=4 + number % 3, duplex=sides is not Sides.SIMPLEX)
    made = prints_of(tmp_path / "out", PrintSettings(sides=sides, separator=False, box_sheets=150))

    sent = to_paper(made, printer)

    assert {one.words for one in sent} == {"印完"}
    pages = [words_in(path) for path in printer.received]
    assert len(pages) == len(made.to_print) > 1
    if sides is Sides.MANUAL:
        pages = [bound(fronts, backs) for fronts, backs in zip(pages[::2], pages[1::2], strict=True)]
    expected = [f"{number:03d}/{page}" for number in range(1, 61) for page in range(1, 5 + number % 3)]
    assert [word for box in pages for word in box if word] == expected


def bound(fronts: list[str], backs: list[str]) -> list[str]:
    """The pages of the stack, as they lie when the back sides were printed on the turned stack."""
    return [word for sheet in zip(fronts, backs[::-1], strict=True) for word in sheet]


def test_paper_out_is_told_and_the_job_goes_on_when_there_is_paper(tmp_path: Path, printer: Printer) -> None:
    a_dossier(tmp_path / "out", 1)
    made = prints_of(tmp_path / "out")
    printer.take_paper()
    told: list[str] = []

    def refill(words: str) -> None:
        told.append(words)
        printer.give_paper()

    late = threading.Timer(20, lambda: (printer.folder / "no-paper").unlink(missing_ok=True))
    late.start()
    to_paper(made, printer, tell=refill)
    late.cancel()

    assert any("缺纸" in words for words in told)
    assert len(printer.received) == 1


def test_a_cancelled_job_is_named_and_only_it_is_printed_again(tmp_path: Path, printer: Printer) -> None:
    for number in (1, 2):
        a_dossier(tmp_path / "out", number)
    made = prints_of(tmp_path / "out", PrintSettings(box_sheets=6))
    assert len(made.to_print) == 2
    printer.take_paper()

    def cancel_soon() -> None:
        time.sleep(2)
        subprocess.run(["cancel", "-a", printer.name], check=False)
        time.sleep(1)
        (printer.folder / "no-paper").unlink(missing_ok=True)

    threading.Thread(target=cancel_soon).start()
    with pytest.raises(ToolError, match="第 1 盒"):
        to_paper(made, printer)
    before = len(printer.received)
    sent = to_paper(made, printer)

    assert [one.words for one in sent] == ["印完", "印完"]
    assert len(printer.received) - before in (2, 3)  # the cancelled job may still come out of the machine
    assert all("没有重印" in one.words for one in to_paper(made, printer))


def test_an_unknown_printer_is_named_with_those_that_are_there(tmp_path: Path, printer: Printer) -> None:
    a_dossier(tmp_path / "out", 1)
    made = prints_of(tmp_path / "out")

    with pytest.raises(ToolError, match="没有这台打印机") as caught:
        to_paper(made, Printer("nowhere", tmp_path))
    assert printer.name in caught.value.hint


def test_a_queue_that_takes_no_jobs_refuses_in_words(tmp_path: Path, printer: Printer) -> None:
    a_dossier(tmp_path / "out", 1)
    made = prints_of(tmp_path / "out")
    subprocess.run(["cupsreject", printer.name], check=True)

    with pytest.raises(ToolError, match="停止了接收"):
        to_paper(made, printer)


def test_copies_and_sides_reach_the_printer(tmp_path: Path, printer: Printer) -> None:
    a_dossier(tmp_path / "out", 1, duplex=True)
    made = prints_of(tmp_path / "out", PrintSettings(sides=Sides.DUPLEX))
    service = CupsService()

    job = service.submit(printer.name, made.to_print[0].file, "第 1 盒", 3, Sides.DUPLEX)
    end = time.monotonic() + 60
    while service.report(printer.name, job).state is JobState.WAITING and time.monotonic() < end:
        time.sleep(0.3)

    assert service.report(printer.name, job).state is JobState.DONE
    assert printer.name in service.printers()
    assert "IPP_COPIES=3" in printer.attributes
    assert "IPP_SIDES=two-sided-long-edge" in printer.attributes


def test_letters_come_out_in_the_order_of_the_register(tmp_path: Path, printer: Printer) -> None:
    root = a_workspace(tmp_path / "w")
    issued(root, "return-notice", "--case", "001", "--case", "002")

    assert cli.run(["print", str(root), "--letters", "--send", printer.name, "--today", TODAY]) == 0

    (received,) = printer.received
    texts = [page.extract_text().replace(" ", "") for page in PdfReader(received).pages]
    assert [n for text in texts for n in (1, 2) if f"〔2022〕{n}号" in text] == [1, 1, 2, 2]
