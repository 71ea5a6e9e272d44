"""Where a child stands, on any day: a line of states in order of time, each with its reason and its paper. PURE.

Source of the steps: 教基〔2022〕33号 and the 2024 mechanism 教基厅函〔2024〕15号 (动态销号); the rules are data
(evidence_specs/states.yaml).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from dossier.findings import found, gives
from dossier.model import (
    Case,
    EvidenceFile,
    Facts,
    Finding,
    Part,
    RequirementReview,
    RequirementStatus,
    Review,
    Severity,
    State,
    StateRule,
    StateSpecs,
)

_AGREED = "领导小组核实同意"
_LACKING = (RequirementStatus.MISSING, RequirementStatus.FAULTY)


def timeline(
    case: Case,
    facts: Facts,
    parts: Sequence[Part],
    held: Sequence[RequirementReview],
    findings: Sequence[Finding],
    specs: StateSpecs,
) -> tuple[State, ...]:
    """All states of a child, oldest first; each holds until the next. Never empty, never two of one day.

    With an error among the findings a case is not complete, whatever papers it has.
    """
    rule = specs.categories.get(case.category or "", StateRule(state="in_school"))
    usable = {file.path: file for file in case.files if file.is_usable}
    papers = [part for part in parts if part.left_out is None and part.path in usable]
    lacking = [one.requirement.title for one in held if _is_lacking(one)]
    states = [
        *_by_category(rule, facts),
        *_by_papers(rule, papers),
        *([] if _has_error(findings) else _by_completeness(rule, papers, lacking, usable)),
        *_by_leave(facts, papers, specs),
        *_by_removal(facts, lacking),
    ]
    return _in_order(states, specs)


def state_on(states: Sequence[State], day: date) -> State:
    """The state that holds on `day`."""
    return next((state for state in reversed(states) if state.since is None or state.since <= day), states[0])


def with_states(review: Review, specs: StateSpecs, today: date) -> Review:
    """The review with the states that follow from what it holds, once more where its findings became other ones."""
    states = timeline(review.case, review.facts, review.parts, review.requirements, review.findings, specs)
    return replace(review, states=states, state=state_on(states, today))


def refused_removal(facts: Facts, held: Sequence[RequirementReview]) -> str:
    """Why a 销号 that the roster names does not hold: required papers are missing, or no basis; '' where it does."""
    if not facts["removed_on"]:
        return ""
    lacking = [one.requirement.title for one in held if _is_lacking(one)]
    if lacking:
        return f"名册写了销号日期，但还缺{'、'.join(lacking)}，不能销号"
    return "" if facts["removed_basis"] else "名册写了销号日期，没有写销号依据，不能销号"


@gives("facts-contradict")
def find_refused_removal(facts: Facts, held: Sequence[RequirementReview]) -> Iterator[Finding]:
    """A 销号 that the roster names and that does not hold."""
    reason = refused_removal(facts, held)
    if reason:
        message = f"{facts['name']}：{reason}。"
        finding = found("facts-contradict", message, "请补齐材料和依据；补齐以前仍按原来的状态算。")
        yield replace(finding, fields=("removed_on", "removed_basis"))


def _has_error(findings: Sequence[Finding]) -> bool:
    return any(one.severity is Severity.ERROR for one in findings)


def _is_lacking(one: RequirementReview) -> bool:
    return one.status in _LACKING and not one.requirement.recommended


def _by_category(rule: StateRule, facts: Facts) -> Iterator[State]:
    """The category's own state, and what absence, drop-out, visits and return make of it."""
    dropped, absent = facts.day("dropout_date"), facts.day("first_absent")
    if rule.events == "never" or (rule.events == "dated" and dropped is None):
        yield State(id=rule.state, reason="按类别")
        return
    left = "missing" if rule.events == "lost" else "dropout"
    begins = min((day for day in (absent, dropped) if day is not None), default=None)
    yield State(id=left if begins is None else "in_school", reason="按类别" if begins is None else "辍学以前")
    if absent is not None and (dropped is None or absent < dropped):
        yield State(
            id="suspected" if dropped is not None or left == "dropout" else left, since=absent, reason="首次缺勤"
        )
    if dropped is not None:
        yield State(id=left, since=dropped, reason="辍学日期")
    returned = facts.day("return_date")
    if left == "dropout":
        visits = [day for day in _visit_days(facts) if dropped is None or day >= dropped]
        first = min(visits, default=None)
        if first is not None and (returned is None or first < returned):
            yield State(id="persuading", since=first, reason="第一次劝返")
    if returned is not None:
        yield State(id="returned", since=returned, reason="复学日期")


def _visit_days(facts: Facts) -> list[date]:
    """Days of the roster's visits; where it has none, of those that records tell of."""
    return [visit.date for visit in facts.visits if visit.date] or [
        visit.date for visit in facts.recorded if visit.sure
    ]


def _by_papers(rule: StateRule, papers: Sequence[Part]) -> Iterator[State]:
    for part in papers:
        state = next((rule.papers[kind] for kind in (part.type, *part.also) if kind and kind in rule.papers), None)
        if state:
            yield State(id=state, since=part.date, reason="有这份材料", path=part.path)


def _by_completeness(
    rule: StateRule, papers: Sequence[Part], lacking: Sequence[str], usable: dict[str, EvidenceFile]
) -> Iterator[State]:
    if not rule.complete or lacking or not papers:
        return
    last = max(papers, key=lambda part: (part.date or date.min, part.path))
    yield State(id=rule.complete, since=last.date, reason="应有的材料都齐了", path=last.path)


def _by_leave(facts: Facts, papers: Sequence[Part], specs: StateSpecs) -> Iterator[State]:
    """The leading group agreed (附件1 row 12) and its papers are there."""
    wanted = specs.leave.papers
    if facts["leading_group"] != "是" or not wanted:
        return
    found = {kind: part for part in papers for kind in (part.type, *part.also) if kind in wanted}
    if set(found) == set(wanted):
        last = max(found.values(), key=lambda part: (part.date or date.min, part.path))
        since = last.date or max((day for day in (facts.day("dropout_date"), *_visit_days(facts)) if day), default=None)
        yield State(id=specs.leave.state, since=since, reason=_AGREED, path=last.path)


def _by_removal(facts: Facts, lacking: Sequence[str]) -> Iterator[State]:
    """A 销号 with its basis; refused while a required paper is missing."""
    day = facts.day("removed_on")
    if day is not None and facts["removed_basis"] and not lacking:
        yield State(id="removed", since=day, reason=f"销号：{facts['removed_basis']}")


def _in_order(states: Sequence[State], specs: StateSpecs) -> tuple[State, ...]:
    """By day, what came later in the list last; of one day only the last, of equal neighbours only the first.

    A leave counts only where the child would else be out of school, a return ends it; what is removed stays removed.
    """
    line: list[State] = []
    for state in sorted(states, key=lambda one: one.since or date.min):
        before = line[-1] if line else None
        if before is not None and before.id == "removed":
            break
        if state.id == specs.leave.state and state.reason == _AGREED and not _may_leave(before, specs):
            continue
        if before is not None and before.id == specs.leave.state and state.id == "persuading":
            continue  # persuasion goes on during a leave
        if before is not None and before.id == state.id:
            continue
        if before is not None and before.since == state.since:
            line.pop()
        line.append(state)
    return tuple(replace(one, since=None) if place == 0 else one for place, one in enumerate(line))


def _may_leave(before: State | None, specs: StateSpecs) -> bool:
    return before is not None and before.id in specs.leave.of
