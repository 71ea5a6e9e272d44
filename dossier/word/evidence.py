"""A sheet of evidence as Word shows it: pictures at their place, captions, the running number, a placeholder's words.

Pictures are anchored to the page, so nothing on a sheet can push anything to the next one; the number is the sheet's
first paragraph, at the corner by way of the section's margins; captions stand in a table of fixed row heights.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dossier.model import Placed, Sheet, Side
from dossier.word.looks import SHEET_STYLE
from dossier.word.names import A_URI, PIC_URI, emu, section, sheet_size, text, twips

Box = tuple[float, float, float, float]

MM = 72 / 25.4
EDGE = 10 * MM
"""From the top and the outer edge to the number (domain §2.4)."""
NUMBER_SIZE = 11.0
NUMBER_TOP = EDGE - 0.06 * NUMBER_SIZE
"""Top of the number's line: an exact line has its baseline at 0.8 of its height, digits are 0.74 em high."""
SHRUNK = 0.95
"""A page whose corner is taken is made this much smaller, as in the PDF."""
_CORNER = (25 * MM, 14 * MM)
_CAPTION_GAP = 3.0
_CAPTION_HEIGHT = 30.0
_LINE = 14.0
STYLE = f'<w:pStyle w:val="{SHEET_STYLE}"/>'
_FONT = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312" w:hint="eastAsia"/>'


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on a sheet: the relation of its bytes, and the rectangle that it fills."""

    placed: Placed
    relation: str
    rectangle: Box
    is_mark: bool = False
    """The words across a copy, no picture of evidence."""


def fit(pixels: tuple[int, int], box: Box | None, sheet: tuple[float, float]) -> Box:
    """The largest place of a picture's shape inside `box` (None: the whole sheet), centred."""
    x, y, wide, high = box or (0.0, 0.0, *sheet)
    scale = min(wide / pixels[0], high / pixels[1])
    across, down = pixels[0] * scale, pixels[1] * scale
    return (x + (wide - across) / 2, y + (high - down) / 2, across, down)


def corner(sheet: tuple[float, float], side: Side) -> Box:
    """(x, y, width, height) of the part of a sheet that the number needs."""
    return (0.0 if side is Side.BACK else sheet[0] - _CORNER[0], 0.0, *_CORNER)


def shrink(rectangle: Box, sheet: tuple[float, float]) -> Box:
    """The rectangle on a sheet that is made smaller towards the middle of its lower edge."""
    x, y, wide, high = rectangle
    left = sheet[0] / 2 + (x - sheet[0] / 2) * SHRUNK
    return (left, sheet[1] - (sheet[1] - y) * SHRUNK, wide * SHRUNK, high * SHRUNK)


def evidence_section(*, landscape: bool, references: str) -> str:
    """The section properties of evidence sheets; their upper margin is where the number stands.

    No margin is so small that Word would ask about the printer before it prints.
    """
    return section(landscape=landscape, top=NUMBER_TOP, right=EDGE, bottom=EDGE, left=EDGE, references=references)


def sheet_xml(sheet: Sheet, shown: list[Shown], first_id: int, *, breaks: bool, bookmark: str) -> str:
    """All of one sheet. `first_id`: of its pictures; `breaks`: start a new page; `bookmark`: at its beginning."""
    pictures = "".join(_picture(each, first_id + place) for place, each in enumerate(shown))
    side = "left" if sheet.side is Side.BACK else "right"
    number = f"<w:r>{run_size(NUMBER_SIZE)}<w:t>{sheet.shown}</w:t></w:r>" if sheet.shown else ""
    broken = "<w:pageBreakBefore/>" if breaks else ""
    properties = f'{STYLE}{broken}{spacing(NUMBER_SIZE)}<w:jc w:val="{side}"/>'
    first = f"<w:p><w:pPr>{properties}</w:pPr>{bookmark}{pictures}{number}</w:p>"
    height = sheet_size(landscape=sheet.landscape)[1]
    lost = [placed for placed in sheet.placed if placed.placeholder]
    if lost:
        return first + "".join(_placeholder(placed, len(lost), height) for placed in lost)
    return first + _captions(shown)


