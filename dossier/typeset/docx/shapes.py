"""DrawingML shapes: lines, rectangles, ellipses, and text boxes; every other shape is refused by name."""

from __future__ import annotations

import colorsys
from typing import Final

from lxml import etree

from dossier.typeset.docx.context import Context
from dossier.typeset.docx.package import W
from dossier.typeset.docx.props import number
from dossier.typeset.model import Drawn, TextBox

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WPS: Final = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
EMU: Final = 12700
_LARGEST: Final = 1e8
"""In EMU some 110 inches, five times what Word allows; in 60,000ths of a degree more than a whole turn."""
_SHAPES: Final = {
    "line": "line", "straightConnector1": "line", "rect": "rect", "flowChartProcess": "rect",
    "roundRect": "round", "flowChartAlternateProcess": "round", "flowChartTerminator": "round",
    "ellipse": "ellipse", "flowChartConnector": "ellipse",
}  # fmt: skip
"""Shapes of DrawingML that are drawn → the shape of `Drawn`."""
_ANCHORS: Final = {"t": "top", "ctr": "center", "b": "bottom"}
_DIRECTIONS: Final = {"eaVert": "tbRl", "vert": "turned", "wordArtVertRtl": "tbRl", "vert270": "btLr"}
_DASHES: Final = {"solid": "solid", "dot": "dotted", "sysDot": "dotted"}


def emu(text: str | None, default: float = 0.0) -> float:
    """A length of DrawingML → pt."""
    return number(text, default, largest=_LARGEST) / EMU


def degrees(text: str | None) -> float:
    """An angle of DrawingML → degrees."""
    return number(text, largest=_LARGEST) / 60_000


def read_shape(shape: etree._Element, width: float, height: float, context: Context) -> Drawn | TextBox | None:
    """A wps:wsp: a drawn shape, or the text box that stands in one; None (and a refusal) for what is not drawn."""
    if shape.find(WPS + "linkedTxbx") is not None:
        context.refuse("串联的文本框")
        return None
    drawn = _drawn(shape, width, height, context)
    content = shape.find(f"{WPS}txbx/{W}txbxContent")
    if content is None:
        return drawn
    if drawn is None or drawn.shape == "line":
        if drawn is not None:
            context.refuse("自选图形")
        return None
    return _text_box(drawn, content, shape.find(WPS + "bodyPr"), context)


def _text_box(drawn: Drawn, content: etree._Element, body: etree._Element | None, context: Context) -> TextBox | None:
    body = body if body is not None else etree.Element("none")
    insets = (
        emu(body.get("lIns"), 91440), emu(body.get("tIns"), 45720), emu(body.get("rIns"), 91440),
        emu(body.get("bIns"), 45720),
    )  # fmt: skip
    if number(body.get("numCol"), 1) > 1 and any(each.text for each in content.iter(W + "t")):
        context.refuse("分栏的文本框")
        return None
    direction = _DIRECTIONS.get(body.get("vert", "horz"), "")
    if direction == "turned":
        context.refuse("文字转向的文本框")
        return None
    box = TextBox(
        drawn, [], insets, _ANCHORS.get(body.get("anchor", "t"), "top"), direction,
        grows=body.find(A + "spAutoFit") is not None, wraps=body.get("wrap", "square") != "none",
    )  # fmt: skip
    context.wait(box, content)
    return box


def _drawn(shape: etree._Element, width: float, height: float, context: Context) -> Drawn | None:
    properties = shape.find(WPS + "spPr")
    geometry = properties.find(A + "prstGeom") if properties is not None else None
    kind = _SHAPES.get(geometry.get("prst", "")) if geometry is not None else None
    transform = properties.find(A + "xfrm") if properties is not None else None
    turned = transform is not None and degrees(transform.get("rot")) % 360
    name = "文本框" if shape.find(WPS + "txbx") is not None else "自选图形"
    if properties is None or kind is None or turned:
        context.refuse(name)
        return None
    line = properties.find(A + "ln")
    stroke = _solid(line, context) if line is not None else _style_color(shape, "lnRef", context)
    if line is not None and not stroke and line.find(A + "noFill") is None:
        stroke = _style_color(shape, "lnRef", context)
    fill = "" if kind == "line" else _solid(properties, context)
    if fill == "" and kind != "line" and properties.find(A + "noFill") is None:
        fill = _style_color(shape, "fillRef", context)
    ends = [line.find(f"{A}{end}End") if line is not None else None for end in ("head", "tail")]
    arrows = any(end is not None and end.get("type", "none") != "none" for end in ends)
    if stroke is None or fill is None or (stroke and arrows):
        context.refuse(name)
        return None
    dash = line.find(A + "prstDash") if line is not None else None
    flip = transform is not None and (transform.get("flipV") in ("1", "true")) != (
        transform.get("flipH") in ("1", "true")
    )
    return Drawn(
        kind, width, height, stroke, emu(line.get("w"), 9525) if line is not None else 0.75, fill, flip,
        _DASHES.get(dash.get("val", "solid"), "dashed") if dash is not None else "solid",
    )  # fmt: skip


def _solid(element: etree._Element, context: Context) -> str | None:
    """Colour of a solid fill, '' for no fill, None for one that is not plain."""
    fill = element.find(A + "solidFill")
    if fill is None:
        return "" if element.find(A + "gradFill") is None and element.find(A + "blipFill") is None else None
    return _color(fill, context)


def _style_color(shape: etree._Element, name: str, context: Context) -> str:
    reference = shape.find(f"{WPS}style/{A}{name}")
    if reference is None or reference.get("idx") == "0":
        return ""
    return _color(reference, context)


def _color(holder: etree._Element, context: Context) -> str:
    """The colour that a fill or a reference names: plain, or of the theme; black where it is neither."""
    for child in holder:
        name = etree.QName(child).localname
        plain = child.get("val", "").lower()
        if name == "sysClr":
            plain = child.get("lastClr", "000000").lower()
        elif name == "schemeClr":
            plain = context.styles.theme.color(child.get("val", ""))
        elif name != "srgbClr":
            continue
        return _shaded(plain, child) if len(plain) == 6 else "000000"
    return "000000"


def _shaded(plain: str, color: etree._Element) -> str:
    """A colour made lighter or darker as its children say."""
    try:
        red, green, blue = (int(plain[at : at + 2], 16) / 255 for at in (0, 2, 4))
    except ValueError:
        return "000000"
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    for child in color:
        share = number(child.get("val"), 100_000, largest=1e6) / 100_000
        name = etree.QName(child).localname
        if name in ("lumMod", "shade"):
            light *= share
        elif name == "lumOff":
            light += share
        elif name == "tint":
            light = 1 - (1 - light) * share
    made = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), full)
    return "".join(f"{round(part * 255):02x}" for part in made)
