"""Content controls bound to data (w:dataBinding): Word shows what the data says, whatever text was stored beside it."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from dossier.typeset.docx.context import Context
from dossier.typeset.docx.package import Package, W
from dossier.typeset.docx.props import is_on
from dossier.typeset.errors import Unreadable

_V: Final = W + "val"
_ITEM_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}itemID"
_MAPPING: Final = re.compile(r"xmlns:(\w+)\s*=\s*(['\"])(.*?)\2")
_PROPERTIES: Final = {
    "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}": "docProps/core.xml",
    "{6668398D-A668-4E3E-A5EB-62B293D839F1}": "docProps/app.xml",
}
"""Stores of Word's own: the properties of the file."""
_TEXTLESS: Final = ("picture", "checkbox", "docPartObj", "docPartList", "group", "repeatingSection", "equation")


def fill_bound(root: etree._Element, context: Context) -> None:
    """Puts the data's text into every bound control of a part; one that cannot be filled so is refused by its name."""
    for name in fill_controls(root, context.package):
        context.place = f"内容控件「{name}」"
        context.refuse("绑定数据的内容控件", elsewhere=True)


def fill_controls(root: etree._Element, package: Package) -> list[str]:
    """Puts the data's text into every bound control of a part; returns the names of those that cannot be filled so."""
    unfilled: list[str] = []
    stores: dict[str, etree._Element] | None = None
    for binding in list(root.iter(W + "dataBinding")):
        properties = binding.getparent()
        control = properties.getparent() if properties is not None else None
        if properties is None or control is None or control.tag != W + "sdt":
            continue
        if stores is None:
            stores = _stores(package)
        value = _value(binding, stores)
        content = control.find(W + "sdtContent")
        if value is not None and content is not None and not _fill(properties, content, value):
            alias = properties.find(W + "alias")
            unfilled.append(alias.get(_V, "") if alias is not None else "")
    return unfilled


def _fill(properties: etree._Element, content: etree._Element, value: str) -> bool:
    """Whether the control shows the data's text, filled in where it did not."""
    kinds = {etree.QName(child).localname for child in properties}
    texts = list(content.iter(W + "t"))
    shown = "".join(text.text or "" for text in texts)
    is_placeholder = is_on(properties.find(W + "showingPlcHdr"))
    if kinds.intersection(_TEXTLESS) or not value.strip():
        return True
    if "date" in kinds:
        return not is_placeholder  # stored in the format that Word shows
    for item in properties.iter(W + "listItem"):
        if item.get(W + "value") == value:
            value = item.get(W + "displayText") or value
    if re.sub(r"\s", "", value) == re.sub(r"\s", "", shown):
        return True
    if not texts:
        return False
    texts[0].text = value
    texts[0].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for text in texts[1:]:
        text.text = ""
    if is_placeholder:
        for style in list(content.iter(W + "rStyle")):
            parent = style.getparent()
            if parent is not None:
                parent.remove(style)
    return True


def _stores(package: Package) -> dict[str, etree._Element]:
    """Id → data: the custom parts of the file and its own properties."""
    found: dict[str, etree._Element] = {}
    for item in package.data_parts():
        for relation in package.relations(item).values():
            if relation.kind == "customXmlProps" and not relation.external and package.has(relation.target):
                found[package.xml(relation.target).get(_ITEM_ID, "").upper()] = package.xml(item)
    for name, part in _PROPERTIES.items():
        if package.has(part):
            found[name] = package.xml(part)
    return found


def _value(binding: etree._Element, stores: dict[str, etree._Element]) -> str | None:
    """The data's text; None where there is none (Word then shows what is stored)."""
    name = binding.get(W + "storeItemID", "").upper()
    names = {prefix: address for prefix, _quote, address in _MAPPING.findall(binding.get(W + "prefixMappings", ""))}
    chosen = [stores[name]] if name in stores else [] if name else list(stores.values())
    for store in chosen:
        try:
            found = store.getroottree().xpath(binding.get(W + "xpath", ""), namespaces=names)
        except (etree.XPathError, Unreadable, TypeError, ValueError):
            continue
        if isinstance(found, list) and found:
            first = found[0]
            return "".join(map(str, first.itertext())) if isinstance(first, etree._Element) else str(first)
    return None
