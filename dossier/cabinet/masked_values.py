"""A judgement and a plan as others may see them: the same values with every text masked, and no picture. PURE."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import Path, PurePath
from typing import Any, TypeVar

from dossier.cabinet.masking import NAMES, PRIVATE, Masking, ending, masked_fact
from dossier.model import Check, Fact, Facts, Finding, Review, Visit

T = TypeVar("T")
_WHO_IS_WHO = frozenset({
    "other-person", "person-not-found", "facts-differ", "facts-contradict", "duplicate-id", "possible-duplicate",
    "student-no", "disability-no", "roster-row", "case-folder", "visits-differ", "fact-unclear", "letter-unknown",
    "decisions", "decision-unused", "category-unknown",
})  # fmt: skip
"""Rules whose messages quote what somebody wrote: a name that no roster knows may be among it."""
_QUOTED = re.compile(r"[「“][^」”]*[」”]")
_SPELLED = re.compile(r"(姓名|监护人\d?|家长)(，?[^，。「]{0,6}?是 ?)[^，。「]+")
_ELSEWHERE = Path("工作目录")


def masked_check(check: Check, masking: Masking) -> Check:
    """The whole judgement of a workspace. Cut-outs are left out: what stands in a picture is not masked by words."""
    reviews = tuple(masked_review(review, masking) for review in check.reviews)
    cases = tuple(review.case for review in reviews)
    workspace = replace(_masked(check.workspace, masking.text), cases=cases)
    return replace(
        check,
        workspace=replace(workspace, unsorted=_numbered(check.workspace.unsorted), root=_ELSEWHERE, letters=()),
        unsorted=_numbered(check.unsorted),
        reviews=reviews,
        findings=tuple(replace(_unnamed(one, masking), path=None) for one in check.findings),
    )


def _numbered(paths: Sequence[str]) -> tuple[str, ...]:
    """Files by their place in the list: a name may name anybody."""
    return tuple(f"材料{place}{ending(path)}" for place, path in enumerate(paths, 1))


def masked_review(review: Review, masking: Masking) -> Review:
    """A case, judged; its files are called by their place in the folder, as a file's name may name anybody."""
    case = review.case
    masking = masking.of_case(case)
    told: Review = _masked(replace(review, facts=Facts(), findings=()), masking.text)
    made = replace(
        told,
        facts=_facts(review.facts, masking),
        findings=tuple(_unnamed(one, masking) for one in review.findings),
    )
    if masking.mask != "public":
        return made
    empty: Any = {name: "" for name in PRIVATE if hasattr(made.case.student, name)}
    return replace(made, case=replace(made.case, row=None, student=replace(made.case.student, **empty)))


def masked_text_of(value: T, masking: Masking) -> T:
    """Any value of the house with its texts masked."""
    made: T = _masked(value, masking.text)
    return made


def _facts(facts: Facts, masking: Masking) -> Facts:
    known = {name: _fact(fact, masking) for name, fact in facts.known.items()}
    if masking.mask == "public":
        known = {name: fact for name, fact in known.items() if name not in PRIVATE}
        visits = tuple(Visit(date=visit.date) for visit in facts.visits)
        return Facts(known=known, visits=visits)
    rest: Facts = _masked(replace(facts, known={}), masking.text)
    return replace(rest, known=known)


def _fact(fact: Fact, masking: Masking) -> Fact:
    others = tuple(
        replace(_masked(other, masking.text), value=_value(fact.field, other.value, masking), crop=None)
        for other in fact.others
    )
    return replace(fact, value=_value(fact.field, fact.value, masking), others=others)


def _value(field: str, value: str, masking: Masking) -> str:
    shown = masked_fact(field, value, masking.mask)
    return shown if shown != value or field in NAMES else masking.text(value)


def _unnamed(finding: Finding, masking: Masking) -> Finding:
    """A finding without pictures and without what it quotes of persons."""
    made: Finding = _masked(replace(finding, crop=None, other_crop=None), masking.text)
    if finding.rule not in _WHO_IS_WHO:
        return made
    return replace(made, message=_without_quotes(made.message), action=_without_quotes(made.action))


def _without_quotes(text: str) -> str:
    return _SPELLED.sub(r"\1\2***", _QUOTED.sub("「***」", text))


def _masked(value: Any, text: Callable[[str], str]) -> Any:
    """The value with every text in it written by `text`; dates, numbers and kinds stay."""
    if isinstance(value, Enum) or value is None:
        return value
    if isinstance(value, str):
        return text(value)
    if isinstance(value, (bytes, PurePath)):
        return type(value)() if isinstance(value, bytes) else value
    if is_dataclass(value) and not isinstance(value, type):
        told = {one.name: getattr(value, one.name) for one in fields(value) if one.init}
        made = {name: _masked(one, text) for name, one in told.items()}
        return replace(value, **{name: one for name, one in made.items() if one is not told[name]}) if made else value
    if isinstance(value, Mapping):
        return {_masked(key, text): _masked(one, text) for key, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_masked(one, text) for one in value)
    if isinstance(value, (list, frozenset, set)):
        return type(value)(_masked(one, text) for one in value)
    return value
