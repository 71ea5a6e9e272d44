"""A package → `Document`: every block with its properties resolved, or all refusals at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from dossier.typeset.docx.context import Context
from dossier.typeset.docx.inlines import MC, TRACKED, InlineReader, chosen, refuse_unknown
from dossier.typeset.docx.numbering import FORMATS, Counter, Numbering
from dossier.typeset.docx.package import Package, W
from dossier.typeset.docx.props import Props, is_on, merge, para_props, para_style, run_props, twips, whole
from dossier.typeset.docx.sections import read_section
from dossier.typeset.docx.styles import Styles, Theme
from dossier.typeset.docx.tables import TableReader
from dossier.typeset.errors import Refused, Unreadable
from dossier.typeset.memory import Memory, bytes_of, depends
from dossier.typeset.model import Block, Document, Frame, Inline, Paragraph, Section

_V: Final = W + "val"
_CACHED: Final = 32
_paragraphs: Final = Memory[Paragraph]()
_settings_seen: Final = Memory[tuple[Document, str]](100)
_style_cache: OrderedDict[tuple[object, ...], tuple[Styles, Numbering]] = OrderedDict()


def read_document(docx: bytes) -> tuple[Document, Package]:
    """The document and its package; raises `Unreadable` or `Refused`."""
    package = Package(docx)
    root = package.xml(package.main)
    body = root.find(W + "body")
    if body is None:
        raise Unreadable("不是 Word 文档（.docx）：没有正文")
    document, language = _settings_of(package)
    styles, numbering = _shared(package, language)
    context = Context(package, styles, numbering, Counter(numbering), package.main)
    context.remember = root.nsmap.get("w") == W[1:-1]
    context.note_formats = document.note_formats | _note_formats(body.find(W + "sectPr"))
    reader = BlockReader(context)
    reader.read_body(body, document)
    document.footnotes = _notes(context, "footnotes", document)
    document.endnotes = _notes(context, "endnotes", document)
    _refuse_missing_notes(context, document)
    document.notes = list(context.notes)
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
    return replace(known[0], sections=[], footnotes={}, endnotes={}, notes=[]), known[1]


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


def _refuse_missing_notes(context: Context, document: Document) -> None:
    """A mark whose note is not in the file is named: its text would be lost."""
    for kind, note, place in context.note_marks:
        if note not in (document.footnotes if kind == "footnote" else document.endnotes):
            context.place = place
            context.refuse("缺失的脚注" if kind == "footnote" else "缺失的尾注")


def _notes(context: Context, kind: str, document: Document) -> dict[str, list[Block]]:
    part = context.package.related(kind)
    if part is None or not context.note_numbers.get(kind[:-1]):
        return {}
    notes: dict[str, list[Block]] = {}
    context.part = part
    for count, note in enumerate(context.package.xml(part)):
        if note.get(W + "type", "normal") == "normal":
            reader = BlockReader(context, prefix="脚注" if kind == "footnotes" else "尾注")
            notes[note.get(W + "id", str(count))] = reader.read_blocks(note)
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
        self._paragraphs = 0
        self._tables = 0

    def read_body(self, body: etree._Element, document: Document) -> None:
        """The body into sections of `document`."""
        context = self._context
        blocks: list[Block] = []
        previous: Section | None = None
        for block in self._blocks(body):
            blocks.append(block)
            if isinstance(block, Paragraph) and block.section is not None:
                document.sections.append((block.section, blocks))
                blocks = []
        last = body.find(W + "sectPr")
        context.place = "正文"
        document.sections.append((read_section(last, context, self._story), blocks))
        for section, _blocks in document.sections:
            if previous is not None:
                section.headers = {**previous.headers, **section.headers}
                section.footers = {**previous.footers, **section.footers}
            previous = section

    def _story(self, root: etree._Element, part: str, name: str) -> list[Block]:
        """A header or footer part."""
        context = self._context
        outer, context.part = context.part, part
        blocks = BlockReader(context, prefix=name).read_blocks(root)
        context.part = outer
        return blocks

    def read_blocks(self, root: etree._Element) -> list[Block]:
        """All blocks below an element."""
        return list(self._blocks(root))

    def _blocks(self, root: etree._Element) -> Iterator[Block]:
        context = self._context
        for child in flattened(root):
            if child.tag == W + "p":
                self._paragraphs += 1
                context.place = f"{self._prefix}第{self._paragraphs}段"
                yield self.paragraph(child)
            elif child.tag == W + "tbl":
                self._tables += 1
                yield TableReader(context, self, f"{self._prefix}表{self._tables}").read(child)
            elif child.tag in TRACKED:
                if len(child):
                    context.refuse("修订痕迹")
            elif child.tag == W + "altChunk":
                context.refuse("嵌入的外部文档")
            else:
                refuse_unknown(child, context)

    def paragraph(
        self, element: etree._Element, table_paragraph: Props | None = None, table_run: Props | None = None
    ) -> Paragraph:
        """One w:p; `table_…` are the properties a table style gives it."""
        context = self._context
        plain = table_paragraph is None and context.remember and not context.fields
        data = bytes_of(element) if plain else None
        key = (context.styles.serial, data)
        known = _paragraphs.get(key) if data is not None else None
        if known is not None:
            return known
        state = context.state
        paragraph = self._read_paragraph(element, table_paragraph, table_run)
        if data is not None and not paragraph.label and context.state == state and not depends(data):
            _paragraphs.keep(key, paragraph)
        return paragraph

    def _read_paragraph(
        self, element: etree._Element, table_paragraph: Props | None, table_run: Props | None
    ) -> Paragraph:
        context = self._context
        styles = context.styles
        properties = element.find(W + "pPr")
        direct = para_props(properties)
        style_id = direct.get("style_id", "")
        if not styles.known(style_id):
            style_id = styles.default.get("paragraph", "")
        direct["style_id"] = style_id
        styled = styles.paragraph(style_id)
        num_id, depth = self._list_of(styled, direct, style_id)
        level = context.numbering.levels.get(num_id, {}).get(depth) if num_id else None
        listed = _list_props(level.paragraph if level else {}, styled, from_style="num_id" not in direct)
        merged = merge(styles.default_paragraph, table_paragraph or {}, listed, direct)
        mark_element = properties.find(W + "rPr") if properties is not None else None
        mark_direct = run_props(mark_element, styles.theme.font)
        mark = context.run_style(style_id, table_run or {}, mark_direct)
        if mark_element is not None and any(mark_element.find(tag) is not None for tag in TRACKED):
            context.refuse("修订痕迹")
        inlines = InlineReader(context, style_id, table_run or {}).read(element)
        paragraph = Paragraph(para_style(merged), inlines, mark)
        ends_section = properties is not None and properties.find(W + "sectPr") is not None
        if level is not None and num_id and (inlines or not ends_section):
            self._label(paragraph, num_id, depth, style_id, {**mark_direct, **level.run})
        self._frame_and_section(paragraph, properties)
        return paragraph

    def _list_of(self, styled: Props, direct: Props, style_id: str) -> tuple[str, int]:
        num_id = str(direct.get("num_id", styled.get("num_id", "")))
        depth: int | None = direct.get("num_level")
        if depth is None:
            linked = self._context.numbering.by_style.get(style_id)
            depth = linked[1] if linked and "num_id" not in direct else int(styled.get("num_level", 0))
        return ("" if num_id == "0" else num_id), depth

    def _label(self, paragraph: Paragraph, num_id: str, depth: int, style_id: str, direct: Props) -> None:
        context = self._context
        level = context.numbering.levels[num_id][depth]
        if level.format not in FORMATS and level.format != "bullet":
            context.refuse(f"编号格式 {level.format}")
        text = context.counter.next(num_id, depth)
        direct.pop("underline", None) if "underline" not in level.run else None
        style = context.run_style(style_id, {}, direct)
        reader = InlineReader(context, style_id, {})
        reader._add(text.replace("\xad", "-"), style)
        if not style.hidden:
            paragraph.label = list[Inline](reader.inlines)
            paragraph.label_suffix = level.suffix
            paragraph.label_align = level.align

    def _frame_and_section(self, paragraph: Paragraph, properties: etree._Element | None) -> None:
        if properties is None:
            return
        frame = properties.find(W + "framePr")
        if frame is not None:
            if frame.get(W + "dropCap", "none") != "none":
                self._context.refuse("首字下沉")
            elif not self._prefix.startswith("页"):
                self._context.refuse("图文框")
            else:
                paragraph.frame = Frame(
                    frame.get(W + "hAnchor", "text"), frame.get(W + "xAlign", ""),
                    twips(frame.get(W + "x")), twips(frame.get(W + "w")),
                )  # fmt: skip
        section = properties.find(W + "sectPr")
        if section is not None:
            place = self._context.place
            paragraph.section = read_section(section, self._context, self._story)
            self._context.place = place


def _list_props(level: Props, styled: Props, *, from_style: bool) -> Props:
    """A list's indents win over the style's, unless the style itself carries the list."""
    if not level:
        return styled
    if from_style:
        return merge(level, styled)
    merged = merge(styled, level)
    if "first" in level or "left" in level:
        for key in ("first_chars", "left_chars"):
            if key not in level:
                merged.pop(key, None)
    return merged
