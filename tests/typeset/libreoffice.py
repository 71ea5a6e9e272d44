"""LibreOffice as a second opinion: one run for all documents, with the package's fonts; and what a PDF says where."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pylopdf_fonts_zh_cn
import pypdfium2
import pypdfium2.raw as pdfium

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
HANGING = "，。、：；？！,.:;?!"
_SERIF = (
    "宋体",
    "SimSun",
    "仿宋",
    "仿宋_GB2312",
    "FangSong",
    "楷体",
    "楷体_GB2312",
    "KaiTi",
    "方正小标宋简体",
    "Times New Roman",
)
_SANS = ("黑体", "SimHei", "等线", "DengXian", "微软雅黑", "Arial", "Calibri")


@dataclass(frozen=True, slots=True)
class Bit:
    """Characters standing together on one baseline: page, left, baseline from the top, in pt."""

    page: int
    x: float
    y: float
    text: str

    @property
    def key(self) -> str:
        """The text without punctuation at its end: LibreOffice 7.4 loses what hangs over the edge."""
        return self.text.rstrip(HANGING) or self.text


def convert(documents: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Name → PDF as LibreOffice prints it; a document it cannot open is absent."""
    assert SOFFICE is not None
    source, target = folder / "docx", folder / "pdf"
    source.mkdir(parents=True)
    for name, data in documents.items():
        (source / f"{name}.docx").write_bytes(data)
    configuration = folder / "fonts.conf"
    configuration.write_text(_fontconfig(folder), "utf-8")
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(target), *(str(path) for path in sorted(source.iterdir()))],
        check=True, capture_output=True, timeout=600, env={**os.environ, "FONTCONFIG_FILE": str(configuration)},
    )  # fmt: skip
    return {path.stem: path.read_bytes() for path in sorted(target.glob("*.pdf"))}


def _fontconfig(folder: Path) -> str:
    package = Path(pylopdf_fonts_zh_cn.__file__).parent
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{name}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{family}</string></edit></match>'
        for names, family in ((_SERIF, "Noto Serif SC"), (_SANS, "Noto Sans SC"))
        for name in names
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{package}</dir><cachedir>{folder / 'fontcache'}</cachedir>{aliases}"
        "</fontconfig>"
    )


def bits(pdf: bytes) -> list[Bit]:
    """The text of a PDF in bits, each a run of characters without a wide gap."""
    found: list[Bit] = []
    document = pypdfium2.PdfDocument(pdf)
    for number in range(len(document)):
        page = document[number]
        found += _page_bits(page, number + 1)
        page.close()
    document.close()
    return found


def origins(pdf: bytes) -> list[tuple[str, float]]:
    """Character and left edge of each on the first page, in reading order."""
    document = pypdfium2.PdfDocument(pdf)
    found = [(char, x) for _y, x, _size, char in _chars(document[0])]
    document.close()
    return found


def _chars(page: pypdfium2.PdfPage) -> list[tuple[float, float, float, str]]:
    """(baseline from the top, left, size, character) of all that is not blank, in reading order."""
    height = page.get_height()
    text = page.get_textpage()
    chars: list[tuple[float, float, float, str]] = []
    x, y = pdfium.c_double(), pdfium.c_double()
    for index in range(text.count_chars()):
        char = chr(pdfium.FPDFText_GetUnicode(text.raw, index))
        if char.isspace() or char in "\u200b\ufffe\x00\x02":
            continue
        pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
        size = pdfium.FPDFText_GetFontSize(text.raw, index)
        chars.append((height - y.value, x.value, size, char))
    text.close()
    chars.sort(key=lambda item: (round(item[0]), item[1]))
    return chars


def _page_bits(page: pypdfium2.PdfPage, number: int) -> list[Bit]:
    found: list[Bit] = []
    last: tuple[float, float, float, str] | None = None
    for item in _chars(page):
        if last is not None and abs(item[0] - last[0]) < 1.2 and 0 <= item[1] - last[1] < 2.6 * max(last[2], 5):
            bit = found[-1]
            found[-1] = Bit(bit.page, bit.x, bit.y, _whole(bit.text + item[3]))
        else:
            found.append(Bit(number, item[1], item[0], item[3]))
        last = item
    return found


def _whole(text: str) -> str:
    """Surrogate halves joined: PDFium gives characters beyond the basic plane in two."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def difference(ours: list[Bit], theirs: list[Bit]) -> tuple[str, str]:
    """Characters that only we print (but for punctuation that LibreOffice loses), and that only LibreOffice prints."""
    mine = Counter("".join(bit.text for bit in ours))
    other = Counter("".join(bit.text for bit in theirs))
    more = "".join(char for char in (mine - other).elements() if char not in HANGING)
    return more, "".join((other - mine).elements())


def page_count(pdf: bytes) -> int:
    """Number of pages."""
    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    document.close()
    return count


def offsets(ours: list[Bit], theirs: list[Bit]) -> list[tuple[float, float, str]]:
    """(dx, dy, text) of the bits that both hold, the same text in the same order of occurrence on the same page."""
    waiting: dict[tuple[int, str], list[Bit]] = {}
    for bit in theirs:
        waiting.setdefault((bit.page, bit.key), []).append(bit)
    found = []
    for bit in ours:
        others = waiting.get((bit.page, bit.key))
        if others:
            other = min(others, key=lambda each: abs(each.y - bit.y) + abs(each.x - bit.x))
            others.remove(other)
            found.append((bit.x - other.x, bit.y - other.y, bit.text))
    return found
