"""w:drawing: pictures and shapes, in the line or anchored; what is not drawn is refused by name."""

from __future__ import annotations

from typing import Final

from lxml import etree

from dossier.typeset.docx.context import Context
from dossier.typeset.docx.props import number
from dossier.typeset.docx.shapes import WPS, A, degrees, emu, read_shape
from dossier.typeset.drawing.images import picture_problem
from dossier.typeset.model import Anchored, Drawn, Inline, Picture, TextBox

WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_KINDS: Final = {
    "chart": "图表", "diagram": "SmartArt 图形", "wordprocessingGroup": "组合图形", "wordprocessingCanvas": "画布",
    "wordprocessingInk": "墨迹", "lockedCanvas": "画布", "ole": "OLE 对象", "chartex": "图表", "model3d": "三维模型",
}  # fmt: skip
_OTHERS_DRAW: Final = {
    "chart": ("chart", "id"), "diagram": ("relIds", "dm"), "wordprocessingGroup": ("", ""), "lockedCanvas": ("", ""),
}  # fmt: skip
"""Kinds that other programs draw too, and what in them names the part that holds their content ('' for none)."""


def read_drawing(drawing: etree._Element, context: Context) -> list[Inline]:
    """The inlines of one w:drawing."""
    found: list[Inline] = []
    for holder in drawing:
        content = _content(holder, context)
        if content is None:
            continue
        if holder.tag == WP + "anchor":
            found.append(_anchored(holder, content))
        else:
            found.append(content)
    return found


def _content(holder: etree._Element, context: Context) -> Picture | Drawn | TextBox | None:
    data = holder.find(f"{A}graphic/{A}graphicData")
    extent = holder.find(WP + "extent")
    if data is None or extent is None:
        context.refuse("无法识别的图形")
        return None
    properties = holder.find(WP + "docPr")
    if properties is not None and properties.get("hidden", "0") in ("1", "true"):
        return None
    width, height = emu(extent.get("cx")), emu(extent.get("cy"))
    picture = data.find(PIC + "pic")
    if picture is not None:
        return _picture(picture, width, height, context)
    shape = data.find(WPS + "wsp")
    if shape is not None:
        return read_shape(shape, width, height, context)
    kind = data.get("uri", "").rsplit("/", 1)[-1]
    context.refuse(_KINDS.get(kind, "自选图形"), elsewhere=not _others_draw(kind, data, context))
    return None


def _others_draw(kind: str, data: etree._Element, context: Context) -> bool:
    """Whether another program can draw it: a kind that it knows, its content in this file."""
    if any(parent.tag == MC + "Choice" for parent in data.iterancestors()):
        return True  # it has its fallback
    if kind not in _OTHERS_DRAW:
        return False
    name, attribute = _OTHERS_DRAW[kind]
    holder = next((child for child in data if etree.QName(child).localname == name), None)
    if not name:
        return True
    relation = context.package.relations(context.part).get(holder.get(_R + attribute, "") if holder is not None else "")
    return relation is not None and not relation.external and context.package.has(relation.target)


def _picture(picture: etree._Element, width: float, height: float, context: Context) -> Picture | None:
    blip = picture.find(f"{PIC}blipFill/{A}blip")
    if blip is None:
        return None
    relation = context.package.relations(context.part).get(blip.get(_R + "embed", ""))
    if relation is None or relation.external or not context.package.has(relation.target):
        outside = blip.get(_R + "link") or (relation is not None and relation.external)
        context.refuse("链接到外部的图片" if outside else "缺失的图片", elsewhere=True)
        return None
    problem = picture_problem(context.package.read(relation.target), relation.target)
    if problem:
        context.refuse(problem)
        return None
    crop_element = picture.find(f"{PIC}blipFill/{A}srcRect")
    crop = (0.0, 0.0, 0.0, 0.0)
    if crop_element is not None:
        left, top, right, bottom = (number(crop_element.get(side)) / 100_000 for side in ("l", "t", "r", "b"))
        crop = (left, top, right, bottom)
    transform = picture.find(f"{PIC}spPr/{A}xfrm")
    turn, flip_h, flip_v = 0.0, False, False
    if transform is not None:
        turn = degrees(transform.get("rot"))
        flip_h, flip_v = transform.get("flipH") in ("1", "true"), transform.get("flipV") in ("1", "true")
    return Picture(relation.target, width, height, crop, turn, flip_h, flip_v)


def _anchored(anchor: etree._Element, content: Picture | Drawn | TextBox) -> Anchored:
    sides = []
    for axis in ("H", "V"):
        position = anchor.find(f"{WP}position{axis}")
        base, align, offset = ("column" if axis == "H" else "paragraph"), "", 0.0
        if position is not None:
            base = position.get("relativeFrom", base)
            aligned, moved = position.find(WP + "align"), position.find(WP + "posOffset")
            align = (aligned.text or "") if aligned is not None else ""
            offset = emu(moved.text) if moved is not None else 0.0
        if axis == "H" and anchor.get("simplePos") in ("1", "true"):
            base, align = "page", ""
        sides.append((base, align, offset))
    wrap = "none"
    for child in anchor:
        name = etree.QName(child).localname
        if name in ("wrapSquare", "wrapTight", "wrapThrough"):
            wrap = "square"
        elif name == "wrapTopAndBottom":
            wrap = "topAndBottom"
    left, top, right, bottom = (emu(anchor.get(side)) for side in ("distL", "distT", "distR", "distB"))
    behind = anchor.get("behindDoc") in ("1", "true")
    (h_from, h_align, h_offset), (v_from, v_align, v_offset) = sides
    return Anchored(
        content, h_from, h_align, h_offset, v_from, v_align, v_offset, wrap, behind, (left, top, right, bottom)
    )
