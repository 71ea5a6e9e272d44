"""Facts that a letter may not state: disputed between sources, or failing their own rules. PURE."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from dossier.findings import rule_title
from dossier.letters.fields import facts_of
from dossier.model import Finding, Review, Severity

_BY_RULE: Mapping[str, tuple[str, ...]] = {
    "id-format": ("id_number",),
    "id-check-digit": ("id_number",),
    "id-date": ("id_number", "birth"),
    "id-sex": ("id_number", "sex", "birth"),
    "duplicate-id": ("id_number",),
    "student-no": ("student_no",),
    "disability-no": ("disability_no",),
    "glyph-missing": ("name",),
    "count-mismatch": ("persuasion_count",),
    "date-order": ("dropout_date",),
    "date-impossible": ("dropout_date",),
}
"""What a rule is about, where its finding does not say."""
_DISPUTED = ("facts-differ",)
_ABSENT = ("annex-empty", "id-missing", "recommended", "missing")


def faulty_facts(review: Review, used: Collection[str]) -> Iterator[str]:
    """Why the letter may not say what a template with these fields would say of the child, in words."""
    stated = facts_of(used)
    for finding in review.findings:
        is_wrong = finding.severity is Severity.ERROR or (finding.rule in _DISPUTED and not finding.accepted)
        if is_wrong and finding.rule not in _ABSENT and (fields := _stated(finding, stated)):
            yield f"文书里的「{'、'.join(fields)}」有问题（{rule_title(finding.rule)}）：{finding.message}"


def doubtful_facts(review: Review, used: Collection[str]) -> Iterator[str]:
    """What a person should look at in the letter: warnings about facts in it."""
    stated = facts_of(used)
    for finding in review.findings:
        if finding.rule == "fact-unclear" and not finding.accepted and _stated(finding, stated):
            yield finding.message


def _stated(finding: Finding, stated: Mapping[str, str]) -> list[str]:
    about = finding.fields or _BY_RULE.get(finding.rule, ())
    return list(dict.fromkeys(stated[fact] for fact in about if fact in stated))
