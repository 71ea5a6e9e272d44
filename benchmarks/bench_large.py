"""One case of N pages: a third photographs as phones send them, a third scanned pages, a third pages of text.

python -m benchmarks.bench_large 3000 /tmp/large          make it (once)
python -m benchmarks.bench_large 3000 /tmp/large --build  write its dossier: seconds and peak memory
"""

from __future__ import annotations

import argparse
import hashlib
import io
import resource
import time
from datetime import date
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import typst
from PIL import Image

from benchmarks.photo_dossier import plan_of
from dossier.model import EvidenceFile, OwnPages, PageFact, PlanPart
from dossier.pages.sources import Sources
from dossier.pdf import PdfOptions, write_pdf

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


def look(folder: Path, pages: int) -> dict[str, EvidenceFile]:
    """What looking at the files would find; not part of what is measured."""
    import pypdfium2

    files = {}
    third = pages // 3
    names = [f"photo_{number:04d}.jpg" for number in range(third)]
    names += [f"{kind}_{number:03d}.pdf" for kind in ("scan", "text") for number in range(third // _PDF_PAGES)]
    for name in names:
        data = (folder / name).read_bytes()
        if name.endswith(".jpg"):
            facts, kind = [PageFact(width=1080 * 0.36, height=1440 * 0.36, pixels=(1080, 1440))], "image/jpeg"
        else:
            document = pypdfium2.PdfDocument(data)
            facts, kind = [PageFact(width=_A4[0], height=_A4[1])] * len(document), "application/pdf"
        files[name] = EvidenceFile(
            path=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type=kind, pages=tuple(facts)
        )
    return files


def build(pages: int, folder: Path) -> None:
    """Write the dossier and say what it took."""
    files = look(folder, pages)
    parts = (PlanPart.COVER, PlanPart.CONTENTS, PlanPart.CLOSING)
    markup = '#set page(paper: "a4")\n' + "\n#pagebreak()\n".join(parts)
    own = OwnPages(typst.compile(markup.encode(), format="pdf", timestamp=0), dict.fromkeys(parts, 1))
    plan, target = plan_of(list(files.values())), folder.parent / "large.pdf"
    before, began, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter(), time.process_time()
    notes = write_pdf(plan, own, Sources(folder, files), target, PdfOptions(today=date(2022, 3, 18)))
    print(
        f"{len(plan.sheets)} pages, {sum(file.size for file in files.values()) / 1e6:.0f} MB in: "
        f"{time.perf_counter() - began:.1f} s ({time.process_time() - cpu:.1f} s of processor), "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (before: {before / 1024:.0f}), "
        f"{target.stat().st_size / 1e6:.0f} MB out, {len(notes)} notes"
    )


def main() -> None:
    """Make the case, or write its dossier."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("pages", type=int)
    words.add_argument("folder", type=Path)
    words.add_argument("--build", action="store_true")
    asked = words.parse_args()
    if asked.build:
        build(asked.pages, asked.folder)
    else:
        make(asked.pages, asked.folder)


if __name__ == "__main__":
    main()
