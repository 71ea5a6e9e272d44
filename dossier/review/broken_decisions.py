"""A case.yaml that cannot be understood: what it speaks of is not asked again before it is put right. PURE."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from dossier.findings import rule_title
from dossier.model import Case, Finding, Requirement, Severity, Specs

_OF_THE_ROSTER = ("id-", "student-no", "disability-no", "category-", "date-", "count-mismatch", "glyph-missing")


def without_unheard(
    case: Case, findings: Iterable[Finding], requirements: Sequence[Requirement], specs: Specs
) -> Iterator[Finding]:
    """The findings but for those that the person who wrote the broken file has likely dealt with in it."""
    text = unicodedata.normalize("NFC", case.decisions.problem_text).replace("\\", "/")
    for finding in findings:
        if not text or finding.rule == "decisions" or not _speaks_of(text, finding, requirements, specs):
            yield finding


def _speaks_of(text: str, finding: Finding, requirements: Sequence[Requirement], specs: Specs) -> bool:
    if finding.path is not None and finding.path in text:
        return True
    if finding.rule in ("missing", "too-few"):
        kinds = {kind for item in requirements if finding.type in item.types for kind in item.types}
        return any(name in text for kind in kinds for name in (kind, *specs.papers[kind].names))
    if finding.rule == "needs-person":
        return "confirmed" in text
    if finding.rule.startswith(_OF_THE_ROSTER) and "facts" in text:
        return True
    return finding.severity is Severity.WARNING and any(
        word in text for word in (finding.rule, rule_title(finding.rule))
    )
