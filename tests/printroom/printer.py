"""A real IPP printer for the tests: Debian's ippeveprinter behind a CUPS queue; it keeps the pages it receives."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PROGRAMS = ("ippeveprinter", "lp", "lpadmin", "lpstat", "cancel")
# The printer runs this for each job. It is out of paper as long as the file says so, then keeps what it got.
_COMMAND = """#!/bin/sh
while [ -e "{folder}/no-paper" ]; do
  echo "STATE: +media-empty-error" >&2
  sleep 0.2
done
echo "STATE: -media-empty-error" >&2
env | grep '^IPP_' >"{folder}/attributes.txt"
cp "$1" "{folder}/received-$(date +%s%N).pdf"
"""


def why_not() -> str:
    """'' when a print service runs here; else why these tests cannot."""
    missing = [program for program in _PROGRAMS if shutil.which(program) is None]
    if missing:
        return f"no {', '.join(missing)} here (Debian: cups, cups-client, cups-ipp-utils)"
    answer = subprocess.run(["lpstat", "-r"], capture_output=True, check=False, env={**os.environ, "LC_ALL": "C"})
    if b"not running" in answer.stdout or answer.returncode != 0:
        return "the print service (cupsd) is not running"
    return ""


@dataclass(frozen=True)
class Printer:
    """The queue's name and where its pages arrive."""

    name: str
    folder: Path

    @property
    def received(self) -> list[Path]:
        """What was printed, in order."""
        return sorted(self.folder.glob("received-*.pdf"))

    @property
    def attributes(self) -> str:
        """What the last job asked for, as the printer understood it."""
        return (self.folder / "attributes.txt").read_text("utf-8")

    def take_paper(self) -> None:
        """Out of paper from the next job on."""
        (self.folder / "no-paper").touch()

    def give_paper(self) -> None:
        """Paper again."""
        (self.folder / "no-paper").unlink()


@contextmanager
def a_printer(folder: Path) -> Iterator[Printer]:
    """Start a printer and its queue; both are gone afterwards."""
    name = f"test-{uuid.uuid4().hex[:8]}"
    command = folder / "print.sh"
    command.write_text(_COMMAND.format(folder=folder))
    command.chmod(0o755)
    port = _free_port()
    log = (folder / "ippeveprinter.log").open("wb")
    with (
        log,
        subprocess.Popen(
            ["ippeveprinter", "-c", str(command), "-f", "application/pdf", "-2", "-p", str(port), name],
            stdout=log,
            stderr=log,
            start_new_session=True,
        ) as process,
    ):
        try:
            _until(lambda: _listens(port), "the IPP printer does not answer")
            uri = f"ipp://localhost:{port}/ipp/print"
            subprocess.run(
                ["lpadmin", "-p", name, "-E", "-v", uri, "-m", "everywhere"], check=True, capture_output=True
            )
            yield Printer(name, folder)
        finally:
            subprocess.run(["cancel", "-a", name], capture_output=True, check=False)
            subprocess.run(["lpadmin", "-x", name], capture_output=True, check=False)
            os.killpg(process.pid, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("localhost", port)) == 0


def _until(holds: Callable[[], bool], otherwise: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, otherwise
        time.sleep(0.1)
