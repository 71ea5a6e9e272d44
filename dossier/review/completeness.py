"""Is every paper there that the specs ask for?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dossier.findings import found, gives
from dossier.model import (
    Case,
    CategorySpec,
    Condition,
    Facts,
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
from dossier.review.files import is_no_paper
from dossier.review.returned import has_returned

_RECORD = "persuasion-record"
_MAY_BE_A_PAPER = ("encrypted", "unreadable")


def requirements_of(
    case: Case, specs: Specs, spec: CategorySpec | None, subtypes: Sequence[Subtype]
) -> list[Requirement]:
    """The requirements that hold for this case: its category's, then those of every category."""
    own = (*spec.requirements, *specs.common) if spec is not None else specs.common
    may = spec is None or spec.waivable
    return [
        item if may else replace(item, waivable=False)
        for item in own
        if _holds(item.when, case, subtypes) and not (item.unless and _holds(item.unless, case, subtypes))
    ]


def _holds(condition: Condition, case: Case, subtypes: Sequence[Subtype]) -> bool:
    if condition.subtype and not any(one.id in condition.subtype for one in subtypes):
        return False
    if condition.returned is not None and has_returned(case.student) != condition.returned:
        return False
    return all(getattr(case.student, fact) == value for fact, value in condition.facts.items())


def judge_requirements(
    case: Case, requirements: Sequence[Requirement], parts: Sequence[Part], facts: Facts, specs: Specs
) -> tuple[RequirementReview, ...]:
    """How each requirement stands. A recommended paper that is not there is listed so too, and never missed."""
    held = [_judge(case, item, parts, facts, specs) for item in requirements]
    return tuple(_with_unreadable(case, held, parts, specs))


def _judge(
    case: Case, requirement: Requirement, parts: Sequence[Part], facts: Facts, specs: Specs
) -> RequirementReview:
    known = {file.path: file for file in case.files}
    serving = [part for part in parts if _serves(part, requirement) and not is_no_paper(known[part.path])]
    good = [part for part in serving if known[part.path].is_usable]
    files = tuple(dict.fromkeys(part.path for part in serving))
    waiver = _waiver(case, requirement)
    if len(good) >= requirement.minimum or _visits_serve(_visits(case, facts), requirement.or_visits, specs):
        status = RequirementStatus.PRESENT
    elif waiver is not None:
        status = RequirementStatus.WAIVED
    elif requirement.recommended:
        status = RequirementStatus.MISSING
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
    if not requirement.waivable:
        return None
    return next((waiver for kind, waiver in case.decisions.waived.items() if kind in requirement.types), None)


def _visits(case: Case, facts: Facts) -> tuple[Visit, ...]:
    """Persuasions of the roster, and those of records that were surely read."""
    read = (one for one in facts.recorded if one.sure and one.type == _RECORD)
    told = (Visit(date=one.date, persons=one.persons, place=one.place, method=one.method) for one in read)
    return (*case.student.visits, *told)


def _visits_serve(visits: Sequence[Visit], rule: JointVisits | None, specs: Specs) -> bool:
    if rule is None:
        return False
    return len({visit.date for visit in _joint(visits, rule, specs)}) >= rule.least


def _joint(visits: Sequence[Visit], rule: JointVisits, specs: Specs) -> Iterator[Visit]:
    for one in visits:
        if one.date is not None and _units(one.persons, specs) >= rule.units and not _is_remote(one, rule):
            yield one


def joint_visits(case: Case, facts: Facts, specs: Specs) -> tuple[Visit, ...]:
    """The joint persuasions that may carry a leading group's agreement, one a day, oldest first."""
    rule = next((one.or_visits for one in specs.common if one.or_visits is not None), None)
    if rule is None:
        return ()
    by_day = {visit.date: visit for visit in _joint(_visits(case, facts), rule, specs) if visit.date is not None}
    return tuple(by_day[day] for day in sorted(by_day))


def _is_remote(visit: Visit, rule: JointVisits) -> bool:
    """Whether nobody went: a call or a message alone persuades nobody jointly. The method tells, where it tells."""
    tells = _names(visit.method, (*rule.remote, *rule.in_person))
    said = f"{visit.method if tells else visit.place} {visit.text}"
    return _names(said, rule.remote) and not _names(said, rule.in_person)


def _names(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


def _units(persons: str, specs: Specs) -> int:
    """How many kinds of unit are among the persons of a visit."""
    return sum(any(word in persons for word in words) for words in specs.units.values())


@gives("missing", "too-few", "recommended")
def find_gaps(
    case: Case, reviews: Sequence[RequirementReview], parts: Sequence[Part], specs: Specs
) -> Iterator[Finding]:
    """missing and too-few, for requirements that nothing else has named; recommended, where such a paper is absent."""
    usable = {file.path for file in case.files if file.is_usable}
    for review in reviews:
        if review.requirement.recommended:
            if review.status is RequirementStatus.MISSING:
                yield _recommended(review.requirement)
        elif review.status is RequirementStatus.MISSING:
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


def _recommended(requirement: Requirement) -> Finding:
    message = f"没有「{requirement.title}」。这是建议附上的材料，没有也可以归档。"
    return found("recommended", message, f"{requirement.ask or '有的话请补上'}。", type=requirement.types[0])


def _folder(case: Case) -> str:
    return f"文件夹「{case.folder}」" if case.folder else "本个案的文件夹（还没有，先建一个）"


def _too_few(requirement: Requirement, count: int) -> Finding:
    message = f"「{requirement.title}」至少要 {requirement.minimum} 份，现在只有 {count} 份。"
    action = f"{requirement.ask or '请补足'}，还差 {requirement.minimum - count} 份。"
    return found("too-few", message, action, type=requirement.types[0])


def _title(name: str, specs: Specs) -> str:
    paper = specs.papers[name]
    return paper.short or paper.title


def asks_for_a_person(spec: CategorySpec | None, subtypes: Sequence[Subtype]) -> str:
    """Why a person must confirm the case; '' where nobody need."""
    whys = (spec.needs_person if spec is not None else "", *(subtype.needs_person for subtype in subtypes))
    return next(filter(None, whys), "")


@gives("needs-person")
def find_confirmation(case: Case, spec: CategorySpec | None, subtypes: Sequence[Subtype]) -> Iterator[Finding]:
    """needs-person, where the spec asks for a person's word and there is none."""
    why = asks_for_a_person(spec, subtypes)
    if why and case.decisions.confirmed is None:
        yield found("needs-person", f"{why}；还没有人确认。")
