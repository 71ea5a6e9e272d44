"""Word forms as they will print: .docx bytes in, PDF bytes out, without Word and without LibreOffice.

    from dossier.typeset import Typesetter, find_fonts

    with Typesetter(find_fonts()) as typesetter:
        result = typesetter.typeset(docx_bytes)
        result.pdf, result.pages, result.notes

What a form asks for and is not drawn is refused by name and place (`Refused`), never left out in silence;
what cannot be read at all is `Unreadable`. This package knows nothing of cases: it could stand alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dossier.typeset.errors import Refusal as Refusal
    from dossier.typeset.errors import Refused as Refused
    from dossier.typeset.errors import TypesetError as TypesetError
    from dossier.typeset.errors import Unreadable as Unreadable
    from dossier.typeset.fonts.fonts import Fonts as Fonts
    from dossier.typeset.fonts.fonts import find_fonts as find_fonts
    from dossier.typeset.inspection import Inspection as Inspection
    from dossier.typeset.inspection import Trait as Trait
    from dossier.typeset.inspection import inspect as inspect
    from dossier.typeset.text import Glyphless as Glyphless
    from dossier.typeset.text import Place as Place
    from dossier.typeset.text import WordParagraph as WordParagraph
    from dossier.typeset.text import paragraphs as paragraphs
    from dossier.typeset.text import places as places
    from dossier.typeset.typesetter import Together as Together
    from dossier.typeset.typesetter import Typeset as Typeset
    from dossier.typeset.typesetter import Typesetter as Typesetter

__all__ = [
    "Fonts",
    "Glyphless",
    "Inspection",
    "Place",
    "Refusal",
    "Refused",
    "Together",
    "Trait",
    "Typeset",
    "TypesetError",
    "Typesetter",
    "Unreadable",
    "WordParagraph",
    "find_fonts",
    "inspect",
    "paragraphs",
    "places",
]
_HOMES = {
    "Fonts": "dossier.typeset.fonts.fonts",
    "Glyphless": "dossier.typeset.text",
    "Inspection": "dossier.typeset.inspection",
    "Place": "dossier.typeset.text",
    "Refusal": "dossier.typeset.errors",
    "Refused": "dossier.typeset.errors",
    "Together": "dossier.typeset.typesetter",
    "Trait": "dossier.typeset.inspection",
    "Typeset": "dossier.typeset.typesetter",
    "TypesetError": "dossier.typeset.errors",
    "Typesetter": "dossier.typeset.typesetter",
    "Unreadable": "dossier.typeset.errors",
    "WordParagraph": "dossier.typeset.text",
    "find_fonts": "dossier.typeset.fonts.fonts",
    "inspect": "dossier.typeset.inspection",
    "paragraphs": "dossier.typeset.text",
    "places": "dossier.typeset.text",
}
"""Where each of them is at home: opened when it is first asked for, as fonts and layout are slow to import."""


def __getattr__(name: str) -> Any:
    """The front door opens late."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
