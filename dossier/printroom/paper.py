"""Sheets of the print room as PDF: data in, pages out (Typst draws them; see sheets.typ)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

_LAYOUT = Path(__file__).with_name("sheets.typ")


def draw(sheets: Sequence[tuple[str, Any]], dated: date, *, archival: bool = False) -> bytes:
    """The sheets, in order, as one PDF; `archival`: as PDF/A-2b.

    A sheet is (kind, what); kinds are separator, spines, box-labels, listing, notice and instructions.
    """
    import typst

    data = json.dumps([{"kind": kind, "what": what} for kind, what in sheets], ensure_ascii=False)
    compiler = typst.Compiler(input=_LAYOUT.read_bytes(), font_paths=_fonts(), sys_inputs={"data": data})
    pdf = compiler.compile(
        format="pdf", timestamp=_noon(dated), pdf_tags=False, pdf_standards="a-2b" if archival else None
    )
    assert isinstance(pdf, bytes)  # one PDF, not a list of pictures
    return pdf


def _noon(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


@lru_cache(maxsize=1)
def _fonts() -> Any:
    import pylopdf_fonts_zh_cn
    import typst

    folder = str(Path(pylopdf_fonts_zh_cn.serif_path()).parent)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