def last_paragraph(section_properties: str) -> str:
    """The paragraph, as good as nothing high, that ends a section."""
    return f"<w:p><w:pPr>{STYLE}{spacing(1)}{section_properties}</w:pPr></w:p>"


def _picture(shown: Shown, number: int) -> str:
    x, y, wide, high = (emu(value) for value in shown.rectangle)
    told = shown.placed.mark if shown.is_mark else f"{shown.placed.path} 第{shown.placed.page}页"
    name = text(told).replace('"', "&quot;")
    kind = "标记" if shown.is_mark else "材料"
    return (
        f'<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{number}"'
        f' behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name="{kind}{number}" descr="{name}"/>'
        f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{A_URI}" noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic xmlns:a="{A_URI}"><a:graphicData uri="{PIC_URI}"><pic:pic xmlns:pic="{PIC_URI}">'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name="{kind}{number}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{shown.relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        f"</wp:anchor></w:drawing></w:r>"
    )


def _captions(shown: list[Shown]) -> str:
    """Captions under their photographs, in rows of exact height, so that a long one moves nothing."""
    rows, reached = "", NUMBER_TOP + NUMBER_SIZE
    for each in sorted(shown, key=lambda each: each.placed.box[1] if each.placed.box else 0):
        placed = each.placed
        if each.is_mark or not placed.caption or placed.box is None:
            continue
        start = placed.box[1] + placed.box[3] + _CAPTION_GAP
        rows += _row(start - reached, f"<w:p><w:pPr>{STYLE}{spacing(1)}</w:pPr></w:p>")
        rows += _row(_CAPTION_HEIGHT, "".join(_caption_lines(placed)))
        reached = start + _CAPTION_HEIGHT
    if not rows:
        return ""
    width = twips(sheet_size(landscape=False)[0] - 2 * EDGE)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{rows}</w:tbl>'
    )


def _row(height: float, cell: str) -> str:
    return (
        f'<w:tr><w:trPr><w:trHeight w:val="{max(twips(height), 20)}" w:hRule="exact"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(sheet_size(landscape=False)[0] - 2 * EDGE)}" w:type="dxa"/></w:tcPr>'
        f"{cell}</w:tc></w:tr>"
    )


def _caption_lines(placed: Placed) -> Iterator[str]:
    for row, line in enumerate(placed.caption):
        yield _words(line, 9.5 if row else 10.5)


def _placeholder(placed: Placed, count: int, height: float) -> str:
    page = f"（第{placed.page}页）" if placed.page else ""
    lines = [
        ("此件无法读取", 22.0),
        (f"文件：{placed.path}{page}", 12.0),
        (f"原因：{placed.placeholder}", 12.0),
        ("请补交能打开的文件，或在此处粘贴纸质材料。", 12.0),
    ]
    if placed.is_gone:
        lines = [("此页材料已取出", 22.0), (f"原材料：{placed.path}", 12.0), (placed.placeholder, 12.0)]
    before = height / (2 * count) - 90
    return "".join(
        _words(line, size, line_height=size * 1.5, before=before if place == 0 else 12)
        for place, (line, size) in enumerate(lines)
    )


def _words(words: str, size: float, *, line_height: float = _LINE, before: float = 0) -> str:
    return (
        f'<w:p><w:pPr>{STYLE}{spacing(line_height, before)}<w:jc w:val="center"/></w:pPr>'
        f'<w:r>{run_size(size)}<w:t xml:space="preserve">{text(words)}</w:t></w:r></w:p>'
    )


def spacing(height: float, before: float = 0) -> str:
    """Line height exactly as said, pt."""
    return f'<w:spacing w:before="{twips(before)}" w:after="0" w:line="{max(twips(height), 20)}" w:lineRule="exact"/>'


def run_size(size: float) -> str:
    """Font and size of a run of ours."""
    half = round(size * 2)
    return f'<w:rPr>{_FONT}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
