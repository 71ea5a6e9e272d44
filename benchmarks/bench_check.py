"""Time the looks at 1,000 cases of 6 small files: cold, warm, after one changed file, and after the folder was copied.

    python -m benchmarks.bench_check [--cases 1000] [--workers 2] [--keep FOLDER]

Each file has bytes of its own: two photographs (1280×960 JPEG), a phone screen (PNG), a scan (PDF with one picture),
a printed page (PDF with text) and, in every case, a Word record that a stand-in typesetter turns into a one-page PDF,
so that looking is what is timed and not typesetting.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import tempfile
import time
import zipfile
from functools import partial
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image

from dossier.evidence import Cache
from dossier.evidence.looking import Round, look_at_cases
from dossier.model import Case, Student

FILES = ("劝返照片1.jpg", "劝返照片2.jpg", "截图.png", "派出所证明.pdf", "学籍卡.pdf", "劝返记录.docx")


def main() -> None:
    """Build the workspace, look at it in several states, print a table."""
    words = argparse.ArgumentParser()
    words.add_argument("--cases", type=int, default=1000)
    words.add_argument("--workers", type=int, default=os.cpu_count())
    words.add_argument("--keep", type=Path, help="build here, or use what was built here before")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as name:
        root = (asked.keep or Path(name)) / "workspace"
        cases = build(root, asked.cases)
        shutil.rmtree(root / ".dossier", ignore_errors=True)
        total = sum(file.stat().st_size for file in root.rglob("*") if file.is_file())
        print(f"{len(cases)} cases, {len(cases) * len(FILES)} files, {total / 1e6:.0f} MB, {asked.workers} workers\n")
        print(f"{'look':44}{'seconds':>9}{'ms/file':>9}")
        timed("cold", root, cases, asked.workers)
        timed("warm: nothing changed", root, cases, asked.workers)
        change(root / cases[0].id / FILES[0])
        timed("one file changed", root, cases, asked.workers)
        copy = (asked.keep or Path(name)) / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(root, copy, copy_function=shutil.copyfile)
        timed("copied elsewhere, times lost: known by content", copy, cases, asked.workers)
        shutil.rmtree(copy)


def timed(title: str, root: Path, cases: tuple[Case, ...], workers: int) -> None:
    """One look in this process, with its row of the table."""
    start = time.perf_counter()
    with Cache(root / ".dossier") as cache:
        round_ = Round(cache, partial(stand_in, page=text_pdf("劝返")), workers=workers)
        looked = look_at_cases(root, cases, round_)
    seconds = time.perf_counter() - start
    files = [file for case in looked for file in case.files]
    assert all(file.is_usable for file in files), next(file for file in files if not file.is_usable)
    print(f"{title:44}{seconds:9.2f}{seconds * 1000 / len(files):9.2f}")


def stand_in(data: bytes, page: bytes) -> bytes:
    """Typesets any Word file to the same page, at once."""
    return page


def build(root: Path, count: int) -> tuple[Case, ...]:
    """The workspace; every file lies an hour back, so that its time can be trusted."""
    made = {"jpg": photo(), "png": screen(), "scan": scan_pdf(), "text": text_pdf("x" * 400), "docx": word()}
    cases = []
    hour_ago = time.time() - 3600
    for number in range(1, count + 1):
        folder = root / f"{number:03}"
        cases.append(Case(id=folder.name, student=Student(number=folder.name), folder=folder.name, paths=FILES))
        if folder.exists():
            continue
        folder.mkdir(parents=True)
        mark = f"{number:06}".encode()
        contents = (
            with_comment(made["jpg"], mark + b"a"),
            with_comment(made["jpg"], mark + b"b"),
            made["png"] + mark,
            made["scan"] + b"\n%" + mark,
            made["text"] + b"\n%" + mark,
            made["docx"][:-2] + len(mark).to_bytes(2, "little") + mark,
        )
        for name, data in zip(FILES, contents, strict=True):
            path = folder / name
            path.write_bytes(data)
            os.utime(path, (hour_ago, hour_ago))
    return tuple(cases)


def change(path: Path) -> None:
    """Other bytes, another time."""
    path.write_bytes(with_comment(path.read_bytes(), b"changed"))
    os.utime(path, (time.time() - 60, time.time() - 60))


def with_comment(jpeg: bytes, mark: bytes) -> bytes:
    """The same picture with a comment of its own."""
    return jpeg[:2] + b"\xff\xfe" + (len(mark) + 2).to_bytes(2, "big") + mark + jpeg[2:]


def photo() -> bytes:
    """Something as hard to compress as a photograph."""
    rng = np.random.default_rng(1)
    blocks = np.kron(rng.integers(0, 255, (24, 32, 3)), np.ones((40, 40, 1)))
    noise = rng.normal(0, 12, (960, 1280, 3))
    return encoded(Image.fromarray((blocks + noise).clip(0, 255).astype(np.uint8)), "JPEG", quality=80)


def screen() -> bytes:
    """A phone screen."""
    picture = Image.new("RGB", (720, 1280), "white")
    picture.paste((30, 90, 200), (0, 0, 720, 120))
    return encoded(picture, "PNG")


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture's file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def scan_pdf() -> bytes:
    """One A4 page that is one grey picture."""
    rng = np.random.default_rng(2)
    paper = Image.fromarray(rng.integers(225, 255, (1169, 827), dtype=np.uint8))
    return encoded(paper, "PDF", resolution=100.0)


def text_pdf(text: str) -> bytes:
    """One A4 page with a line of text."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    line = text.encode("ascii", "replace").decode()
    page.obj.Contents = pdf.make_stream(f"BT /F1 12 Tf 72 700 Td ({line}) Tj ET".encode())
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def word() -> bytes:
    """As much of a Word file as looking needs."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>" + " " * 20_000)
    return out.getvalue()


if __name__ == "__main__":
    main()
