"""Is every paper there that the specs ask for?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dossier.findings import found
from dossier.model import (
    Case,
    CategorySpec,
    Finding,
    JointVisits,
    Part,
    Requirement,
    RequirementReview,
    RequirementStatus,
    Specs,
    Subtype,
    Visit,
    Waiver,
)

_MAY_BE_A_PAPER = ("encrypted", "unreadable")


def requirements_of(case: Case, specs: Specs, spec: CategorySpec | None, subtype: Subtype | None) -> list[Requirement]:
    """The requirements that hold for this case: its category's, then those of every category."""
    own = (*spec.requirements, *specs.common) if spec is not None else specs.common
    return [item for item in own if _holds(item, case, subtype)]


def _holds(requirement: Requirement, case: Case, subtype: Subtype | None) -> bool:
    when = requirement.when
    if when.subtype and (subtype is None or subtype.id not in when.subtype):
        return False
    return all(getattr(case.student, fact) == value for fact, value in when.facts.items())


def judge_requirements(
    case: Case, requirements: Sequence[Requirement], parts: Sequence[Part], specs: Specs
) -> tuple[RequirementReview, ...]:
    """How each requirement stands. A recommended paper is listed only where it is there: it is never missed."""
    usable = {file.path for file in case.files if file.is_usable}
    reviews = _with_unreadable(case, [_judge(case, item, parts, usable, specs) for item in requirements], parts, specs)
    present = RequirementStatus.PRESENT
    return tuple(review for review in reviews if not review.requirement.recommended or review.status is present)


def _judge(
    case: Case, requirement: Requirement, parts: Sequence[Part], usable: set[str], specs: Specs
) -> RequirementReview:
    serving = [part for part in parts if _serves(part, requirement)]
    good = [part for part in serving if part.path in usable]
    files = tuple(dict.fromkeys(part.path for part in serving))
    waiver = _waiver(case, requirement)
    if len(good) >= requirement.minimum or _visits_serve(case.student.visits, requirement.or_visits, specs):
        status = RequirementStatus.PRESENT
    elif waiver is not None:
        status = RequirementStatus.WAIVED
    else:
        status = RequirementStatus.FAULTY if serving else RequirementStatus.MISSING
    return RequirementReview(
        requirement=requirement,
        status=status,
        files=files,
        waiver=waiver if status is RequirementStatus.WAIVED else None,
    )


def _with_unreadable(
    case: Case, reviews: Sequence[RequirementReview], parts: Sequence[Part], specs: Specs
) -> Iterator[RequirementReview]:
    """A file that nobody can open and whose name says nothing may be a paper that is missing: it stands for one.

    Its own finding asks for it; asking for the paper as well would send people to an office twice.
    """
    typed = {part.path for part in parts if part.type is not None or part.left_out is not None}
    waiting = [
        file
        for file in case.files
        if file.problem is not None and file.problem.rule in _MAY_BE_A_PAPER and file.path not in typed
    ]
    for review in reviews:
        types = review.requirement.types
        is_missing = review.status is RequirementStatus.MISSING and not review.requirement.recommended
        only_photos = bool(types) and all(specs.papers[kind].photo for kind in types)
        file = next((one for one in waiting if one.is_picture or not only_photos), None) if is_missing else None
        if file is None:
            yield review
        else:
            waiting.remove(file)
            yield replace(review, status=RequirementStatus.FAULTY, files=(file.path,))


def _serves(part: Part, requirement: Requirement) -> bool:
    if part.left_out is not None or part.type is None:
        return False
    return requirement.any_paper or bool({part.type, *part.also} & set(requirement.types))


def _waiver(case: Case, requirement: Requirement) -> Waiver | None:
    return next((waiver for kind, waiver in case.decisions.waived.items() if kind in requirement.types), None)


def _visits_serve(visits: Sequence[Visit], rule: JointVisits | None, specs: Specs) -> bool:
    if rule is None:
        return False
    return sum(_units(visit.persons, specs) >= rule.units for visit in visits) >= rule.least


def _units(persons: str, specs: Specs) -> int:
    """How many kinds of unit are among the persons of a visit."""
    return sum(any(word in persons for word in words) for words in specs.units.values())


def find_gaps(
    case: Case, reviews: Sequence[RequirementReview], parts: Sequence[Part], specs: Specs
) -> Iterator[Finding]:
    """missing and too-few, for the requirements that nothing else has named."""
    usable = {file.path for file in case.files if file.is_usable}
    for review in reviews:
        if review.status is RequirementStatus.MISSING:
            yield _missing(case, review.requirement, specs)
        elif review.status is RequirementStatus.FAULTY:
            count = sum(_serves(part, review.requirement) and part.path in usable for part in parts)
            if count:
                yield _too_few(review.requirement, count)


def _missing(case: Case, requirement: Requirement, specs: Specs) -> Finding:
    first, *others = requirement.types
    also = [title for name in others if (title := _title(name, specs)) not in requirement.title]
    alternatives = f"（{'、'.join(also)}也可以）" if also else ""
    amount = f"，需要 {requirement.minimum} 份" if requirement.minimum > 1 else ""
    message = f"缺少「{requirement.title}」{alternatives}{amount}。"
    action = f"{requirement.ask or f'请补上「{requirement.title}」'}，放进{_folder(case)}。"
    return found("missing", message, action, type=first)


def _folder(case: Case) -> str:
    return f"文件夹「{case.folder}」" if case.folder else "本个案的文件夹（还没有，先建一个）"


def _too_few(requirement: Requirement, count: int) -> Finding:
    message = f"「{requirement.title}」至少要 {requirement.minimum} 份，现在只有 {count} 份。"
    action = f"{requirement.ask or '请补足'}，还差 {requirement.minimum - count} 份。"
    return found("too-few", message, action, type=requirement.types[0])


def _title(name: str, specs: Specs) -> str:
    paper = specs.papers[name]
    return paper.short or paper.title


def find_confirmation(case: Case, spec: CategorySpec | None, subtype: Subtype | None) -> Iterator[Finding]:
    """needs-person, where the spec asks for a person's word and there is none."""
    why = (spec.needs_person if spec is not None else "") or (subtype.needs_person if subtype is not None else "")
    if why and case.decisions.confirmed is None:
        yield found("needs-person", f"{why}；还没有人确认。")


def accepted(case: Case, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Mark the warnings that a person accepted in case.yaml; errors cannot be accepted."""
    for finding in findings:
        match = next(
            (
                item
                for item in case.decisions.accepted
                if finding.severity == "warning" and item.rule == finding.rule and item.path in (None, finding.path)
            ),
            None,
        )
        yield replace(finding, accepted=match) if match is not None else finding
