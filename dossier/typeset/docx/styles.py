"""styles.xml and the theme: document defaults, style inheritance, table styles with their conditions."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from dossier.typeset.docx.package import W
from dossier.typeset.docx.props import TOGGLES, Props, merge, para_props, run_props, whole
from dossier.typeset.style import RunStyle

_SERIALS = count()
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCRIPTS = {"zh-CN": "Hans", "zh-SG": "Hans", "zh-TW": "Hant", "zh-HK": "Hant", "zh-MO": "Hant", "ja-JP": "Jpan"}


_OFFICE_COLORS = {
    "lt1": "ffffff", "dk1": "000000", "lt2": "eeece1", "dk2": "1f497d", "accent1": "4f81bd", "accent2": "c0504d",
    "accent3": "9bbb59", "accent4": "8064a2", "accent5": "4bacc6", "accent6": "f79646",
}  # fmt: skip


class Theme:
    """Theme fonts: minorEastAsia → 宋体 and the like."""

    def __init__(self, root: etree._Element | None, east_asian: str = "zh-CN") -> None:
        self._fonts: dict[str, str] = {}
        self._colors: dict[str, str] = dict(_OFFICE_COLORS)
        if root is None:
            return
        scheme = root.find(f".//{_A}clrScheme")
        for named_color in scheme if scheme is not None else ():
            for value in named_color:
                found = value.get("lastClr") or value.get("val") or ""
                self._colors[etree.QName(named_color).localname] = found.lower()
        script = _SCRIPTS.get(east_asian, "Hans")
        for size in ("major", "minor"):
            fonts = root.find(f".//{_A}{size}Font")
            if fonts is None:
                continue
            named = {
                etree.QName(child).localname: child.get("typeface", "")
                for child in fonts
                if child.get("script") is None
            }
            scripts = {child.get("script"): child.get("typeface", "") for child in fonts if child.get("script")}
            latin = named.get("latin", "")
            self._fonts[f"{size}Ascii"] = self._fonts[f"{size}HAnsi"] = latin
            self._fonts[f"{size}EastAsia"] = named.get("ea") or scripts.get(script) or ""
            self._fonts[f"{size}Bidi"] = named.get("cs") or latin

    def font(self, reference: str) -> str:
        """The font a theme reference stands for, '' where the theme has none."""
        return self._fonts.get(reference, "")

    def color(self, name: str) -> str:
        """The colour a theme name stands for, as rrggbb; black for one it does not know."""
        other = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}.get(name, name)
        return self._colors.get(other, "000000")


@dataclass(slots=True)
class TableStyle:
    """A table style with its ancestors merged: parts by condition ('' for the whole table)."""

    paragraph: dict[str, Props] = field(default_factory=dict)
    run: dict[str, Props] = field(default_factory=dict)
    table: dict[str, etree._Element] = field(default_factory=dict)
    """Elements of tblPr by local name, of the whole table."""
    cells: dict[str, dict[str, etree._Element]] = field(default_factory=dict)
    """Condition → elements of tcPr by local name."""
    rows: dict[str, dict[str, etree._Element]] = field(default_factory=dict)
    merged_runs: dict[tuple[str, ...], Props] = field(default_factory=dict)
    """Conditions → their run properties merged; filled by the reader."""
    row_band: int = 1
    column_band: int = 1

    @property
    def plain(self) -> bool:
        """Whether all cells are styled alike."""
        return len(self.paragraph) <= 1


class Styles:
    """All styles of one document, resolved on demand and remembered. `serial` tells them apart for ever."""

    def __init__(self, root: etree._Element | None, theme: Theme) -> None:
        self.theme = theme
        self.serial = next(_SERIALS)
        self.resolved: dict[Hashable, RunStyle] = {}
        """Run styles by all that decides them; filled by the reader, shared by forms of one template."""
        self._elements: dict[str, etree._Element] = {}
        self.default: dict[str, str] = {}
        self._runs: dict[str, Props] = {}
        self._paragraphs: dict[str, Props] = {}
        self._tables: dict[str, TableStyle] = {}
        self.default_run: Props = {}
        self.default_paragraph: Props = {}
        if root is None:
            return
        for style in root.iterchildren(W + "style"):
            self._elements[style.get(W + "styleId", "")] = style
            if style.get(W + "default") in ("1", "true", "on"):
                self.default[style.get(W + "type", "")] = style.get(W + "styleId", "")
        self.default_run = run_props(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), theme.font)
        self.default_paragraph = para_props(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr"))

    def _chain(self, style_id: str) -> list[etree._Element]:
        """The style and its ancestors, eldest first; loops are cut."""
        chain: list[etree._Element] = []
        seen: set[str] = set()
        while style_id in self._elements and style_id not in seen:
            seen.add(style_id)
            element = self._elements[style_id]
            chain.append(element)
            based = element.find(W + "basedOn")
            style_id = based.get(W + "val", "") if based is not None else ""
        return chain[::-1]

    def name(self, style_id: str) -> str:
        """The style's name, lower case ('heading 1')."""
        element = self._elements.get(style_id)
        name = element.find(W + "name") if element is not None else None
        return (name.get(W + "val", "") if name is not None else style_id).lower()

    def run(self, style_id: str) -> Props:
        """Run properties of a style of any kind, ancestors merged."""
        if style_id not in self._runs:
            layers = [run_props(s.find(W + "rPr"), self.theme.font) for s in self._chain(style_id)]
            self._runs[style_id] = merge(*layers)
        return self._runs[style_id]

    def paragraph(self, style_id: str) -> Props:
        """Paragraph properties of a style, ancestors merged."""
        if style_id not in self._paragraphs:
            merged = merge(*(para_props(s.find(W + "pPr")) for s in self._chain(style_id)))
            merged.pop("style_id", None)
            self._paragraphs[style_id] = merged
        return self._paragraphs[style_id]

    def known(self, style_id: str) -> bool:
        """Whether the document defines the style."""
        return style_id in self._elements

    def table(self, style_id: str) -> TableStyle:
        """A table style, ancestors merged."""
        if style_id not in self._tables:
            merged = TableStyle()
            for element in self._chain(style_id):
                self._add_table_style(merged, element)
            self._tables[style_id] = merged
        return self._tables[style_id]

    def _add_table_style(self, merged: TableStyle, element: etree._Element) -> None:
        parts = [("", element)] + [(e.get(W + "type", ""), e) for e in element.iterchildren(W + "tblStylePr")]
        for condition, part in parts:
            paragraph = para_props(part.find(W + "pPr"))
            run = run_props(part.find(W + "rPr"), self.theme.font)
            merged.paragraph[condition] = merge(merged.paragraph.get(condition, {}), paragraph)
            merged.run[condition] = merge(merged.run.get(condition, {}), run)
            merged.cells.setdefault(condition, {}).update(_by_name(part.find(W + "tcPr")))
            merged.rows.setdefault(condition, {}).update(_by_name(part.find(W + "trPr")))
            table = _by_name(part.find(W + "tblPr"))
            if not condition:
                merged.table.update(table)
                merged.row_band = _band(table.get("tblStyleRowBandSize"), merged.row_band)
                merged.column_band = _band(table.get("tblStyleColBandSize"), merged.column_band)
            elif "tblBorders" in table:
                merged.cells[condition].setdefault("tcBorders", table["tblBorders"])


def _by_name(element: etree._Element | None) -> dict[str, etree._Element]:
    return {} if element is None else {etree.QName(child).localname: child for child in element}


def _band(element: etree._Element | None, default: int) -> int:
    return whole(element.get(W + "val"), 1, 1, 63) if element is not None else default


def toggled(paragraph: Props, character: Props) -> Props:
    """Run properties of a paragraph style and a character style: bold in both is not bold."""
    merged = merge(paragraph, character)
    for key in TOGGLES:
        if paragraph.get(key) and character.get(key):
            merged[key] = False
    return merged
