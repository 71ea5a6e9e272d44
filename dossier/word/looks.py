"""The styles and lists of several Word files side by side in one: nobody's paragraphs change their look.

Forms made from the same styles share them as they are. Where a county has edited one form, its styles get names of
their own, and the defaults of each file become part of its styles, as one document can have only one set of defaults.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from dossier.word.names import A_URI, DECLARATION, W_URI, W, in_order

STYLE_REFERENCES = ("pStyle", "rStyle", "tblStyle")
_BETWEEN_STYLES = ("basedOn", "next", "link")
SHEET_STYLE = "DossierSheet"
"""Style of the paragraphs on evidence sheets: nothing but the document's defaults."""
_SHEET = (
    f'<w:style xmlns:w="{W_URI}" w:type="paragraph" w:customStyle="1" w:styleId="{SHEET_STYLE}">'
    f'<w:name w:val="档案材料页"/></w:style>'
)
_RUN_ORDER = in_order(
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof "
    "snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd "
    "fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
)
_PARAGRAPH_ORDER = in_order(
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd "
    "tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi "
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc "
    "textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)


@dataclass(frozen=True, slots=True)
class Look:
    """How references of one form to styles are to be written in the merged file."""

    prefix: str
    default_paragraph: str
    default_table: str

    def rename(self, root: Any) -> None:
        """Point every style reference below `root` to this form's styles."""
        if not self.prefix:
            return
        for name in STYLE_REFERENCES:
            for node in root.iter(f"{W}{name}"):
                node.set(f"{W}val", self.prefix + node.get(f"{W}val", ""))
        for paragraph in root.iter(f"{W}p"):
            _give(paragraph, "pPr", "pStyle", self.prefix + self.default_paragraph)
        for table in root.iter(f"{W}tbl"):
            _give(table, "tblPr", "tblStyle", self.prefix + self.default_table)


@dataclass(slots=True)
class Looks:
    """All styles of a dossier in the making."""

    _known: dict[bytes, Look] = field(default_factory=dict)
    _roots: list[Any] = field(default_factory=list)

    def add(self, styles: Any) -> tuple[Look, bool]:
        """Take in the (parsed) styles of a form; also says whether they are new."""
        key = hashlib.sha256(etree.tostring(styles, method="c14n2")).digest()
        is_new = key not in self._known
        if is_new:
            prefix = f"f{len(self._roots) + 1}_" if self._roots else ""
            self._known[key] = Look(prefix, _default(styles, "paragraph"), _default(styles, "table"))
            self._roots.append(styles)
            if prefix:
                _rename_styles(styles, prefix, f"（表{len(self._roots)}）")
        return self._known[key], is_new

    def xml(self) -> bytes:
        """styles.xml of the merged file."""
        out = etree.Element(f"{W}styles", nsmap={"w": W_URI})
        if len(self._roots) == 1:
            out.extend(deepcopy(list(self._roots[0].iterchildren(f"{W}docDefaults"))))
        else:
            for root in self._roots:
                _bake_defaults(root)
        for root in self._roots:
            out.extend(deepcopy(list(root.iterchildren(f"{W}style"))))
        out.append(etree.fromstring(_SHEET))
        etree.cleanup_namespaces(out)
        return DECLARATION.encode() + etree.tostring(out)


def resolve_theme(root: Any, theme: bytes | None) -> None:
    """Write the theme's fonts out by name, as the merged file has no theme; theme colours keep their plain value."""
    fonts = _theme_fonts(theme)
    for node in root.iter(f"{W}rFonts"):
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            attribute = f"{W}cstheme" if kind == "cs" else f"{W}{kind}Theme"
            name = fonts.get(node.attrib.pop(attribute, ""), "")
            if name:
                node.set(f"{W}{kind}", name)
    for node in root.iter(etree.Element):
        for name in [name for name in node.attrib if name.startswith(f"{W}theme")]:
            del node.attrib[name]


def _theme_fonts(theme: bytes | None) -> dict[str, str]:
    if not theme:
        return {}
    found: dict[str, str] = {}
    tree = etree.fromstring(theme)
    for size in ("major", "minor"):
        node = tree.find(f".//{{{A_URI}}}{size}Font")
        if node is None:
            continue
        latin, east, complex_ = (_typeface(node, kind) for kind in ("latin", "ea", "cs"))
        chinese = next((each.get("typeface", "") for each in node if each.get("script") == "Hans"), "")
        found |= {f"{size}{kind}": latin for kind in ("Ascii", "HAnsi")}
        found |= {f"{size}EastAsia": east or chinese, f"{size}Bidi": complex_}
    return found


def _typeface(node: Any, kind: str) -> str:
    found = node.find(f"{{{A_URI}}}{kind}")
    return "" if found is None else str(found.get("typeface", ""))


# ---------------------------------------------------------------------------- styles


def _default(styles: Any, kind: str) -> str:
    for style in styles.iter(f"{W}style"):
        if style.get(f"{W}type") == kind and style.get(f"{W}default") in ("1", "true", "on"):
            return str(style.get(f"{W}styleId"))
    return ""


def _rename_styles(styles: Any, prefix: str, mark: str) -> None:
    for style in styles.iter(f"{W}style"):
        style.set(f"{W}styleId", prefix + style.get(f"{W}styleId", ""))
        style.set(f"{W}customStyle", "1")
        style.attrib.pop(f"{W}default", None)
        for name in _BETWEEN_STYLES:
            for node in style.iterchildren(f"{W}{name}"):
                node.set(f"{W}val", prefix + node.get(f"{W}val", ""))
        for node in style.iterchildren(f"{W}name"):
            node.set(f"{W}val", node.get(f"{W}val", "") + mark)


def _bake_defaults(styles: Any) -> None:
    """What the file's defaults say becomes part of every paragraph style that is based on nothing."""
    run = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    paragraph = styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
    for style in styles.iterchildren(f"{W}style"):
        if style.get(f"{W}type") == "paragraph" and style.find(f"{W}basedOn") is None:
            _fill_in(style, "pPr", paragraph, _PARAGRAPH_ORDER)
            _fill_in(style, "rPr", run, _RUN_ORDER)


def _fill_in(style: Any, name: str, defaults: Any, order: tuple[str, ...]) -> None:
    if defaults is None:
        return
    own = style.find(f"{W}{name}")
    if own is None:
        own = etree.Element(f"{W}{name}")
        after = style.find(f"{W}rPr") if name == "pPr" else None
        last = [child for child in style if child.tag in (f"{W}tblPr", f"{W}trPr", f"{W}tcPr", f"{W}tblStylePr")]
        if after is None and last:
            after = last[0]
        if after is None:
            style.append(own)
        else:
            after.addprevious(own)
    for node in defaults:
        same = own.find(node.tag)
        if same is None:
            own.append(deepcopy(node))
        else:
            for key, value in node.attrib.items():
                same.set(key, same.get(key, value))
    rank = {f"{W}{tag}": place for place, tag in enumerate(order)}
    own[:] = sorted(own, key=lambda child: rank.get(child.tag, len(rank)))


def _give(node: Any, properties: str, name: str, value: str) -> None:
    """Name the default style where none is named."""
    held = node.find(f"{W}{properties}")
    if held is None:
        held = etree.Element(f"{W}{properties}")
        node.insert(0, held)
    if held.find(f"{W}{name}") is None:
        held.insert(0, etree.Element(f"{W}{name}", {f"{W}val": value}))


# ---------------------------------------------------------------------------- lists


@dataclass(slots=True)
class Lists:
    """All numbered lists of a dossier: each form's get numbers of their own."""

    _abstract: list[Any] = field(default_factory=list)
    _numbers: list[Any] = field(default_factory=list)

    def add(self, numbering: bytes | None, look: Look) -> Mapping[str, str]:
        """Take in a form's numbering.xml; gives its list numbers → those of the merged file."""
        if not numbering:
            return {}
        root = etree.fromstring(numbering)
        look.rename(root)
        for node in root.iter(f"{W}pStyle"):
            node.set(f"{W}val", look.prefix + node.get(f"{W}val", "").removeprefix(look.prefix))
        abstract: dict[str, str] = {}
        for node in root.iterchildren(f"{W}abstractNum"):
            abstract[node.get(f"{W}abstractNumId", "")] = str(len(self._abstract))
            node.set(f"{W}abstractNumId", str(len(self._abstract)))
            self._abstract.append(node)
        return dict(self._number(node, abstract) for node in root.iterchildren(f"{W}num"))

    def _number(self, node: Any, abstract: Mapping[str, str]) -> tuple[str, str]:
        old, new = node.get(f"{W}numId", ""), str(len(self._numbers) + 1)
        node.set(f"{W}numId", new)
        for reference in node.iterchildren(f"{W}abstractNumId"):
            reference.set(f"{W}val", abstract.get(reference.get(f"{W}val", ""), "0"))
        self._numbers.append(node)
        return old, new

    def xml(self) -> bytes:
        """numbering.xml of the merged file."""
        out = etree.Element(f"{W}numbering", nsmap={"w": W_URI})
        out.extend([*self._abstract, *self._numbers])
        etree.cleanup_namespaces(out)
        return DECLARATION.encode() + etree.tostring(out)


def renumber(root: Any, numbers: Mapping[str, str]) -> None:
    """Point every list reference below `root` to the merged file's lists; 0 means no list."""
    for node in root.iter(f"{W}numId"):
        if node.getparent().tag == f"{W}numPr":
            old = node.get(f"{W}val", "0")
            node.set(f"{W}val", numbers.get(old, "0"))


def fonts_xml(tables: Iterator[bytes]) -> bytes:
    """fontTable.xml of the merged file: every font once, none embedded."""
    out = etree.Element(f"{W}fonts", nsmap={"w": W_URI})
    seen: set[str] = set()
    for table in tables:
        for font in etree.fromstring(table).iterchildren(f"{W}font"):
            name = font.get(f"{W}name", "")
            if name in seen:
                continue
            seen.add(name)
            for child in [child for child in font if "embed" in etree.QName(child).localname]:
                font.remove(child)
            out.append(font)
    etree.cleanup_namespaces(out)
    return DECLARATION.encode() + etree.tostring(out)
