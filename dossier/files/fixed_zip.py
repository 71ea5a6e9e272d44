"""Office files that do not depend on the clock: it may stand before 1980, which no zip can say, and Python refuses."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_CORE = "docProps/core.xml"
_FIRST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip knows."""


class _Undated(zipfile.ZipFile):
    """A zip whose parts carry the first moment, not that of the clock."""

    def writestr(self, zinfo_or_arcname: str | zipfile.ZipInfo, *words: Any, **more: Any) -> None:
        info = zinfo_or_arcname
        if isinstance(info, str):
            info = zipfile.ZipInfo(info, _FIRST)
            info.compress_type = zipfile.ZIP_DEFLATED
        super().writestr(info, *words, **more)

    def write(self, filename: Any, arcname: Any = None, *_: Any) -> None:
        self.writestr(str(arcname), Path(filename).read_bytes())


def book_bytes(book: Workbook) -> bytes:
    """The workbook as xlsx. Its own `save` fails where the clock of the machine stands before 1980."""
    from openpyxl.writer.excel import ExcelWriter

    out = io.BytesIO()
    with _Undated(out, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return out.getvalue()


def steady_office(data: bytes, day: date) -> bytes:
    """The xlsx or docx `data` with `day` as the time of every entry and as the day it was made and changed."""
    out = io.BytesIO()
    when = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), key=_package_order):
            entry = old.read(name)
            new.writestr(
                zipfile.ZipInfo(name, when), _dated(entry, day) if name == _CORE else entry, zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def _package_order(name: str) -> tuple[bool, str]:
    """[Content_Types].xml first, as readers expect; the rest by name."""
    return name != "[Content_Types].xml", name


def _dated(core: bytes, day: date) -> bytes:
    """core.xml with `day` where the writing library put the clock."""
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + stamp, core)
