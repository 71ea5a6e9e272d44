"""Plan + pages → one dossier PDF, and the check whether a finished one is still what was built.

`write_pdf` assembles (pikepdf), draws what is ours over the evidence (Typst) and proves every placed page against its
source (pdfium). `dossier.filing.verify.verify` reads the result with another library (pypdf).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.pdf.options import PdfOptions

if TYPE_CHECKING:
    from dossier.pdf.finished import FinishedPictures as FinishedPictures
    from dossier.pdf.finished import finished_pictures as finished_pictures
    from dossier.pdf.write import write_pdf as write_pdf

__all__ = ["FinishedPictures", "PdfOptions", "finished_pictures", "write_pdf"]


def __getattr__(name: str) -> Any:
    """The front door opens late: the libraries behind it are slow to import."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dossier.pdf import finished, write

    return getattr(write if name == "write_pdf" else finished, name)
