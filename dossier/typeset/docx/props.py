"""rPr and pPr elements → flat dicts of what they set, and the dicts → resolved styles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from lxml import etree

from dossier.typeset.docx.package import W
from dossier.typeset.style import Edge, ParaStyle, RunStyle, TabStop

Props = dict[str, Any]
FontOf = Callable[[str], str]
OFF: Final = frozenset({"0", "false", "off", "none"})
_V: Final = W + "val"
_UNITS: Final = {"pt": 20.0, "in": 1440.0, "cm": 566.93, "mm": 56.693, "pc": 240.0, "pi": 240.0}
_LARGEST: Final = 1e7
TOGGLES: Final = (
    "bold", "italic", "bold_cs", "italic_cs", "caps", "small_caps", "strike", "double_strike", "hidden"
)  # fmt: skip
HIGHLIGHTS: Final = {
    "yellow": "ffff00", "green": "00ff00", "cyan": "00ffff", "magenta": "ff00ff", "blue": "0000ff", "red": "ff0000",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "c0c0c0", "black": "000000", "white": "ffffff",
}  # fmt: skip


def number(text: str | None, default: float = 0.0, *, largest: float = _LARGEST) -> float:
    """A measure of Word in its own unit (twips, half-points …), or with a unit of length turned into twips.

    What is no number counts as absent; nothing is larger than Word itself allows in twips (ten
    million) unless told otherwise.
    """
    if not text:
        return default
    unit = _UNITS.get(text[-2:], 0.0)
    try:
        value = float(text[:-2]) * unit if unit else float(text.rstrip("%"))
    except ValueError:
        return default
    return min(max(value, -largest), largest) if value == value else default


def whole(text: str | None, default: int = 0, least: int = 0, most: int = 32767) -> int:
    """A count within limits."""
    return min(max(int(number(text, default)), least), most)


def twips(text: str | None, default: float = 0.0) -> float:
    """Twentieths of a point → pt."""
    return number(text, default * 20) / 20


def is_on(element: etree._Element | None) -> bool:
    """An on/off element: present and not switched off."""
    return element is not None and element.get(_V, "1") not in OFF


def color(text: str | None) -> str:
    """A colour as rrggbb, '' for automatic or odd ones."""
    if text and len(text) == 6 and all(c in "0123456789abcdefABCDEF" for c in text):
        return text.lower()
    return ""


def shade(element: etree._Element) -> str:
    """The background of w:shd, patterns mixed into one colour, '' for none."""
    fill = color(element.get(W + "fill"))
    pattern = element.get(_V, "clear")
    front = color(element.get(W + "color")) or "000000"
    if pattern == "solid":
        return front
    if pattern.startswith("pct"):
        share = number(pattern[3:]) / 100
        back = fill or "ffffff"
        mixed = (round(int(front[i : i + 2], 16) * share + int(back[i : i + 2], 16) * (1 - share)) for i in (0, 2, 4))
        return "".join(f"{value:02x}" for value in mixed)
    return fill


def edge(element: etree._Element) -> Edge:
    """One border element; nil and none give width 0."""
    style = element.get(_V, "none")
    if style in ("nil", "none"):
        return Edge(0.0, "", "none")
    width = max(number(element.get(W + "sz"), 4) / 8, 0.25)
    return Edge(width, color(element.get(W + "color")), style, number(element.get(W + "space")))


# ---------------------------------------------------------------------------- runs


def _fonts(element: etree._Element, props: Props, font_of: FontOf) -> None:
    for slot, key in (("ascii", "ascii"), ("hAnsi", "hansi"), ("eastAsia", "east"), ("cs", "cs")):
        theme = element.get(f"{W}{slot}{'t' if slot == 'cs' else 'T'}heme")
        name = (font_of(theme) if theme else "") or element.get(W + slot, "")
        if name:
            props[key] = name
    hint = element.get(W + "hint")
    if hint:
        props["hint"] = hint


_RUN_TOGGLES: Final = {
    W + "b": "bold", W + "i": "italic", W + "caps": "caps", W + "smallCaps": "small_caps", W + "strike": "strike",
    W + "dstrike": "double_strike", W + "vanish": "hidden", W + "bCs": "bold_cs", W + "iCs": "italic_cs",
    W + "cs": "complex", W + "rtl": "complex",
}  # fmt: skip


def _underline(element: etree._Element, props: Props) -> None:
    kind = element.get(_V, "single")
    props["underline"] = "" if kind == "none" else kind
    props["underline_color"] = color(element.get(W + "color"))


def _run_border(element: etree._Element, props: Props) -> None:
    found = edge(element)
    props["border"] = found if found.width else None


def _east_layout(element: etree._Element) -> Props:
    """Two lines in one, or digits that stand upright in columns: by their names in Word."""
    for attribute, name in (("combine", "双行合一"), ("vert", "纵横混排")):
        if element.get(W + attribute, "0") not in OFF:
            return {"layout": name}
    return {}


_RUN: Final[dict[str, Callable[[etree._Element, Props], None]]] = {
    W + "sz": lambda e, p: p.__setitem__("size", min(max(number(e.get(_V), 20) / 2, 1.0), 1638.0)),
    W + "szCs": lambda e, p: p.__setitem__("size_cs", min(max(number(e.get(_V), 20) / 2, 1.0), 1638.0)),
    W + "u": _underline,
    W + "color": lambda e, p: p.__setitem__("color", color(e.get(_V))),
    W + "shd": lambda e, p: p.__setitem__("shade", shade(e)),
    W + "highlight": lambda e, p: p.__setitem__("highlight", HIGHLIGHTS.get(e.get(_V, ""), "")),
    W + "position": lambda e, p: p.__setitem__("raised", number(e.get(_V)) / 2),
    W + "vertAlign": lambda e, p: p.__setitem__("script", e.get(_V, "").replace("baseline", "")),
    W + "spacing": lambda e, p: p.__setitem__("spacing", twips(e.get(_V))),
    W + "w": lambda e, p: p.__setitem__("scale", min(max(number(e.get(_V), 100), 1), 600) / 100),
    W + "em": lambda e, p: p.__setitem__("emphasis", e.get(_V, "").replace("none", "")),
    W + "bdr": _run_border,
    W + "fitText": lambda e, p: p.update(fit=twips(e.get(_V)), fit_id=e.get(W + "id", "")),
    W + "eastAsianLayout": lambda e, p: p.update(_east_layout(e)),
    W + "rStyle": lambda e, p: p.__setitem__("rstyle", e.get(_V, "")),
}


def run_props(element: etree._Element | None, font_of: FontOf) -> Props:
    """What an rPr sets; the character style's id under `rstyle`."""
    props: Props = {}
    if element is None:
        return props
    for child in element:
        tag = child.tag
        if tag in _RUN_TOGGLES:
            props[_RUN_TOGGLES[tag]] = child.get(_V, "1") not in OFF
        elif tag == W + "rFonts":
            _fonts(child, props, font_of)
        elif tag in _RUN:
            _RUN[tag](child, props)
    return props


