"""One look at each file of evidence: what it is, how many pages, how large, whether it is whole. Facts only.

`look` fills the files of cases; `Cache` remembers by content what was found, so that nothing is looked at twice.
Parsers run in worker processes: a file that breaks one costs one finding. Evidence is only ever read.
Which paper a file is, and whether it is good, is for `review`; what stands on its pages is for `evidence.reading`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from dossier.evidence.cache import Cache
from dossier.evidence.typesetting import font_folders, typeset_evidence, workspace_fonts
from dossier.evidence.word_facts import Refusal, Typeset
from dossier.model import Case
from dossier.processes.libreoffice import Office

__all__ = ["Cache", "Refusal", "Typeset", "font_folders", "look", "typeset_evidence", "workspace_fonts"]


def look(
    root: Path,
    cases: Sequence[Case],
    *,
    cache: Cache,
    typeset: Typeset | None,
    office: Office | None = None,
    engine: str = "",
    workers: int = 0,
    progress: Callable[[int, int, str], None] | None = None,
) -> tuple[Case, ...]:
    """The cases with `files` filled: one EvidenceFile for each of `paths`, in their order. Never raises for a file.

    `typeset` makes the PDF of a Word file and runs in workers (give a function of a module, or a partial of one);
    `office` serves what it refuses. `engine` says which typesetter with which fonts: when it changes, Word files are
    looked at again. `workers` 0: one for each processor. `progress(done, total, path)` counts only files that have to
    be opened. Typeset Word files are then at `cache.word_pdf(sha256)`.
    """
    from dossier.evidence.looking import Round, look_at_cases

    return look_at_cases(root, cases, Round(cache, typeset, office, engine, workers, progress))
