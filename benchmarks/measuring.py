"""One command, measured: seconds by the clock, CPU seconds and the largest process of all that it started.

    python -m benchmarks.measuring COMMAND [WORD …]     prints them as JSON

Workers are children of a fork server, whose times nobody else would count: this process takes in whatever the command
leaves behind (Linux only) and waits for it, so that nothing is missed. What a command does after it has ended counts
as CPU seconds, not as time waited for.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took."""

    wall: float
    """Seconds until it ended."""
    cpu: float
    """User and system seconds of all its processes."""
    peak: float
    """MB of the largest process."""
    code: int


def measured(words: Sequence[str]) -> Run:
    """Run a command to its end; its output goes nowhere, its words of error to ours."""
    call = [sys.executable, "-m", "benchmarks.measuring", *words]
    done = subprocess.run(call, stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parent.parent)
    return Run(**json.loads(done.stdout))


def dossier(*words: str) -> list[str]:
    """The command line that runs the program from this checkout."""
    return [sys.executable, str(Path(__file__).parent.parent / "cli.py"), *words]


def _main(words: Sequence[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    began = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    code = process.wait()
    wall = time.perf_counter() - began
    while True:
        try:
            os.wait()
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps(asdict(Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, code))))


if __name__ == "__main__":
    _main(sys.argv[1:])
