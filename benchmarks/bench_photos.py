"""Folders of phone photographs and scans → one dossier, against what people would use instead. Paired runs of commands.

    python -m venv /tmp/peers && /tmp/peers/bin/pip install exhibiter==1.1.0 img2pdf==0.6.3
    python -m benchmarks.bench_photos --peers /tmp/peers/bin/python [--rounds 3] [--keep FOLDER]

Two workspaces of one child are made (phone_folder.py): 52 photographs of 12 MP as phones name them and 13 scans of two
pages; and the first 12 photographs under clear names. Every contender runs once a round, one after another, so that
whatever else the machine does meets them alike; each starts with nothing known. Ours is the command that people type:
looking at every file, judging, PDF and Word with every page proved, and the reports.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from benchmarks import phone_folder
from benchmarks.measuring import Run, dossier, measured

_EXHIBITER = (
    "import sys, warnings; warnings.simplefilter('ignore'); from pathlib import Path; "
    "from exhibiter import Exhibit, write_pdf; write_pdf([Exhibit.from_path(Path(sys.argv[1]))], sys.argv[2])"
)
_IMG2PDF = (
    "import sys, img2pdf; from pathlib import Path; files = sorted(map(str, Path(sys.argv[1]).glob('*.jpg'))); "
    "out = open(sys.argv[2], 'wb'); img2pdf.convert(files, outputstream=out); out.close()"
)
_CLEAR = (
    *("学籍卡1", "学籍卡2", "户口簿1", "户口簿2", "家访记录1", "家访记录2"),
    *("家长签字证明", "家长说明", "班级学习照片1", "班级学习照片2", "劝返照片1", "劝返照片2"),
)
"""Names of the 12 photographs: a careful clerk's."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A command, what it leaves, and what must be gone before it starts."""

    name: str
    words: Sequence[str]
    result: Path
    fresh: tuple[Path, ...] = ()

    def run(self) -> tuple[Run, float]:
        """Run it once; what it took, and the MB of what it left."""
        for place in (self.result, *self.fresh):
            if place.is_dir():
                shutil.rmtree(place)
            else:
                place.unlink(missing_ok=True)
        took = measured(self.words)
        files = [self.result] if self.result.is_file() else [file for file in self.result.rglob("*") if file.is_file()]
        if not files:
            raise SystemExit(f"failed: {' '.join(self.words)}")
        return took, sum(file.stat().st_size for file in files) / 1e6


def workspace(root: Path, photographs: Path, names: Sequence[str] = ()) -> Path:
    """A workspace of one child whose folder holds all files, or the first ones under these names."""
    case = root / "001-黄欣梓"
    if not case.exists():
        case.mkdir(parents=True)
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["序号", "姓名", "身份证号", "类别", "学校"])
        sheet.append([1, "黄欣梓", "411328201203059995", "B", "城郊乡中心学校"])
        book.save(root / "名册.xlsx")
        files = sorted(photographs.glob("*.*"))
        for number, file in enumerate(files if not names else files[: len(names)]):
            os.link(file, case / (f"{names[number]}{file.suffix}" if names else file.name))
    return root


def contenders(home: Path, peers: str) -> list[list[Contender]]:
    """Groups of contenders; the first of each is the reference."""
    many, few = workspace(home / "65", home / "phone"), workspace(home / "12", home / "phone", _CLEAR)
    groups = []
    for root, what, draft in ((many, "52 photographs, 13 scans", ["--draft"]), (few, "12 photographs", [])):
        case = root / "001-黄欣梓"
        exhibit = home / f"{root.name}. Evidence"
        if not exhibit.exists():
            exhibit.symlink_to(case, target_is_directory=True)
        out = home / f"exhibiter-{root.name}.pdf"
        made, known = root / "output", (root / ".dossier",)
        ours = dossier("build", str(root), "--no-read", *draft, "--today", "2022-03-18")
        groups.append(
            [
                Contender(f"{what}: exhibiter", [peers, "-W", "ignore", "-c", _EXHIBITER, str(exhibit), str(out)], out),
                Contender(f"{what}: dossier build --no-read", ours, made, known),
                Contender(f"{what}: the same, --no-word", [*ours, "--no-word"], made, known),
                Contender(
                    f"{what}: the same, --no-word --pixels keep", [*ours, "--no-word", "--pixels", "keep"], made, known
                ),
            ]
        )
        if root is few:
            out = home / "img2pdf.pdf"
            keep = [*ours, "--no-word", "--pixels", "keep"]
            groups.append(
                [
                    Contender(f"{what}: img2pdf", [peers, "-c", _IMG2PDF, str(case), str(out)], out),
                    Contender(f"{what}: dossier build --no-read --no-word --pixels keep", keep, made, known),
                ]
            )
    return groups


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", required=True, help="the Python that has exhibiter and img2pdf")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path, help="make the folders here, or use those made before")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as name:
        home: Path = chosen.keep or Path(name)
        phone_folder.make(home / "phone")
        print(
            "| command | wall s | CPU s | largest MB | output MB | × reference (wall; CPU) |\n|---|---|---|---|---|---|"
        )
        for group in contenders(home, chosen.peers):
            runs = [[one.run() for one in group] for _ in range(chosen.rounds)]
            for place, one in enumerate(group):
                print(_row(one.name, [(round_[0][0], *round_[place]) for round_ in runs]), flush=True)


def _row(name: str, runs: Sequence[tuple[Run, Run, float]]) -> str:
    """(reference, this one, MB) of each round."""
    wall, cpu = (statistics.median(getattr(run, what) for _, run, _ in runs) for what in ("wall", "cpu"))
    faster = statistics.median(reference.wall / run.wall for reference, run, _ in runs)
    less = statistics.median(reference.cpu / run.cpu for reference, run, _ in runs)
    peak = max(run.peak for _, run, _ in runs)
    return f"| {name} | {wall:.1f} | {cpu:.1f} | {peak:.0f} | {runs[-1][2]:.0f} | {faster:.1f}; {less:.1f} |"


if __name__ == "__main__":
    main()
