"""Outside programs: LibreOffice. Is it here, which version, and how to run it so that it can do no harm.

It is never needed: it serves old Word files and forms that our own typesetter refuses.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dossier.errors import ToolError

_HOW_TO_GET = "可从 https://zh-cn.libreoffice.org 免费安装；不想安装时，请用 WPS 或 Word 把文件输出为 PDF。"
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)
_OLDEST = (6, 0)
_BATCH = 24
_LOOK_SECONDS = 0.25
"""How often it is looked whether a running conversion has made something."""

# No macros, no links followed or updated, nothing fetched, no dialogs: the files are not ours.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableActiveContent"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse">
<value>true</value></prop></item>
</oor:items>
"""


@lru_cache(maxsize=4)
def _stamp(program: str) -> str:
    try:
        found = Path(program).resolve().stat()
    except OSError:
        return "-"
    return f"{found.st_size:x}.{found.st_mtime_ns:x}"


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of one file: its PDF, or None; `hung` where the program was stopped at it."""

    pdf: bytes | None = None
    hung: bool = False


@dataclass(frozen=True, slots=True)
class Office:
    """A LibreOffice that is here. Finding it runs nothing; asking its version does."""

    program: str
    seconds: float = 60
    """So long the program may give nothing before it is called hung."""

    @property
    def version(self) -> str:
        """Such as 7.4.7.2; '' when it does not answer or is too old to be of use."""
        return _version(self.program)

    @property
    def stamp(self) -> str:
        """Changes when another LibreOffice is installed in its place; asked of the disk once a run."""
        return _stamp(self.program)

    def to_pdf(self, data: bytes, suffix: str) -> bytes:
        """One file (its bytes and its extension) as PDF. Raises `ToolError`."""
        made = self.to_pdfs([(data, suffix)])[0]
        if made is None:
            raise ToolError("LibreOffice 没有把文件转换成 PDF", hint="请用 WPS 或 Word 把它输出为 PDF 后再试。")
        return made

    def to_pdfs(self, files: Sequence[tuple[bytes, str]]) -> list[bytes | None]:
        """Several files at once, which is several times faster; None for each that it cannot convert."""
        return [made.pdf for made in self.convert(files)]

    def convert(self, files: Sequence[tuple[bytes, str]]) -> list[Converted]:
        """As `to_pdfs`, and whether the program hung.

        A file that brings the program down does not take the others with it; one that hangs costs one limit and is
        not tried again.
        """
        made: list[Converted] = []
        for start in range(0, len(files), _BATCH):
            made += self._convert(files[start : start + _BATCH])
        return made

    def _convert(self, files: Sequence[tuple[bytes, str]]) -> list[Converted]:
        with tempfile.TemporaryDirectory(prefix="dossier-office-", ignore_cleanup_errors=True) as name:
            pdfs, is_hung = self._one_run(files, Path(name))
        made = [Converted(pdf) for pdf in pdfs]
        open_ = [index for index, pdf in enumerate(pdfs) if pdf is None]
        if is_hung and open_:  # it takes them in their order: the first without a result is the one
            made[open_[0]] = Converted(hung=True)
            del open_[0]
            if open_:
                again = self._convert([files[index] for index in open_])
                for index, one in zip(open_, again, strict=True):
                    made[index] = one
            return made
        for index in open_ if len(files) > 1 else ():  # alone, in a fresh profile
            made[index] = self._convert([files[index]])[0]
        return made

    def _one_run(self, files: Sequence[tuple[bytes, str]], work: Path) -> tuple[list[bytes | None], bool]:
        out, profile = work / "out", work / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        sources = [work / f"{number}.{suffix}" for number, (_, suffix) in enumerate(files)]
        for source, (data, _) in zip(sources, files, strict=True):
            source.write_bytes(data)
        command = [
            self.program,
            f"-env:UserInstallation={profile.as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
            *("--convert-to", "pdf", "--outdir", str(out)),
            *map(str, sources),
        ]
        is_hung = _run_watched(command, seconds=self.seconds, folder=work, out=out)
        return [_pdf_bytes(out / f"{source.stem}.pdf") for source in sources], is_hung


def find_office(program: str | None = None) -> Office | None:
    """The LibreOffice of this machine, or None. `program` names one that is elsewhere. Runs nothing."""
    found = program or _office_program()
    return Office(found) if found else None


def need_office(program: str | None = None) -> Office:
    """A LibreOffice that answers. Raises `ToolError` that says which version is needed and how to get it."""
    office = find_office(program)
    if office is None or not office.version:
        problem = "本机没有找到" if office is None else f"{office.program} 没有正常应答"
        raise ToolError(f"需要 LibreOffice {_OLDEST[0]}.{_OLDEST[1]} 或更新版本，{problem}", hint=_HOW_TO_GET)
    return office


@lru_cache(maxsize=4)
def _version(program: str) -> str:
    answer = run([program, "--version"], seconds=30) or ""
    version = re.search(r"LibreOffice\D*((\d+)\.(\d+)[.\d]*)", answer)
    if version is None or (int(version[2]), int(version[3])) < _OLDEST:
        return ""
    return version[1]


def _office_program() -> str | None:
    names = ("soffice.com", "soffice.exe") if sys.platform == "win32" else ("soffice", "libreoffice")
    for name in names:
        if found := shutil.which(name):
            return found
    places = list(_PLACES)
    for variable in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432"):
        if folder := os.environ.get(variable):
            places += [str(Path(folder, "LibreOffice", "program", name)) for name in names]
    return next((place for place in places if Path(place).is_file()), None)


def _pdf_bytes(path: Path) -> bytes | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if data.startswith(b"%PDF") else None


# ---------------------------------------------------------------------------- running


def _run_watched(command: Sequence[str], *, seconds: float, folder: Path, out: Path) -> bool:
    """Run a conversion of many files; whether it had to be stopped, as for `seconds` nothing new lay in `out`."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
        )
    except OSError:
        return False
    try:
        made, deadline = 0, time.monotonic() + seconds
        while time.monotonic() < deadline:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=_LOOK_SECONDS)
                return False
            now = sum(1 for _ in out.iterdir()) if out.is_dir() else 0
            if now > made:
                made, deadline = now, time.monotonic() + seconds
        return True
    finally:
        _end_family(process)


def run(
    command: Sequence[str], *, seconds: float, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> str | None:
    """What the program prints; None when it is missing, fails, or is still running after `seconds`.

    The whole family of processes is ended then: the office's starter leaves its child behind.
    """
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=None if environment is None else {**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
        )
    except OSError:
        return None
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    else:
        return output.decode("utf-8", "replace") if process.returncode == 0 else None
    finally:
        _end_family(process)


def _end_family(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None or sys.platform != "win32":
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
        else:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=5)