def run_style(props: Mapping[str, Any]) -> RunStyle:
    """The resolved style of merged props."""
    kept = {key: value for key, value in props.items() if key not in ("rstyle", "highlight", "layout")}
    if props.get("highlight"):
        kept["shade"] = props["highlight"]
    return RunStyle(**kept)


# ---------------------------------------------------------------------------- paragraphs


def _indent(element: etree._Element, props: Props) -> None:
    get = element.get
    for side, name in (("left", "start"), ("right", "end")):
        value = get(W + side) or get(W + name)
        if value is not None:
            props[side] = twips(value)
        chars = get(f"{W}{side}Chars") or get(f"{W}{name}Chars")
        if chars is not None:
            props[f"{side}_chars"] = number(chars) / 100 or None
    if get(W + "firstLine") is not None:
        props["first"] = twips(get(W + "firstLine"))
    if get(W + "hanging") is not None:
        props["first"] = -twips(get(W + "hanging"))
    if get(W + "firstLineChars") is not None:
        props["first_chars"] = number(get(W + "firstLineChars")) / 100 or None
    if number(get(W + "hangingChars")):
        props["first_chars"] = -number(get(W + "hangingChars")) / 100


def _spacing(element: etree._Element, props: Props) -> None:
    get = element.get
    for side in ("before", "after"):
        if get(W + side) is not None:
            props[side] = twips(get(W + side))
        if get(f"{W}{side}Lines") is not None:
            props[f"{side}_lines"] = number(get(f"{W}{side}Lines")) / 100 or None
        if get(f"{W}{side}Autospacing") is not None:
            props[f"{side}_auto"] = get(f"{W}{side}Autospacing") not in OFF
    if get(W + "line") is not None or get(W + "lineRule") is not None:
        rule = get(W + "lineRule", "auto")
        value = number(get(W + "line"), 240)
        props["line_rule"] = rule
        props["line"] = value / 240 if rule == "auto" else abs(value) / 20


