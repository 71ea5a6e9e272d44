"""Compare two lists with planted typing errors: seconds, the largest process, precision and recall of every kind.

    python -m benchmarks.bench_compare [--rows 100000] [--errors 500] [--seed 1]

The command that people type reads two real .xlsx files and writes its JSON.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.measuring import dossier, measured
from benchmarks.planted_lists import HEADER, KINDS, Planted, Pupil, planted


def main() -> None:
    """Make the lists, compare them, print a table."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--rows", type=int, default=100_000)
    words.add_argument("--errors", type=int, default=500, help="of each kind")
    words.add_argument("--seed", type=int, default=1)
    asked = words.parse_args()
    truth = planted(asked.rows, asked.errors, asked.seed)
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as name:
        folder = Path(name)
        for path, pupils in ((folder / "户籍.xlsx", truth.left), (folder / "学籍.xlsx", truth.right)):
            _write(path, pupils)
        out = folder / "比对.json"
        lists = [str(folder / "户籍.xlsx"), str(folder / "学籍.xlsx")]
        took = measured(dossier("compare", *lists, "--as", "household,school", "--output", str(out)))
        found = json.loads(out.read_text("utf-8"))
    print(f"{len(truth.left)} × {len(truth.right)} rows: {took.wall:.1f} s, {took.cpu:.1f} CPU s, {took.peak:.0f} MB")
    _judge(truth, found)


def _write(path: Path, pupils: list[Pupil]) -> None:
    from xlsxwriter import Workbook

    book = Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, HEADER)
    for place, one in enumerate(pupils, 1):
        sheet.write_row(place, 0, one.row(place))
    book.close()


def _judge(truth: Planted, found: Mapping[str, Any]) -> None:
    pairs = {(one["A"]["row"], one["B"]["row"]): one["why"] for one in found["likely_same"]}
    print(f"{'kind':20}{'planted':>9}{'found':>9}{'called so':>11}")
    for kind in KINDS:
        wanted = [pair for pair, why in truth.pairs.items() if why == kind]
        right = sum(pair in pairs for pair in wanted)
        print(f"{kind:20}{len(wanted):9}{right:9}{sum(pairs.get(pair) == kind for pair in wanted):11}")
    hits = len(pairs.keys() & truth.pairs.keys())
    print(f"precision {hits / max(1, len(pairs)):.4%}, recall {hits / max(1, len(truth.pairs)):.4%}")
    for one, other in sorted(pairs.keys() - truth.pairs.keys())[:20]:
        print("  not one child:", pairs[one, other], truth.left[one - 2], truth.right[other - 2])
    for name, lone, rows in (
        ("only in A", truth.only_left, found["only_in"]["A"]),
        ("only in B", truth.only_right, found["only_in"]["B"]),
        ("失学", truth.only_left, found["answers"]["失学"]),
    ):
        told = {one["row"] for one in rows}
        print(f"{name}: {len(lone)} true, {len(told)} told, {len(told & lone)} right")
    print(f"same: {truth.same} true, {found['same']} told")


if __name__ == "__main__":
    main()
