"""How a dossier PDF is written, whatever it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

Pixels = Literal["print", "keep"]
"""Photographs larger than print needs: made smaller, or kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfOptions:
    """The same for every page of a dossier."""

    today: date
    """The day its properties carry."""
    author: str = ""
    pixels: Pixels = "print"
    print_dpi: int = 200
    pdfa: bool = False
    """Written to PDF/A-2b."""
    prove: bool = True
    """Whether every placed page is compared with its source."""
    fonts: tuple[Path, ...] = ()
    """Folders with more fonts for captions."""
    threads: int = 1
    """Pictures that are decoded at once; the file is the same with any number."""
