"""Our own forms inside the dossier: their sections, the running number in a header, the bookmark at their beginning."""

from __future__ import annotations

from typing import Any

from lxml import etree

from dossier.model import Sheet, Side
from dossier.word.evidence import EDGE, NUMBER_SIZE, NUMBER_TOP, STYLE, run_size, spacing
from dossier.word.merge import FormPiece
from dossier.word.names import DECLARATION, R_URI, W_URI, R, W, in_order, sheet_size, twips

_NAMESPACES = f'xmlns:w="{W_URI}" xmlns:r="{R_URI}"'
_NOTHING = f"<w:p><w:pPr>{STYLE}{spacing(1)}</w:pPr></w:p>"
_FRAME = 60.0
"""Width that the number has, pt."""
_SECTION_ORDER = in_order(
    "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid "
    "printerSettings sectPrChange"
)

EMPTY_MARGINS = {
    f"{kind}_empty.xml": f"{DECLARATION}<w:{tag} {_NAMESPACES}>{_NOTHING}</w:{tag}>".encode()
    for kind, tag in (("header", "hdr"), ("footer", "ftr"))
}
"""Header and footer of every section that has none, as a section without its own takes those before it."""


def number_pages(piece: FormPiece, sheets: tuple[Sheet, ...]) -> None:
    """Put the running number of `sheets` into the form's headers; nothing where they carry none.

    One page: the number itself. Several: a PAGE field that begins there, as nobody can know where a page ends.
    """
    first = sheets[0] if sheets else None
    if first is None or first.number is None:
        return
    shown = f"<w:t>{first.number}</w:t>"
    if len(sheets) > 1:
        shown = (
            '<w:fldChar w:fldCharType="begin"/><w:instrText xml:space="preserve"> PAGE </w:instrText>'
            f'<w:fldChar w:fldCharType="separate"/>{shown}<w:fldChar w:fldCharType="end"/>'
        )
        _sort_in(piece.sections[0], "pgNumType", {f"{W}start": str(first.number)})
    number = etree.fromstring(_number(shown, first.side, landscape=first.landscape))
    mine = {node.get(f"{R}id") for section in piece.sections for node in section.iterchildren(f"{W}headerReference")}
    for identity in mine & set(piece.headers):
        piece.headers[identity][1].insert(0, etree.fromstring(etree.tostring(number)))
    if any(_lacks(section, "header") for section in piece.sections):
        root = etree.fromstring(f"<w:hdr {_NAMESPACES}>{_NOTHING}</w:hdr>")
        root.insert(0, number)
        piece.headers["number"] = (f"header_number{first.physical}.xml", root)
        piece.relations["number"] = ("header", "", False)
        for section in piece.sections:
            if _lacks(section, "header"):
                section.insert(0, etree.Element(f"{W}headerReference", {f"{W}type": "default", f"{R}id": "number"}))


def _number(shown: str, side: Side, *, landscape: bool) -> str:
    """A paragraph in a frame that stands at the corner of the page, whatever the form's own margins are."""
    width = sheet_size(landscape=landscape)[0]
    x = EDGE if side is Side.BACK else width - EDGE - _FRAME
    align = "left" if side is Side.BACK else "right"
    return (
        f'<w:p {_NAMESPACES}><w:pPr>{STYLE}<w:framePr w:w="{twips(_FRAME)}" w:h="{twips(NUMBER_SIZE)}" w:hRule="exact"'
        f' w:wrap="around" w:vAnchor="page" w:hAnchor="page" w:x="{twips(x)}" w:y="{twips(NUMBER_TOP)}"/>'
        f'{spacing(NUMBER_SIZE)}<w:jc w:val="{align}"/></w:pPr><w:r>{run_size(NUMBER_SIZE)}{shown}</w:r></w:p>'
    )


def form_xml(piece: FormPiece, references: str, bookmark: str, *, ends: bool) -> str:
    """The form's body. `references`: of an empty header and footer; `ends`: it is the last of the dossier."""
    empty = list(etree.fromstring(f"<w:x {_NAMESPACES}>{references}</w:x>"))
    body = piece.body
    sections = piece.sections
    for section in sections:
        for node in empty:
            if _lacks(section, etree.QName(node).localname.removesuffix("Reference")):
                section.insert(0, etree.fromstring(etree.tostring(node)))
        section[:] = sorted(section, key=lambda child: _rank(child))
    _sort_in(sections[0], "type", {f"{W}val": "nextPage"})
    if bookmark:
        _mark(body, bookmark)
    last = body[-1] if len(body) and body[-1].tag == f"{W}sectPr" else None
    if last is not None and not ends:
        body.remove(last)
        _end_section(body, last)
    etree.cleanup_namespaces(body)
    return "".join(etree.tostring(child, encoding="unicode") for child in body)


def _end_section(body: Any, section: Any) -> None:
    """The last paragraph carries the section; where a table ends the form, one more that is nothing high."""
    paragraph = body[-1] if len(body) else None
    if paragraph is None or paragraph.tag != f"{W}p" or paragraph.find(f"{W}pPr/{W}sectPr") is not None:
        paragraph = etree.fromstring(f"<w:p {_NAMESPACES}><w:pPr>{STYLE}{spacing(1)}</w:pPr></w:p>")
        body.append(paragraph)
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    change = properties.find(f"{W}pPrChange")
    if change is None:
        properties.append(section)
    else:
        change.addprevious(section)


def _mark(body: Any, bookmark: str) -> None:
    paragraph = next(body.iter(f"{W}p"), None)
    if paragraph is None:
        return
    place = 1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0
    for node in reversed(list(etree.fromstring(f"<w:x {_NAMESPACES}>{bookmark}</w:x>"))):
        paragraph.insert(place, node)


def _lacks(section: Any, kind: str) -> bool:
    return not any(node.get(f"{W}type", "default") == "default" for node in section.iterchildren(f"{W}{kind}Reference"))


def _sort_in(section: Any, name: str, values: dict[str, str]) -> None:
    """Set an entry of a section's properties where the schema wants it."""
    for old in list(section.iterchildren(f"{W}{name}")):
        section.remove(old)
    section.append(etree.Element(f"{W}{name}", values))
    section[:] = sorted(section, key=lambda child: _rank(child))


def _rank(child: Any) -> int:
    name = etree.QName(child).localname
    return _SECTION_ORDER.index(name) if name in _SECTION_ORDER else len(_SECTION_ORDER)
