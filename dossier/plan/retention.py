"""保管期限 of a 件 and of a dossier: by the kinds of its papers, the longest stands for all. PURE.

A workspace that names a period itself (`retention`) asks for at least that one: a period can be lengthened, not cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dossier.model import RETENTIONS, PaperType, PlanPart, PlanRow
from dossier.plan.annex import SCAN

_UNSAID = "30年"
"""Of a paper of no known kind."""


def longest(terms: Iterable[str]) -> str:
    """The longest of several periods."""
    given = set(terms)
    return next((term for term in RETENTIONS if term in given), _UNSAID)


def retention_of(rows: Sequence[PlanRow], papers: Mapping[str, PaperType]) -> str:
    """The period of what these rows of the plan place: of one 件, or of all."""
    kinds = [SCAN if row.part is PlanPart.ANNEX else row.type for row in rows if row.item is not None]
    return longest(papers[kind].retention if kind is not None and kind in papers else _UNSAID for kind in kinds)
