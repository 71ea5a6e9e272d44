"""Which letter a case needs next, by its category, visits and papers (letters.yaml `due`). PURE."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dossier.model import (
    Case,
    DueWhen,
    Facts,
    Letter,
    LetterSpecs,
    Part,
    RequirementReview,
    RequirementStatus,
    Settings,
)
from dossier.review.returned import has_returned

_NOT_THE_CHILD = r"(?<![父母爸妈爷奶公婆叔伯姑舅兄姐弟妹亲人属未非无])"
_SETTLED = re.compile(r"送教|休学|延缓入学|缓学")
_UNSETTLED = re.compile(r"[未没不拒]|申请|拟|准备")
_COUNTY = re.compile(r"([^\W乡镇村街路号组\d]{1,9}?(?:自治县|县|市|区|旗))")
_PROVINCE = re.compile(r"^[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a case stands on a day, as far as letters go."""

    case: Case
    facts: Facts
    parts: Sequence[Part]
    requirements: Sequence[RequirementReview]
    letters: Sequence[Letter]
    """Those of the child that are not void."""
    settings: Settings
    today: date

    @property
    def here(self) -> set[str | None]:
        """The papers in the folder."""
        return {kind for part in self.parts if part.left_out is None for kind in (part.type, *part.also)}


def letters_due(standing: Standing, specs: LetterSpecs) -> tuple[str, ...]:
    """Kinds of the letters that a case needs next, in the order of letters.yaml."""
    if has_died(standing.case, specs):
        return ()
    live = {letter.kind for letter in standing.letters}
    kinds = (kind for kind in specs.kinds.values() if kind.id not in live)
    return tuple(kind.id for kind in kinds if any(_is_due(when, standing, specs) for when in kind.due))


def _is_due(when: DueWhen, standing: Standing, specs: LetterSpecs) -> bool:
    case, facts = standing.case, standing.facts
    holds = (
        not when.categories or case.category in when.categories,
        not when.dropped_out or bool(facts["dropout_date"]),
        not when.not_returned
        or not (is_settled(case) or case.student.leading_group == "是" or standing.here & set(specs.back)),
        max(len(facts.visits), len(facts.recorded)) >= when.visits,
        not when.other_county or is_other_county(facts["household_address"], standing.settings.county),
        not standing.here & set(when.lacks),
        not when.missing or _is_missing(when.missing, standing.requirements),
        not when.after or _ran_out(when.after, standing, specs),
    )
    return all(holds)


def _is_missing(types: Sequence[str], requirements: Sequence[RequirementReview]) -> bool:
    missing = (one.requirement.types for one in requirements if one.status is RequirementStatus.MISSING)
    return any(set(types) & set(wanted) for wanted in missing)


def _ran_out(kind: str, standing: Standing, specs: LetterSpecs) -> bool:
    """Every letter of the kind is past its deadline; or none is in the register, but its paper is in the folder."""
    letters = [letter for letter in standing.letters if letter.kind == kind]
    if letters:
        return all(letter.deadline is not None and letter.deadline < standing.today for letter in letters)
    return kind in specs.kinds and bool(set(specs.kinds[kind].comes_home) & standing.here)


def is_settled(case: Case) -> bool:
    """Whether the child is back at school or provided for: no letter need call it back."""
    student = case.student
    result = student.persuasion_result
    is_provided = bool(_SETTLED.search(result)) and not _UNSETTLED.search(result)
    return has_returned(student) or is_provided


def has_died(case: Case, specs: LetterSpecs) -> bool:
    """Whether the roster says that the child itself (not a parent) has died."""
    if not specs.dead:
        return False
    student = case.student
    words = re.compile(_NOT_THE_CHILD + "(?:" + "|".join(map(re.escape, specs.dead)) + ")")
    texts = (student.subtype, student.category_text, student.persuasion_result, student.not_returned_reason)
    return any(words.search(text) for text in (*texts, student.health))


def is_other_county(address: str, county: str) -> bool:
    """Whether an address names a county, and another one than ours. Not known: no."""
    if not address or not county or county in address:
        return False
    return county_of(address) not in ("", county)


def county_of(address: str) -> str:
    """The county, district or county-level city of an address; '' where none is named."""
    rest, name = _PROVINCE.sub("", address.strip(), count=1), ""
    while (found := _COUNTY.match(rest)) and (name.endswith("地区") or not name.endswith(("县", "区", "旗"))):
        name, rest = found[1], rest[found.end() :]
    return name
