"""What Typst draws over the sheets: captions, placeholder sheets, and the digits of the running number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from dossier.model import MARK_ANGLE, MARK_COLOUR, MARK_STRENGTH, Placed, Sheet, mark_size
from dossier.pdf.geometry import MM, sheet_size

DIGIT_SIZE = 11.0
"""pt (domain §2.4: 10.5 to 12)."""
_DIGITS = "0123456789-"
_MARGIN = 15 * MM
_CAPTION_GAP = 3.0
_UNBREAKABLE = re.compile(r"([!-~]{24})(?=[!-~])")
_UNCOMMON = re.compile(r"[^\x00-\x7f·–—‘’“”…\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_FONTS = ("Noto Serif SC", "Libertinus Serif", "Noto Sans SC")


@dataclass(frozen=True, slots=True)
class Digits:
    """A font of ten digits and the hyphen of pages put in later: the code and the width (em) of each."""

    pdf: pikepdf.Pdf
    """Owns `font`; must live as long as it is copied from."""
    font: Any
    codes: Mapping[str, bytes]
    widths: Mapping[str, float]

    def show(self, number: str, x: float, y: float, *, to_left: bool) -> bytes:
        """Content that draws `number` with its baseline at y; x is its left edge, or with `to_left` its right one."""
        left = x - self.width(number) if to_left else x
        codes = b"".join(self.codes[digit] for digit in number).hex()
        return f"BT 0 g 0 Tr /DossierDigits {DIGIT_SIZE:g} Tf {left:.3f} {y:.3f} Td <{codes}> Tj ET".encode()

    def width(self, number: str) -> float:
        """How wide the number is, pt."""
        return sum(self.widths[digit] for digit in number) * DIGIT_SIZE


def fonts_of(folders: Sequence[Path]) -> Any:
    """The fonts Typst may draw with: those in `folders`, then the free Chinese ones that come with the program."""
    return _fonts(tuple(str(folder) for folder in folders))


@lru_cache(maxsize=4)
def _fonts(folders: tuple[str, ...]) -> Any:
    import pylopdf_fonts_zh_cn
    import typst

    own = str(Path(pylopdf_fonts_zh_cn.serif_path()).parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[own, *folders])


def digits(fonts: Any, today: date, *, pdfa: bool) -> Digits:
    """Take the digits' font out of a page that Typst sets with them."""
    source = f'#set page(width: 200pt, height: 50pt, margin: 0pt)\n#set text(font: ("{_FONTS[0]}",))\n{_DIGITS}'
    pdf = pikepdf.open(BytesIO(_compile(source, fonts, today, pdfa=pdfa)))
    font = next(iter(pdf.pages[0].Resources.Font.values()))
    codes = dict(zip(_DIGITS, _codes_in(pdf.pages[0]), strict=True))
    widths = _widths(font.DescendantFonts[0])
    return Digits(pdf, font, codes, {digit: widths[int.from_bytes(code)] / 1000 for digit, code in codes.items()})


def _codes_in(page: pikepdf.Page) -> list[bytes]:
    shown = b""
    for step in pikepdf.parse_content_stream(page, "Tj TJ"):
        operand = step.operands[0]
        parts = operand if isinstance(operand, pikepdf.Array) else [operand]
        shown += b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
    return [shown[at : at + 2] for at in range(0, len(shown), 2)]


def _widths(font: Any) -> dict[int, float]:
    found: dict[int, float] = {}
    entries = list(font.W)
    at = 0
    while at < len(entries):
        first = int(entries[at])
        if isinstance(entries[at + 1], pikepdf.Array):
            found.update({first + step: float(width) for step, width in enumerate(entries[at + 1])})
            at += 2
        else:
            found.update(dict.fromkeys(range(first, int(entries[at + 1]) + 1), float(entries[at + 2])))
            at += 3
    return found


def overlays(sheets: Sequence[Sheet], fonts: Any, today: date, *, pdfa: bool) -> bytes | None:
    """One transparent page for each of `sheets`, in their order, with its captions and placeholders; None for none."""
    if not sheets:
        return None
    import typst

    source = "\n#pagebreak()\n".join(_page(sheet) for sheet in sheets)
    try:
        return _compile(source, fonts, today, pdfa=pdfa)
    except typst.TypstError:  # PDF/A takes no character without a glyph, as a file's name or a reason may have one
        return _compile(_UNCOMMON.sub("〓", source), fonts, today, pdfa=pdfa)


def needs_drawing(sheet: Sheet) -> bool:
    """Whether something of ours stands on the sheet beside the evidence and the number."""
    return any(placed.caption or placed.placeholder or placed.mark for placed in sheet.placed)


