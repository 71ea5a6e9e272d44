"""A filed plan's rows → its pages in order: what stood on each when it went into the cabinet. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dossier.model import Filed, FiledRow, PlanPart

BODY = (PlanPart.ANNEX.value, PlanPart.EVIDENCE.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPage:
    """One page between 卷内目录 and 备考表."""

    label: str
    part: PlanPart
    rows: tuple[FiledRow, ...] = ()
    keys: tuple[str, ...] = ()
    """One a row: what stands there."""

    @property
    def base(self) -> int:
        """12 of 12 and of 12-1; 0 of a page without a number."""
        head = self.label.partition("-")[0]
        return int(head) if head.isdecimal() else 0

    @property
    def added(self) -> int:
        """1 of 12-1; 0 of 12."""
        tail = self.label.partition("-")[2]
        return int(tail) if tail.isdecimal() else 0

    @property
    def is_gone(self) -> bool:
        """Whether it is a sheet that says what was taken out before."""
        return bool(self.rows) and all(row.source_pages == () for row in self.rows) and self.part is PlanPart.EVIDENCE


def filed_pages(filed: Filed) -> list[FiledPage]:
    """The pages of the body, blanks between them included."""
    spans = [row for row in filed.plan if row.part in BODY and row.pages]
    if not spans:
        return []
    first = min(row.first_page for row in spans)
    last = max(row.first_page + row.pages - 1 for row in spans)
    return [_page(filed.plan, page) for page in range(first, last + 1)]


def _page(plan: Sequence[FiledRow], page: int) -> FiledPage:
    rows = [row for row in plan if row.first_page <= page < row.first_page + row.pages]
    there = [row for row in rows if row.part in BODY]
    if not there:
        return FiledPage(label="", part=PlanPart.BLANK)
    labels = [row.labels[page - row.first_page] for row in there if len(row.labels) == row.pages]
    return FiledPage(
        label=labels[0] if labels else "",
        part=PlanPart(there[0].part),
        rows=tuple(there),
        keys=tuple(_key(row, page) for row in there),
    )


def _key(row: FiledRow, page: int) -> str:
    return row.keys[page - row.first_page] if len(row.keys) == row.pages else ""
