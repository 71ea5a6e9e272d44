"""Labels for volumes and boxes, and the list that lies in each box; their words come from templates/标签.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dossier.errors import Place, TemplateError
from dossier.files.yaml import read_yaml
from dossier.model import LABEL_FIELDS, RETENTIONS, LabelRow, LabelTexts, PrintSettings
from dossier.printroom.checklist import volume_cells
from dossier.printroom.model import Box, Placed, PrintSet
from dossier.printroom.plan import spine_mm

FILE = "标签.yaml"
_BOX_LABEL_MM = (120, 80)
_PER_SPINE_PAGE_MM = 186
_SPINE_GAP_MM = 8
_BOX_LABELS_A_PAGE = 3


def label_texts(templates: Path, own: LabelTexts) -> LabelTexts:
    """What is printed on labels: the workspace's `own` texts, and those of templates/标签.yaml where it has none.

    Raises TemplateError for what is wrong in the file, unknown fields included.
    """
    texts = read_yaml(templates / FILE, LabelTexts, TemplateError)
    rows = (*texts.volume_spine, *texts.box_spine, *texts.box_label)
    places = [Place(FILE, problem=row.problem) for row in rows if row.problem]
    if places:
        raise TemplateError(f"{FILE} 里有程序不认识的名目", places=tuple(places), hint="请改成可用的名目。")
    return LabelTexts(
        volume_spine=own.volume_spine or texts.volume_spine,
        box_spine=own.box_spine or texts.box_spine,
        box_label=own.box_label or texts.box_label,
    )


# ---------------------------------------------------------------------------- sheets


def volume_spines(prints: PrintSet, texts: LabelTexts) -> list[tuple[str, Any]]:
    """Spine labels of all volumes, side by side on A4 with cut marks."""
    labels = [
        _spine(spine_mm(placed.sheets, prints.settings), texts.volume_spine, _of_volume(placed, box, prints), prints)
        for box in prints.boxes
        for placed in box.placed
    ]
    return _pages_of_spines(labels)


def box_spines(prints: PrintSet, texts: LabelTexts) -> list[tuple[str, Any]]:
    """Spine labels of the boxes."""
    labels = [_spine(box.width_mm, texts.box_spine, _of_box(box, prints), prints) for box in prints.boxes]
    return _pages_of_spines(labels)


def box_labels(prints: PrintSet, texts: LabelTexts) -> list[tuple[str, Any]]:
    """The labels for the boxes' faces, three to a page."""
    width, height = _BOX_LABEL_MM
    labels = [
        {"width": width, "height": height, "rows": _rows(texts.box_label, _of_box(box, prints))} for box in prints.boxes
    ]
    pages = range(0, len(labels), _BOX_LABELS_A_PAGE)
    return [("box-labels", labels[at : at + _BOX_LABELS_A_PAGE]) for at in pages]


def box_list(box: Box, prints: PrintSet) -> tuple[str, Any]:
    """盒内目录: the volumes of a box. Names and case numbers only."""
    rows = [[*volume_cells(placed), ""] for placed in box.placed]
    return "listing", {
        "title": "盒内目录",
        "below": f"{prints.unit}　第 {box.number} 盒{_of_all(box, prints)}",
        "heads": ["案卷号", "案号", "姓名", "类别", "件数", "页数", "备注"],
        "widths": [18, 20, 0, 16, 16, 16, 30],
        "rows": rows,
        "notes": [],
    }


def _of_all(box: Box, prints: PrintSet) -> str:
    """How many boxes there are, where this batch is all of them; else that the box holds more than is listed."""
    if box.holding is None:
        return f"（共 {len(prints.boxes)} 盒）"
    return "" if box.holding.volumes == len(box.placed) else f"（本页只列这一批的 {len(box.placed)} 卷）"


def _pages_of_spines(labels: Sequence[dict[str, Any]]) -> list[tuple[str, Any]]:
    pages: list[tuple[str, Any]] = []
    row: list[dict[str, Any]] = []
    for label in labels:
        if row and sum(one["width"] + _SPINE_GAP_MM for one in row) + label["width"] > _PER_SPINE_PAGE_MM:
            pages.append(("spines", row))
            row = []
        row.append(label)
    return [*pages, ("spines", row)] if row else pages


def _spine(width: int, texts: Sequence[LabelRow], values: Mapping[str, str], prints: PrintSet) -> dict[str, Any]:
    height = min(prints.settings.spine_height_mm, _MOST_HEIGHT_MM)
    return {"width": width, "height": height, "rows": _rows(texts, values)}


_MOST_HEIGHT_MM = 270
"""What fits between the margins of an A4 sheet, cut marks included."""


def _rows(texts: Sequence[LabelRow], values: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"title": row.title, "text": row.text.format_map(values), "vertical": row.vertical} for row in texts]


def _common(prints: PrintSet) -> dict[str, str]:
    settings: PrintSettings = prints.settings
    return dict.fromkeys(LABEL_FIELDS, "") | {
        "全宗号": settings.fonds_number,
        "年度": settings.year,
        "单位": prints.unit,
    }


def _retention(placed: Sequence[Placed], prints: PrintSet) -> str:
    """The longest of these dossiers' periods, and of what the settings ask for at least."""
    asked = {prints.settings.retention, *(one.volume.retention for one in placed)}
    return next(term for term in RETENTIONS if term in asked)


def _of_volume(placed: Placed, box: Box, prints: PrintSet) -> dict[str, str]:
    volume = placed.volume
    return _common(prints) | {
        "案卷号": str(placed.number),
        "保管期限": _retention([placed], prints),
        "题名": volume.title,
        "姓名": volume.name,
        "案号": volume.id,
        "类别": volume.category,
        "盒号": str(box.number),
        "张数": str(placed.sheets),
        "卷数": "1",
        "起止案卷号": str(placed.number),
    }


def _of_box(box: Box, prints: PrintSet) -> dict[str, str]:
    held = box.holds
    first, last = held.first, held.last
    return _common(prints) | {
        "盒号": str(box.number),
        "保管期限": _retention(box.placed, prints),
        "起止案卷号": str(first) if first == last else f"{first}–{last}",
        "卷数": str(held.volumes),
        "张数": str(held.sheets),
        "案卷号": str(first),
    }
