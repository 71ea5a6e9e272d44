"""The dossier of one folder of photographs and scans, from looking at each file to the proved PDF (bench_photos.py).

python -m benchmarks.photo_dossier FOLDER OUT.pdf [--pixels keep] [--photos]
"""

from __future__ import annotations

import argparse
import hashlib
import io
from datetime import date
from pathlib import Path

from PIL import Image

from dossier.model import EvidenceFile, Item, OwnPages, PageFact, Placed, Plan, PlanPart, Sheet
from dossier.pages.sources import Sources
from dossier.pdf import PdfOptions, drawn, write_pdf
from dossier.plan.layout import whole_page

_TODAY = date(2022, 3, 18)


def look(place: Path) -> EvidenceFile:
    """What the evidence room would find."""
    data = place.read_bytes()
    facts: tuple[PageFact, ...]
    if place.suffix == ".jpg":
        with Image.open(io.BytesIO(data)) as picture:
            stored, orientation = picture.size, picture.getexif().get(0x0112, 1)
        size = stored[::-1] if orientation >= 5 else stored
        facts = (PageFact(width=size[0] * 0.36, height=size[1] * 0.36, pixels=stored),)
        kind = "image/jpeg"
    else:
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        facts = tuple(
            PageFact(width=wide, height=high)
            for wide, high in (document.get_page_size(page) for page in range(len(document)))
        )
        kind = "application/pdf"
    return EvidenceFile(
        path=place.name, sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type=kind, pages=facts
    )


def plan_of(files: list[EvidenceFile]) -> Plan:
    """Cover, contents, every page, closing sheet."""
    sheets = [Sheet(physical=1, part=PlanPart.COVER, own_page=1), Sheet(physical=2, part=PlanPart.CONTENTS, own_page=1)]
    items: list[Item] = []
    for file in files:
        first = len(sheets) + 1
        for page, fact in enumerate(file.pages, 1):
            landscape, box = whole_page(fact, 0, is_picture=file.is_picture)
            sheets.append(
                Sheet(
                    physical=len(sheets) + 1,
                    part=PlanPart.EVIDENCE,
                    number=len(sheets) - 1,
                    item=len(items) + 1,
                    landscape=landscape,
                    placed=(Placed(path=file.path, page=page, box=box),),
                )
            )
        items.append(
            Item(
                number=len(items) + 1,
                title=file.path,
                first_number=first - 2,
                last_number=len(sheets) - 2,
                first_page=first,
            )
        )
    sheets.append(Sheet(physical=len(sheets) + 1, part=PlanPart.CLOSING, own_page=1))
    return Plan(case_id="1", name="x", title="photos", items=tuple(items), sheets=tuple(sheets), rows=())


def own_pages(plan: Plan) -> OwnPages:
    """Cover, contents with a link a row, closing sheet."""
    import typst

    rows = "".join(
        f'#link("anchor:item_{item.number}")[{item.number} #"{item.title}" {item.first_number}] \\\n'
        for item in plan.items
    )
    texts = {PlanPart.COVER: "= photos", PlanPart.CONTENTS: f"#set text(size: 6pt)\n{rows}", PlanPart.CLOSING: "end"}
    markup = '#set page(paper: "a4")\n' + "\n#pagebreak()\n".join(texts.values())
    made = typst.Compiler(input=markup.encode(), font_paths=drawn.fonts_of(())).compile(
        format="pdf", timestamp=0, pdf_tags=False
    )
    assert isinstance(made, bytes)  # one PDF, not a list of pictures
    return OwnPages(made, dict.fromkeys(texts, 1))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pixels", choices=("print", "keep"), default="print")
    parser.add_argument("--photos", action="store_true", help="the photographs alone")
    chosen = parser.parse_args()
    looked = [look(place) for place in sorted(chosen.folder.iterdir()) if place.suffix == ".jpg" or not chosen.photos]
    planned = plan_of(looked)
    write_pdf(
        planned,
        own_pages(planned),
        Sources(chosen.folder, {file.path: file for file in looked}),
        chosen.out,
        PdfOptions(today=_TODAY, author="x", pixels=chosen.pixels),
    )
