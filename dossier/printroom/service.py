"""The system's print service: which printers there are, hand over a job, ask what became of it.

On Linux and macOS that is CUPS, through its own client programs; on Windows the shell's print service, which takes
a job and tells nothing of it afterwards.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from dossier.errors import ToolError
from dossier.model import Sides

_SECONDS = 60
_HOW_TO_GET = "请在系统设置里添加打印机；Linux 需要安装 cups-client。"


class JobState(StrEnum):
    """What became of a job."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """The service no longer knows the job, or never tells."""


@dataclass(frozen=True, slots=True)
class JobReport:
    """The state of a job, and what the printer says while it waits or why it failed."""

    state: JobState
    words: str = ""


class PrintService(Protocol):
    """What the print room needs of a system."""

    def printers(self) -> list[str]:
        """Names of the printers."""
        ...

    def submit(self, printer: str, pdf: Path, title: str, copies: int, sides: Sides) -> str:
        """Hand over a file; the job's id. Raises ToolError when the printer refuses."""
        ...

    def report(self, printer: str, job: str) -> JobReport:
        """What became of the job."""
        ...


def find_service() -> PrintService:
    """The print service of this system; raises ToolError where there is none."""
    if sys.platform == "win32":
        return WindowsService()
    if not all(shutil.which(program) for program in ("lp", "lpstat")):
        raise ToolError("这台电脑没有打印服务（CUPS 的 lp 和 lpstat）", hint=_HOW_TO_GET)
    return CupsService()


# ---------------------------------------------------------------------------- CUPS

_SIDES = {Sides.SIMPLEX: "one-sided", Sides.DUPLEX: "two-sided-long-edge", Sides.MANUAL: "one-sided"}
_ALERTS = {
    "job-canceled-by-user": "任务被取消",
    "job-canceled-at-device": "任务在打印机上被取消",
    "job-canceled-by-operator": "任务被取消",
    "aborted-by-system": "打印机没有接受这个任务",
    "document-format-error": "打印机读不懂这个文件",
    "media-empty": "打印机缺纸，加纸后会继续",
    "media-needed": "打印机缺纸，加纸后会继续",
    "media-jam": "打印机卡纸，清除后会继续",
    "toner-empty": "打印机没有墨粉",
    "marker-supply-empty": "打印机没有墨粉",
    "cover-open": "打印机盖子开着",
    "door-open": "打印机盖子开着",
    "offline": "打印机没有联机",
    "connecting-to-device": "正在连接打印机",
    "paused": "打印机被暂停，请在打印机设置里恢复",
}
_FAILED = ("job-canceled", "aborted-by-system", "document-format-error", "job-completed-with-errors")


class CupsService:
    """CUPS through `lp` and `lpstat`."""

    def printers(self) -> list[str]:
        """Names of the queues; a service that is not running has none."""
        code, out, _ = _run("lpstat", "-e")
        return [line.split()[0] for line in out.splitlines() if line.strip()] if code == 0 else []

    def submit(self, printer: str, pdf: Path, title: str, copies: int, sides: Sides) -> str:
        """Hand over a file with `lp`, copies collated, at its true size."""
        options = (f"sides={_SIDES[sides]}", "media=A4", "collate=true", "print-scaling=none")
        words = [part for option in options for part in ("-o", option)]
        code, out, err = _run("lp", "-d", printer, "-n", str(copies), "-t", title, *words, "--", str(pdf))
        found = re.search(r"request id is (\S+)", out)
        if code != 0 or found is None:
            raise ToolError(f"打印机「{printer}」不接受打印：{_refusal(err)}", hint=self._hint(printer))
        return found[1]

    def _hint(self, printer: str) -> str:
        names = self.printers()
        if printer in names:
            return "请检查打印机是否开机、联机、没有被停用，再运行一次，已经印完的不会重印。"
        return f"可用的打印机：{'、'.join(names)}。" if names else _HOW_TO_GET

    def report(self, printer: str, job: str) -> JobReport:
        """What `lpstat` says of the job: waiting with the printer's alerts, done, or failed and why."""
        waiting = _entry(_run("lpstat", "-l", "-W", "not-completed", "-o", printer)[1], job)
        if waiting is not None:
            alerts = f"{waiting} {_run('lpstat', '-l', '-p', printer)[1]}"
            return JobReport(JobState.WAITING, _words(alerts))
        ended = _entry(_run("lpstat", "-l", "-W", "completed", "-o", printer)[1], job)
        if ended is None:
            return JobReport(JobState.UNKNOWN)
        if any(alert in ended for alert in _FAILED):
            return JobReport(JobState.FAILED, _words(ended) or "任务没有印完")
        return JobReport(JobState.DONE)


def _entry(listing: str, job: str) -> str | None:
    """The lines of one job in what `lpstat -l` prints: a line that begins with its id, then indented ones."""
    lines = listing.splitlines()
    for at, line in enumerate(lines):
        if line.split()[:1] == [job]:
            more = (other for other in lines[at + 1 :])
            kept = []
            for other in more:
                if not other[:1].isspace():
                    break
                kept.append(other)
            return "\n".join([line, *kept])
    return None


def _words(alerts: str) -> str:
    return "；".join(dict.fromkeys(words for alert, words in _ALERTS.items() if alert in alerts))


def _refusal(err: str) -> str:
    if "does not exist" in err or "unknown" in err.lower() or "No such" in err:
        return "没有这台打印机"
    if "not accepting" in err:
        return "它停止了接收任务"
    return err.strip().splitlines()[-1] if err.strip() else "打印服务没有回答"


def _run(*command: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a client program, in the C locale so that its words can be read."""
    environment = {**os.environ, "LC_ALL": "C", "LANG": "C", "SOFTWARE": ""}
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=_SECONDS, check=False, env=environment, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolError(f"打印服务没有回答（{command[0]}）", hint="请检查打印服务是否在运行。") from error
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


# ---------------------------------------------------------------------------- Windows


class WindowsService:
    """The shell's print verb: the program that opens PDFs prints them; what becomes of a job is not told."""

    def printers(self) -> list[str]:
        """Names of the printers, as PowerShell lists them."""
        code, out, _ = _run(*_powershell("Get-Printer | Select-Object -ExpandProperty Name"))
        return [line.strip() for line in out.splitlines() if line.strip()] if code == 0 else []

    def submit(self, printer: str, pdf: Path, title: str, copies: int, sides: Sides) -> str:
        """Print with the `printto` verb, once a copy; duplex is what the printer's own settings say."""
        if printer not in self.printers():
            raise ToolError(f"没有打印机「{printer}」", hint=f"可用的打印机：{'、'.join(self.printers())}。")
        script = "Start-Process -FilePath $args[0] -Verb PrintTo -ArgumentList ('\"' + $args[1] + '\"') -Wait"
        for _ in range(copies):
            code, _, err = _run(*_powershell(f"& {{ {script} }} {_quoted(str(pdf))} {_quoted(printer)}"))
            if code != 0:
                raise ToolError(f"打印机「{printer}」不接受打印：{err.strip()}", hint="请先装好能打印 PDF 的软件。")
        return f"{printer}-{pdf.name}"

    def report(self, printer: str, job: str) -> JobReport:
        """Handed over is all that can be known."""
        return JobReport(JobState.DONE, "已交给系统，请看打印机")


def _powershell(script: str) -> Sequence[str]:
    return ("powershell", "-NoProfile", "-NonInteractive", "-Command", script)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
