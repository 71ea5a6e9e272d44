"""evidence_specs/ → Specs: papers, categories, thresholds, and what people call each paper."""

from __future__ import annotations

from dossier.specs.categories import category_of, subtypes_of, title_of
from dossier.specs.load import load_specs
from dossier.specs.name_spelling import load_name_spelling
from dossier.specs.paper_names import PaperNames
from dossier.specs.table import format_specs
from dossier.specs.thresholds import THRESHOLDS, load_thresholds

__all__ = [
    "THRESHOLDS",
    "PaperNames",
    "category_of",
    "format_specs",
    "load_name_spelling",
    "load_specs",
    "load_thresholds",
    "subtypes_of",
    "title_of",
]
