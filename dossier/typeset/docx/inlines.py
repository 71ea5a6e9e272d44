"""The inside of a paragraph: runs, fields, links, breaks, notes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from dossier.typeset.docx.context import Context, OpenField
from dossier.typeset.docx.drawings import read_drawing
from dossier.typeset.docx.fields import ALIVE, NUMBER, OUTSIDE, PAGE_FIELDS, UNSEEN, field_format, is_checked, selected
from dossier.typeset.docx.numbering import format_number
from dossier.typeset.docx.package import W
from dossier.typeset.docx.props import Props, is_on, run_props
from dossier.typeset.docx.vml import read_vml
from dossier.typeset.fonts.font_data import SYMBOLS, normal
from dossier.typeset.fonts.joining import COMPLEX_RUN
from dossier.typeset.model import Bookmark, Break, Field, Inline, NoteRef, Picture, Tab, Text
from dossier.typeset.style import RunStyle, of_complex_script

MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_KNOWN_NAMES: Final = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")
_PICTURED: Final = ("wordprocessingInk", "/ink", "model3d", "chartex", "/slicer")
"""In names of what is not drawn, but whose fallback is a picture of it."""
_IMAGE: Final = "{urn:schemas-microsoft-com:vml}imagedata"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_V: Final = W + "val"

CONTAINERS: Final = frozenset(
    W + name for name in ("smartTag", "customXml", "dir", "bdo", "sdtContent", "fldSimple", "hyperlink", "sdt")
)
TRACKED: Final = frozenset(W + name for name in ("ins", "del", "moveFrom", "moveTo"))
_WORDS: Final = frozenset((W + "t", W + "sym", W + "drawing", W + "pict", W + "object", _M + "t"))
_NAMED: Final = {
    "contentPart": "墨迹", "control": "ActiveX 控件", "movie": "视频",
    **dict.fromkeys((f"{part}{size}" for part in ("day", "month", "year") for size in ("Long", "Short")), "自动日期"),
}  # fmt: skip
"""Elements that show something without holding it as text."""


class InlineReader:
    """Reads the children of one w:p into inlines."""

    def __init__(self, context: Context, paragraph_style: str, table_run: Props) -> None:
        self._context = context
        self._style_id = paragraph_style
        self._table_run = table_run
        self._link = ""
        self.inlines: list[Inline] = []

    def read(self, element: etree._Element) -> list[Inline]:
        """All inlines below `element`."""
        for child in element:
            self._child(child)
        return self.inlines

    def _child(self, child: etree._Element) -> None:
        tag = child.tag
        if tag == W + "r":
            self._run(child)
        elif tag == W + "hyperlink":
            self._hyperlink(child)
        elif tag == W + "fldSimple":
            self._simple_field(child)
        elif tag in CONTAINERS:
            self.read(child)
        elif tag == W + "bookmarkStart":
            self.inlines.append(Bookmark(child.get(W + "name", "")))
        elif tag in TRACKED:
            if _shows(child):
                self._context.refuse("修订痕迹")
        elif tag == MC + "AlternateContent":
            self.read(chosen(child))
        elif tag == W + "subDoc":
            self._context.refuse("子文档", elsewhere=True)
        elif tag == W + "tbl":
            self._context.refuse("嵌套表格")
        else:
            refuse_unknown(child, self._context)

    def _hyperlink(self, element: etree._Element) -> None:
        before = self._link
        self._link = self._target(element) or before
        self.read(element)
        self._link = before

    def _target(self, element: etree._Element) -> str:
        anchor = element.get(W + "anchor")
        relation = self._context.package.relations(self._context.part).get(element.get(_R + "id", ""))
        if relation is not None and relation.target.lower().startswith(("http://", "https://")):
            return relation.target
        return f"#{anchor}" if anchor and relation is None else ""

    # ------------------------------------------------------------------ runs

    def _run(self, run: etree._Element) -> None:
        context = self._context
        direct = run_props(run.find(W + "rPr"), context.styles.theme.font)
        style = context.run_style(self._style_id, self._table_run, direct)
        if "layout" in direct and any(each.tag in _WORDS for each in run):
            context.refuse(direct["layout"])
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                self._field_char(child, style)
            elif tag == W + "instrText":
                if context.fields and not context.fields[-1].in_result:
                    context.fields[-1].code += child.text or ""
            elif self._silent():
                if tag in _WORDS and any(opened.runs_on(context.place) for opened in context.fields):
                    context.refuse("页码等域的结果跨了几段")
            elif tag == MC + "AlternateContent":
                for inner in chosen(child):
                    self._put(inner, style)
            else:
                self._put(child, style)

    def _silent(self) -> bool:
        """Whether the reader stands in a field's code, or in a result that we replace."""
        return any(not opened.in_result or opened.replaced for opened in self._context.fields)

    def _put(self, child: etree._Element, style: RunStyle) -> None:
        handler = _PUT.get(child.tag)
        if handler is not None:
            handler(self, child, style)
        else:
            refuse_unknown(child, self._context)

    def _text(self, child: etree._Element, style: RunStyle) -> None:
        text = child.text or ""
        if child.get(_SPACE) != "preserve":
            text = text.strip(" \t\r\n")
        for index, piece in enumerate(re.sub(r"[\r\n]", " ", text).split("\t")):
            if index:
                self._tab(child, style)
            self._add(piece, style)

    def _add(self, text: str, style: RunStyle) -> None:
        if style.hidden or not text:
            return
        symbols = SYMBOLS.get(normal(style.ascii))
        if symbols is not None and normal(style.hansi) == normal(style.ascii):
            text = "".join(symbols.get(ord(c) & 0xFF, c) if ord(c) < 0x100 or is_symbol(c) else c for c in text)
        elif any(is_symbol(c) for c in text):
            text = "".join(SYMBOLS["wingdings"].get(ord(c) & 0xFF, c) if is_symbol(c) else c for c in text)
        link = self._field_link() or self._link
        self.inlines.extend(Text(piece, one, link) for piece, one in _by_script(text, style))

    def _field_link(self) -> str:
        return next((opened.link for opened in reversed(self._context.fields) if opened.link), "")

    def _symbol(self, child: etree._Element, style: RunStyle) -> None:
        text = child.get(W + "char", "")
        code = int(text, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,6}", text) else 0
        self._add_symbol(code, child.get(W + "font", ""), style)

    def _add_symbol(self, code: int, font: str, style: RunStyle) -> None:
        mapped = SYMBOLS.get(normal(font), {}).get(code & 0xFF)
        if mapped is None and (normal(font) in SYMBOLS or 0xF000 <= code <= 0xF0FF):
            self._context.refuse(f"符号字体 {font} 的字符 {code:04X}")
            return
        self._add(mapped or (chr(code) if 0x20 < code < 0xD800 else " "), style)

    def _break(self, child: etree._Element, style: RunStyle) -> None:
        if style.hidden:
            return
        kind = {"page": "page", "column": "column"}.get(child.get(W + "type", ""), "line")
        self.inlines.append(Break(kind, style))

    def _tab(self, child: etree._Element, style: RunStyle) -> None:
        if style.hidden:
            return
        if child.tag == W + "ptab":
            align, leader = child.get(W + "alignment", "left"), child.get(W + "leader", "none")
            self.inlines.append(Tab(style, self._link, align, leader))
        else:
            self.inlines.append(Tab(style, self._field_link() or self._link))

    def _drawing(self, child: etree._Element, style: RunStyle) -> None:
        if not style.hidden:
            self.inlines.extend(read_drawing(child, self._context))

    def _vml(self, child: etree._Element, style: RunStyle) -> None:
        if not style.hidden:
            self.inlines.extend(read_vml(child, self._context))

    def _note_reference(self, child: etree._Element, style: RunStyle) -> None:
        kind = "footnote" if child.tag == W + "footnoteReference" else "endnote"
        if self._context.in_box:
            self._context.refuse("文本框里的脚注" if kind == "footnote" else "文本框里的尾注")
            return
        custom = is_on(child) and child.get(W + "customMarkFollows", "0") not in ("0", "false")
        text = ""
        if not custom:
            self._context.note_numbers[kind] = self._context.note_numbers.get(kind, 0) + 1
            number, form = self._context.note_numbers[kind], self._context.note_formats.get(kind, "decimal")
            text = format_number(number, form)
        note = child.get(W + "id", "")
        self._context.note_marks.append((kind, note, self._context.place))
        self.inlines.append(NoteRef(kind, note, text, style))

    def _own_number(self, child: etree._Element, style: RunStyle) -> None:
        self.inlines.append(NoteRef("own", "", "", style))

    def _object(self, child: etree._Element, style: RunStyle) -> None:
        """An embedded object shows the picture that its program left of it."""
        if style.hidden:
            return
        image = next(child.iter(_IMAGE), None)
        if image is None:
            self._context.refuse("OLE 对象", elsewhere=True)
            return
        drawn = read_vml(child, self._context)
        if drawn and all(isinstance(each, Picture) for each in drawn):
            self.inlines.extend(drawn)
        else:
            self._context.refuse("OLE 对象")

    def _refuse(self, feature: str) -> None:
        self._context.refuse(feature)

    # ------------------------------------------------------------------ fields

    def _field_char(self, child: etree._Element, style: RunStyle) -> None:
        fields = self._context.fields
        kind = child.get(W + "fldCharType")
        if kind == "begin":
            fields.append(OpenField(data=child.find(W + "ffData"), place=self._context.place))
        elif kind == "separate" and fields:
            opened = fields[-1]
            if self._outer_silent():
                opened.in_result = True
                return
            self._start_result(opened, style)
            opened.in_result = True
        elif kind == "end" and fields:
            opened = fields[-1]
            if not opened.in_result and not self._outer_silent():
                self._start_result(opened, style)
                self._without_result(opened, style)
            fields.pop()

    def _outer_silent(self) -> bool:
        return any(not opened.in_result or opened.replaced for opened in self._context.fields[:-1])

    def _start_result(self, opened: OpenField, style: RunStyle) -> None:
        words = opened.code.split()
        name = words[0].upper() if words else ""
        if name in PAGE_FIELDS:
            opened.replaced = True
            self.inlines.append(Field(PAGE_FIELDS[name], style, field_format(opened.code)))
        elif name == "FORMCHECKBOX":
            opened.replaced = True
            self._add("☒" if is_checked(opened.data) else "□", style)
        elif name in UNSEEN:
            opened.replaced = True
        elif name == "FORMDROPDOWN":
            opened.replaced = True
            self._add(selected(opened.data), style)
        elif name == "HYPERLINK":
            local = re.search(r'\\l\s+"([^"]+)"', opened.code)
            address = re.match(r'\s*HYPERLINK\s+"(https?://[^"]+)"', opened.code)
            opened.link = address.group(1) if address else f"#{local.group(1)}" if local else ""
        elif name == "EQ":
            self._context.refuse("EQ 域（公式、带圈字符）", elsewhere=True)

    def _without_result(self, opened: OpenField, style: RunStyle) -> None:
        """What a field shows that stores no result: its own words, or a sign."""
        code = opened.code.strip()
        name = code.split(" ", 1)[0].upper()
        if name in ("MACROBUTTON", "GOTOBUTTON"):
            opened.in_result = True
            self._add(" ".join(code.split()[2:]), style)
        elif name in OUTSIDE:
            self._context.refuse(f"{name} 域（链接到外部的内容）", elsewhere=True)
        elif name in ALIVE:
            self._context.refuse(f"{name} 域", elsewhere=True)
        elif name == "SYMBOL":
            opened.in_result = True
            words = code.split()
            font = re.search(r'\\f\s+"?([^"\\]+)"?', code)
            number = words[1] if len(words) > 1 else ""
            value = int(number, 16 if number.lower().startswith("0x") else 10) if NUMBER.fullmatch(number) else 0
            self._add_symbol(value, font.group(1).strip() if font else "", style)

    def _simple_field(self, element: etree._Element) -> None:
        opened = OpenField(code=element.get(W + "instr", ""), place=self._context.place)
        run = element.find(W + "r")
        properties = run_props(run.find(W + "rPr") if run is not None else None, self._context.styles.theme.font)
        style = self._context.run_style(self._style_id, self._table_run, properties)
        if self._silent():
            return
        self._start_result(opened, style)
        opened.in_result = True
        self._context.fields.append(opened)
        self.read(element)
        self._context.fields.remove(opened)


