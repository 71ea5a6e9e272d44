"""Builders: small pictures, dossiers in Word, and what a strict reader would see in them."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image, ImageDraw
from pypdf import PdfReader

from dossier.forms import Filled
from dossier.model import Placed, Plan, Sheet
from dossier.word import write_word
from tests.forms.build import a_plan, filled

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TODAY = date(2022, 3, 20)


def a_picture(size: tuple[int, int] = (120, 170), colour: str = "white", kind: str = "JPEG", corner: str = "") -> bytes:
    """A small picture, with a dark upper right corner if `corner` is a colour."""
    image = Image.new("RGB", size, colour)
    if corner:
        ImageDraw.Draw(image).rectangle((size[0] * 0.8, 0, size[0], size[1] * 0.1), fill=corner)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def plain_picture(placed: Placed, sheet: Sheet) -> bytes:
    return a_picture()


def a_word_dossier(
    folder: Path,
    plan: Plan | None = None,
    forms: Filled | None = None,
    picture: Callable[[Placed, Sheet], bytes] = plain_picture,
    **told: Any,
) -> Path:
    plan = plan or a_plan()
    target = folder / "007-王晓磊.docx"
    write_word(plan, forms or filled(plan), picture, target, today=TODAY, **{"author": "城郊乡中心学校", **told})
    return target


class Opened:
    """A Word file as a strict reader sees it; making one checks what every file must hold."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            names = archive.namelist()
            assert len(names) == len(set(names))
            self.parts = {name: archive.read(name) for name in names}
        self.document = etree.fromstring(self.parts["word/document.xml"])
        self.relations = self._relations("word/_rels/document.xml.rels")
        self._check_relations("word/document.xml", self.document, self.relations)
        for name in self.parts:
            if name.startswith(("word/header", "word/footer")):
                rels = self._relations(f"word/_rels/{name.removeprefix('word/')}.rels")
                self._check_relations(name, etree.fromstring(self.parts[name]), rels)
        self._check_types()
        self._check_ids()
        self._check_styles()
        self._check_order()

    def _relations(self, name: str) -> dict[str, str]:
        if name not in self.parts:
            return {}
        nodes = list(etree.fromstring(self.parts[name]).iter(f"{REL}Relationship"))
        assert len({node.get("Id") for node in nodes}) == len(nodes)
        for node in nodes:
            assert node.get("TargetMode") == "External" or f"word/{node.get('Target')}" in self.parts
        return {str(node.get("Id")): str(node.get("Target")) for node in nodes}

    def _check_relations(self, part: str, root: Any, relations: dict[str, str]) -> None:
        used = {value for node in root.iter(etree.Element) for key, value in node.attrib.items() if key.startswith(R)}
        assert used <= set(relations), f"{part}: dangling {used - set(relations)}"

    def _check_types(self) -> None:
        types = etree.fromstring(self.parts["[Content_Types].xml"])
        named = {node.get("PartName") for node in types if node.get("PartName")}
        endings = {node.get("Extension") for node in types if node.get("Extension")}
        assert {name.lstrip("/") for name in named} <= set(self.parts)
        assert all(f"/{name}" in named or name.rpartition(".")[2] in endings for name in self.parts)

    def _check_ids(self) -> None:
        drawings = [node.get("id") for node in self.document.iter(f"{WP}docPr")]
        bookmarks = [(node.get(f"{W}id"), node.get(f"{W}name")) for node in self.document.iter(f"{W}bookmarkStart")]
        assert len(drawings) == len(set(drawings))
        for kind in (0, 1):
            assert len({mark[kind] for mark in bookmarks}) == len(bookmarks)
        ends = [node.get(f"{W}id") for node in self.document.iter(f"{W}bookmarkEnd")]
        assert sorted(ends) == sorted(mark[0] for mark in bookmarks)
        targets = {node.get(f"{W}anchor") for node in self.document.iter(f"{W}hyperlink")} - {None}
        assert targets <= {mark[1] for mark in bookmarks}

    def _check_styles(self) -> None:
        root = etree.fromstring(self.parts["word/styles.xml"])
        styles = [node.get(f"{W}styleId") for node in root.iter(f"{W}style")]
        names = [node.find(f"{W}name").get(f"{W}val") for node in root.iter(f"{W}style")]
        assert len(styles) == len(set(styles))
        assert len(names) == len(set(names))
        for tag in ("pStyle", "rStyle", "tblStyle"):
            assert {node.get(f"{W}val") for node in self.document.iter(f"{W}{tag}")} <= set(styles)
        for tag in ("basedOn", "next", "link"):
            assert {node.get(f"{W}val") for node in root.iter(f"{W}{tag}")} <= set(styles)

    def _check_order(self) -> None:
        """Children of property elements stand in the order of the schema, without which Word calls a file damaged."""
        for name, order in _ORDER.items():
            for root in (self.document, etree.fromstring(self.parts["word/styles.xml"])):
                for node in root.iter(f"{W}{name}"):
                    ranks = [order.index(etree.QName(child).localname) for child in node]
                    assert ranks == sorted(ranks), etree.tostring(node)[:600]

    @property
    def sections(self) -> list[Any]:
        return list(self.document.iter(f"{W}sectPr"))

    @property
    def words(self) -> str:
        return "\n".join(
            "".join(node.text or "" for node in paragraph.iter(f"{W}t")) for paragraph in self.document.iter(f"{W}p")
        )

    @property
    def media(self) -> list[bytes]:
        return [self.parts[name] for name in self.parts if name.startswith("word/media/")]


_ORDER_WORDS = {
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd "
        "tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
        "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc "
        "textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
        "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd "
        "fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
    ),
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
        "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid "
        "printerSettings sectPrChange"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
        "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
    ),
    "tcPr": ("cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"),
}
_ORDER = {name: words.split() for name, words in _ORDER_WORDS.items()}


@dataclass(frozen=True)
class Page:
    """A page as LibreOffice lays it out."""

    text: str
    left: str
    """What stands in the band of the running number, left half."""
    right: str


def pages_in_libreoffice(path: Path, folder: Path) -> list[Page]:
    """Every page of the file as LibreOffice lays it out; skips where there is none."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    profile = (folder / "profile").as_uri()
    call = [soffice, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*call, str(path)], check=True, capture_output=True, timeout=120)
    return [_page(page) for page in PdfReader(folder / f"{path.stem}.pdf").pages]


def _page(page: Any) -> Page:
    corners = {"left": "", "right": ""}
    width, height = float(page.mediabox.width), float(page.mediabox.height)

    def visit(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
        y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        if height - y < 14 * 72 / 25.4:
            corners["left" if x < width / 2 else "right"] += text.strip()

    return Page(re.sub(r"[ \u3000]", "", page.extract_text(visitor_text=visit)), **corners)
