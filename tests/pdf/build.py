"""Small real evidence and small real plans for the tests of the pdf room."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import pikepdf
import typst
from PIL import Image, ImageDraw

from dossier.model import A4_PT, EvidenceFile, Item, OwnPages, PageFact, Placed, Plan, PlanPart, PlanRow, Sheet, Side
from dossier.pages.sources import Sources
from dossier.pdf import PdfOptions
from dossier.pdf import write_pdf as write

TODAY = date(2022, 3, 18)


def a_picture(width: int = 400, height: int = 300, *, mode: str = "RGB") -> Image.Image:
    """An upright picture whose four corners can be told apart: red, green / blue, white, with grey between."""
    picture = Image.new("RGB", (width, height), (150, 150, 150))
    draw = ImageDraw.Draw(picture)
    w, h = width // 4, height // 4
    draw.rectangle((0, 0, w, h), (220, 30, 30))
    draw.rectangle((width - w, 0, width, h), (30, 160, 30))
    draw.rectangle((0, height - h, w, height), (30, 30, 220))
    draw.rectangle((width - w, height - h, width, height), (255, 255, 255))
    for step in range(40):  # enough colours to be a photograph
        draw.line((w + step, h, w + step, height - h), (step * 6, 90 + step, 200 - step * 4))
    return picture.convert(mode)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def a_pdf(pages: int = 1, *, size: tuple[float, float] = A4_PT, rotate: int = 0, text: str = "page") -> bytes:
    """A PDF with a line of text and a frame on each page, drawn by hand."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=size)
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        drawn = (
            f"2 w 60 60 {size[0] - 120} {size[1] - 160} re S BT /F1 24 Tf 80 {size[1] - 150} Td ({text} {number}) Tj ET"
        )
        page.obj.Contents = pdf.make_stream(drawn.encode())
        if rotate:
            page.obj.Rotate = rotate
    return _bytes(pdf)


def _bytes(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


@lru_cache
def own_pages(*, links: int = 3) -> OwnPages:
    """Our own forms, one page each, as the typeset room would give them."""
    rows = "\n".join(f'#link("anchor:item_{item}")[item {item}] \\' for item in range(1, links + 1))
    texts = {
        PlanPart.COVER: "cover",
        PlanPart.CONTENTS: rows,
        PlanPart.ANNEX: "annex",
        PlanPart.CLOSING: "closing",
    }
    markup = '#set page(paper: "a4")\n' + "\n#pagebreak()\n".join(texts.values())
    pdf = typst.compile(markup.encode(), format="pdf", timestamp=0, pdf_tags=False)
    return OwnPages(pdf, dict.fromkeys(texts, 1))


def a_file(folder: Path, path: str, data: bytes, media_type: str, pages: Sequence[PageFact] = ()) -> EvidenceFile:
    """Write `data` and give what looking at it would have found."""
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    return EvidenceFile(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media_type=media_type,
        pages=tuple(pages) or (PageFact(width=A4_PT[0], height=A4_PT[1]),),
    )


def a_plan(evidence: Sequence[Sequence[Placed]], *, duplex: bool = False, title: str = "黄小明个案材料") -> Plan:
    """Cover, contents, 附件1, one item a group of sheets of one page each, closing."""
    sheets: list[Sheet] = []
    items: list[Item] = []
    rows: list[PlanRow] = []

    def add(part: PlanPart, *, numbered: bool, item: int | None = None, placed: tuple[Placed, ...] = ()) -> None:
        physical = len(sheets) + 1
        number = 1 + sum(sheet.number is not None for sheet in sheets) if numbered else None
        side = Side.BACK if duplex and physical % 2 == 0 else Side.FRONT
        own = None if placed else 1
        sheets.append(
            Sheet(physical=physical, part=part, number=number, side=side, item=item, own_page=own, placed=placed)
        )

    add(PlanPart.COVER, numbered=False)
    add(PlanPart.CONTENTS, numbered=False)
    for count, group in enumerate([None, *evidence], start=1):
        first = len(sheets) + 1
        if group is None:
            add(PlanPart.ANNEX, numbered=True, item=1)
        else:
            for placed in group:
                add(PlanPart.EVIDENCE, numbered=True, item=count, placed=(placed,))
        items.append(
            Item(
                number=count,
                title=f"材料{count}",
                first_number=sheets[first - 1].number,
                last_number=sheets[-1].number,
                first_page=first,
            )
        )
    add(PlanPart.CLOSING, numbered=False)
    return Plan(
        case_id="001",
        name="黄小明",
        title=title,
        items=tuple(items),
        sheets=tuple(sheets),
        rows=tuple(rows),
        duplex=duplex,
    )


def sources(folder: Path, *files: EvidenceFile) -> Sources:
    return Sources(folder, {file.path: file for file in files})


def write_pdf(plan, own, sources, target, *, journal=None, **options):
    """The dossier PDF, written with these options."""
    return write(plan, own, sources, target, PdfOptions(**options), journal)
