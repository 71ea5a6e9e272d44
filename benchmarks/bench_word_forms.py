"""Real Word forms in a folder: whose page counts are those that Word itself stored? Ours, LibreOffice's, two rivals'.

    uv run python -m benchmarks.bench_word_forms FOLDER [--work DIR] [--rivals PYTHON] [--list]

The forms are other people's and lie in no repository of ours. Judged by Word's own record first: docProps/app.xml has
the pages of the last save. It counts where it fits the text: the characters beside it are near those of the file (Word
only estimates them for Chinese; programs that fill forms leave the template's behind), and the file has fewer
lastRenderedPageBreaks than pages. LibreOffice second, rivals third: `officework` and `dxpdf` of PyPI, run by the Python
named with --rivals. Their PDFs stay in --work and are made once. Text off the paper is looked for in our PDFs with
pdfium, which had no part in making them.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from lxml import etree

from dossier.typeset import Refused, Typesetter, Unreadable, find_fonts

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SECONDS = 60
_FITS = (0.6, 1.67)
"""Between which shares of the file's characters those on record must lie."""
_RIVALS = {
    "dxpdf": "import dxpdf, sys; dxpdf.convert_file(sys.argv[1], sys.argv[2])",
    "officework": "import sys; from officework import doc; doc.Document(sys.argv[1]).to_pdf(sys.argv[2])",
}


@dataclass(frozen=True, slots=True)
class Record:
    """What a file says of itself: the program that saved it, its pages, and whether that fits its text."""

    program: str
    pages: int
    fits: bool


def main() -> None:
    """Set every form, count, compare, print a table."""
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("--work", type=Path, default=None, help="where PDFs of LibreOffice and rivals are kept")
    words.add_argument("--rivals", default=None, help="a Python that has officework and dxpdf")
    words.add_argument("--list", action="store_true", help="a line for every form that is not right")
    asked = words.parse_args()
    forms = sorted(asked.folder.glob("*.docx"))
    work = asked.work or Path(tempfile.mkdtemp(prefix="dossier-forms-"))
    ours, refused, off = by_us(forms, work)
    others = {"LibreOffice": {form.stem: by_office(form, work) for form in forms}}
    for name in _RIVALS if asked.rivals else ():
        others[name] = {form.stem: by_rival(name, asked.rivals, form, work) for form in forms}
    counts = {"ours": ours, **others}
    records = {form.stem: record_of(form) for form in forms}

    print(f"forms {len(forms)}, refused {len(refused)}, characters off the page {sum(off.values())}")
    for feature, count in Counter(name for names in refused.values() for name in set(names)).most_common():
        print(f"  refused for {feature}: {count}")
    for program in ("Word", "WPS", "other"):
        fitting = [stem for stem, found in records.items() if found.fits and found.program == program]
        report(f"{program}, record fits its text", fitting, records, counts)
    report("all whose record fits", [stem for stem, found in records.items() if found.fits], records, counts)
    for program in ("Word", "WPS"):
        kept = [stem for stem, found in records.items() if found.pages and found.program == program and ours.get(stem)]
        report(f"{program}, any record, set by us", kept, records, counts)
    same = [stem for stem, pages in others["LibreOffice"].items() if pages and ours.get(stem)]
    agreeing = sum(ours[stem] == others["LibreOffice"][stem] for stem in same)
    print(f"pages as LibreOffice: {agreeing} of {len(same)}")
    if asked.list:
        for stem, found in records.items():
            said = {name: pages.get(stem) for name, pages in counts.items()}
            if found.fits and said["ours"] != found.pages:
                print(stem, found.program, found.pages, said, refused.get(stem, ""))


def report(title: str, stems: list[str], records: dict[str, Record], counts: dict[str, dict[str, int]]) -> None:
    """How many page counts of each are those on record."""
    right = {name: sum(pages.get(stem) == records[stem].pages for stem in stems) for name, pages in counts.items()}
    print(f"{title} ({len(stems)}): " + ", ".join(f"{name} {number}" for name, number in right.items()))


def record_of(form: Path) -> Record:
    """What the file says of its last save."""
    with zipfile.ZipFile(form) as archive:
        names = {name.lower(): name for name in archive.namelist()}
        main = archive.read(
            names.get("word/document.xml", next(n for n in names.values() if n.endswith("document.xml")))
        )
        app = archive.read(names["docprops/app.xml"]).decode("utf-8", "replace") if "docprops/app.xml" in names else ""
    root = etree.fromstring(main)
    named = re.search("<Application>([^<]*)", app)
    program = next((name for name in ("WPS", "Word") if named and name in named.group(1)), "other")
    breaks = len(root.findall(f".//{_W}lastRenderedPageBreak"))
    pages, characters = _number(app, "Pages"), _number(app, "Characters")
    actual = sum(len(re.sub(r"\s", "", each.text or "")) for each in root.iter(_W + "t"))
    near = _FITS[0] * actual <= characters <= _FITS[1] * actual
    return Record(program, pages, fits=pages > breaks and near)


def _number(app: str, name: str) -> int:
    found = re.search(rf"<{name}>(\d+)</{name}>", app)
    return int(found.group(1)) if found else 0


def by_us(forms: list[Path], work: Path) -> tuple[dict[str, int], dict[str, list[str]], dict[str, int]]:
    """Pages of each form, what others are refused for, and characters off the page."""
    pages: dict[str, int] = {}
    refused: dict[str, list[str]] = {}
    off: dict[str, int] = {}
    folder = work / "ours"
    folder.mkdir(parents=True, exist_ok=True)
    with Typesetter(find_fonts()) as typesetter:
        for form in forms:
            try:
                made = typesetter.typeset(form.read_bytes())
            except Refused as error:
                refused[form.stem] = [re.sub("「.*」", "", each.feature) for each in error.refusals]
                continue
            except Unreadable as error:
                refused[form.stem] = [str(error)]
                continue
            (folder / f"{form.stem}.pdf").write_bytes(made.pdf)
            pages[form.stem] = made.pages
            off[form.stem] = off_the_page(made.pdf)
    return pages, refused, off


def off_the_page(pdf: bytes) -> int:
    """Characters whose middle is off their page, as pdfium sees them."""
    found = 0
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            x, y = (left + right) / 2, (bottom + top) / 2
            found += not (-1 <= x <= width + 1 and -1 <= y <= height + 1)
    return found


def by_office(form: Path, work: Path) -> int:
    """LibreOffice's pages; 0 where it makes none within a minute."""
    soffice = shutil.which("soffice")
    target = work / "libreoffice" / f"{form.stem}.pdf"
    if not target.exists() and soffice:
        profile = (work / "profile").resolve().as_uri()
        command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
        _run([*command, "--outdir", str(target.parent), str(form)])
    return _pages(target)


def by_rival(name: str, python: str, form: Path, work: Path) -> int:
    """A rival's pages; 0 where it makes none within a minute."""
    target = work / name / f"{form.stem}.pdf"
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        _run([python, "-c", _RIVALS[name], str(form), str(target)])
    return _pages(target)


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return


def _pages(pdf: Path) -> int:
    try:
        return len(pypdfium2.PdfDocument(pdf))
    except (FileNotFoundError, pypdfium2.PdfiumError):
        return 0


if __name__ == "__main__":
    main()
