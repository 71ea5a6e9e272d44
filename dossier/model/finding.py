"""One thing that is wrong, doubtful or good to know (contract §4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from dossier.model.decisions import Acceptance


class Severity(StrEnum):
    """How much a finding weighs (contract §4)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, doubtful or good to know. `message` says what and where, `action` what to do."""

    rule: str
    severity: Severity
    message: str
    action: str = ""
    path: str | None = None
    type: str | None = None
    pages: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    """Ids of the facts that it is about (contract §8), or `category`."""
    entry: str = ""
    """Of decision-unused: the rule of the entry under `accepted`, or `confirmed`; of letter-open and letter-unknown:
    the number."""
    other_case: str | None = None
    """Id of the other case, for findings between two cases."""
    other_path: str | None = None
    """The file that this one is held against, in `other_case` or in the same one."""
    other_page: int | None = None
    accepted: Acceptance | None = None
    """Set when a person accepted this warning in case.yaml: it stays, and no longer asks."""
    box: tuple[float, float, float, float] | None = None
    """Where on the first of `pages` it was seen, in fractions of the upright page; what `crop` is cut from."""
    crop: bytes | None = field(default=None, repr=False, compare=False)
    """A small PNG of what the machine saw, for the html report; b"" where one was due and there is none."""
    other_crop: bytes | None = field(default=None, repr=False, compare=False)
    """The same of `other_path`."""
