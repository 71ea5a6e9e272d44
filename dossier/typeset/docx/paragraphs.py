"""w:p → `Paragraph`: its style, its number, its inlines."""

from __future__ import annotations

from typing import Final

from lxml import etree

from dossier.typeset.docx.context import Context
from dossier.typeset.docx.inlines import TRACKED, InlineReader
from dossier.typeset.docx.numbering import FORMATS
from dossier.typeset.docx.package import W
from dossier.typeset.docx.props import Props, merge, para_props, para_style, run_props, twips
from dossier.typeset.memory import Memory, bytes_of, depends
from dossier.typeset.model import Frame, Inline, Paragraph

_paragraphs: Final = Memory[Paragraph]()


class ParagraphReader:
    """Reads paragraphs of one story; `framed`: whether frames are drawn in it (headers and footers)."""

    def __init__(self, context: Context, *, framed: bool) -> None:
        self._context = context
        self._framed = framed

    def read(
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
        unit = context.run_style(style_id, {}, {}).size
        merged = merge(styles.default_paragraph, table_paragraph or {}, listed, direct, {"char": unit})
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
        self._frame(paragraph, properties)
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
        if level.has_picture:
            context.note("图片项目符号印成文字符号")
            text = text or "•"
        direct.pop("underline", None) if "underline" not in level.run else None
        style = context.run_style(style_id, {}, direct)
        reader = InlineReader(context, style_id, {})
        reader._add(text.replace("\xad", "-"), style)
        if not style.hidden:
            paragraph.label = list[Inline](reader.inlines)
            paragraph.label_suffix = level.suffix
            paragraph.label_align = level.align

    def _frame(self, paragraph: Paragraph, properties: etree._Element | None) -> None:
        if properties is None:
            return
        frame = properties.find(W + "framePr")
        if frame is not None:
            if frame.get(W + "dropCap", "none") != "none":
                self._context.refuse("首字下沉")
            elif not self._framed:
                self._context.refuse("图文框")
            else:
                paragraph.frame = Frame(
                    frame.get(W + "hAnchor", "text"), frame.get(W + "xAlign", ""),
                    twips(frame.get(W + "x")), twips(frame.get(W + "w")),
                )  # fmt: skip


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
