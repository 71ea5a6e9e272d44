"""What LibreOffice made of a Word file, against the document's own: characters, pictures, pages.

It leaves out what it does not understand without a word. What is counted is what cannot be laid out otherwise: Chinese
characters, letters and digits of each paragraph in the text, its headers, footers, notes and diagrams; and pictures of
pixels (drawn ones become lines).
"""

from __future__ import annotations

import re
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dossier.errors import TemplateError
from dossier.evidence.file_facts import Fault
from dossier.evidence.media_types import DOC, DOCX, ODT, RTF
from dossier.files.ole import top_streams
from dossier.files.word_zip import Parts, open_parts
from dossier.processes.libreoffice import Office

_MANY = 12
"""So many digits may differ for other reasons (fields that were brought up to date)."""
_LEAST = 0.5
"""So much of a paragraph must be shown."""
_FEW = 4
"""Shorter paragraphs are counted sign by sign."""
_PIXELS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff")
_SIGN = re.compile(r"[^\W_]")
_OTHER_SCRIPT = re.compile("[\u0590-\u1dff\ua000-\uabff\U00010000-\U0001ffff]")
_HIDDEN = re.compile(
    rb"<w:r[ >](?:(?!</w:r>).)*?<w:vanish/>.*?</w:r>|<w:(?:del|moveFrom)[ >].*?</w:(?:del|moveFrom)>"
    rb"|<mc:Fallback>.*?</mc:Fallback>|<w:rt>.*?</w:rt>",
    re.DOTALL,
)
_WORD_TEXT = re.compile(rb"<[wma]:t(?: [^>]*)?>([^<]*)</[wma]:t>")
_PARAGRAPH = re.compile(rb"</(?:w|a):p>")
_ODT_PARAGRAPH = re.compile(rb"</text:[ph]>")
_STORY = re.compile(rb"<w:(?:header|footer)Reference [^>]*>")
_TITLE_PAGE = re.compile(rb'<w:titlePg(?: w:val="(?:1|true|on)")?/>')
_EVEN_PAGES = re.compile(rb'<w:evenAndOddHeaders(?: w:val="(?:1|true|on)")?/>')
_NOTE = re.compile(rb"<w:(footnote|endnote)(?= )((?:(?!w:type=)[^>])*)>(.*?)</w:\1>", re.DOTALL)
_DIAGRAM = re.compile(r"word/(?:diagrams/data|charts/chart)\d*\.xml")
_ODT_HIDDEN = re.compile(
    rb"<text:tracked-changes.*?</text:tracked-changes>|<office:annotation.*?</office:annotation>", re.DOTALL
)
_OUTSIDE = re.compile(rb"(?:[a-z]{2,}:|/|\.\./)", re.IGNORECASE)
_TAG = re.compile(rb"<[^>]+>")
_LINK = re.compile(rb"<Relationship [^>]*>")
_BLIP = re.compile(rb'<(?:a:blip|v:imagedata)[^>]*?(?:r:embed|r:id)="([^"]+)"')
_RTF_SIGN = re.compile(rb"\\u-?\d+|(?:\\'[0-9a-f]{2}){2}", re.IGNORECASE)
_RTF_PICTURE = re.compile(rb"\\(?:pngblip|jpegblip)")
_DOC_LENGTH = 0x4C
"""ccpText of the file's head ([MS-DOC] 2.5.4): characters of the main text."""


@dataclass(frozen=True, slots=True)
class Own:
    """What a document says that it holds."""

    paragraphs: tuple[str, ...] = ()
    """Letters and digits of each, where they can be read."""
    least: int = 0
    """Characters at the very least, where they can only be counted."""
    pictures: int = 0
    pages: int = 0
    outside: str = ""
    """Where a picture lies that is not in the file."""


def lost_by_office(data: bytes, media_type: str, pdf: bytes) -> Fault | None:
    """What of the document is not on LibreOffice's pages; None where all is."""
    try:
        own = _own(data, media_type)
    except Exception:  # a document that LibreOffice mends may break any reader; then there is nothing to compare
        return None
    text, pictures = _shown(pdf)
    if own.outside:
        return Fault("office-lost", f"图片（{own.outside}）不在文件里，是链接到外部的")
    lost = _not_shown(own.paragraphs, text)
    if lost:
        told = "、".join(f"「{each if len(each) <= 12 else each[:12] + '…'}」" for each in lost[:3])
        return Fault("office-lost", f"{told}{f' 等 {len(lost)} 处' if len(lost) > 3 else ''}")
    if sum(1 for sign in text if not sign.isspace()) < own.least:
        return Fault("office-lost", f"文件里至少有 {own.least} 个字，版面上差得太多")
    if pictures < own.pictures:
        return Fault("office-lost", f"文件里有 {own.pictures} 张图片，版面上只有 {pictures} 张")
    return None


def scripts_of(data: bytes, media_type: str) -> str:
    """The letters of other scripts than Chinese and Latin, each once: LibreOffice draws a box where it has no font."""
    try:
        paragraphs = _own(data, media_type).paragraphs
    except Exception:  # as above
        return ""
    return "".join(sorted(sign for sign in set("".join(paragraphs)) if _OTHER_SCRIPT.match(sign)))


