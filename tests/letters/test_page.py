"""The page of GB/T 9704: 22 lines of 28 characters in 仿宋 三号, where that font is there."""

from __future__ import annotations

import io
import struct
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pylopdf_fonts_zh_cn
import pypdfium2 as pdfium
import pytest
from docx import Document
from docx.document import Document as Word

from dossier.files.data import templates_folder
from dossier.typeset import Typesetter, find_fonts

SIGN = "国"
BODY = 28 * 60
LINE_PITCH, CHARACTER_PITCH = 225 / 22, 156 / 28
"""In mm: 版心 156 × 225 mm."""
MM = 25.4 / 72
WHOLE_PAGES = ("村（居）委会情况说明", "派出所证明", "补件通知单")
"""Whose page is all body; those with a stub begin lower and end lower."""
BODIES = (*WHOLE_PAGES, "劝返复学通知书", "限期复学通知书", "督促注册学籍联系函", "关于告知及时办理学生转学的函")


@pytest.fixture(scope="module")
def typesetter(tmp_path_factory: pytest.TempPathFactory) -> Typesetter:
    """With a font that has the name of Windows' 仿宋 and, as that one, Chinese characters as wide as the em."""
    folder = tmp_path_factory.mktemp("fonts")
    source = Path(pylopdf_fonts_zh_cn.__file__).with_name("NotoSerifSC-Regular.otf")
    (folder / "simfang.otf").write_bytes(renamed(source.read_bytes(), "FangSong"))
    fonts = find_fonts((folder,), machine=False)
    assert fonts.choose("仿宋_GB2312", False, False).face.family == "FangSong"
    return Typesetter(fonts)


def renamed(font: bytes, family: str) -> bytes:
    """An OpenType font under another family name: its table `name` is written anew, at the end."""
    text = family.encode("utf-16-be")
    regular = "Regular".encode("utf-16-be")
    records = ((1, 0, len(text)), (2, len(text), len(regular)), (4, 0, len(text)), (6, 0, len(text)))
    table = struct.pack(">3H", 0, len(records), 6 + 12 * len(records))
    table += b"".join(struct.pack(">6H", 3, 1, 0x409, which, length, start) for which, start, length in records)
    table += text + regular
    whole = bytearray(font)
    whole += b"\0" * (-len(whole) % 4)
    (count,) = struct.unpack_from(">H", font, 4)
    entry = next(at for at in range(12, 12 + 16 * count, 16) if font[at : at + 4] == b"name")
    struct.pack_into(">3I", whole, entry + 4, 0, len(whole), len(table))
    return bytes(whole + table)


@pytest.mark.parametrize("name", BODIES)
def test_a_body_line_holds_28_characters_in_the_standards_pitch(typesetter: Typesetter, name: str) -> None:
    lines = lines_of(pages_of(typesetter, name)[1])

    full = [places for places in lines.values() if len(places) > 1][:-1]
    assert {len(places) for places in full} == {28}
    assert full[0][-1] - full[0][0] == pytest.approx(27 * CHARACTER_PITCH, abs=0.5)
    tops = sorted(lines)
    assert {round(below - above, 1) for above, below in pairwise(tops)} == {round(LINE_PITCH, 1)}


@pytest.mark.parametrize("name", WHOLE_PAGES)
def test_a_page_of_body_holds_22_lines(typesetter: Typesetter, name: str) -> None:
    assert len(lines_of(pages_of(typesetter, name)[1])) == 22


def pages_of(typesetter: Typesetter, name: str) -> pdfium.PdfDocument:
    """The template with a very long body in place of its first body paragraph; page 2 holds nothing else."""
    document: Word = Document(str(templates_folder() / "文书" / f"{name}.docx"))
    body = next(one for one in document.paragraphs if one.paragraph_format.first_line_indent and len(one.text) > 20)
    for run in body.runs[1:]:
        run.clear()
    body.runs[0].text = SIGN * BODY
    out = io.BytesIO()
    document.save(out)
    return pdfium.PdfDocument(typesetter.typeset(out.getvalue()).pdf)


def lines_of(page: pdfium.PdfPage) -> dict[float, list[float]]:
    """Top of a line in mm → where its characters begin."""
    text = page.get_textpage()
    height = page.get_height()
    found: dict[float, list[float]] = {}
    for place in range(text.count_chars()):
        if text.get_text_range(place, 1) == SIGN:
            left, _, _, top = text.get_charbox(place)
            found.setdefault(round((height - top) * MM, 2), []).append(left * MM)
    assert Counter(map(len, found.values()))[28] > 1
    return {top: sorted(places) for top, places in found.items()}


@pytest.mark.parametrize("name", ["关于告知及时办理学生转学的函", "关于通报非户籍地学生辍学情况的函"])
def test_a_letterhead_lies_where_the_standard_says(typesetter: Typesetter, name: str) -> None:
    document: Word = Document(str(templates_folder() / "文书" / f"{name}.docx"))
    document.paragraphs[0].runs[0].text = "唐河县教育体育局"
    out = io.BytesIO()
    document.save(out)
    page = pdfium.PdfDocument(typesetter.typeset(out.getvalue()).pdf)[0]
    picture = page.render(scale=300 / 72).to_numpy().astype(int)
    blue, _, red = (picture[:, :, band] for band in range(3))
    is_red = red - blue > 80
    rows, columns = (np.flatnonzero(is_red.any(axis=axis)) * 25.4 / 300 for axis in (1, 0))
    blocks = list(np.split(rows, np.flatnonzero(np.diff(rows) > 0.15) + 1))

    (sign, *_), (thick, thin), (thin_below, thick_below) = blocks[:-4], blocks[-4:-2], blocks[-2:]
    assert sign[0] == pytest.approx(30, abs=0.7)  # the issuer's name begins 30 mm below the edge
    assert thick[0] - blocks[-5][-1] == pytest.approx(4, abs=0.7)  # the line 4 mm below it, 170 mm long
    assert thick_below[-1] == pytest.approx(297 - 20, abs=1)
    assert columns[-1] - columns[0] == pytest.approx(170, abs=0.5)
    assert len(thick) > 2 * len(thin)
    assert len(thick_below) > 2 * len(thin_below)