def _by_script(text: str, style: RunStyle) -> Iterator[tuple[str, RunStyle]]:
    """The pieces of a text that have a style of their own: complex scripts have font, size and weight apart."""
    if style.complex:
        yield text, of_complex_script(style)
        return
    at = 0
    for found in COMPLEX_RUN.finditer(text) if not text.isascii() else ():
        if found.start() > at:
            yield text[at : found.start()], style
        yield found.group(), of_complex_script(style)
        at = found.end()
    if at < len(text):
        yield text[at:], style


def refuse_unknown(element: etree._Element, context: Context) -> None:
    """Refuses an element that nothing reads and that holds something to see, so that none is lost in silence."""
    if not isinstance(element.tag, str):
        return
    if element.tag.startswith(_M):
        context.refuse("公式")
        return
    name = etree.QName(element).localname
    if element.tag.startswith(W) and name in _NAMED:
        context.refuse(_NAMED[name], elsewhere=True)
    elif any(each.tag in _WORDS for each in element.iter()):
        context.refuse(f"无法识别的内容（{name}）")


def _shows(tracked: etree._Element) -> bool:
    """Whether something that was inserted, deleted or moved would be seen."""
    for each in tracked.iter():
        if not isinstance(each.tag, str):
            continue
        if each.tag.startswith(_M) or each.tag == W + "tc":
            return True
        if each.tag == W + "r" and any(child.tag != W + "rPr" for child in each):
            return True
    return False


