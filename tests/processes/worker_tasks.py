"""What workers are told to do in tests; a module that is quick to import."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from dossier.errors import OutputError
from dossier.terminal.crash_log import write_bug_log


def square(number: int) -> int:
    """A well-behaved function."""
    return number * number


def crash_at_seven(number: int) -> int:
    """Takes the process down."""
    if number == 7:
        ctypes.string_at(0)
    return number


def leave_a_mark(place: Path) -> Path:
    """What a test can see from outside."""
    place.touch()
    return place


def leave_at_three(number: int) -> int:
    """Ends the process without a signal."""
    if number == 3:
        os._exit(5)
    return number


def hang_at_two(number: int) -> int:
    """Holds the interpreter and never comes back."""
    if number == 2:
        time.sleep(600)
    return number


def hunger_at_one(number: int) -> int:
    """Wants more memory than it may have."""
    return len(bytearray(2_000_000_000)) if number == 1 else number


def tumble_once(place: str) -> str:
    """Dies the first time only."""
    path = Path(place)
    if not path.exists():
        path.touch()
        os._exit(1)
    return "second"


def complain(number: int) -> int:
    """Raises."""
    raise OutputError("cannot", hint="do something")


def look_beyond(things: list[int]) -> int:
    """Has a bug."""
    return things[len(things)]


def print_loudly(number: int) -> int:
    """As C libraries do about damaged files."""
    os.write(1, b"noise on stdout")
    os.write(2, b"noise on stderr")
    return number


def process_id(number: int) -> int:
    """Who works."""
    return os.getpid()


def die_until_told(job: SimpleNamespace) -> str:
    """Takes the process down while it reads a file, as long as nobody has found out which one that is."""
    from dossier.filing.swap import journal_place
    from dossier.pages.journal import Journal

    journal = Journal(journal_place(job.target))
    if not journal.died_of("decoder", "坏.png"):
        journal.at("decoder", "坏.png")
        os._exit(9)
    return "made"


def die_of_bad_page(wanted: object) -> bytes:
    """Takes the process down at one page."""
    if "坏" in str(wanted):
        os._exit(9)
    return b"picture"


def read_or_die(job: Any) -> Any:
    """Takes the process down while it reads one file; reads the others."""
    from dossier.evidence.reading.page import read_file

    if "坏" in job.path.name:
        os._exit(9)
    return read_file(job)


def read_or_starve(job: Any) -> Any:
    """Wants more memory than there is for one file; reads the others."""
    from dossier.evidence.reading.page import read_file

    if "坏" in job.path.name:
        raise MemoryError
    return read_file(job)


class Panic(BaseException):
    """What libraries written in Rust raise when they break off: no Exception."""


def panic_at_two(number: int) -> int:
    """A library breaks off."""
    if number == 2:
        raise Panic
    return number


def log_a_bug(number: int) -> str:
    """Meets a bug and writes it down; where."""
    try:
        return str(1 // number)
    except ZeroDivisionError as error:
        return str(write_bug_log(error, ["build"]))
