"""Whether the fields of a PDF's form are as many as they look. Files are written so that few objects name each other
a million times over; pdfium walks all of them whenever it opens a page with its form."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

_MOST_FIELDS = 20_000
"""Fields on every way to them; forms of offices have hundreds."""


def are_fields_countable(source: Path | bytes) -> bool:
    """Whether a form's fields can be walked in good time; True too of a PDF that qpdf does not open."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(source) if isinstance(source, bytes) else source, suppress_warnings=True) as pdf:
            form: Any = pdf.Root.get("/AcroForm")
            waiting = _all(form.get("/Fields")) if form is not None else []
            for _ in range(_MOST_FIELDS):
                if not waiting:
                    return True
                field = waiting.pop()
                waiting.extend(_all(field.get("/Kids")))
    except Exception:  # damaged, or fields that are none; pdfium mends it in its own way
        return True
    return False


def _all(fields: Any) -> list[Any]:
    return list(fields) if fields is not None else []
