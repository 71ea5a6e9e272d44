"""Plan + pages → one dossier PDF, and the check whether a finished one is still what was built.

`write_pdf` assembles (pikepdf), draws what is ours over the evidence (Typst) and proves every placed page against its
source (pdfium). `dossier.filing.verify.verify` reads the result with another library (pypdf).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.files.front_door import opens_late
from dossier.pdf.options import PdfOptions

if TYPE_CHECKING:
    from dossier.pdf.archive import file_faults as file_faults
    from dossier.pdf.archive import settle_drawn as settle_drawn
    from dossier.pdf.finished import FinishedPictures as FinishedPictures
    from dossier.pdf.finished import finished_pictures as finished_pictures
    from dossier.pdf.write import write_pdf as write_pdf

__all__ = ["FinishedPictures", "PdfOptions", "file_faults", "finished_pictures", "settle_drawn", "write_pdf"]


__getattr__ = opens_late(
    __name__,
    {
        "file_faults": "archive",
        "settle_drawn": "archive",
        "write_pdf": "write",
        "FinishedPictures": "finished",
        "finished_pictures": "finished",
    },
)