def is_symbol(char: str) -> bool:
    """Whether a character is a symbol font's (F0xx)."""
    return "\uf000" <= char <= "\uf0ff"


def chosen(element: etree._Element) -> etree._Element:
    """The branch of mc:AlternateContent that is read: the first choice whose names are known, else the fallback."""
    for choice in element.iterchildren(MC + "Choice"):
        wanted = (choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split())
        if all(name.startswith(_KNOWN_NAMES) and not any(word in name for word in _PICTURED) for name in wanted):
            return choice
    fallback = element.find(MC + "Fallback")
    return fallback if fallback is not None else element


_Put = Callable[[InlineReader, etree._Element, RunStyle], None]
_PUT: Final[dict[str, _Put]] = {
    W + "t": InlineReader._text,
    W + "tab": InlineReader._tab,
    W + "ptab": InlineReader._tab,
    W + "br": InlineReader._break,
    W + "cr": InlineReader._break,
    W + "pgNum": lambda reader, child, style: reader.inlines.append(Field("page", style)),
    W + "sym": InlineReader._symbol,
    W + "noBreakHyphen": lambda reader, child, style: reader._add("-", style),
    W + "drawing": InlineReader._drawing,
    W + "pict": InlineReader._vml,
    W + "object": InlineReader._object,
    W + "ruby": lambda reader, child, style: reader._refuse("拼音指南"),
    W + "delText": lambda reader, child, style: reader._refuse("修订痕迹"),
    W + "footnoteReference": InlineReader._note_reference,
    W + "endnoteReference": InlineReader._note_reference,
    W + "footnoteRef": InlineReader._own_number,
    W + "endnoteRef": InlineReader._own_number,
    W + "commentReference": lambda reader, child, style: reader._context.remark(child.get(W + "id", "")),
}
