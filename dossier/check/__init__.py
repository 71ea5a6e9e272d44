"""A folder → a judged workspace: the first half of every run, and what `--case` means."""

from __future__ import annotations

from dossier.check.again import judge_again
from dossier.check.judged import Judged
from dossier.check.may import refuse_acceptance, refuse_waiver
from dossier.check.photographs import find_pairs, photographs_of
from dossier.check.run import check_workspace, judge_workspace
from dossier.check.selection import is_partly_read, one_case, only, select_cases

__all__ = [
    "Judged",
    "check_workspace",
    "find_pairs",
    "is_partly_read",
    "judge_again",
    "judge_workspace",
    "one_case",
    "only",
    "photographs_of",
    "refuse_acceptance",
    "refuse_waiver",
    "select_cases",
]
