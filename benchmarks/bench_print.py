"""Time a box of 3,000 pages, and whether memory is bounded by one box.

    python -m benchmarks.bench_print [--pages 3000] [--boxes 1]

Dossiers of 15 pages with a scanned picture on each page (60 KB) are made first, then laid out as `dossier print` does,
in a process of its own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image

_PAGES_EACH = 15
_IMAGE = {
    "/Type": pikepdf.Name.XObject,
    "/Subtype": pikepdf.Name.Image,
    "/Width": 420,
    "/Height": 600,
    "/BitsPerComponent": 8,
    "/ColorSpace": pikepdf.Name.DeviceGray,
    "/Filter": pikepdf.Name.DCTDecode,
}


def main() -> None:
    """Make the dossiers, lay them out, print a row."""
    words = argparse.ArgumentParser()
    words.add_argument("--pages", type=int, default=3000)
    words.add_argument("--boxes", type=int, default=1)
    words.add_argument("--layout", type=Path, help=argparse.SUPPRESS)
    asked = words.parse_args()
    if asked.layout:
        lay_out(asked.layout, asked.pages)
        return
    with tempfile.TemporaryDirectory(prefix="dossier-bench-") as name:
        output = Path(name)
        make_dossiers(output, asked.pages * asked.boxes // _PAGES_EACH)
        print(f"{asked.boxes} boxes of {asked.pages} pages", flush=True)
        command = [sys.executable, "-m", "benchmarks.bench_print", "--layout", str(output), "--pages", str(asked.pages)]
        subprocess.run(command, check=True)


def lay_out(output: Path, pages: int) -> None:
    """The layout alone, timed."""
    from datetime import date

    from dossier.files.data import templates_folder
    from dossier.model import PrintSettings
    from dossier.printroom import make_prints

    settings = PrintSettings(box_sheets=pages, separator=False)
    start = time.perf_counter()
    made = make_prints(output, templates_folder(), settings, batch="b", unit="甲校", dated=date(2022, 3, 18))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    boxes = len(made.prints.boxes)
    print(f"{boxes} boxes, {seconds:.1f} s, {seconds / boxes:.1f} s a box, peak {peak:.0f} MB")


def make_dossiers(output: Path, count: int) -> None:
    """Finished dossiers as `build` leaves them, as far as printing looks."""
    rng = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as name:
        picture = Path(name) / "page.jpg"
        Image.fromarray(rng.integers(200, 255, (600, 420), dtype=np.uint8)).save(picture, quality=60)
        jpeg = picture.read_bytes()
    for number in range(1, count + 1):
        folder = output / f"{number:04d}-学生"
        folder.mkdir()
        target = folder / f"{folder.name}.pdf"
        with pikepdf.new() as pdf:
            for page_number in range(_PAGES_EACH):
                page = pdf.add_blank_page(page_size=(595.276, 841.89))
                data = jpeg[:2] + b"\xff\xfe\x00\x0a" + f"{number:04d}{page_number:04d}".encode() + jpeg[2:]
                image = pdf.make_stream(data, _IMAGE)
                page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
                page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /I Do Q")
            pdf.save(target)
        case: dict[str, object] = {
            "id": f"{number:04d}",
            "name": "学生",
            "title": "题名",
            "category": "A",
            "unit": "甲校",
        }
        case |= {"unit": "甲校", "draft": False, "duplex": False, "items": 1, "pages": _PAGES_EACH - 3}
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        outputs = [{"path": target.name, "sha256": digest, "size": target.stat().st_size, "pages": _PAGES_EACH}]
        manifest = {"case": case, "plan": [], "outputs": outputs}
        (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


if __name__ == "__main__":
    main()