def without_marks(sheet: Sheet) -> Sheet:
    """The sheet as long as its evidence is compared with the source."""
    return replace(sheet, placed=tuple(replace(placed, mark="") for placed in sheet.placed))


def _page(sheet: Sheet) -> str:
    width, height = sheet_size(landscape=sheet.landscape)
    names = ", ".join(f'"{name}"' for name in _FONTS)
    head = (
        f"#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)\n"
        f'#set text(font: ({names}), size: 10pt, lang: "zh", region: "cn")\n#set par(leading: 0.45em)\n'
    )
    return head + "\n".join(_drawn(placed, width, height) for placed in sheet.placed)


def _drawn(placed: Placed, width: float, height: float) -> str:
    if placed.placeholder:
        return _placeholder(placed, width, height)
    caption = _caption(placed, width) if placed.caption and placed.box else ""
    boxes = (placed.mark_boxes or (placed.box or (0.0, 0.0, width, height),)) if placed.mark else ()
    return caption + "".join(_mark(placed, box) for box in boxes)


def _mark(placed: Placed, box: tuple[float, float, float, float]) -> str:
    """Words slantwise across a copy: they can be read, and so can what lies under them."""
    x, y, wide, high = box
    size = mark_size(placed.mark, wide, high)
    return (
        f"\n#place(top + left, dx: {x:.3f}pt, dy: {y:.3f}pt, block(width: {wide:.3f}pt, height: {high:.3f}pt, "
        f"align(center + horizon, rotate({-MARK_ANGLE}deg, box(text(size: {size:.2f}pt, "
        f"fill: rgb({', '.join(map(str, MARK_COLOUR))}, {MARK_STRENGTH * 100:.0f}%), {_quoted(placed.mark)}))))))"
    )


def _caption(placed: Placed, width: float) -> str:
    assert placed.box is not None  # _drawn asks first
    _, y, _, high = placed.box
    lines = [f"#text(size: {9.5 if row else 10.5}pt, {_quoted(line)})" for row, line in enumerate(placed.caption)]
    body = " #linebreak() ".join(lines)
    return (
        f"#place(top + left, dx: {_MARGIN:.3f}pt, dy: {y + high + _CAPTION_GAP:.3f}pt, "
        f"block(width: {width - 2 * _MARGIN:.3f}pt, align(center)[{body}]))"
    )


def _placeholder(placed: Placed, width: float, height: float) -> str:
    x, y, wide, high = placed.box or (_MARGIN, 40 * MM, width - 2 * _MARGIN, height - 80 * MM)
    page = f"（第{placed.page}页）" if placed.page else ""
    lines: tuple[str, ...] = (
        f"#text(size: 22pt, stroke: 0.4pt, {_quoted('此页材料已取出')})",
        f"#text(size: 12pt, {_quoted(f'原材料：{placed.path}')})",
        f"#text(size: 12pt, {_quoted(placed.placeholder)})",
    )
    unread = (
        f"#text(size: 22pt, stroke: 0.4pt, {_quoted('此件无法读取')})",
        f"#text(size: 12pt, {_quoted(f'文件：{placed.path}{page}')})",
        f"#text(size: 12pt, {_quoted(f'原因：{placed.placeholder}')})",
        f"#text(size: 12pt, {_quoted('请补交能打开的文件，或在此处粘贴纸质材料。')})",
    )
    lines = lines if placed.is_gone else unread
    body = " #v(12pt) ".join(f"#par[{line}]" for line in lines)
    return (
        f"#place(top + left, dx: {x:.3f}pt, dy: {y:.3f}pt, block(width: {wide:.3f}pt, height: {high:.3f}pt, "
        f'stroke: (thickness: 1pt, dash: "dashed"), inset: 18pt, clip: true, align(center + horizon)[{body}]))'
    )


def _quoted(text: str) -> str:
    """`text` as Typst code: nothing in it is markup, and a long run without a place to break gets one."""
    clean = "".join(char if char.isprintable() or char == "\u3000" else " " for char in text)
    pieces = _UNBREAKABLE.sub("\\1\n", clean).split("\n")
    quoted = ('"' + piece.replace("\\", "\\\\").replace('"', '\\"') + '"' for piece in pieces)
    return "{" + "; box(); ".join(quoted) + "}"


def _compile(source: str, fonts: Any, today: date, *, pdfa: bool) -> bytes:
    import typst

    from dossier.pdf.marks import seconds

    compiler = typst.Compiler(input=source.encode(), font_paths=fonts)
    result = compiler.compile(
        format="pdf", timestamp=seconds(today), pdf_standards="a-2b" if pdfa else None, pdf_tags=False
    )
    assert isinstance(result, bytes)  # one PDF, not a list of pictures
    return result
