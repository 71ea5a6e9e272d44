"""Sending: in order, each file once, and plain words when the printer will not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dossier.errors import ToolError, WorkspaceError
from dossier.model import Sides
from dossier.printroom.journal import FILE, Journal, unfinished_batch
from dossier.printroom.sending import Desk, ToPrint, send
from dossier.printroom.service import JobReport, JobState


@dataclass
class FakePrinter:
    """A print service that fails as it is told."""

    reports: dict[str, list[JobReport]] = field(default_factory=dict)
    refuses: str = ""
    submitted: list[str] = field(default_factory=list)

    def printers(self) -> list[str]:
        return ["hp"]

    def submit(self, printer: str, pdf: Path, title: str, copies: int, sides: Sides) -> str:
        if self.refuses:
            raise ToolError(self.refuses)
        self.submitted.append(pdf.name)
        return f"job-{pdf.stem}-{len(self.submitted)}"

    def report(self, printer: str, job: str) -> JobReport:
        waiting = self.reports.get(job.rsplit("-", 1)[0].removeprefix("job-"), [])
        return waiting.pop(0) if waiting else JobReport(JobState.DONE)


def a_desk(folder: Path, service: FakePrinter, **more: object) -> Desk:
    ticks = iter(range(10_000))
    given: dict[str, object] = {
        "printer": "hp", "copies": 1, "sides": Sides.SIMPLEX, "journal": Journal(folder), "ready": lambda words: True,
        "tell": lambda words: None, "sleep": lambda seconds: None, "clock": lambda: float(next(ticks)),
    }  # fmt: skip
    return Desk(service=service, **(given | more))  # type: ignore[arg-type]


def files(folder: Path, *names: str) -> list[ToPrint]:
    for name in names:
        (folder / f"{name}.pdf").write_bytes(name.encode())
    return [ToPrint(file=folder / f"{name}.pdf", title=name) for name in names]


def test_files_go_in_order_and_a_second_run_prints_nothing_again(tmp_path: Path) -> None:
    service = FakePrinter()
    both = files(tmp_path, "盒001", "盒002")

    first = [sent.words for sent in send(both, a_desk(tmp_path, service))]
    second = [sent.words for sent in send(both, a_desk(tmp_path, service))]

    assert service.submitted == ["盒001.pdf", "盒002.pdf"]
    assert first == ["印完", "印完"]
    assert all("没有重印" in words for words in second)


def test_a_cancelled_job_stops_the_run_and_is_printed_again_next_time(tmp_path: Path) -> None:
    service = FakePrinter(reports={"盒001": [JobReport(JobState.FAILED, "任务被取消")]})
    both = files(tmp_path, "盒001", "盒002")

    with pytest.raises(ToolError, match="任务被取消"):
        list(send(both, a_desk(tmp_path, service)))
    assert service.submitted == ["盒001.pdf"]

    list(send(both, a_desk(tmp_path, service)))
    assert service.submitted == ["盒001.pdf", "盒001.pdf", "盒002.pdf"]


def test_paper_out_is_said_once_and_waited_for(tmp_path: Path) -> None:
    empty = JobReport(JobState.WAITING, "打印机缺纸，加纸后会继续")
    service = FakePrinter(reports={"盒001": [empty, empty, empty]})
    told: list[str] = []

    sent = list(send(files(tmp_path, "盒001"), a_desk(tmp_path, service, tell=told.append)))

    assert told == ["盒001：打印机缺纸，加纸后会继续"]
    assert sent[0].words == "印完"


def test_a_printer_that_stands_still_too_long_ends_the_run_but_the_job_is_not_sent_twice(tmp_path: Path) -> None:
    stuck = [JobReport(JobState.WAITING, "打印机没有联机")] * 50
    service = FakePrinter(reports={"盒001": stuck})
    one = files(tmp_path, "盒001")

    with pytest.raises(ToolError, match="没有联机"):
        list(send(one, a_desk(tmp_path, service, patience=10.0)))
    stuck.clear()
    list(send(one, a_desk(tmp_path, service)))

    assert service.submitted == ["盒001.pdf"]


def test_a_refusal_is_told_and_nothing_is_noted(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="停止了接收"):
        list(send(files(tmp_path, "盒001"), a_desk(tmp_path, FakePrinter(refuses="它停止了接收任务"))))

    assert not (tmp_path / FILE).exists()


def test_a_job_that_the_service_forgot_is_not_sent_again_blindly(tmp_path: Path) -> None:
    service = FakePrinter(reports={"盒001": [JobReport(JobState.UNKNOWN)]})

    with pytest.raises(ToolError, match="查不到"):
        list(send(files(tmp_path, "盒001"), a_desk(tmp_path, service)))
    assert json.loads((tmp_path / FILE).read_text("utf-8"))[0]["state"] == "sent"


def test_a_box_made_anew_is_printed_anew(tmp_path: Path) -> None:
    service = FakePrinter()
    list(send(files(tmp_path, "盒001"), a_desk(tmp_path, service)))
    (tmp_path / "盒001.pdf").write_bytes(b"other pages")

    list(send([ToPrint(file=tmp_path / "盒001.pdf", title="盒001")], a_desk(tmp_path, service)))

    assert len(service.submitted) == 2


@pytest.mark.parametrize(("ready", "printed"), [(lambda words: True, 2), (lambda words: False, 1)])
def test_the_second_run_waits_until_the_stack_is_turned(
    tmp_path: Path, ready: Callable[[str], bool], printed: int
) -> None:
    service = FakePrinter()
    fronts, backs = files(tmp_path, "盒001-正面", "盒001-反面")
    backs = ToPrint(file=backs.file, title=backs.title, pause="请翻面")

    sent = list(send([fronts, backs], a_desk(tmp_path, service, ready=ready)))

    assert len(service.submitted) == printed
    assert ("请翻面" in sent[-1].words) is (printed == 1)
    assert sent[-1].is_printed is (printed == 2)


def test_an_unfinished_batch_is_gone_on_with(tmp_path: Path) -> None:
    batch = tmp_path / "2022-03-18"
    batch.mkdir()
    both = files(batch, "盒001", "盒002")
    assert unfinished_batch(tmp_path) is None

    list(send(both[:1], a_desk(batch, FakePrinter())))
    assert unfinished_batch(tmp_path) == "2022-03-18"
    list(send(both, a_desk(batch, FakePrinter())))
    assert unfinished_batch(tmp_path) is None


def test_a_torn_journal_is_named_not_ignored(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[{"file": "盒0', "utf-8")

    with pytest.raises(WorkspaceError, match="打印记录读不懂"):
        Journal(tmp_path)
