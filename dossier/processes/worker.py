"""The worker's side of `dossier.processes.pool`: takes work, answers item by item, within its limits."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from dossier.errors import is_panic

GRACE_SECONDS = 10.0
"""Seconds after which a worker ends itself when this process, that should have ended it, is gone."""


def serve(connection: Connection, seconds: float, memory_mb: int, scratch: Path) -> None:
    """Take work, answer item by item, until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process, which ends us
    tempfile.tempdir = str(scratch)
    _be_silent()
    _limit_memory(memory_mb)
    silence = open(os.devnull, "wb")  # noqa: PTH123, SIM115  (stays open as long as the process)
    connection.send(("ready", None))
    while True:
        try:
            function, items = connection.recv()
        except (EOFError, OSError):
            return
        except Exception as error:  # the function cannot be imported here
            connection.send(("bug", RuntimeError("".join(traceback.format_exception(error)))))
            return
        # Ends the process even while a parser holds the interpreter, should the main process be gone.
        faulthandler.dump_traceback_later(seconds * len(items) + GRACE_SECONDS, exit=True, file=silence)
        for item in items:
            answer = _answer(function, item)
            connection.send(answer)
            if answer[0] != "done":
                return
        faulthandler.cancel_dump_traceback_later()


def _answer(function: Callable[[Any], Any], item: Any) -> tuple[str, Any]:
    try:
        return "done", function(item)
    except MemoryError:
        return "memory", None
    except BaseException as error:
        if is_panic(error):  # as if the process had died of the item
            return "panic", None
        if not isinstance(error, Exception):
            raise
        text = "".join(traceback.format_exception(error))
        error.add_note(text)
        return "bug", error if _crosses(error) else RuntimeError(text)


def _crosses(error: Exception) -> bool:
    try:
        return isinstance(pickle.loads(pickle.dumps(error)), type(error))
    except Exception:  # whatever a class of others does when it is copied
        return False


def _be_silent() -> None:
    """C libraries write their warnings about damaged files to the terminal; nobody asked for them."""
    void = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(void, stream)
    os.close(void)


def _limit_memory(megabytes: int) -> None:
    """What the process may add to what it has; no core files, which would hold people's papers."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError):
            limit = _data_bytes() + megabytes * 1024 * 1024
            resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _data_bytes() -> int:
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:  # noqa: PTH123  (hot path)
        for line in status:
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return 0
