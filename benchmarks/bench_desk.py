"""Time the desk on thousands of cases: the page of all, one decision and its answer, a page picture; and its memory.

python -m benchmarks.bench_desk FOLDER      a workspace that `benchmarks.large_workspace` made
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from tests.desk.build import Door, a_desk

_TIMES = 7


def main() -> None:
    """Serve the folder, ask for pages, print a table."""
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    root = words.parse_args().folder.resolve()
    with a_desk(root) as door:
        door.enter()
        began = time.perf_counter()
        while "等着看" in door.get("/cases/001"):
            time.sleep(0.5)
        print(f"{'judged after':36}{time.perf_counter() - began:8.1f} s")
        told("all cases", lambda: door.get("/cases"))
        told("cases found by initials", lambda: door.get("/cases?q=ch"))
        told("one case", lambda: door.get("/cases/006"))
        told("a decision and its answer", lambda: decide(door))
        told("what changed", lambda: door.get("/changes?since=0"))
        file_id = re.search(r"/pic/(\w+)/1", door.get("/cases/006"))[1]  # type: ignore[index]
        told("a page picture", lambda: door.ask("GET", f"/pic/{file_id}/1?w=800&turn=0"))
        print(f"{'memory of all its processes':36}{memory(door.process.pid):8.0f} MB")


def decide(door: Door) -> None:
    """A fact of a child is written, and taken back."""
    assert door.post("/cases/006/decide", action="fact", field="guardian1_phone", value="13800000001", was="")[0] == 200
    assert door.post("/undo?case=006&stay=1")[0] == 200


def told(title: str, work: Callable[[], object]) -> None:
    """The first and the middle of several times, in milliseconds."""
    taken = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
    print(f"{title:36}{taken[0]:8.0f} ms first {statistics.median(taken):8.0f} ms then")


def memory(pid: int) -> float:
    """MB of a process and those it started, what they share counted once (Linux)."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    own = int(re.search(r"Pss:\s+(\d+)", told)[1]) / 1024  # type: ignore[index]
    children = " ".join(one.read_text() for one in Path(f"/proc/{pid}/task").glob("*/children")).split()
    return own + sum(memory(int(child)) for child in children)


if __name__ == "__main__":
    main()
