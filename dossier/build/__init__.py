"""Review → finished dossiers: the second half of a run, one case a worker, each swapped in whole.

build_cases(check, specs, templates, output, options, cache)   an Outcome a case, as each ends
build_annexes(check, specs, templates, output, …)             附件1 alone, to be stamped
annex_seen(check, review, specs, …)                            附件1 of one child to look at, cells marked
finished_pages(root, outcomes)                                 pages of evidence as they stand in those dossiers
"""

from __future__ import annotations

from dossier.build.annex_only import ALL, ANNEX_FACTS, FOLDER, AnnexMade, annex_seen, build_annexes
from dossier.build.finished_pages import finished_pages
from dossier.build.job import Copy, Options
from dossier.build.pieces import OPTIONS, PIECE_WORDS, decisions_piece, pieces
from dossier.build.run import build_cases, copy_case, plan_case
from dossier.build.typesetting import bench_digest

__all__ = [
    "ALL",
    "ANNEX_FACTS",
    "FOLDER",
    "OPTIONS",
    "PIECE_WORDS",
    "AnnexMade",
    "Copy",
    "Options",
    "annex_seen",
    "bench_digest",
    "build_annexes",
    "build_cases",
    "copy_case",
    "decisions_piece",
    "finished_pages",
    "pieces",
    "plan_case",
]
