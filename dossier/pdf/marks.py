"""What makes a pile of pages a dossier: links, bookmarks, page labels, properties. Same input, same bytes."""

from __future__ import annotations

import calendar
import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from dossier.model import Plan, PlanPart

_ANCHOR = re.compile(r"^anchor:item_(\d+)$")
_LONG_NUMBER = re.compile(r"[0-9]{14,}[0-9Xx]?")
_PROGRAM = "dossier"
_WIDE_SPACE = "\u3000"
"""The one blank of Chinese text that Python does not call printable."""
_OWN_MARKS = {
    PlanPart.COVER: "封面",
    PlanPart.CONTENTS: "卷内目录",
    PlanPart.CLOSING: "卷内备考表",
}


def seconds(today: date) -> int:
    """Midnight UTC of the day, as seconds since 1970."""
    return calendar.timegm(today.timetuple())


def add_all(pdf: pikepdf.Pdf, plan: Plan, author: str, today: date, seed: str, *, pdfa: bool) -> None:
    """Links, bookmarks, page labels, properties and id of a dossier whose pages are all there."""
    pages = list(pdf.pages)
    for sheet, page in zip(plan.sheets, pages, strict=True):
        if sheet.own_page is not None:
            link_items(page, plan, pages)
    add_bookmarks(pdf, plan, pages)
    add_page_labels(pdf, plan)
    add_properties(pdf, plan, author, today, pdfa=pdfa)
    add_id(pdf, seed)


def link_items(page: Any, plan: Plan, pages: Sequence[Any]) -> int:
    """Turn the links `anchor:item_N` of one of our own pages into jumps to item N's first page; how many."""
    linked = 0
    starts = {item.number: item.first_page for item in plan.items if item.number and item.first_page}
    for annotation in page.obj.get("/Annots", Array([])):
        action = annotation.get("/A", Dictionary())
        named = _ANCHOR.match(str(action.get("/URI", "")))
        if named is None:
            continue
        del annotation["/A"]
        first = starts.get(int(named[1]))
        if first is None:
            continue
        annotation["/Dest"] = _top_of(pages[first - 1])
        annotation["/Border"] = Array([0, 0, 0])
        linked += 1
    return linked


def add_bookmarks(pdf: pikepdf.Pdf, plan: Plan, pages: Sequence[Any]) -> None:
    """A bookmark for each of our own parts and for every item."""
    entries = list(_bookmarks(plan))
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    marks = [
        pdf.make_indirect(Dictionary(Title=String(title), Parent=root, Dest=_top_of(pages[page - 1])))
        for title, page in entries
    ]
    for before, after in pairwise(marks):
        before.Next, after.Prev = after, before
    if marks:
        root.First, root.Last, root.Count = marks[0], marks[-1], len(marks)
        pdf.Root.Outlines = root
        pdf.Root.PageMode = Name.UseOutlines


def _bookmarks(plan: Plan) -> Iterator[tuple[str, int]]:
    firsts: dict[PlanPart, int] = {}
    for sheet in plan.sheets:
        firsts.setdefault(sheet.part, sheet.physical)
    for part in (PlanPart.COVER, PlanPart.CONTENTS):
        if part in firsts:
            yield _OWN_MARKS[part], firsts[part]
    for item in plan.items:
        if item.first_page is not None:
            number = "" if item.number is None else f"{item.number}. "
            yield f"{number}{item.title}{_pages(item.first_number, item.last_number)}", item.first_page
    if PlanPart.CLOSING in firsts:
        yield _OWN_MARKS[PlanPart.CLOSING], firsts[PlanPart.CLOSING]


def _pages(first: int | str | None, last: int | str | None) -> str:
    if first is None:
        return ""
    return f"（第{first}页）" if last in (None, first) else f"（第{first}-{last}页）"


def add_page_labels(pdf: pikepdf.Pdf, plan: Plan) -> None:
    """Viewers show the running number beside the page, and the part's name where a page carries none."""
    labels: list[Any] = []
    expected: int | None = None
    for index, sheet in enumerate(plan.sheets):
        if sheet.number is None:
            labels += [index, Dictionary(P=String(_OWN_MARKS.get(sheet.part, "空白页")))]
            expected = None
        elif sheet.label:
            labels += [index, Dictionary(P=String(sheet.label))]
            expected = None
            continue
        elif sheet.number != expected:
            labels += [index, Dictionary(S=Name.D, St=sheet.number)]
        if sheet.number is not None:
            expected = sheet.number + 1
    pdf.Root.PageLabels = Dictionary(Nums=Array(labels))


def add_properties(pdf: pikepdf.Pdf, plan: Plan, author: str, today: date, *, pdfa: bool) -> None:
    """Title, author and dates, the same in Info and XMP. A long number in the title is left out: it would be an ID."""
    title = _LONG_NUMBER.sub("", plan.title)
    author = _LONG_NUMBER.sub("", author)
    stamp = f"D:{today:%Y%m%d}000000Z"
    info = Dictionary(
        Title=String(title),
        Creator=String(_PROGRAM),
        Producer=String(_PROGRAM),
        CreationDate=String(stamp),
        ModDate=String(stamp),
    )
    if author:
        info.Author = String(author)
    pdf.trailer.Info = pdf.make_indirect(info)
    packet = pdf.make_stream(_xmp(title, author, today, pdfa=pdfa).encode())
    packet.Type, packet.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = packet
    pdf.Root.Lang = String("zh-CN")
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def add_id(pdf: pikepdf.Pdf, seed: str) -> None:
    """A document id that follows from what the dossier is made of."""
    digest = hashlib.sha256(seed.encode()).digest()[:16]
    pdf.trailer.ID = Array([String(digest), String(digest)])


def _xmp(title: str, author: str, today: date, *, pdfa: bool) -> str:
    day = f"{today:%Y-%m-%d}T00:00:00Z"
    part = (
        '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>"
        if pdfa
        else ""
    )
    creator = f"<dc:creator><rdf:Seq><rdf:li>{_escaped(author)}</rdf:li></rdf:Seq></dc:creator>" if author else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_escaped(title)}</rdf:li></rdf:Alt></dc:title>{creator}'
        "</rdf:Description>"
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f"<xmp:CreateDate>{day}</xmp:CreateDate><xmp:ModifyDate>{day}</xmp:ModifyDate>"
        f"<xmp:CreatorTool>{_PROGRAM}</xmp:CreatorTool><pdf:Producer>{_PROGRAM}</pdf:Producer></rdf:Description>"
        f'{part}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )


def _escaped(text: str) -> str:
    """Text inside XML; the standard library's own way there imports half of its network code."""
    shown = "".join(char for char in text if char.isprintable() or char == _WIDE_SPACE)
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _top_of(page: Any) -> Array:
    return Array([page.obj, Name.Fit])
