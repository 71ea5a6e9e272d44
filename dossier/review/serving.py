"""Papers that serve a requirement only under conditions, held against what stands on them. PURE.

A 户籍证明 says that a child is registered; for a child whose registration is the trouble it serves only where two
registers are the trouble, or where it says what became of the registration (contract §3, A).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dossier.findings import found, gives
from dossier.model import Case, Finding, PageReading, Part, Requirement, Serving, Specs
from dossier.review.completeness import requirements_of
from dossier.review.page_text import bare
from dossier.specs import subtypes_of

_DENIED = "未没无不非"


@gives("unsure")
def find_doubtful_service(case: Case, parts: Sequence[Part], specs: Specs) -> Iterator[Finding]:
    """unsure: the only paper that serves a requirement does not say what it must say to serve it."""
    spec = specs.categories.get(case.category or "")
    subtypes = subtypes_of(case, spec)
    kinds = {subtype.id for subtype in subtypes}
    kept = [part for part in parts if part.left_out is None]
    for item in requirements_of(case, specs, spec, subtypes):
        if not item.serves or any(part.type in item.types and part.type not in item.serves for part in kept):
            continue
        for part in kept:
            rule = item.serves.get(part.type or "")
            pages = _pages(case, part)
            if rule is None or not pages or not kinds.isdisjoint(rule.subtype) or _says(rule, pages):
                continue
            yield _doubtful(part, item, rule, specs)


def _pages(case: Case, part: Part) -> list[PageReading]:
    """The pages of a part that were read."""
    file = next((file for file in case.files if file.path == part.path and file.is_usable), None)
    readings = file.readings if file is not None else ()
    return [page for page in readings if page.page in part.pages and not page.unread]


def _says(rule: Serving, pages: Sequence[PageReading]) -> bool:
    """Whether one of the words stands there, and is not denied (未注销)."""
    text = "".join(bare(line.text) for page in pages for line in page.lines)
    return any(re.search(rf"(?<![{_DENIED}]){re.escape(word)}", text) for word in rule.words)


def _doubtful(part: Part, item: Requirement, rule: Serving, specs: Specs) -> Finding:
    paper = specs.papers[part.type or ""]
    title, words = paper.short or paper.title, "、".join(f"「{word}」" for word in rule.words)
    message = f"「{part.path}」（{title}）上没有读到{words}这样的字，能不能作为「{item.title}」请核对。"
    action = f"看一眼原件：写明了的接受；只证明户口还在的，{item.ask or '请换成合用的材料'}。"
    return found("unsure", message, action, path=part.path, type=part.type, pages=part.pages[:1])
