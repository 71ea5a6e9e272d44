"""facts-differ, student-no and disability-no: what papers say against what the roster says. PURE.

Only papers that were read surely count; a person's word settles a fact. What a paper may not contradict is told in the
contract: a new card, the special school's and a kindergarten's form are of a later time than the roster.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dossier.facts import LATER, OF_THEIR_TIME, agree, disability_no_id, late_papers, student_no_tail
from dossier.findings import found, gives
from dossier.model import FACT_FIELDS, Case, Fact, Facts, Finding, Other, Severity, Source, Specs

_OWN_RULES = frozenset(
    {"name", "id_number", "student_no", "disability_no", "age", "persuasion_count", "current_school"}
)
"""Facts with rules of their own, and those that are counted, not said."""
_FREE_TEXT = frozenset(
    {"dropout_reason", "family", "not_returned_reason", "persuasion_result", "groups", "removed_basis", "leading_group"}
)
"""Two ways to put a reason are no contradiction."""
_ELSEWHERE = frozenset({"guardian-statement", "transfer-notice", "liaison-letter-stub"})
"""Their school is where the child went, never the roster's."""


@gives("facts-differ")
def find_differences(case: Case, facts: Facts, specs: Specs) -> Iterator[Finding]:
    """facts-differ, once a fact."""
    for fact in facts.known.values():
        if fact.field in _OWN_RULES or fact.field in _FREE_TEXT or fact.source is Source.PERSON:
            continue
        unlike = _unlike(case, fact, specs)
        if unlike:
            yield _differ(case, fact, unlike)
    yield from _find_elsewhere(case, facts, specs)


def _unlike(case: Case, fact: Fact, specs: Specs) -> list[Other]:
    """What contradicts the value; where the roster has none, papers that contradict the first of them."""
    values = specs.labels.values
    heard = [one for one in fact.others if one.sure and one.page is not None and _counts(case, fact.field, one, specs)]
    if fact.value:
        return [one for one in heard if not agree(fact.field, fact.value, one.value, values)]
    if not heard:
        return []
    others = [one for one in heard[1:] if not agree(fact.field, heard[0].value, one.value, values)]
    return [heard[0], *others] if others else []


def _counts(case: Case, field: str, one: Other, specs: Specs) -> bool:
    """Whether this paper may contradict this fact."""
    if field not in OF_THEIR_TIME:
        return True
    return one.type not in late_papers(case, specs) | LATER | _ELSEWHERE


def _differ(case: Case, fact: Fact, unlike: Sequence[Other]) -> Finding:
    title = FACT_FIELDS[fact.field]
    said = "，".join(f"「{one.path}」第{one.page}页是「{one.value}」" for one in unlike)
    own = _SOURCES[fact.source or Source.ROSTER]
    head = f"{case.name}的{title}，{own}是「{fact.value}」，" if fact.value else f"{case.name}的{title}，"
    action = "请对照原件：名册错了的改名册（或用 dossier fact 写明），材料错了的换材料。"
    first = unlike[0]
    finding = found("facts-differ", f"{head}{said}。", action, path=first.path, type=first.type)
    return replace(finding, pages=(first.page or 1,), box=first.box, fields=(fact.field,))


_SOURCES = {
    Source.ROSTER: "名册",
    Source.DERIVED: "由身份证号算出的",
    Source.VISITS: "劝返记录表",
    Source.SETTINGS: "设置",
}


# ---------------------------------------------------------------------------- in the province or out of it


def _find_elsewhere(case: Case, facts: Facts, specs: Specs) -> Iterator[Finding]:
    """D whose papers name a school in the province, C one outside."""
    spec = specs.categories.get(case.category or "")
    if spec is None or spec.school_in_province is None or facts.source("school") is Source.PERSON:
        return
    home = case.student.id_number[:2]
    if home not in specs.provinces:
        return
    for one in facts.others("school"):
        if not one.sure or one.type not in late_papers(case, specs) | _ELSEWHERE:
            continue
        there = province_of(one.value, specs)
        if there and (there == home) != spec.school_in_province:
            where = "省内" if there == home else "省外"
            said = f"「{one.path}」第{one.page}页的学校「{one.value}」却在{where}"
            message = f"{case.name}的类别是 {spec.letter}（{spec.title}），{said}。"
            finding = found("facts-differ", message, "请核对类别，或核对材料上的学校。", path=one.path, type=one.type)
            yield replace(finding, pages=(one.page or 1,), box=one.box, fields=("school",))
            return


def province_of(school: str, specs: Specs) -> str:
    """The first two digits of the region whose name a school begins with; '' where none, or several provinces' is."""
    regions = specs.places
    for length in range(min(len(school), 11), 1, -1):
        codes = regions.get(school[:length])
        if codes:
            return next(iter(codes)) if len(codes) == 1 else ""
    return ""


# ---------------------------------------------------------------------------- numbers


@gives("student-no", "disability-no")
def find_numbers_on_papers(case: Case, facts: Facts) -> Iterator[Finding]:
    """student-no and disability-no: a paper surely shows another number than the roster's."""
    for field, rule, understood in (
        ("student_no", "student-no", student_no_tail), ("disability_no", "disability-no", disability_no_id),
    ):  # fmt: skip
        own = facts[field].upper()
        if not own or facts.source(field) is Source.PERSON or understood(own) is None:
            continue
        for one in facts.others(field):
            if one.sure and one.page is not None and one.value.upper() != own:
                yield _other_number(case, rule, field, own, one)
                break


def _other_number(case: Case, rule: str, field: str, own: str, one: Other) -> Finding:
    """A temporary number that a formal one has taken the place of only asks for a look."""
    is_newer = own[0] in "LJ" and one.value[0] == "G"
    level = Severity.WARNING if is_newer and rule == "student-no" else Severity.ERROR
    message = f"{case.name}的{FACT_FIELDS[field]}，名册是 {own}，「{one.path}」第{one.page}页是 {one.value}。"
    finding = found(rule, message, "请对照原件，改正名册里的号码。", path=one.path, type=one.type, severity=level)
    return replace(finding, pages=(one.page or 1,), box=one.box, fields=(field,))
