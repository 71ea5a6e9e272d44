"""A package → `Document`: every block with its properties resolved, or all refusals at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from dossier.typeset.docx.bindings import fill_bound
from dossier.typeset.docx.context import Context
from dossier.typeset.docx.inlines import MC, TRACKED, chosen, refuse_unknown
from dossier.typeset.docx.numbering import Counter, Numbering
from dossier.typeset.docx.package import Package, W
from dossier.typeset.docx.paragraphs import ParagraphReader
from dossier.typeset.docx.props import is_on, twips, whole
from dossier.typeset.docx.sections import read_section
from dossier.typeset.docx.styles import Styles, Theme
from dossier.typeset.docx.tables import TableReader
from dossier.typeset.errors import Refused, Unreadable
from dossier.typeset.memory import Memory
from dossier.typeset.model import Block, Document, Paragraph, Section

_V: Final = W + "val"
_SECTION: Final = W + "sectPr"
_PROPERTIES: Final = W + "pPr"
_CACHED: Final = 32
_settings_seen: Final = Memory[tuple[Document, str]](100)
_style_cache: OrderedDict[tuple[object, ...], tuple[Styles, Numbering]] = OrderedDict()


def read_document(docx: bytes) -> tuple[Document, Package]:
    """The document and its package; raises `Unreadable` or `Refused`."""
    package = Package(docx)
    root = package.xml(package.main)
    bodies = root.findall(W + "body")
    if not bodies:
        raise Unreadable("不是 Word 文档（.docx）：没有正文")
    document, language = _settings_of(package)
    document.squeeze = document.squeeze and not package.is_of_wps
    styles, numbering = _shared(package, language)
    context = Context(package, styles, numbering, Counter(numbering), package.main)
    context.remember = root.nsmap.get("w") == W[1:-1]
    context.note_formats = document.note_formats | _note_formats(bodies[-1].find(W + "sectPr"))
    reader = BlockReader(context)
    fill_bound(root, context)
    for child in root:
        if child.tag == W + "body":  # a mail merge may leave one a letter
            reader.read_body(child, document)
        elif child.tag != W + "background":
            context.place = "正文"
            refuse_unknown(child, context)
    reader.inherit_stories(document)
    _read_boxes(context)
    document.footnotes = _notes(context, "footnotes")
    document.endnotes = _notes(context, "endnotes")
    _read_boxes(context)
    _refuse_missing_notes(context, document)
    document.notes = list(context.notes)
    document.hidden = list(context.hidden)
    document.remarks = list(context.remarks)
    if context.refusals:
        raise Refused(tuple(context.refusals))
    return document, package


def _part(package: Package, kind: str) -> etree._Element | None:
    part = package.related(kind)
    return package.xml(part) if part is not None else None


def _settings_of(package: Package) -> tuple[Document, str]:
    """An empty document with its settings, and the East-Asian language of its theme fonts."""
    part = package.related("settings")
    key = package.fingerprint(part) if part is not None else b""
    known = _settings_seen.get(key)
    if known is None:
        root = _part(package, "settings")
        language = root.find(W + "themeFontLang") if root is not None else None
        east = language.get(W + "eastAsia", "zh-CN") if language is not None else "zh-CN"
        known = _settings(root), east
        _settings_seen.keep(key, known)
    return replace(known[0], sections=[], footnotes={}, endnotes={}, notes=[], hidden=[], remarks=[]), known[1]


def _shared(package: Package, east: str) -> tuple[Styles, Numbering]:
    """Styles and lists, remembered: forms filled from one template share them byte for byte."""
    parts = [package.related(kind) for kind in ("styles", "numbering", "theme")]
    key = (east, *(package.fingerprint(part) if part else None for part in parts))
    if key in _style_cache:
        _style_cache.move_to_end(key)
        return _style_cache[key]
    theme = Theme(_part(package, "theme"), east)
    made = Styles(_part(package, "styles"), theme), Numbering(_part(package, "numbering"), theme.font)
    _style_cache[key] = made
    if len(_style_cache) > _CACHED:
        _style_cache.popitem(last=False)
    return made


def _settings(root: etree._Element | None) -> Document:
    document = Document(sections=[])
    if root is None:
        return document
    tab = root.find(W + "defaultTabStop")
    document.default_tab = max(twips(tab.get(_V), 36.0), 1.0) if tab is not None else 36.0
    spacing = root.find(W + "characterSpacingControl")
    document.squeeze = spacing is not None and spacing.get(_V, "").startswith("compressPunctuation")
    document.even_headers = is_on(root.find(W + "evenAndOddHeaders"))
    document.mirror = is_on(root.find(W + "mirrorMargins"))
    document.gutter_top = is_on(root.find(W + "gutterAtTop"))
    document.note_formats |= _note_formats(root)
    compat = root.find(W + "compat")
    if compat is not None:
        document.grid_in_tables = is_on(compat.find(W + "adjustLineHeightInTable"))
        document.add_spacing = is_on(compat.find(W + "doNotUseHTMLParagraphAutoSpacing"))
        document.split_break = is_on(compat.find(W + "splitPgBreakAndParaMark"))
        document.expand_breaks = not is_on(compat.find(W + "doNotExpandShiftReturn"))
        for setting in compat.iterchildren(W + "compatSetting"):
            if setting.get(W + "name") == "compatibilityMode":
                document.compatibility = whole(setting.get(_V), 12)
    return document


def _note_formats(root: etree._Element | None) -> dict[str, str]:
    """How settings or a section number footnotes and endnotes, where they say so."""
    found: dict[str, str] = {}
    for kind in ("footnote", "endnote"):
        form = root.find(f"{W}{kind}Pr/{W}numFmt") if root is not None else None
        if form is not None:
            found[kind] = form.get(_V, "decimal")
    return found


def _read_boxes(context: Context) -> None:
    """The content of all text boxes, those inside them too."""
    context.in_box = True
    while context.boxes:
        waiting = context.boxes.pop(0)
        context.part = waiting.part
        reader = BlockReader(context, prefix=f"{waiting.where}文本框")
        waiting.box.blocks += reader.read_blocks(waiting.content)
    context.part, context.in_box = context.package.main, False


def _refuse_missing_notes(context: Context, document: Document) -> None:
    """A mark whose note is not in the file is named: its text would be lost."""
    for kind, note, place in context.note_marks:
        if note not in (document.footnotes if kind == "footnote" else document.endnotes):
            context.place = place
            context.refuse("缺失的脚注" if kind == "footnote" else "缺失的尾注", elsewhere=True)


def _notes(context: Context, kind: str) -> dict[str, list[Block]]:
    part = context.package.related(kind)
    if part is None or not any(marked == kind[:-1] for marked, _id, _place in context.note_marks):
        return {}
    notes: dict[str, list[Block]] = {}
    context.part = part
    name = "脚注" if kind == "footnotes" else "尾注"
    for count, note in enumerate(context.package.xml(part)):
        if note.get(W + "type", "normal") == "normal":
            notes[note.get(W + "id", str(count))] = BlockReader(context, prefix=name).read_blocks(note)
        elif any((text.text or "").strip() for text in note.iter(W + "t")):
            context.place = name
            context.refuse(f"{name}分隔线处的文字", elsewhere=True)
    context.part = context.package.main
    return notes


def flattened(element: etree._Element) -> Iterator[etree._Element]:
    """Children with content controls, custom XML and alternate content opened up."""
    for child in element:
        if child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "smartTag"):
            yield from flattened(child)
        elif child.tag == MC + "AlternateContent":
            yield from flattened(chosen(child))
        else:
            yield child


class BlockReader:
    """Reads paragraphs and tables of one story (body, header, cell, note)."""

    def __init__(self, context: Context, prefix: str = "") -> None:
        self._context = context
        self._prefix = prefix
        self._reader = ParagraphReader(context, framed=prefix.startswith("页"))
        self._paragraphs = 0
        self._tables = 0

    def read_body(self, body: etree._Element, document: Document) -> None:
        """The body into sections of `document`."""
        context = self._context
        blocks: list[Block] = []
        for block in self._blocks(body):
            blocks.append(block)
            if isinstance(block, Paragraph) and block.section is not None:
                document.sections.append((block.section, blocks))
                blocks = []
        context.end_fields()
        last = body.find(W + "sectPr")
        context.place = "正文"
        document.sections.append((read_section(last, context, self._story), blocks))

    def inherit_stories(self, document: Document) -> None:
        """Headers and footers that a section does not have are those of the one before."""
        previous: Section | None = None
        for section, _blocks in document.sections:
            if previous is not None:
                section.headers = {**previous.headers, **section.headers}
                section.footers = {**previous.footers, **section.footers}
            previous = section

    def _story(self, root: etree._Element, part: str, name: str) -> list[Block]:
        """A header or footer part."""
        context = self._context
        outer, context.part = (context.part, context.fields), part
        fill_bound(root, context)
        blocks = BlockReader(context, prefix=name).read_blocks(root)
        context.part, context.fields = outer
        return blocks

    def read_blocks(self, root: etree._Element) -> list[Block]:
        """All blocks below an element that is a story of its own."""
        self._context.fields = []
        blocks = list(self._blocks(root))
        self._context.end_fields()
        return blocks

    def _blocks(self, root: etree._Element) -> Iterator[Block]:
        context = self._context
        for child in flattened(root):
            if child.tag == W + "p":
                self._paragraphs += 1
                context.place = f"{self._prefix}第{self._paragraphs}段"
                yield self._paragraph(child)
            elif child.tag == W + "tbl":
                self._tables += 1
                yield TableReader(context, self._reader, f"{self._prefix}表{self._tables}").read(child)
            elif child.tag in TRACKED:
                if len(child):
                    context.refuse("修订痕迹")
            elif child.tag == W + "altChunk":
                context.refuse("嵌入的外部文档", elsewhere=True)
            else:
                refuse_unknown(child, context)

    def _paragraph(self, element: etree._Element) -> Paragraph:
        """A paragraph of the story, with the section that it ends."""
        context = self._context
        paragraph = self._reader.read(element)
        properties = element[0] if len(element) else None
        section = properties.find(_SECTION) if properties is not None and properties.tag == _PROPERTIES else None
        if section is not None:
            place = context.place
            paragraph.section = read_section(section, context, self._story)
            context.place = place
        return paragraph
