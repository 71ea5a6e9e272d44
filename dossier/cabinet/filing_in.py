"""What was printed is in the cabinet now: the entry of a child, with the plan of what lies there. PURE."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from msgspec import UNSET

from dossier.filing import Manifest, ManifestRow
from dossier.model import CabinetEntry, Filed, FiledRow


def file_in(entry: CabinetEntry, manifest: Manifest, *, on: date, by: str) -> CabinetEntry:
    """The entry with what `manifest` describes as filed."""
    filed = Filed(
        on=on,
        by=by,
        plan=tuple(_row(row) for row in manifest.plan),
        today=date.fromisoformat(manifest.dated or manifest.today),
        digest=pdf_digest(manifest),
        duplex=manifest.case.duplex,
        history=tuple((date.fromisoformat(one.on), one.words) for one in manifest.history),
    )
    return replace(entry, filed=filed, mark="")


def pdf_digest(manifest: Manifest) -> str:
    """sha256 of the dossier's PDF as it was built; '' where it has none."""
    return next((made.sha256 for made in manifest.outputs if made.path.endswith(".pdf")), "")


def _row(row: ManifestRow) -> FiledRow:
    names = ("type", "path", "source_pages", "labels", "keys", "texts", "since")
    more = {name: value for name in names if (value := getattr(row, name)) is not UNSET}
    return FiledRow(part=row.part, item=row.item, title=row.title, first_page=row.first_page, pages=row.pages, **more)
