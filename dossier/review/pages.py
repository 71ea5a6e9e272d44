"""What looking at the pages adds to a review, as one `Judge`: the seam between reading and judging. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from dossier.findings import found
from dossier.model import Case, EvidenceFile, Finding, Part, Specs, Thresholds, Workspace
from dossier.review.content import propose
from dossier.review.paperdates import dated, find_expiry, find_visits
from dossier.review.persons import children_of, find_persons
from dossier.review.quality import find_pictures
from dossier.review.run import Between, Judge
from dossier.review.seals import find_seals, find_signatures
from dossier.review.serving import find_doubtful_service
from dossier.review.titles import Titles


def judge_pages(workspace: Workspace, thresholds: Thresholds, between: Between | None = None) -> Judge:
    """The judge of a workspace whose files were read; `between` finds photographs used twice."""
    children = children_of(workspace.cases)
    known: dict[int, Titles] = {}
    soon = workspace.settings.expires_soon_days

    def proposed(
        file: EvidenceFile, case: Case, specs: Specs, cases: Sequence[Case], own: tuple[Part, ...]
    ) -> tuple[Part, ...]:
        titles = known.get(id(specs)) or known.setdefault(id(specs), Titles(specs))
        return dated(file, propose(file, case, specs, own, thresholds, titles), specs)

    def judged(case: Case, parts: Sequence[Part], specs: Specs, today: date) -> Iterator[Finding]:
        spec = specs.categories.get(case.category or "")
        requirements = spec.requirements if spec else ()
        yield from find_persons(case, parts, specs, children, thresholds, today)
        yield from find_seals(case, parts, specs, requirements, thresholds)
        yield from find_signatures(case, parts, specs, requirements, thresholds)
        yield from find_expiry(case, parts, specs, today, soon)
        yield from find_visits(case, parts)
        yield from find_pictures(case, parts, specs, thresholds)
        yield from find_doubtful_service(case, parts, specs)
        yield from find_unread(case)

    return Judge(propose=proposed, case_findings=judged, workspace_findings=between)


def find_unread(case: Case) -> Iterator[Finding]:
    """not-read: one note a file, with the pages and why."""
    for file in case.files:
        unread = [reading for reading in file.readings if reading.unread]
        if unread:
            pages = tuple(reading.page for reading in unread)
            some = "" if len(pages) == len(file.readings) else f"第 {pages[0]}–{pages[-1]} 页"
            yield found("not-read", f"「{file.path}」{some}没有识读：{unread[0].unread}。", path=file.path, pages=pages)
