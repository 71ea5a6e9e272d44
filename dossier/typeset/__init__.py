"""Word forms as they will print: .docx bytes in, PDF bytes out, without Word and without LibreOffice.

    from dossier.typeset import Typesetter, find_fonts

    with Typesetter(find_fonts()) as typesetter:
        result = typesetter.typeset(docx_bytes)
        result.pdf, result.pages, result.notes

What a form asks for and is not drawn is refused by name and place (`Refused`), never left out in silence;
what cannot be read at all is `Unreadable`. This package knows nothing of cases: it could stand alone.
"""

from dossier.typeset.errors import Refusal, Refused, TypesetError, Unreadable
from dossier.typeset.fonts.fonts import Fonts, find_fonts
from dossier.typeset.inspection import Inspection, Trait, inspect
from dossier.typeset.text import Place, WordParagraph, paragraphs, places
from dossier.typeset.typesetter import Together, Typeset, Typesetter

__all__ = [
    "Fonts",
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
