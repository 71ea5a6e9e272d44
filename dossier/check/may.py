"""What a person may decide of a case as it stands: which warnings may be accepted, which papers waived."""

from __future__ import annotations

from dossier.errors import UsageError
from dossier.findings import RULES, rule_title
from dossier.model import Review, Severity, Specs

OF_TWO_CASES = "reused-photo"


def refuse_acceptance(review: Review, rule: str, path: str | None, other: str | None) -> None:
    """Raise UsageError for a finding that no person may accept. `other`: id of the other child of one photograph."""
    if other is not None and rule != OF_TWO_CASES:
        raise UsageError("--with 只用于两个学生同在一张照片上（reused-photo）")
    if other == review.case.id:
        raise UsageError("--with 要写另一个学生")
    same = [one for one in review.findings if one.rule == rule and path in (None, one.path)]
    errors = [one for one in same if one.severity is Severity.ERROR]
    title = rule_title(rule)
    if other is None and errors and rule == OF_TWO_CASES:
        others = "、".join(dict.fromkeys(one.other_case for one in errors if one.other_case))
        raise UsageError(f"「{title}」涉及另一个学生，要写明是谁", hint=f"请加 --with {others}。")
    if Severity.WARNING not in RULES[rule].levels or (errors and other is None and len(errors) == len(same)):
        raise UsageError(f"「{title}」是必须解决的问题，不能认可", hint=RULES[rule].todo)


def refuse_waiver(review: Review, kind: str, specs: Specs) -> None:
    """Raise UsageError for a paper that this case does not ask for, or that may not be waived."""
    paper = specs.papers[kind]
    title = paper.short or paper.title
    asking = [one.requirement for one in review.requirements if kind in one.requirement.types]
    if asking and not any(one.waivable for one in asking):
        raise UsageError(f"「{title}」从严掌握，不能免交", hint="请补上这份材料。")
    if not asking:
        raise UsageError(f"这个个案本来就不要求「{title}」，不用免交", hint="要哪些材料，见 dossier specs。")
