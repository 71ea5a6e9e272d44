"""Plan + pages → one dossier PDF, and the check whether a finished one is still what was built.

`write_pdf` assembles (pikepdf), draws what is ours over the evidence (Typst) and proves every placed page against its
source (pdfium). `verify` reads the result with another library (pypdf).
"""

from __future__ import annotations

from dossier.pdf.write import write_pdf

__all__ = ["write_pdf"]
