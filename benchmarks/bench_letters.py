"""Time `dossier letter WORKSPACE --all-due --yes`: 1,000 letters with number, Word and PDF, and the file to print.

    python -m benchmarks.bench_letters [--letters 1000]

Half are 劝返复学通知书 (stub, notice, 送达回证), half 督促注册学籍联系函 (stub, letter, answer); the drafts to other
counties' bureaus come on top. The command runs as a person runs it, in a process of its own.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from benchmarks.measuring import dossier, measured
from dossier.demo.people import make_id_number
from dossier.workspace import read_letters

UNIT, SCHOOL, HOME = "城郊乡中心学校", "城郊乡第一初级中学", "唐河县城郊乡王岗村3组"
HEADS = "序号 姓名 身份证号 类别 学校 年级 监护人1 与被核查人关系 监护人1电话 户籍所在地 现居住地 辍学日期 劝返结果"
BUREAUS = ("南阳市卧龙区光武街道", "南阳市宛城区汉冶街道", "新野县城关镇", "湖北省枣阳市北城街道")


def main() -> None:
    """Build the workspace, issue, list, print a table."""
    words = argparse.ArgumentParser()
    words.add_argument("--letters", type=int, default=1000)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as name:
        root = Path(name) / "2022春"
        make_unit(root, asked.letters)
        print(f"{asked.letters} children, {os.cpu_count()} cores\n")
        print(f"{'command':40}{'wall s':>9}{'CPU s':>9}{'MB':>9}")
        timed("letter --all-due --yes", root, "--all-due", "--yes")
        letters = read_letters(root)
        numbered = [letter for letter in letters if letter.number]
        files = sum((root / path).is_file() for letter in letters for path in letter.files)
        timed("letter --list", root, "--list")
        print(f"\n{len(numbered)} letters with a number, {len(letters) - len(numbered)} drafts, {files} files")


def timed(title: str, root: Path, *words: str) -> None:
    """One command as people type it, with all its processes."""
    took = measured(dossier("letter", str(root), *words, "--today", "2022-03-18"))
    ended = "" if took.code == 0 else f"  exit {took.code}"
    print(f"{title:40}{took.wall:9.1f}{took.cpu:9.1f}{took.peak:9.0f}{ended}", flush=True)


def make_unit(root: Path, count: int) -> None:
    """A roster whose every child needs one letter of its own, and the empty case folders."""
    root.mkdir(parents=True)
    settings = f"unit: {UNIT}\ncounty: 唐河县\nterm: 2022年春季学期\nletters: {{{UNIT}: 唐城教劝}}\n"
    (root / "workspace.yaml").write_text(settings, "utf-8")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(HEADS.split())
    for number in range(1, count + 1):
        name = f"黄{chr(0x4E00 + number)}{chr(0x5200 + number % 900)}"
        id_number = make_id_number("411328", date(2009, 1, 1) + timedelta(days=number % 1400), 990 + number % 10)
        start = [number, name, id_number]
        people = ["黄建国", "父亲", "13708150899", HOME]
        if number % 2:
            sheet.append([*start, "K", SCHOOL, "七年级", *people, HOME, "2022-02-20", "未复学"])
        else:
            there = BUREAUS[number // 2 % len(BUREAUS)]
            sheet.append([*start, "C", f"{there[:6]}第五小学", "五年级", *people, there, "", ""])
        (root / f"{number:03d}-{name}").mkdir()
    book.save(root / "名册.xlsx")


if __name__ == "__main__":
    main()
