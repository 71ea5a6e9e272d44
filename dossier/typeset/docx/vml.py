"""VML of Word 2003 and WPS: pictures, lines, rectangles, ellipses and text boxes without a DrawingML twin."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from dossier.typeset.docx.context import Context
from dossier.typeset.docx.package import W
from dossier.typeset.docx.props import number
from dossier.typeset.drawing.images import picture_problem
from dossier.typeset.model import Anchored, Drawn, Inline, Picture, Rule, TextBox

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML: Final = "{urn:schemas-microsoft-com:vml}"
_OFFICE: Final = "{urn:schemas-microsoft-com:office:office}"
_WORD: Final = "{urn:schemas-microsoft-com:office:word}"
_ELEMENTS: Final = {"rect": "rect", "roundrect": "round", "oval": "ellipse", "line": "line"}
_TYPES: Final = {"1": "rect", "2": "round", "3": "ellipse", "20": "line", "32": "line", "75": "picture", "202": "rect"}
"""Number of a v:shapetype (o:spt) → what is drawn."""
_COLORS: Final = {
    "white": "ffffff", "black": "000000", "red": "ff0000", "blue": "0000ff", "green": "008000", "yellow": "ffff00",
    "gray": "808080", "silver": "c0c0c0", "window": "ffffff", "windowtext": "000000", "navy": "000080",
}  # fmt: skip
_REFERENCES: Final = (_R + "id", _R + "pict", _R + "href", _R + "link", "src", _OFFICE + "href")
_OFF: Final = ("f", "false", "0")
_ACROSS: Final = {"text": "column", "char": "character", "margin": "margin", "page": "page"}
_DOWN: Final = {"text": "paragraph", "line": "line", "margin": "margin", "page": "page"}
_UNITS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.346, "mm": 2.8346, "px": 0.75, "pc": 12.0, "emu": 1 / 12700}


def read_vml(pict: etree._Element, context: Context) -> list[Inline]:
    """The inlines of one w:pict; a shape that is not drawn is refused."""
    found: list[Inline] = []
    types = {f"#{each.get('id', '')}": each.get(_OFFICE + "spt", "") for each in pict.iterchildren(_VML + "shapetype")}
    for shape in pict:
        if not isinstance(shape.tag, str) or shape.tag == _VML + "shapetype":
            continue
        if not shape.tag.startswith(_VML):
            if shape.tag == W + "movie":
                context.refuse("视频", elsewhere=True)
            continue
        style = css(shape.get("style", ""))
        if style.get("visibility") == "hidden":
            continue
        if shape.tag == _VML + "rect" and shape.get(_OFFICE + "hr") in ("t", "true"):
            found.append(Rule(max(length(style.get("height", "1.5pt")), 0.5), "a0a0a0"))
            continue
        content = _content(shape, style, types, context)
        if content is None:
            continue
        if style.get("position") == "absolute" or shape.tag == _VML + "line":
            found.append(_anchored(shape, style, content))
        else:
            found.append(content)
    return found


def _content(
    shape: etree._Element, style: dict[str, str], types: dict[str, str], context: Context
) -> Picture | Drawn | TextBox | None:
    """What a shape is; None where it is refused."""
    name = etree.QName(shape).localname
    if name == "group":
        context.refuse("组合图形")
        return None
    reference = shape.get("type", "")
    numbered = types.get(reference) or reference.rpartition("_t")[2]
    kind = _ELEMENTS.get(name) or _TYPES.get(numbered, "")
    if shape.find(_VML + "textpath") is not None:
        context.refuse("艺术字", elsewhere=not numbered)
        return None
    image = shape.find(_VML + "imagedata")
    if image is not None and any(image.get(name) for name in _REFERENCES):
        return _picture(image, style, context)
    content = shape.find(f"{_VML}textbox/{W}txbxContent")
    turned = number(style.get("rotation")) % 360
    if kind in ("", "picture") or turned or (content is not None and kind == "line"):
        context.refuse("VML 图形" if content is None else "文本框")
        return None
    drawn = _drawn(shape, kind, style)
    if drawn is None:
        context.refuse("VML 图形")
        return None
    holder = shape.find(_VML + "textbox")
    following = css(holder.get("style", "")).get("mso-next-textbox", "") if holder is not None else ""
    if following.lstrip("#") not in ("", shape.get("id"), shape.get(_OFFICE + "spid")):  # Word names the box itself
        context.refuse("串联的文本框")
        return None
    return drawn if content is None else _text_box(drawn, content, shape, context)


def _picture(image: etree._Element, style: dict[str, str], context: Context) -> Picture | None:
    relation = context.package.relations(context.part).get(image.get(_R + "id", ""))
    if relation is None or relation.external or not context.package.has(relation.target):
        outside = any(image.get(name) for name in _REFERENCES[2:])
        outside = outside or (relation is not None and relation.external)
        context.refuse("链接到外部的图片" if outside else "缺失的图片", elsewhere=True)
        return None
    problem = picture_problem(context.package.read(relation.target), relation.target)
    if problem:
        context.refuse(problem)
        return None
    left, top, right, bottom = (_share(image.get(f"crop{side}", "")) for side in ("left", "top", "right", "bottom"))
    flip = style.get("flip", "")
    return Picture(
        relation.target, length(style.get("width", "")), length(style.get("height", "")), (left, top, right, bottom),
        number(style.get("rotation")), "x" in flip, "y" in flip,
    )  # fmt: skip


def _drawn(shape: etree._Element, kind: str, style: dict[str, str]) -> Drawn | None:
    line = shape.find(_VML + "stroke")
    stroked = shape.get("stroked", "t") not in _OFF
    stroke = _color(shape.get("strokecolor", "black")) if stroked else ""
    dash = line.get("dashstyle", "solid") if line is not None else "solid"
    if line is not None and any(line.get(end, "none") not in ("none", "") for end in ("startarrow", "endarrow")):
        return None
    width, height = length(style.get("width", "")), length(style.get("height", ""))
    flip = style.get("flip", "") in ("x", "y")
    if shape.tag == _VML + "line":
        x1, y1, x2, y2 = _ends(shape)
        width, height, flip = abs(x2 - x1), abs(y2 - y1), (x2 < x1) != (y2 < y1)
    filled = kind != "line" and shape.get("filled", "t") not in _OFF
    fill = _color(shape.get("fillcolor", "white")) if filled else ""
    pattern = {"solid": "solid", "": "solid"}.get(
        dash, "dotted" if "dot" in dash.lower() and "dash" not in dash.lower() else "dashed"
    )
    return Drawn(kind, width, height, stroke, length(shape.get("strokeweight", "0.75pt")), fill, flip, pattern)


def _text_box(drawn: Drawn, content: etree._Element, shape: etree._Element, context: Context) -> TextBox:
    holder = shape.find(_VML + "textbox")
    assert holder is not None
    style = css(holder.get("style", ""))
    given = [part.strip() for part in holder.get("inset", "").split(",")]
    plain = (7.2, 3.6, 7.2, 3.6)
    sides = [length(given[at]) if at < len(given) and given[at] else plain[at] for at in range(4)]
    upright = style.get("layout-flow", "") in ("vertical-ideographic", "vertical")
    direction = "tbRl" if upright else ""
    if style.get("mso-layout-flow-alt", "") == "bottom-to-top":
        direction = "btLr"
    anchor = css(shape.get("style", "")).get("v-text-anchor", "top")
    box = TextBox(
        drawn, [], (sides[0], sides[1], sides[2], sides[3]), {"middle": "center"}.get(anchor, anchor), direction,
        grows=style.get("mso-fit-shape-to-text", "f") not in _OFF,
        wraps=css(shape.get("style", "")).get("mso-wrap-style", "square") != "none",
    )  # fmt: skip
    context.wait(box, content)
    return box


def _anchored(shape: etree._Element, style: dict[str, str], content: Picture | Drawn | TextBox) -> Anchored:
    x, y = (
        length(style.get("margin-left", style.get("left", ""))),
        length(style.get("margin-top", style.get("top", ""))),
    )
    if shape.tag == _VML + "line":
        x1, y1, x2, y2 = _ends(shape)
        x, y = x + min(x1, x2), y + min(y1, y2)
    across, down = style.get("mso-position-horizontal", "absolute"), style.get("mso-position-vertical", "absolute")
    wrap = shape.find(_WORD + "wrap")
    kind = {"square": "square", "tight": "square", "through": "square", "topAndBottom": "topAndBottom"}.get(
        wrap.get("type", "none") if wrap is not None else "none", "none"
    )
    gaps = [length(style.get(f"mso-wrap-distance-{side}", "")) for side in ("left", "top", "right", "bottom")]
    return Anchored(
        content,
        _ACROSS.get(style.get("mso-position-horizontal-relative", "text"), "column"),
        "" if across == "absolute" else across, x,
        _DOWN.get(style.get("mso-position-vertical-relative", "text"), "paragraph"),
        "" if down == "absolute" else down, y,
        kind, style.get("z-index", "0").startswith("-"), (gaps[0], gaps[1], gaps[2], gaps[3]),
    )  # fmt: skip


def _ends(line: etree._Element) -> tuple[float, float, float, float]:
    points = []
    for name in ("from", "to"):
        x, _, y = line.get(name, "0,0").partition(",")
        points += [length(x.strip()), length(y.strip())]
    return points[0], points[1], points[2], points[3]


def _share(text: str) -> float:
    """A crop of VML: 65536ths with an f, else a share."""
    return number(text[:-1]) / 65536 if text.endswith("f") else number(text)


def _color(text: str) -> str:
    plain = text.split(" ", 1)[0].lower()
    if re.fullmatch("#[0-9a-f]{3}", plain):
        return "".join(char * 2 for char in plain[1:])
    if re.fullmatch("#[0-9a-f]{6}", plain):
        return plain[1:]
    return _COLORS.get(plain, "000000")


def css(text: str) -> dict[str, str]:
    """A style attribute."""
    pairs = (item.split(":", 1) for item in text.split(";") if ":" in item)
    return {key.strip().lower(): value.strip() for key, value in pairs}


def length(text: str) -> float:
    """A length of VML → pt; without a unit it counts pixels."""
    match = re.match(r"(-?[\d.]+)(pt|in|cm|mm|px|pc|emu)?", text)
    if not match or match.group(1).strip("-.") == "":
        return 0.0
    return number(match.group(1), largest=6000) * _UNITS[match.group(2) or "px"]
