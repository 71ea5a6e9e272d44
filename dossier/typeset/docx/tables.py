"""w:tbl → `Table`: grid, spans, merges, and each cell's borders, margins and background resolved."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lxml import etree

from dossier.typeset.docx.cell_borders import Position, edges_of, of_condition, of_table
from dossier.typeset.docx.context import Context
from dossier.typeset.docx.inlines import MC, TRACKED, chosen, refuse_unknown
from dossier.typeset.docx.mirrored import mirror
from dossier.typeset.docx.package import W
from dossier.typeset.docx.paragraphs import ParagraphReader
from dossier.typeset.docx.props import Props, edge, is_on, merge, number, shade, twips, whole
from dossier.typeset.docx.styles import TableStyle
from dossier.typeset.memory import Memory, bytes_of, depends
from dossier.typeset.model import Cell, Floating, Hidden, Row, Table
from dossier.typeset.style import Edge

_V: Final = W + "val"
_LOOK: Final = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400,
}  # fmt: skip
_cells_seen: Final = Memory[Cell]()
_PLAIN: Final = [""]
_TRACKED_CELLS: Final = frozenset({"cellIns", "cellDel", "cellMerge"})
_TRACKED_NAMES: Final = frozenset(etree.QName(tag).localname for tag in TRACKED)
_DIAGONAL: Final = (W + "tl2br", W + "tr2bl")
Elements = dict[str, etree._Element]


class TableReader:
    """Reads one table."""

    def __init__(self, context: Context, paragraphs: ParagraphReader, place: str) -> None:
        self._context = context
        self._paragraphs = paragraphs
        self._place = place
        self._style = TableStyle()
        self._look: dict[str, bool] = {}
        self._direct_borders: dict[str, Edge] = {}
        self._style_borders: dict[str, Edge] = {}
        self._margins: dict[str, float] = {}
        self._key = b""

    def read(self, element: etree._Element) -> Table:
        """The table."""
        context = self._context
        outer_place = context.place
        context.place = self._place
        properties_element = element.find(W + "tblPr")
        self._key = etree.tostring(properties_element) if properties_element is not None else b""
        own = _by_name(properties_element)
        style = own.get("tblStyle")
        style_id = style.get(_V, "") if style is not None else ""
        if not context.styles.known(style_id):
            style_id = context.styles.default.get("table", "")
        self._style = context.styles.table(style_id)
        properties = {**self._style.table, **own}
        self._style_borders = edges_of(self._style.table.get("tblBorders"))
        self._direct_borders = edges_of(own.get("tblBorders"))
        self._look = _look(own.get("tblLook"))
        self._margins = {
            "left": 5.4, "right": 5.4, "top": 0.0, "bottom": 0.0,
            **_sides(self._style.table.get("tblCellMar")), **_sides(own.get("tblCellMar")),
        }  # fmt: skip
        table = Table(rows=[], grid=_grid(element.find(W + "tblGrid")))
        self._table_properties(table, properties)
        elements = list(_rows(element, context))
        for index, row in enumerate(elements):
            made = self._row(row, index, len(elements))
            if not _is_hidden(row):
                table.rows.append(made)
        if "jc" not in properties and table.rows and table.rows[0].align:
            table.align = table.rows[0].align
        if is_on(properties.get("bidiVisual")):
            mirror(table)
        context.place = outer_place
        return table

    def _table_properties(self, table: Table, properties: Elements) -> None:
        align = properties.get("jc")
        value = align.get(_V, "left") if align is not None else "left"
        table.align = {"start": "left", "end": "right"}.get(value, value)
        indent = properties.get("tblInd")
        if indent is not None and indent.get(W + "type", "dxa") == "dxa":
            table.indent = twips(indent.get(W + "w"))
        table.width, table.width_share = _width(properties.get("tblW"))
        layout = properties.get("tblLayout")
        table.fixed = layout is not None and layout.get(W + "type") == "fixed"
        table.borders = {**self._style_borders, **self._direct_borders}
        table.margins = self._margins
        spacing = properties.get("tblCellSpacing")
        if spacing is not None and number(spacing.get(W + "w")):
            self._context.note("表格单元格间距按 0 排")
        floating = properties.get("tblpPr")
        if floating is not None:
            table.floating = _floating(floating)

    # ------------------------------------------------------------------ rows

    def _row(self, element: etree._Element, index: int, count: int) -> Row:
        properties = {**self._style.rows.get("", {}), **_by_name(element.find(W + "trPr"))}
        if not _TRACKED_NAMES.isdisjoint(properties):
            self._context.refuse("修订痕迹")
        exceptions = _by_name(element.find(W + "tblPrEx"))
        row = Row(cells=[])
        height = properties.get("trHeight")
        if height is not None:
            row.height = twips(height.get(_V))
            row.rule = "exact" if height.get(W + "hRule") == "exact" else "atLeast"
        align = properties.get("jc")
        row.align = align.get(_V, "") if align is not None else ""
        row.header = is_on(properties.get("tblHeader"))
        row.cant_split = is_on(properties.get("cantSplit"))
        row.before = _int(properties.get("gridBefore"))
        row.after = _int(properties.get("gridAfter"))
        before_width = properties.get("wBefore")
        row.before_width = twips(before_width.get(W + "w")) if before_width is not None else 0.0
        elements = list(_cells(element, self._context))
        column = row.before
        for number_in_row, cell in enumerate(elements):
            self._context.place = (self._place, index + 1, number_in_row + 1)
            position = Position(index, count, number_in_row == 0, number_in_row == len(elements) - 1, column)
            made = self._known_cell(cell, position, exceptions)
            column += made.span
            if row.cells and made.joins_left:
                before = row.cells[-1]
                self._tell_hidden(cell)
                both = before.width + made.width if before.width and made.width else before.width
                row.cells[-1] = replace(before, span=before.span + made.span, width=both)
            else:
                row.cells.append(made)
        return row

    def _tell_hidden(self, cell: etree._Element) -> None:
        """The words of a cell that was joined to the one on its left."""
        words = "".join(text.text or "" for text in cell.iter(W + "t")).strip()
        if words:
            self._context.hidden.setdefault(covered(words))

    def _conditions(self, position: Position) -> list[str]:
        """Conditions of the table style that hold here, weakest first."""
        look, style = self._look, self._style
        if style.plain:
            return _PLAIN
        found = [""]
        first_row = look["firstRow"] and position.row == 0
        last_row = look["lastRow"] and position.row == position.rows - 1
        first_column = look["firstColumn"] and position.first
        last_column = look["lastColumn"] and position.last
        if not look["noVBand"] and not first_column and not last_column:
            band = (position.column - look["firstColumn"]) // style.column_band
            found.append("band2Vert" if band % 2 else "band1Vert")
        if not look["noHBand"] and not first_row and not last_row:
            band = (position.row - look["firstRow"]) // style.row_band
            found.append("band2Horz" if band % 2 else "band1Horz")
        found += ["firstCol"] * first_column + ["lastCol"] * last_column
        found += ["firstRow"] * first_row + ["lastRow"] * last_row
        corner = ("n" if first_row else "s" if last_row else "") + ("w" if first_column else "e" if last_column else "")
        if len(corner) == 2:
            found.append(f"{corner}Cell")
        return found

    # ------------------------------------------------------------------ cells

    def _known_cell(self, element: etree._Element, position: Position, exceptions: Elements) -> Cell:
        """The cell, remembered from an earlier form where its bytes and its place in the table are the same."""
        context = self._context
        conditions = self._conditions(position)
        if not context.remember or context.fields or exceptions:
            return self._cell(element, self._frame(element, position, exceptions, conditions), conditions)
        data = bytes_of(element)
        end = data.find(b"</w:tcPr>")
        where = (
            context.styles.serial, self._key, tuple(conditions), position.row == 0,
            position.row == position.rows - 1, position.first, position.last,
        )  # fmt: skip
        known = _cells_seen.get((where, data))
        if known is not None:
            return known
        if depends(data):
            return self._cell(element, self._frame(element, position, exceptions, conditions), conditions)
        state = context.state
        frame = _cells_seen.get((where, end, data[:end])) if end > 0 else None
        if frame is None:
            frame = self._frame(element, position, exceptions, conditions)
            if context.state == state and end > 0:
                _cells_seen.keep((where, end, data[:end]), frame)
        cell = self._cell(element, frame, conditions)
        if context.state == state and not any(isinstance(block, Table) or block.label for block in cell.blocks):
            _cells_seen.keep((where, data), cell)
        return cell

    def _cell(self, element: etree._Element, frame: Cell, conditions: list[str]) -> Cell:
        """The cell with its content; `frame` holds everything else of it."""
        cell = replace(frame, blocks=[], laid={})
        self._content(cell, element, conditions)
        return cell

    def _frame(self, element: etree._Element, position: Position, exceptions: Elements, conditions: list[str]) -> Cell:
        """All of a cell but its content."""
        own = _by_name(element.find(W + "tcPr"))
        if not _TRACKED_CELLS.isdisjoint(own):
            self._context.refuse("修订痕迹")
        styled: Elements = {}
        for condition in conditions:
            styled.update(self._style.cells.get(condition, {}))
        both = {**styled, **own}
        cell = Cell(blocks=[])
        cell.span = max(_int(own.get("gridSpan"), 1), 1)
        merge_element = own.get("vMerge")
        if merge_element is not None:
            cell.merge = "restart" if merge_element.get(_V) == "restart" else "continue"
        horizontal = own.get("hMerge")
        cell.joins_left = horizontal is not None and horizontal.get(_V) != "restart"
        cell.width, cell.width_share = _width(own.get("tcW"))
        cell.margins = {**self._margins, **_sides(exceptions.get("tblCellMar")), **_sides(both.get("tcMar"))}
        if "shd" in both:
            cell.shade = shade(both["shd"])
        elif "shd" in self._style.table:
            cell.shade = shade(self._style.table["shd"])
        align = both.get("vAlign")
        cell.valign = align.get(_V, "top") if align is not None else "top"
        cell.hides_mark = is_on(own.get("hideMark"))
        direction = own.get("textDirection")
        cell.direction = direction.get(_V, "") if direction is not None else ""
        self._borders(cell, position, own, conditions, exceptions)
        return cell

    def _borders(
        self, cell: Cell, position: Position, own: Elements, conditions: list[str], exceptions: Elements
    ) -> None:
        table = {**self._style_borders, **self._direct_borders, **edges_of(exceptions.get("tblBorders"))}
        borders = of_table(table, position)
        for condition in conditions[1:] if self._style.cells else []:
            conditional = self._style.cells.get(condition, {}).get("tcBorders")
            if conditional is not None:
                borders.update(of_condition(edges_of(conditional), condition, position))
        whole = self._style.cells.get("", {}).get("tcBorders")
        if whole is not None and not self._direct_borders:
            borders.update(of_table(edges_of(whole), position))
        element = own.get("tcBorders")
        explicit = {side: e for side, e in edges_of(element).items() if side in ("top", "left", "bottom", "right")}
        borders.update(explicit)
        cell.borders = borders
        cell.explicit = frozenset(explicit)
        cell.diagonals = tuple(
            (etree.QName(child).localname, edge(child))
            for child in (element if element is not None else ())
            if child.tag in _DIAGONAL and child.get(_V) not in ("nil", "none")
        )

    def _content(self, cell: Cell, element: etree._Element, conditions: list[str]) -> None:
        paragraph: Props = {}
        run: Props = {}
        for condition in conditions:
            if condition in self._style.paragraph:
                paragraph = merge(paragraph, self._style.paragraph[condition])
                run = merge(run, self._style.run[condition])
        # The same dict for the same conditions, so that resolved styles are found again by identity.
        run = self._style.merged_runs.setdefault(tuple(conditions), run)
        place = self._context.place
        tables = 0
        for child in _flat(element):
            if child.tag == W + "p":
                cell.blocks.append(self._paragraphs.read(child, paragraph, run))
                self._context.place = place
            elif child.tag == W + "tbl":
                tables += 1
                cell.blocks.append(self._nested(child, cell, tables))
            elif child.tag in TRACKED and len(child):
                self._context.refuse("修订痕迹")
            elif child.tag == W + "altChunk":
                self._context.refuse("嵌入的外部文档", elsewhere=True)
            else:
                refuse_unknown(child, self._context)

    def _nested(self, element: etree._Element, cell: Cell, number: int) -> Table:
        """A table in a cell."""
        context = self._context
        if cell.direction not in ("", "lrTb", "lrTbV", "lr", "lrV"):
            context.refuse("竖排单元格里的表格")
        table = TableReader(context, self._paragraphs, f"{context.where}表{number}").read(element)
        if table.floating is not None:
            table.floating = None
            context.note("单元格里的浮动表格排在文字之间")
        return table


def covered(words: str) -> Hidden:
    """The words of a cell that a merged one covers."""
    return Hidden("合并单元格", "合并单元格盖住的文字，与 Word 一样不印", words)


def _is_hidden(row: etree._Element) -> bool:
    """Whether a row is one that Word neither shows nor prints."""
    return is_on(row.find(f"{W}trPr/{W}hidden"))


def _flat(element: etree._Element) -> list[etree._Element]:
    found: list[etree._Element] = []
    for child in element:
        if child.tag in (W + "sdt", W + "sdtContent", W + "customXml", W + "smartTag"):
            found += _flat(child)
        elif child.tag == MC + "AlternateContent":
            found += _flat(chosen(child))
        else:
            found.append(child)
    return found


def _rows(element: etree._Element, context: Context) -> list[etree._Element]:
    children = _flat(element)
    if any(child.tag in TRACKED for child in children):
        context.refuse("修订痕迹")
    return _only(children, W + "tr", context)


def _cells(element: etree._Element, context: Context) -> list[etree._Element]:
    return _only(_flat(element), W + "tc", context)


def _only(children: list[etree._Element], tag: str, context: Context) -> list[etree._Element]:
    """The children of one kind; any other that holds text is refused."""
    for child in children:
        if child.tag != tag:
            refuse_unknown(child, context)
    return [child for child in children if child.tag == tag]


def _by_name(element: etree._Element | None) -> Elements:
    return {} if element is None else {etree.QName(child).localname: child for child in element}


def _int(element: etree._Element | None, default: int = 0) -> int:
    """A count of grid columns; Word has 63 at most."""
    return whole(element.get(_V), default, 0, 63) if element is not None else default


def _grid(element: etree._Element | None) -> list[float]:
    if element is None:
        return []
    return [max(twips(column.get(W + "w")), 0.0) for column in list(element.iterchildren(W + "gridCol"))[:63]]


def _sides(element: etree._Element | None) -> dict[str, float]:
    if element is None:
        return {}
    found = {}
    for child in element:
        name = {"start": "left", "end": "right"}.get(etree.QName(child).localname, etree.QName(child).localname)
        if child.get(W + "type", "dxa") in ("dxa", "nil"):
            found[name] = twips(child.get(W + "w"))
    return found


def _width(element: etree._Element | None) -> tuple[float | None, float | None]:
    """Width in pt, or as a share of the text width; both None for automatic."""
    if element is None:
        return None, None
    kind, text = element.get(W + "type", "dxa"), element.get(W + "w", "")
    if kind == "pct" or text.endswith("%"):
        share = number(text) / (100 if text.endswith("%") else 5000)
        return None, share or None
    if kind == "dxa" and number(text) > 0:
        return twips(text), None
    return None, None


def _look(element: etree._Element | None) -> dict[str, bool]:
    if element is None:
        return {name: name.startswith("no") for name in _LOOK}
    try:
        bits = int(element.get(_V, "0"), 16)
    except ValueError:
        bits = 0
    found = {}
    for name, bit in _LOOK.items():
        direct = element.get(W + name)
        found[name] = direct in ("1", "true", "on") if direct is not None else bool(bits & bit)
    return found


def _floating(element: etree._Element) -> Floating:
    """w:tblpPr. Word leaves out the anchors that its binary format counts as 0: the column and the margin."""
    get = element.get
    return Floating(
        get(W + "horzAnchor", "text"), get(W + "vertAnchor", "margin"),
        twips(get(W + "tblpX")), twips(get(W + "tblpY")), get(W + "tblpXSpec", ""), get(W + "tblpYSpec", ""),
        twips(get(W + "rightFromText")), twips(get(W + "leftFromText")), twips(get(W + "bottomFromText")),
    )  # fmt: skip
