"""Draw papers: blocks → Typst → PDF pages → pictures at a given resolution. Seals and signatures included.

A drawing is a function of (paper, fonts, seed): the same three give the same page.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pypdfium2
import typst
from PIL import Image

from dossier.demo.seals import Seal, draw_fingerprint, draw_seal, draw_signature

_LAYOUT = Path(__file__).with_name("papers.typ")
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)

Block = Mapping[str, Any]
"""One block of papers.typ: `kind` and what that kind asks for. `seal`: a Seal; `name`: a name to be signed;
`finger`: True for a thumb print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """Which fonts a drawing uses: names for the layout, files for seals and signatures."""

    body: tuple[str, ...]
    """Families, the first that has a character sets it."""
    title: tuple[str, ...]
    seal: Path
    hand: Path
    folders: tuple[Path, ...]
    """Where the layout finds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a page is set; sizes in pt, margins in mm, leading in em. Three ready ones are in `STYLES`."""

    title_size: float = 22
    body_size: float = 16
    table_size: float = 12
    leading: float = 1.1
    margin_x: float = 28
    margin_top: float = 34
    ink: str = "#000000"
    """Colour of the body's letters."""


STYLES = (
    Style(),
    Style(title_size=26, body_size=15, table_size=11, leading=1.3, margin_x=24, margin_top=28),
    Style(title_size=20, body_size=14, table_size=10.5, leading=0.95, margin_x=31, margin_top=40),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One page of an invented paper."""

    blocks: tuple[Block, ...]
    width: float = 210
    """mm"""
    height: float = 297
    style: Style = field(default_factory=Style)
    tint: str = ""
    """Colour of the paper, #rrggbb; '' for white."""


def demo_fonts() -> Fonts:
    """The fonts that come with the program."""
    import pylopdf_fonts_zh_cn as fonts

    serif, sans = fonts.serif_path(), fonts.sans_path()
    return Fonts(body=("Noto Serif SC",), title=("Noto Sans SC",), seal=serif, hand=sans, folders=(serif.parent,))


def draw_pdf(papers: Sequence[Paper], fonts: Fonts, *, seed: int) -> bytes:
    """A PDF with one page a paper, with a text layer."""
    with tempfile.TemporaryDirectory(prefix="papers-") as name:
        folder = Path(name)
        pictures = _Pictures(folder, fonts, seed)
        data = {"papers": [_plain(paper, fonts, pictures) for paper in papers]}
        (folder / "papers.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        (folder / "papers.typ").write_bytes(_LAYOUT.read_bytes())
        compiler = typst.Compiler(root=str(folder), font_paths=_found(fonts.folders), ignore_system_fonts=True)
        pdf = compiler.compile(input=str(folder / "papers.typ"), format="pdf", timestamp=_EPOCH)
        assert isinstance(pdf, bytes)
        return pdf


@lru_cache(maxsize=8)
def _found(folders: tuple[Path, ...]) -> Any:
    """The fonts of these folders; looking through them takes longer than drawing a page."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(one) for one in folders]
    )


def draw_pictures(papers: Sequence[Paper], fonts: Fonts, *, seed: int, dpi: int = 200) -> list[Image.Image]:
    """One RGB picture a paper."""
    document = pypdfium2.PdfDocument(draw_pdf(papers, fonts, seed=seed))
    if len(document) != len(papers):
        raise ValueError(f"{len(papers)} papers took {len(document)} pages: one is too long for its sheet")
    pages = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    document.close()
    return pages


class _Pictures:
    """The seals and signatures of one drawing, each in a file beside the layout."""

    def __init__(self, folder: Path, fonts: Fonts, seed: int) -> None:
        self.folder, self.fonts, self.seed, self.count = folder, fonts, seed, 0

    def save(self, picture: Image.Image) -> str:
        name = f"{self.count}.png"
        picture.save(self.folder / name, compress_level=1)
        return name

    def next_seed(self) -> int:
        self.count += 1
        return self.seed * 10_007 + self.count

    def of(self, key: str, value: Any) -> Any:
        """`value` as the layout wants it: a file name for what is a picture."""
        if isinstance(value, Seal):
            return self.save(draw_seal(value, self.fonts.seal, seed=self.next_seed()))
        if isinstance(value, Image.Image):
            self.next_seed()
            return self.save(value)
        if key == "name":
            return self.save(draw_signature(value, self.fonts.hand, seed=self.next_seed())) if value else None
        if key == "finger":
            return self.save(draw_fingerprint(seed=self.next_seed())) if value else None
        return value


def _plain(paper: Paper, fonts: Fonts, pictures: _Pictures) -> dict[str, Any]:
    style = paper.style
    return {
        "width": paper.width,
        "height": paper.height,
        "tint": paper.tint,
        "style": {
            "body_font": fonts.body,
            "title_font": fonts.title,
            "title_size": style.title_size,
            "body_size": style.body_size,
            "table_size": style.table_size,
            "leading": style.leading,
            "margin_x": style.margin_x,
            "margin_top": style.margin_top,
            "ink": style.ink,
        },
        "blocks": [_block(block, pictures) for block in paper.blocks],
    }


def _block(block: Block, pictures: _Pictures) -> dict[str, Any]:
    out = {key: pictures.of(key, value) for key, value in block.items() if key != "rows"}
    seal = block.get("seal")
    if isinstance(seal, Seal):
        out.setdefault("diameter", seal.diameter)
    if "rows" in block:
        out["rows"] = [[_cell(cell, pictures) for cell in row] for row in block["rows"]]
    return out


def _cell(cell: Any, pictures: _Pictures) -> dict[str, Any]:
    """A cell is a text, or a mapping with `text` or `image` and how far it reaches."""
    if isinstance(cell, str):
        return {"text": cell}
    return {"text": "", **{key: pictures.of(key, value) for key, value in cell.items()}}
