"""Time the whole program on a county: 1,000 cases of 6 small files, check and build, cold, warm and after a change.

    python -m benchmarks.bench_town [--cases 1000] [--keep FOLDER]

Every file has bytes of its own; the four Word records of each ten cases are typeset for real. Commands run as a person
runs them, each in a process of its own, without reading (`--no-read`).
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import docx
from openpyxl import Workbook

from benchmarks.bench_check import photo, scan_pdf, text_pdf, with_comment
from benchmarks.measuring import dossier, measured
from dossier.demo.people import make_id_number

FILES = ("家长说明（签字）.jpg", "村委证明.jpg", "联系函存根.pdf", "新学籍卡.pdf", "告知转学函.pdf", "家访记录.docx")


def main() -> None:
    """Build the workspace, run the commands, print a table."""
    words = argparse.ArgumentParser()
    words.add_argument("--cases", type=int, default=1000)
    words.add_argument("--keep", type=Path, help="build here, or use what was built here before")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as name:
        root = (asked.keep or Path(name)) / "town"
        if not root.exists():
            make_town(root, asked.cases)
        total = sum(file.stat().st_size for file in root.rglob("*") if file.is_file())
        print(f"{asked.cases} cases, {asked.cases * len(FILES)} files, {total / 1e6:.0f} MB, {os.cpu_count()} cores\n")
        print(f"{'command':40}{'wall s':>9}{'CPU s':>9}{'MB':>9}")
        timed("check, cold", "check", root)
        timed("check, warm", "check", root)
        timed("build, all", "build", root)
        timed("build, nothing changed", "build", root)
        first = next(root.glob("*1-*")) / FILES[0]
        first.write_bytes(with_comment(first.read_bytes(), b"changed"))
        timed("build, one file changed", "build", root)


def timed(title: str, command: str, root: Path) -> None:
    """One command as people type it, with all its processes."""
    took = measured(dossier(command, str(root), "--no-read", "--today", "2022-03-18"))
    ended = "" if took.code == 0 else f"  exit {took.code}"
    print(f"{title:40}{took.wall:9.1f}{took.cpu:9.1f}{took.peak:9.0f}{ended}", flush=True)


def make_town(root: Path, count: int, unit: int = 0) -> None:
    """A roster and the folders; every file lies an hour back, so that its time can be trusted.

    `unit`, 0–9: another one has other children and other bytes.
    """
    root.mkdir(parents=True)
    picture, scan, text, word = photo(), scan_pdf(), text_pdf("x" * 400), record()
    hour_ago = time.time() - 3600
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(["序号", "姓名", "身份证号", "类别", "学校"])
    for number in range(1, count + 1):
        name = f"孟{chr(0x4E00 + unit * count + number)}"
        born = date(2010, 1, 1) + timedelta(days=number)
        sheet.append([number, name, make_id_number("411328", born, 999 - unit), "C", "城郊乡中心学校"])
        folder = root / f"{number:03d}-{name}"
        folder.mkdir()
        mark = f"{unit * count + number:06d}".encode()
        contents = (
            with_comment(picture, mark + b"a"),
            with_comment(picture, mark + b"b"),
            scan + b"\n%" + mark,
            text + b"\n%" + mark,
            text + b"\n%%" + mark,
            word[:-2] + len(mark).to_bytes(2, "little") + mark,
        )
        for file, data in zip(FILES, contents, strict=True):
            (folder / file).write_bytes(data)
            os.utime(folder / file, (hour_ago, hour_ago))
    book.save(root / "名册.xlsx")


def record() -> bytes:
    """A home visit, written in Word."""
    document = docx.Document()
    document.add_heading("家访记录", 1)
    for line in ("时间：2022年3月5日　地点：学生家中", "参加人：班主任、村干部", "情况：该生已随父母到县城就读。"):
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
