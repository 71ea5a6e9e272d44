"""The county: lists compared, many units as one, samples, inspections, copies of one workspace brought together.

compare            lists of children against each other (PURE); told by format_comparison_…, write_comparison
"""

from __future__ import annotations

from dossier.county.compare import ROLES, compare
from dossier.county.comparison import COMPARED, format_comparison_json, format_comparison_text
from dossier.county.comparison_book import write_comparison, write_roster

__all__ = [
    "COMPARED",
    "ROLES",
    "compare",
    "format_comparison_json",
    "format_comparison_text",
    "write_comparison",
    "write_roster",
]
