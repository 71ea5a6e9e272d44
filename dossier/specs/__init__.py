"""evidence_specs/ → Specs: papers, categories, thresholds, and what people call each paper."""

from __future__ import annotations

from dossier.specs.categories import category_of, subtypes_of, title_of
from dossier.specs.letter_numbers import LetterNumber, numbers_in, read_number
from dossier.specs.load import load_specs
from dossier.specs.name_spelling import load_name_spelling
from dossier.specs.paper_names import PaperNames
from dossier.specs.table import format_specs
from dossier.specs.thresholds import THRESHOLDS, load_thresholds

__all__ = [
    "THRESHOLDS",
    "LetterNumber",
    "PaperNames",
    "category_of",
    "format_specs",
    "load_name_spelling",
    "load_specs",
    "load_thresholds",
    "numbers_in",
    "read_number",
    "subtypes_of",
    "title_of",
]
