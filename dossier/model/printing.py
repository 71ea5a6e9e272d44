"""The sections `print` and `labels` of workspace.yaml: how a batch goes on paper. Lengths in mm."""

from __future__ import annotations

import string
from dataclasses import dataclass
from enum import StrEnum


class Sides(StrEnum):
    """How paper goes through the printer."""

    SIMPLEX = "simplex"
    DUPLEX = "duplex"
    MANUAL = "manual"
    """Both sides on a printer without a duplexer: the odd run, then the even run on the turned stack."""


class Turn(StrEnum):
    """How the stack is put back for the second run of manual duplex."""

    LAST_FIRST = "last-first"
    """Printed face down, put back without sorting: the last sheet is taken first."""
    FIRST_FIRST = "first-first"
    """Printed face up, or sorted: the first sheet is taken first."""


ORDERS = ("unit", "category", "id", "name")
"""What dossiers can be filed by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSettings:
    """The `print` section of workspace.yaml; every key has a default."""

    sides: Sides = Sides.SIMPLEX
    turn: Turn = Turn.LAST_FIRST
    copies: int = 1
    separator: bool = True
    """A sheet before each case with its number, name and pages."""
    order: tuple[str, ...] = ("unit", "category", "id")
    """What dossiers are filed by, first first: of `ORDERS`."""
    sheet_mm: float = 0.105
    """Thickness of a sheet of 80 g paper (domain §7)."""
    cover_mm: float = 2.0
    """What cover and binding add to the paper of a volume."""
    covers_mm: tuple[int, ...] = (10, 15, 20)
    """Spines of hard covers (GB/T 9705-2008)."""
    boxes_mm: tuple[int, ...] = (20, 30, 40, 50)
    """Boxes at hand; the largest is filled, the last box of a set takes the smallest that fits."""
    box_sheets: int = 0
    """Most sheets in a box; 0: what the largest box holds."""
    spine_height_mm: int = 297
    fonds_number: str = ""
    year: str = ""
    """'': that of the filling date, else of the day of printing."""
    retention: str = ""
    """保管期限 that labels show at least; '': that of the dossiers."""


LABEL_FIELDS = (
    *("全宗号", "年度", "保管期限", "案卷号", "题名", "姓名", "案号", "类别"),
    *("单位", "盒号", "起止案卷号", "卷数", "张数"),
)
"""What a label's text may name in braces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRow:
    """One cell of a label."""

    title: str = ""
    text: str
    vertical: bool = False

    @property
    def problem(self) -> str:
        """What is wrong with what stands in braces; '' when nothing is."""
        try:
            named = list(string.Formatter().parse(self.text))
        except ValueError:
            return f"「{self.text}」的花括号不成对"
        for _, name, form, change in named:
            if name is not None and (name not in LABEL_FIELDS or form or change):
                return f"「{self.text}」里的 {{{name}}} 不是可用的名目（可用的有：{'、'.join(LABEL_FIELDS)}）"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelTexts:
    """What is printed on each kind of label, cell by cell; a kind left empty in workspace.yaml is the template's."""

    volume_spine: tuple[LabelRow, ...] = ()
    box_spine: tuple[LabelRow, ...] = ()
    box_label: tuple[LabelRow, ...] = ()