def _tabs(element: etree._Element, props: Props) -> None:
    stops = tuple(
        TabStop(twips(tab.get(W + "pos")), _TAB_KINDS.get(tab.get(_V, "left"), tab.get(_V, "left")),
                tab.get(W + "leader", "none"))
        for tab in element
    )  # fmt: skip
    props["tabs"] = merge_tabs(props.get("tabs", ()), stops)


_TAB_KINDS: Final = {"start": "left", "end": "right", "num": "left"}


def merge_tabs(old: tuple[TabStop, ...], new: tuple[TabStop, ...]) -> tuple[TabStop, ...]:
    """Stops of a child style added to (or clearing) those of its parent."""
    stops = {round(stop.at, 2): stop for stop in old}
    stops.update({round(stop.at, 2): stop for stop in new})
    return tuple(stops[at] for at in sorted(stops))


def _borders(element: etree._Element, props: Props) -> None:
    props["borders"] = tuple((etree.QName(child).localname, edge(child)) for child in element)


_ALIGN: Final = {
    "start": "left",
    "end": "right",
    "both": "both",
    "mediumKashida": "both",
    "thaiDistribute": "distribute",
}


def _flag(key: str, *, invert: bool = False) -> Callable[[etree._Element, Props], None]:
    def put(element: etree._Element, props: Props) -> None:
        props[key] = is_on(element) != invert

    return put


def _numbering(element: etree._Element, props: Props) -> None:
    for child in element:
        if child.tag == W + "numId":
            props["num_id"] = child.get(_V, "")
        elif child.tag == W + "ilvl":
            props["num_level"] = whole(child.get(_V), most=8)


_PARA: Final[dict[str, Callable[[etree._Element, Props], None]]] = {
    W + "jc": lambda e, p: p.__setitem__("align", _ALIGN.get(e.get(_V, "left"), e.get(_V, "left"))),
    W + "ind": _indent,
    W + "spacing": _spacing,
    W + "tabs": _tabs,
    W + "pBdr": _borders,
    W + "shd": lambda e, p: p.__setitem__("shade", shade(e)),
    W + "numPr": _numbering,
    W + "keepNext": _flag("keep_next"),
    W + "keepLines": _flag("keep_lines"),
    W + "pageBreakBefore": _flag("page_break_before"),
    W + "widowControl": _flag("widow"),
    W + "snapToGrid": _flag("snap"),
    W + "bidi": _flag("bidi"),
    W + "contextualSpacing": _flag("contextual"),
    W + "kinsoku": _flag("kinsoku"),
    W + "overflowPunct": _flag("hang"),
    W + "wordWrap": _flag("break_words", invert=True),
    W + "pStyle": lambda e, p: p.__setitem__("style_id", e.get(_V, "")),
}


def para_props(element: etree._Element | None) -> Props:
    """What a pPr sets; numbering under `num_id` and `num_level`."""
    props: Props = {}
    if element is None:
        return props
    for child in element:
        handler = _PARA.get(child.tag)
        if handler is not None:
            handler(child, props)
        elif child.tag in (W + "autoSpaceDE", W + "autoSpaceDN"):
            props["auto_space"] = props.get("auto_space", True) and is_on(child)
    return props


def merge(*layers: Mapping[str, Any]) -> Props:
    """Later layers win; tab stops add up."""
    merged: Props = {}
    for layer in layers:
        tabs = merged.get("tabs")
        merged.update(layer)
        if tabs and "tabs" in layer:
            merged["tabs"] = merge_tabs(tabs, layer["tabs"])
    return merged


_MIRRORED: Final = {"left": "right", "right": "left", "both": "right"}
_PLAIN: Final[Props] = {"left": 0.0, "right": 0.0, "left_chars": None, "right_chars": None}


def para_style(props: Mapping[str, Any]) -> ParaStyle:
    """The resolved style of merged props."""
    kept = {key: value for key, value in props.items() if key not in ("num_id", "num_level")}
    if kept.get("bidi"):
        kept["align"] = _MIRRORED.get(kept.get("align", "left"), kept.get("align", "left"))
        for one, other in (("left", "right"), ("left_chars", "right_chars")):
            kept[one], kept[other] = kept.get(other, _PLAIN[other]), kept.get(one, _PLAIN[one])
    return ParaStyle(**kept)
