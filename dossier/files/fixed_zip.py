"""Office files whose bytes do not depend on the clock: every entry and every property carries the day that is given."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

_CORE = "docProps/core.xml"


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
