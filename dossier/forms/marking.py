"""A filled form with some of its cells coloured and numbered, to be looked at on a screen; never to be printed.

Where a field stands is found by filling the form once more with signs that no text has.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from dossier.files.word_zip import unpack
from dossier.forms.fill import Form, pack, text_parts

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FIRST_SIGN = 0xE000
"""Private use: a sign a field."""


def mark_cells(form: Form, filled: bytes, values: Mapping[str, object], marks: Mapping[str, tuple[str, str]]) -> bytes:
    """`filled` (the form with `values`) with the cell of each field of `marks` in its colour (RRGGBB), a word behind.

    A field that the form says in no cell of its own is left as it is.
    """
    signs = {chr(_FIRST_SIGN + at): name for at, name in enumerate(marks)}
    told = form.fill({**values, **{name: sign for sign, name in signs.items()}})
    places = {
        signs[char]: at
        for at, cell in enumerate(_cells(told))
        for char in "".join(map(str, cell.itertext()))
        if char in signs
    }
    parts = unpack(filled)
    main = text_parts(parts)[0]
    tree = etree.fromstring(parts[main])
    cells = list(tree.iter(f"{_W}tc"))
    if len(cells) != len(_cells(told)):
        return filled
    for name, (colour, word) in marks.items():
        if name in places:
            _mark(cells[places[name]], colour, word)
    parts[main] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return pack(parts)


def _cells(document: bytes) -> list[etree._Element]:
    parts = unpack(document)
    return list(etree.fromstring(parts[text_parts(parts)[0]]).iter(f"{_W}tc"))


def _mark(cell: etree._Element, colour: str, word: str) -> None:
    properties = cell.find(f"{_W}tcPr")
    if properties is None:
        properties = etree.Element(f"{_W}tcPr")
        cell.insert(0, properties)
    for old in properties.findall(f"{_W}shd"):
        properties.remove(old)
    shade = etree.Element(f"{_W}shd", {f"{_W}val": "clear", f"{_W}color": "auto", f"{_W}fill": colour})
    after = [one for one in properties if etree.QName(one).localname in _BEFORE_SHADE]
    properties.insert(properties.index(after[-1]) + 1 if after else 0, shade)
    paragraphs = cell.findall(f"{_W}p")
    if word and paragraphs:
        _write(paragraphs[-1], word)


_BEFORE_SHADE = frozenset({"cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders"})
"""What the schema puts before w:shd."""


def _write(paragraph: etree._Element, word: str) -> None:
    run = etree.SubElement(paragraph, f"{_W}r")
    last = [one for one in paragraph.findall(f"{_W}r") if one is not run]
    if last and (like := last[-1].find(f"{_W}rPr")) is not None:
        run.append(deepcopy(like))
    text = etree.SubElement(run, f"{_W}t")
    text.text = word
