"""The rules about what stands on pages, asked of every case; what was judged before is remembered. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dossier.findings import found, gives
from dossier.model import Case, Finding, Memory
from dossier.review.flat import find_desks
from dossier.review.judging import Judging, content_of, told_of
from dossier.review.paperdates import find_expiry
from dossier.review.persons import find_persons
from dossier.review.quality import find_pictures
from dossier.review.run import SortedCase
from dossier.review.seals import find_money, find_seals, find_signatures
from dossier.review.serving import find_doubtful_service


def judge_pages(judging: Judging, papers: Sequence[SortedCase], memory: Memory) -> Mapping[str, tuple[Finding, ...]]:
    """By case id, what the rules about pages find; nothing where no page was read."""
    return {one.case.id: _remembered(one, judging, memory) for one in papers} if judging.is_read else {}


def _remembered(one: SortedCase, judging: Judging, memory: Memory) -> tuple[Finding, ...]:
    contents = " ".join(content_of(file) for file in one.case.files)
    digest = f"{told_of(one.case)} {one.parts!r} {judging.today.isoformat()} {contents}"
    kind = tuple[Finding, ...]
    return memory.recall(kind, f"findings {one.case.id}", digest, lambda: tuple(_judged(one, judging)))


def _judged(one: SortedCase, judging: Judging) -> Iterator[Finding]:
    case, parts, specs, thresholds = one.case, one.parts, judging.specs, judging.thresholds
    requirements = one.spec.requirements if one.spec else ()
    yield from find_persons(case, parts, specs, judging.children, thresholds, judging.today)
    yield from find_seals(case, parts, specs, requirements, thresholds)
    yield from find_signatures(case, parts, specs, requirements, thresholds)
    yield from find_money(case, parts, specs)
    yield from find_expiry(case, parts, specs, judging.today, judging.workspace.settings.expires_soon_days)
    yield from find_pictures(case, parts, specs, thresholds)
    yield from find_doubtful_service(case, parts, specs)
    yield from find_desks(case, parts, specs, judging.workspace.settings.pages)
    yield from find_unread(case)


@gives("not-read")
def find_unread(case: Case) -> Iterator[Finding]:
    """not-read: one note a file, with the pages and why."""
    for file in case.files:
        unread = [reading for reading in file.readings if reading.unread]
        if unread:
            pages = tuple(reading.page for reading in unread)
            some = "" if len(pages) == len(file.readings) else f"第 {pages[0]}–{pages[-1]} 页"
            yield found("not-read", f"「{file.path}」{some}没有识读：{unread[0].unread}。", path=file.path, pages=pages)
