"""What LibreOffice made of a Word file, against the document's own: characters, pictures, pages.

It leaves out what it does not understand without a word. What is counted is what cannot be laid out otherwise: Chinese
characters and letters of the body, and pictures of pixels (drawn ones become lines).
"""

from __future__ import annotations

import re
import struct
from collections import Counter
from dataclasses import dataclass

from dossier.evidence.file_facts import Fault
from dossier.evidence.media_types import DOC, DOCX, ODT, RTF
from dossier.files.ole import top_streams
from dossier.files.word_zip import open_parts

_MOST_LOST = 0.02
_FEW = 3
"""So many characters may differ for other reasons (a field that was brought up to date)."""
_PIXELS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff")
_SIGN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z]")
_HIDDEN = re.compile(
    rb"<w:r[ >](?:(?!</w:r>).)*?<w:vanish/>.*?</w:r>|<w:(?:del|moveFrom)[ >].*?</w:(?:del|moveFrom)>"
    rb"|<mc:Fallback>.*?</mc:Fallback>|<w:rt>.*?</w:rt>",
    re.DOTALL,
)
_WORD_TEXT = re.compile(rb"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_ODT_HIDDEN = re.compile(
    rb"<text:tracked-changes.*?</text:tracked-changes>|<office:annotation.*?</office:annotation>", re.DOTALL
)
_TAG = re.compile(rb"<[^>]+>")
_BLIP = re.compile(rb'<(?:a:blip|v:imagedata)[^>]*?(?:r:embed|r:id)="([^"]+)"')
_RTF_SIGN = re.compile(rb"\\u-?\d+|(?:\\'[0-9a-f]{2}){2}", re.IGNORECASE)
_DOC_LENGTH = 0x4C
"""ccpText of the file's head ([MS-DOC] 2.5.4): characters of the main text."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a document says that it holds. None: it cannot be told."""

    signs: Counter[str] | None = None
    least: int = 0
    """Characters at the very least, where they can only be counted."""
    pictures: int = 0
    pages: int = 0


def lost_by_office(data: bytes, media_type: str, pdf: bytes) -> Fault | None:
    """What of the document is not on LibreOffice's pages; None where all is."""
    try:
        own = _own(data, media_type)
    except Exception:  # a document that LibreOffice mends may break any reader; then there is nothing to compare
        return None
    text, pictures = _shown(pdf)
    shown = Counter(_SIGN.findall(text))
    if own.signs is not None:
        lost = own.signs - shown
        count = lost.total()
        if count > max(_FEW, _MOST_LOST * own.signs.total()):
            return Fault("office-lost", f"少了 {count} 个字（{''.join(list(lost)[:10])}…）")
    if sum(1 for sign in text if not sign.isspace()) < own.least:
        return Fault("office-lost", f"文件里至少有 {own.least} 个字，版面上差得太多")
    if pictures < own.pictures:
        return Fault("office-lost", f"文件里有 {own.pictures} 张图片，版面上只有 {pictures} 张")
    return None


def stored_pages(data: bytes, media_type: str) -> int:
    """How many pages Word counted when it saved the file; 0 where it says nothing that can be trusted."""
    if media_type != DOCX:
        return 0
    try:
        with open_parts(data) as archive:
            told = archive.read("docProps/app.xml")
            text = _word_text(archive.read("word/document.xml"))
    except Exception:  # no such part, or a damaged one
        return 0
    pages, characters = (re.search(rb"<%s>(\d+)</%s>" % (name, name), told) for name in (b"Pages", b"Characters"))
    if pages is None or characters is None:
        return 0
    real = sum(1 for sign in text if not sign.isspace())
    return int(pages[1]) if abs(int(characters[1]) - real) <= max(3, real // 20) else 0


def _own(data: bytes, media_type: str) -> Own:
    return _READERS[media_type](data)


def _of_docx(data: bytes) -> Own:
    with open_parts(data) as archive:
        body = archive.read("word/document.xml")
        rels = "word/_rels/document.xml.rels"
        links = archive.read(rels) if rels in archive.names else b""
    body = _HIDDEN.sub(b"", body)
    targets = {
        name: target.decode("utf-8", "replace").casefold()
        for name, target in (_link(link) for link in re.findall(rb"<Relationship [^>]*>", links))
    }
    pictures = [targets.get(name, "") for name in _BLIP.findall(body)]
    return Own(
        signs=Counter(_SIGN.findall(_word_text(body))), pictures=sum(name.endswith(_PIXELS) for name in pictures)
    )


def _link(link: bytes) -> tuple[bytes, bytes]:
    name, target = re.search(rb'\bId="([^"]+)"', link), re.search(rb'\bTarget="([^"]+)"', link)
    return name[1] if name else b"", target[1] if target else b""


def _word_text(body: bytes) -> str:
    import html

    return html.unescape(b"".join(_WORD_TEXT.findall(body)).decode("utf-8", "replace"))


def _of_odt(data: bytes) -> Own:
    import html

    with open_parts(data) as archive:
        body = archive.read("content.xml").partition(b"<office:body")[2]
    body = _ODT_HIDDEN.sub(b"", body)
    names = re.findall(rb'<draw:image[^>]*xlink:href="(Pictures/[^"]+)"', body)
    pictures = sum(name.decode("utf-8", "replace").casefold().endswith(_PIXELS) for name in names)
    text = html.unescape(_TAG.sub(b"", body).decode("utf-8", "replace"))
    return Own(signs=Counter(_SIGN.findall(text)), pictures=pictures)


def _of_doc(data: bytes) -> Own:
    stream = top_streams(data).get("worddocument")
    if stream is None or stream.start < 0:
        return Own()
    (length,) = struct.unpack_from("<I", data, stream.start + _DOC_LENGTH)
    return Own(least=length // 10 if 50 < length < len(data) else 0)


def _of_rtf(data: bytes) -> Own:
    body = re.sub(rb"\{\\(?:fonttbl|stylesheet|info|\*\\)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", b"", data)
    return Own(least=len(_RTF_SIGN.findall(body)) // 10)


_READERS = {DOCX: _of_docx, ODT: _of_odt, DOC: _of_doc, RTF: _of_rtf}


def _shown(pdf: bytes) -> tuple[str, int]:
    """Text and number of pictures on all pages."""
    import pypdfium2
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    texts, pictures = [], 0
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_bounded(errors="ignore"))
            text.close()
            pictures += sum(1 for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=8))
            page.close()
    finally:
        document.close()
    return "".join(texts), pictures
