"""A folder of phone photographs and scans → one dossier, against what people would use instead. Paired runs.

    python -m benchmarks.phone_folder /tmp/phone
    python -m venv /tmp/peers && /tmp/peers/bin/pip install exhibiter==1.1.0 img2pdf==0.6.3
    python -m benchmarks.bench_photos /tmp/phone --peers /tmp/peers/bin/python --rounds 3

Every contender runs once a round, one after another, so that whatever else the machine does meets them alike. Ours is
timed from the start of the interpreter: looking at every file (hash, size, turn), planning, contents and number pages,
placing, writing and the proof of every page.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EXHIBITER = (
    "import sys, warnings; warnings.simplefilter('ignore'); from pathlib import Path; "
    "from exhibiter import Exhibit, write_pdf; write_pdf([Exhibit.from_path(Path(sys.argv[1]))], sys.argv[2])"
)
_IMG2PDF = (
    "import sys, img2pdf; from pathlib import Path; files = sorted(map(str, Path(sys.argv[1]).glob('*.jpg'))); "
    "out = open(sys.argv[2], 'wb'); img2pdf.convert(files, outputstream=out); out.close()"
)


@dataclass(frozen=True)
class Run:
    """One contender, once."""

    wall: float
    processor: float
    peak_mb: float
    size_mb: float


def run(words: Sequence[str], result: Path) -> Run:
    """Run a command to its end; it writes `result`."""
    began = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed: {' '.join(words)}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, result.stat().st_size / 1e6)


def contenders(folder: Path, peers: str, work: Path) -> dict[str, tuple[list[str], Path]]:
    """Name → (command, what it writes)."""
    exhibit = work / "101. Evidence"
    exhibit.symlink_to(folder.resolve(), target_is_directory=True)
    out = {name: work / f"{name.replace(' ', '-')}.pdf" for name in ("exhibiter", "print", "keep", "img2pdf", "images")}
    ours = [sys.executable, "-m", "benchmarks.photo_dossier", str(folder)]
    return {
        "exhibiter 1.1.0": (
            [peers, "-W", "ignore", "-c", _EXHIBITER, str(exhibit), str(out["exhibiter"])],
            out["exhibiter"],
        ),
        "dossier": ([*ours, str(out["print"])], out["print"]),
        "dossier --pixels keep": ([*ours, str(out["keep"]), "--pixels", "keep"], out["keep"]),
        "img2pdf 0.6.3, photos alone": ([peers, "-c", _IMG2PDF, str(folder), str(out["img2pdf"])], out["img2pdf"]),
        "dossier --pixels keep, photos alone": (
            [*ours, str(out["images"]), "--pixels", "keep", "--photos"],
            out["images"],
        ),
    }


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", required=True, help="the Python that has exhibiter and img2pdf")
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        fields = contenders(chosen.folder, chosen.peers, Path(work))
        runs: dict[str, list[Run]] = {name: [] for name in fields}
        for _ in range(chosen.rounds):
            for name, (words, result) in fields.items():
                runs[name].append(run(words, result))
    print("| | seconds | of processor | peak MB | output MB |\n|---|---|---|---|---|")
    for name, done in runs.items():
        print(
            f"| {name} | {statistics.median(one.wall for one in done):.2f} | "
            f"{statistics.median(one.processor for one in done):.2f} | {max(one.peak_mb for one in done):.0f} | "
            f"{done[-1].size_mb:.0f} |"
        )
    for name, peer in (
        ("dossier", "exhibiter 1.1.0"),
        ("dossier --pixels keep", "exhibiter 1.1.0"),
        ("dossier --pixels keep, photos alone", "img2pdf 0.6.3, photos alone"),
    ):
        ratios = [theirs.wall / ours.wall for ours, theirs in zip(runs[name], runs[peer], strict=True)]
        print(
            f"{name} against {peer}: {statistics.median(ratios):.2f} × as fast ({min(ratios):.2f} to {max(ratios):.2f})"
        )


if __name__ == "__main__":
    main()
