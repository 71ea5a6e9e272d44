"""Time the whole program on a county: units of 1,000 cases of 6 small files, cold, warm and after a change in one unit.

    python -m benchmarks.bench_county [--units 10] [--cases 1000] [--build] [--keep FOLDER]

Commands run as a person runs them, each in a process of its own, without reading (`--no-read`). The last column is the
largest process.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.bench_check import with_comment
from benchmarks.bench_town import FILES, make_town, timed


def main() -> None:
    """Build the county, run the commands, print a table."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--units", type=int, default=10, choices=range(1, 11))
    words.add_argument("--cases", type=int, default=1000)
    words.add_argument("--build", action="store_true", help="build too, which takes ten times as long")
    words.add_argument("--keep", type=Path, help="make the county here, or use what was made here before")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as name:
        root = (asked.keep or Path(name)) / f"county-{asked.units}x{asked.cases}"
        for unit in range(asked.units):
            town = root / f"{unit + 1:02d}-乡"
            if not town.exists():
                make_town(town, asked.cases, unit)
        cases = asked.units * asked.cases
        print(f"{asked.units} units, {cases} cases, {cases * len(FILES)} files, {os.cpu_count()} cores\n")
        print(f"{'command':40}{'wall s':>9}{'CPU s':>9}{'MB':>9}")
        timed("check, cold or as left", "check", root)
        timed("check, warm", "check", root)
        change(root)
        timed("check, one file changed", "check", root)
        if asked.build:
            timed("build, all or what is left", "build", root)
            timed("build, nothing changed", "build", root)
            change(root)
            timed("build, one file changed", "build", root)


def change(root: Path) -> None:
    """One photograph of one child is another one."""
    first = sorted(root.glob("*-乡/*1-*"))[0] / FILES[0]
    first.write_bytes(with_comment(first.read_bytes(), b"changed"))


if __name__ == "__main__":
    main()
