"""What persons decided, laid over what was found: accepted warnings, and decisions that met nothing. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dossier.findings import found, gives, rule_title
from dossier.model import (
    Acceptance,
    Case,
    Finding,
    RequirementReview,
    RequirementStatus,
    Severity,
    Specs,
)

_OF_TWO_CASES = "reused-photo"
_SAME_BYTES = "duplicate-file"
_JUDGED_UNREAD = frozenset(
    {"wrong-extension", "unsupported", "duplicate-file", "id-missing", "id-region", "possible-duplicate", "student-no"}
    | {"category-age", "needs-person", "recommended", "missing", "too-few", "decisions"}
)
"""Rules that need no page to be read: an acceptance of any other may wait for a reading."""


@dataclass(frozen=True, slots=True)
class Shared:
    """An acceptance that names two cases, as the other one sees it."""

    case: str
    """Id of the case where it is written."""
    acceptance: Acceptance


def shared_acceptances(cases: Sequence[Case]) -> Mapping[str, Sequence[Shared]]:
    """By case id: what other cases' case.yaml say of a photograph that both use."""
    shared: dict[str, list[Shared]] = {}
    for case in cases:
        for item in case.decisions.accepted:
            for other in cases if item.with_case else ():
                if other is not case and means(other, item.with_case or ""):
                    shared.setdefault(other.id, []).append(Shared(case.id, item))
    return shared


def means(case: Case, text: str) -> bool:
    """Whether a person means this case: by id, folder or the child's name."""
    plain = text.strip().strip("/\\")
    if plain.isdigit() and case.id.isdigit():
        return int(plain) == int(case.id)
    return bool(plain) and plain in (case.id, case.name, case.folder, (case.folder or "").rpartition("/")[2])


def accept(
    case: Case, findings: Sequence[Finding], shared: Sequence[Shared], cases: Mapping[str, Case]
) -> Iterator[Finding]:
    """Mark the warnings that a person accepted in case.yaml. Errors cannot be accepted, but for one photograph of two
    children: named with both cases, in either's case.yaml, it becomes a note. `cases`: all, by id."""
    for finding in findings:
        match = _match(case, finding, shared, cases)
        if match is None:
            yield finding
        elif finding.severity is Severity.ERROR:
            yield replace(finding, severity=Severity.NOTE, accepted=match)
        else:
            yield replace(finding, accepted=match)


def _match(case: Case, finding: Finding, shared: Sequence[Shared], cases: Mapping[str, Case]) -> Acceptance | None:
    for item in case.decisions.accepted:
        if _holds(item, finding, cases.get(finding.other_case or "")):
            return item
    for one in shared:
        theirs = one.acceptance
        is_meant = theirs.rule == _OF_TWO_CASES and finding.other_case == one.case
        if is_meant and finding.rule in (_OF_TWO_CASES, _SAME_BYTES) and theirs.path in (None, finding.other_path):
            return theirs
    return None


def _holds(item: Acceptance, finding: Finding, other: Case | None) -> bool:
    if item.path not in (None, finding.path):
        return False
    names_both = item.with_case is not None and other is not None and means(other, item.with_case)
    if item.rule == _OF_TWO_CASES and names_both and finding.rule in (_OF_TWO_CASES, _SAME_BYTES):
        return True  # the same bytes in both folders are the same photograph
    return finding.severity is Severity.WARNING and item.rule == finding.rule


# ---------------------------------------------------------------------------- decisions that met nothing


@gives("decision-unused")
def find_unused(
    case: Case,
    findings: Sequence[Finding],
    held: Sequence[RequirementReview],
    asks_for_a_person: bool,
    specs: Specs,
    cases: Mapping[str, Case],
) -> Iterator[Finding]:
    """decision-unused: accepted, waived and confirmed entries that matched nothing, or that may not be given."""
    if case.decisions.problem or case.category not in specs.categories:
        return
    is_read = _is_read(case)
    for item in case.decisions.accepted:
        if not any(_holds(item, finding, cases.get(finding.other_case or "")) for finding in findings):
            unused = _unused_acceptance(item, findings, is_read=is_read)
            yield from (replace(one, entry=item.rule) for one in unused)
    for kind in case.decisions.waived:
        yield from _unused_waiver(kind, held, specs)
    if case.decisions.confirmed is not None and not asks_for_a_person:
        message = "case.yaml 里有 confirmed（确认），但这个个案不需要人确认，这一条没有起作用。"
        finding = found("decision-unused", message, "请核对是不是写错了个案；不需要的删去这一条。")
        yield replace(finding, entry="confirmed")


def _unused_acceptance(item: Acceptance, findings: Sequence[Finding], *, is_read: bool) -> Iterator[Finding]:
    title, where = rule_title(item.rule), f"（{item.path}）" if item.path else ""
    same = [one for one in findings if one.rule == item.rule and item.path in (None, one.path)]
    errors = [one for one in same if one.severity is Severity.ERROR]
    if errors and item.rule == _OF_TWO_CASES:
        others = "、".join(dict.fromkeys(one.other_case for one in errors if one.other_case))
        said = f"写的另一个个案「{item.with_case}」不对" if item.with_case else "没有写明另一个个案"
        message = f"case.yaml 认可了「{title}」{where}，但{said}，没有起作用。"
        action = f"两个学生确实同在一张照片上的，写上 with: {others}。"
        yield found("decision-unused", message, action, path=item.path)
    elif errors:
        message = f"case.yaml 认可了「{title}」{where}，但这是必须解决的问题，不能认可。"
        yield found("decision-unused", message, "请按那一条的提示解决，再删去这一条认可。", path=item.path)
    elif "/" in (item.with_case or ""):
        return  # a case of another unit, which only the county sees
    elif is_read or item.rule in _JUDGED_UNREAD:
        message = f"case.yaml 认可了「{title}」{where}，但现在没有这样的问题，这一条没有起作用。"
        yield found(
            "decision-unused", message, "请核对规则和文件名是不是写错了；已经不需要的删去这一条。", path=item.path
        )


def _unused_waiver(kind: str, held: Sequence[RequirementReview], specs: Specs) -> Iterator[Finding]:
    asking = [one for one in held if kind in one.requirement.types]
    paper = specs.papers.get(kind)
    title = (paper.short or paper.title) if paper else kind
    if not asking:
        message = f"case.yaml 免交了「{title}」，但这个个案本来就不要求它，这一条没有起作用。"
        yield found("decision-unused", message, "请核对材料名称是不是写错了；不需要的删去这一条。", type=kind)
    elif not any(one.requirement.waivable for one in asking):
        message = f"case.yaml 免交了「{title}」，但这种材料从严掌握，不能免交。"
        yield found("decision-unused", message, "请补上这份材料，删去这一条免交。", type=kind)
    elif all(one.status is RequirementStatus.PRESENT for one in asking):
        message = f"case.yaml 免交了「{title}」，后来已经有了，免交不再起作用。"
        yield found("decision-unused", message, "可以删去这一条免交。", type=kind, severity=Severity.NOTE)


def _is_read(case: Case) -> bool:
    """Whether every page of the case was read, so that what was not found is not there."""
    return all(
        bool(file.readings) and not any(reading.unread for reading in file.readings)
        for file in case.files
        if file.is_usable
    )
