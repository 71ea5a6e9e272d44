"""One case of N pages: a third photographs as phones send them, a third scanned pages, a third pages of text.

    python -m benchmarks.bench_large [--pages 75 750 3000] [--keep FOLDER]

The command that people type builds it, with and without Word: seconds, CPU seconds, the largest process.
"""

from __future__ import annotations

import argparse
import io
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import typst
from openpyxl import Workbook
from PIL import Image

from benchmarks.measuring import dossier, measured

_PDF_PAGES = 10
_A4 = (595.276, 841.89)


@lru_cache(maxsize=300)
def _jpeg(seed: int, size: tuple[int, int], quality: int) -> bytes:
    dice = np.random.default_rng(seed)
    picture = np.full((size[1], size[0], 3), 190, np.float32)
    for octave in range(1, 7):
        field = dice.normal(0, 1, (2**octave + 1, 2**octave + 1, 3)).astype(np.float32)
        picture += cv2.resize(field, size, interpolation=cv2.INTER_LINEAR) * (30 / octave)
    picture += dice.normal(0, 6, (size[1], size[0], 1)).astype(np.float32)
    out = io.BytesIO()
    Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=quality)
    return out.getvalue()


@lru_cache
def _scans(seed: int) -> bytes:
    pdf = pikepdf.new()
    for page in range(_PDF_PAGES):
        data = _jpeg(seed * 100 + page, (1654, 2339), 70)
        picture = pdf.make_stream(
            data,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=1654,
            Height=2339,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        sheet = pdf.add_blank_page(page_size=_A4)
        sheet.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
        sheet.obj.Contents = pdf.make_stream(b"q 595.276 0 0 841.89 0 0 cm /Im0 Do Q")
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


@lru_cache
def _texts(seed: int) -> bytes:
    page = f"#lorem({400 + seed % 50})\n#v(1em)\n#table(columns: 4, ..range(60).map(str))\n#pagebreak(weak: true)\n"
    data = typst.compile(('#set page(paper: "a4")\n' + page * _PDF_PAGES).encode(), format="pdf", timestamp=0)
    assert isinstance(data, bytes)
    return data


def make(pages: int, folder: Path) -> None:
    """Write the evidence; nothing is made twice."""
    folder.mkdir(parents=True, exist_ok=True)
    third = pages // 3
    for number in range(third):
        place = folder / f"photo_{number:04d}.jpg"
        if not place.exists():
            place.write_bytes(_jpeg(number % 30, (1080, 1440), 80))
    for number in range(third // _PDF_PAGES):
        place = folder / f"scan_{number:03d}.pdf"
        if not place.exists():
            place.write_bytes(_scans(number % 5))
        (folder / f"text_{number:03d}.pdf").write_bytes(_texts(number % 5))


def main() -> None:
    """Make the cases, build each, print a table."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--pages", type=int, nargs="+", default=[75, 750, 3000])
    words.add_argument("--keep", type=Path, help="make the cases here, or use those made before")
    asked = words.parse_args()
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as name:
        print("| pages | command | wall s | CPU s | largest process MB |\n|---|---|---|---|---|")
        for pages in asked.pages:
            root = workspace((asked.keep or Path(name)) / str(pages), pages)
            for more in (["--no-word"], []):
                for old in ("output", ".dossier"):
                    shutil.rmtree(root / old, ignore_errors=True)
                took = measured(dossier("build", str(root), "--no-read", "--draft", "--today", "2022-03-18", *more))
                command = " ".join(["dossier build --no-read --draft", *more])
                print(f"| {pages} | {command} | {took.wall:.1f} | {took.cpu:.1f} | {took.peak:.0f} |", flush=True)


def workspace(root: Path, pages: int) -> Path:
    """A workspace of one child with all these pages."""
    make(pages, root / "001-黄欣梓")
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "姓名", "身份证号", "类别", "学校"])
    sheet.append([1, "黄欣梓", "411328201203059995", "B", "城郊乡中心学校"])
    book.save(root / "名册.xlsx")
    return root


if __name__ == "__main__":
    main()
