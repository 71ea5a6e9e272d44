"""Pictures and plain lines of a document; every other drawing is refused by name."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from dossier.typeset.docx.context import Context
from dossier.typeset.docx.package import W
from dossier.typeset.docx.props import number
from dossier.typeset.drawing.images import picture_problem
from dossier.typeset.model import Anchored, Drawn, Inline, Picture, Rule

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC: Final = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"
EMU: Final = 12700
_LARGEST: Final = 1e8
"""In EMU some 110 inches, five times what Word allows; in 60,000ths of a degree more than a whole turn."""
_KINDS: Final = {
    "chart": "图表", "diagram": "SmartArt 图形", "wordprocessingGroup": "组合图形", "wordprocessingCanvas": "画布",
    "wordprocessingInk": "墨迹", "lockedCanvas": "画布", "ole": "OLE 对象", "chartex": "图表",
}  # fmt: skip


def _emu(text: str | None, default: float = 0.0) -> float:
    """A length of DrawingML → pt."""
    return number(text, default, largest=_LARGEST) / EMU


def read_drawing(drawing: etree._Element, context: Context) -> list[Inline]:
    """The inlines of one w:drawing."""
    found: list[Inline] = []
    for holder in drawing:
        content = _content(holder, context)
        if content is None:
            continue
        if holder.tag == WP + "anchor":
            found.append(_anchored(holder, content))
        elif isinstance(content, Picture):
            found.append(content)
        else:
            context.refuse("自选图形")
    return found


def _content(holder: etree._Element, context: Context) -> Picture | Drawn | None:
    data = holder.find(f"{A}graphic/{A}graphicData")
    extent = holder.find(WP + "extent")
    if data is None or extent is None:
        context.refuse("无法识别的图形")
        return None
    properties = holder.find(WP + "docPr")
    if properties is not None and properties.get("hidden", "0") in ("1", "true"):
        return None
    width, height = _emu(extent.get("cx")), _emu(extent.get("cy"))
    picture = data.find(PIC + "pic")
    if picture is not None:
        return _picture(picture, width, height, context)
    shape = data.find(WPS + "wsp")
    if shape is not None:
        return _shape(shape, width, height, context)
    uri = data.get("uri", "").rsplit("/", 1)[-1]
    context.refuse(_KINDS.get(uri, "自选图形"))
    return None


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
        turn = number(transform.get("rot"), largest=_LARGEST) / 60_000
        flip_h, flip_v = transform.get("flipH") in ("1", "true"), transform.get("flipV") in ("1", "true")
    return Picture(relation.target, width, height, crop, turn, flip_h, flip_v)


def _shape(shape: etree._Element, width: float, height: float, context: Context) -> Drawn | None:
    """A straight line or an empty rectangle; any other shape is refused."""
    if shape.find(f".//{W}txbxContent") is not None:
        context.refuse("文本框")
        return None
    properties = shape.find(WPS + "spPr")
    geometry = properties.find(A + "prstGeom") if properties is not None else None
    kind = geometry.get("prst", "") if geometry is not None else ""
    transform = properties.find(A + "xfrm") if properties is not None else None
    turned = transform is not None and number(transform.get("rot"), largest=_LARGEST) % 21_600_000
    if properties is None or kind not in ("line", "straightConnector1", "rect") or turned:
        context.refuse("自选图形")
        return None
    line = properties.find(A + "ln")
    stroke = _solid(line) if line is not None else _style_color(shape)
    if line is not None and not stroke and line.find(A + "noFill") is None:
        stroke = _style_color(shape)
    stroke_width = _emu(line.get("w"), 9525) if line is not None else 0.75
    fill = _solid(properties) if kind == "rect" else ""
    if stroke is None or fill is None or (line is not None and line.find(A + "headEnd[@type]") is not None):
        context.refuse("自选图形")
        return None
    flip = transform is not None and (transform.get("flipV") in ("1", "true")) != (
        transform.get("flipH") in ("1", "true")
    )
    return Drawn("rect" if kind == "rect" else "line", width, height, stroke, stroke_width, fill, flip)


def _solid(element: etree._Element) -> str | None:
    """Colour of a solid fill, '' for no fill, None for one that is not plain."""
    fill = element.find(A + "solidFill")
    if fill is None:
        return "" if element.find(A + "gradFill") is None and element.find(A + "blipFill") is None else None
    plain = fill.find(A + "srgbClr")
    return plain.get("val", "").lower() if plain is not None else "000000"


def _style_color(shape: etree._Element) -> str:
    reference = shape.find(f"{WPS}style/{A}lnRef")
    if reference is None or reference.get("idx") == "0":
        return ""
    plain = reference.find(A + "srgbClr")
    return plain.get("val", "").lower() if plain is not None else "000000"


def _anchored(anchor: etree._Element, content: Picture | Drawn) -> Anchored:
    sides = []
    for axis in ("H", "V"):
        position = anchor.find(f"{WP}position{axis}")
        base, align, offset = ("column" if axis == "H" else "paragraph"), "", 0.0
        if position is not None:
            base = position.get("relativeFrom", base)
            aligned, moved = position.find(WP + "align"), position.find(WP + "posOffset")
            align = (aligned.text or "") if aligned is not None else ""
            offset = _emu(moved.text) if moved is not None else 0.0
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
    left, top, right, bottom = (_emu(anchor.get(side)) for side in ("distL", "distT", "distR", "distB"))
    behind = anchor.get("behindDoc") in ("1", "true")
    (h_from, h_align, h_offset), (v_from, v_align, v_offset) = sides
    return Anchored(
        content, h_from, h_align, h_offset, v_from, v_align, v_offset, wrap, behind, (left, top, right, bottom)
    )


# ---------------------------------------------------------------------------- VML


def read_vml(pict: etree._Element, context: Context) -> list[Inline]:
    """The inlines of one w:pict: an inline picture or a horizontal line; every other VML shape is refused."""
    found: list[Inline] = []
    for shape in pict:
        if not isinstance(shape.tag, str) or shape.tag == _VML + "shapetype":
            continue
        if shape.tag == _VML + "rect" and shape.get(_OFFICE + "hr") in ("t", "true"):
            style = _css(shape.get("style", ""))
            found.append(Rule(max(_length(style.get("height", "1.5pt")), 0.5), "a0a0a0"))
            continue
        picture = _vml_picture(shape, context)
        if picture is not None:
            found.append(picture)
        elif shape.tag.startswith(_VML):
            text = shape.find(f".//{W}txbxContent") is not None
            context.refuse("文本框" if text else "VML 图形")
    return found


def _vml_picture(shape: etree._Element, context: Context) -> Picture | None:
    image = shape.find(_VML + "imagedata")
    style = _css(shape.get("style", ""))
    if image is None or style.get("position") == "absolute" or shape.find(f".//{W}txbxContent") is not None:
        return None
    relation = context.package.relations(context.part).get(image.get(_R + "id", ""))
    if relation is None or relation.external or not context.package.has(relation.target):
        return None
    problem = picture_problem(context.package.read(relation.target), relation.target)
    if problem:
        context.refuse(problem)
        return None
    return Picture(relation.target, _length(style.get("width", "")), _length(style.get("height", "")))


def _css(text: str) -> dict[str, str]:
    pairs = (item.split(":", 1) for item in text.split(";") if ":" in item)
    return {key.strip().lower(): value.strip() for key, value in pairs}


def _length(text: str) -> float:
    match = re.match(r"([\d.]+)(pt|in|cm|mm|px)?", text)
    if not match:
        return 0.0
    factor = {"pt": 1.0, "in": 72.0, "cm": 28.346, "mm": 2.8346, "px": 0.75, None: 0.75}[match.group(2)]
    return float(match.group(1)) * factor
