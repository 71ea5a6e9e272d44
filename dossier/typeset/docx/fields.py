"""What is known of Word's fields: which are counted, which fetch from outside, what their form data says."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from dossier.typeset.docx.package import W
from dossier.typeset.docx.props import is_on, whole

_V: Final = W + "val"

PAGE_FIELDS: Final = {"PAGE": "page", "NUMPAGES": "pages", "SECTIONPAGES": "section-pages"}
ALIVE: Final = frozenset(
    {"AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "LISTNUM", "BARCODE", "DISPLAYBARCODE", "MERGEBARCODE"}
)
"""Fields that Word works out or draws whenever it shows them."""
OUTSIDE: Final = frozenset({"INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO"})
"""Fields that fetch from other files; without a stored result nothing of it is here."""
UNSEEN: Final = frozenset({"SET", "ASK", "XE", "TC", "TA", "RD"})
"""Fields whose result Word keeps but does not show."""
NUMBER: Final = re.compile(r"[0-9]{1,6}|0[xX][0-9A-Fa-f]{1,5}")
_FIELD_FORMATS: Final = {
    "ARABIC": "decimal", "ROMAN": "upperRoman", "roman": "lowerRoman", "ALPHABETIC": "upperLetter",
    "alphabetic": "lowerLetter", "CHINESENUM1": "chineseCounting", "CHINESENUM2": "chineseLegalSimplified",
    "CHINESENUM3": "chineseCounting", "ArabicDash": "numberInDash", "CIRCLENUM": "decimalEnclosedCircle",
}  # fmt: skip


def field_format(code: str) -> str:
    """The number format that a field asks for, in the names of lists."""
    found = re.search(r"\\\*\s*([A-Za-z0-9]+)", code)
    return _FIELD_FORMATS.get(found.group(1), "") if found else ""


def is_checked(data: etree._Element | None) -> bool:
    """Whether the box of a check box field is ticked."""
    if data is None:
        return False
    box = data.find(W + "checkBox")
    if box is None:
        return False
    state = box.find(W + "checked")
    return is_on(state if state is not None else box.find(W + "default"))


def selected(data: etree._Element | None) -> str:
    """The chosen entry of a drop-down form field."""
    entries = [] if data is None else [entry.get(_V, "") for entry in data.iter(W + "listEntry")]
    chosen_by = None if data is None else data.find(f"{W}ddList/{W}result")
    if data is not None and chosen_by is None:
        chosen_by = data.find(f"{W}ddList/{W}default")
    index = whole(chosen_by.get(_V)) if chosen_by is not None else 0
    return entries[index] if index < len(entries) else ""