def form_by_office(office: Office, document: bytes) -> bytes:
    """One of our own filled forms as LibreOffice sets it.

    Raises ToolError where it cannot, TemplateError where it leaves something out.
    """
    pdf = office.to_pdf(document, "docx")
    fault = lost_by_office(document, DOCX, pdf)
    if fault is not None:
        raise TemplateError(
            f"LibreOffice 排出来的表格少了内容：{fault.detail}",
            hint="请在 Word 或 WPS 里改成普通段落和表格，或者用自带的排版（engine: typst）。",
        )
    return pdf


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
    paragraphs: list[str] = []
    pictures = 0
    with open_parts(data) as archive:
        for name, xml in _stories(archive):
            seen = _HIDDEN.sub(b"", xml)
            paragraphs += (_signs(_word_text(each)) for each in _PARAGRAPH.split(seen))
            targets = _targets(archive, name)
            pictures += sum(targets.get(blip, "").casefold().endswith(_PIXELS) for blip in _BLIP.findall(seen))
    return Own(paragraphs=tuple(filter(None, paragraphs)), pictures=pictures)


def _stories(archive: Parts) -> Iterator[tuple[str, bytes]]:
    """The parts that print, with their XML: text, the headers and footers that a page can show, notes, diagrams."""
    body = archive.read("word/document.xml")
    yield "word/document.xml", body
    targets = _targets(archive, "word/document.xml")
    settings = archive.read("word/settings.xml") if "word/settings.xml" in archive.names else b""
    shown = {b"first": bool(_TITLE_PAGE.search(body)), b"even": bool(_EVEN_PAGES.search(settings))}
    stories: dict[str, None] = {}
    for reference in _STORY.findall(body):
        which, link = re.search(rb'w:type="(\w+)"', reference), re.search(rb'r:id="([^"]+)"', reference)
        if link and shown.get(which[1] if which else b"default", True):
            stories.setdefault(f"word/{targets.get(link[1], '')}")
    # A later section may have replaced a header before any page of its own: only those of a single section are sure.
    sure = stories if body.count(b"<w:sectPr") == 1 else {}
    for name in sure:
        if name in archive.names:
            yield name, archive.read(name)
    for kind, mark in (("footnotes", b"<w:footnoteReference"), ("endnotes", b"<w:endnoteReference")):
        name = f"word/{kind}.xml"
        if mark in body and name in archive.names:
            wanted = set(re.findall(mark + rb'[^>]* w:id="([^"]+)"', body))
            notes = _NOTE.findall(archive.read(name))
            yield name, b"".join(xml for _k, head, xml in notes if _id_of(head) in wanted)
    for name in archive.names:
        if _DIAGRAM.fullmatch(name) and (b"/diagram" in body or b"/chart" in body):
            yield name, archive.read(name)


def _id_of(head: bytes) -> bytes:
    found = re.search(rb'w:id="([^"]+)"', head)
    return found[1] if found else b""


def _targets(archive: Parts, part: str) -> dict[bytes, str]:
    """Id of a relationship of a part → its target as the file spells it."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    links = archive.read(rels) if rels in archive.names else b""
    return {name: target.decode("utf-8", "replace") for name, target in map(_link, _LINK.findall(links))}


def _link(link: bytes) -> tuple[bytes, bytes]:
    name, target = re.search(rb'\bId="([^"]+)"', link), re.search(rb'\bTarget="([^"]+)"', link)
    return name[1] if name else b"", target[1] if target else b""


def _signs(text: str) -> str:
    """Letters and digits; joined forms and mathematical ones as the letters they are."""
    return "".join(_SIGN.findall(unicodedata.normalize("NFKC", text)))


def _not_shown(paragraphs: Sequence[str], text: str) -> list[str]:
    """What of the paragraphs is not in `text`: whole ones, else the letters that are missing.

    Digits may differ where a field was brought up to date; a number that is a paragraph of its own may not.
    Of 129 real forms LibreOffice loses no letter in 123, and in the others what it loses is seen to be gone.
    """
    shown = _signs(text)
    pairs = {a + b for a, b in pairwise(shown)}
    pairs |= {b + a for a, b in pairwise(shown)}  # what runs from right to left is told in the order of the page
    lost = []
    for paragraph in dict.fromkeys(paragraphs):
        if len(paragraph) < _FEW or paragraph in shown:
            continue
        own = [a + b for a, b in pairwise(paragraph)]
        if sum(pair in pairs for pair in own) < len(own) * _LEAST:
            lost.append(paragraph)
    missing = Counter("".join(paragraphs)) - Counter(shown)
    letters = [sign for sign in missing.elements() if not sign.isdecimal()]
    if not lost and (letters or missing.total() > _MANY):
        lost.append("".join(letters or missing.elements()))
    return lost


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
    paragraphs = [
        _signs(html.unescape(_TAG.sub(b"", each).decode("utf-8", "replace"))) for each in _ODT_PARAGRAPH.split(body)
    ]
    links = re.findall(rb'<draw:image[^>]*xlink:href="([^"#]*)"', body)
    outside = next((link.decode("utf-8", "replace") for link in links if _OUTSIDE.match(link)), "")
    return Own(tuple(filter(None, paragraphs)), pictures=pictures, outside=outside.rpartition("/")[2][:40])


def _of_doc(data: bytes) -> Own:
    stream = top_streams(data).get("worddocument")
    if stream is None or stream.start < 0:
        return Own()
    (length,) = struct.unpack_from("<I", data, stream.start + _DOC_LENGTH)
    return Own(least=length // 10 if 50 < length < len(data) else 0)


def _of_rtf(data: bytes) -> Own:
    body = re.sub(rb"\{\\(?:fonttbl|stylesheet|info|\*\\)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", b"", data)
    pictures = len(_RTF_PICTURE.findall(body)) - body.count(b"\\listpicture")
    return Own(least=len(_RTF_SIGN.findall(body)) // 10, pictures=max(pictures, 0))


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
