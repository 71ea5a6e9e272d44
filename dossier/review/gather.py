"""The facts of every case, with what its papers say: read as forms once, then remembered. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dossier.facts import make_facts
from dossier.model import Facts, Heard, Memory, Part
from dossier.review.judging import Judging, content_of
from dossier.review.run import SortedCase


def gather_facts(judging: Judging, papers: Sequence[SortedCase], memory: Memory) -> Mapping[str, Facts]:
    """By case id, the facts; without papers where no page was read."""
    return {one.case.id: _facts(one, judging, memory) for one in papers}


def _facts(one: SortedCase, judging: Judging, memory: Memory) -> Facts:
    workspace, papers = judging.workspace, tuple(_papers(one, judging))
    heard: tuple[Heard, ...] = ()
    if papers:
        contents = " ".join(content_of(file) for file in one.case.files)
        digest = f"{papers!r} {contents}"
        heard = memory.recall(tuple[Heard, ...], f"heard {one.case.id}", digest, lambda: _hear(one, papers, judging))
    return make_facts(
        one.case,
        workspace.settings,
        judging.today,
        roster=workspace.roster,
        heard=tuple(zip(papers, heard, strict=True)),
        specs=judging.specs,
    )


def _papers(one: SortedCase, judging: Judging) -> Iterator[Part]:
    """The papers of a case that are read as forms."""
    if not judging.is_read:
        return
    for part in one.parts:
        if part.left_out is None:
            yield from (paper for paper in part.papers if paper.type in judging.specs.labels.papers)


def _hear(one: SortedCase, papers: Sequence[Part], judging: Judging) -> tuple[Heard, ...]:
    files = {file.path: file for file in one.case.files}
    return tuple(judging.forms.hear(files[paper.path], paper) for paper in papers)
