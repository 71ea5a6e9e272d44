"""What is known of a child without looking at a paper: person › roster › derived › visits › settings. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from dossier.facts.identity import birth_of, good_id, number_of
from dossier.facts.numbers import age_on
from dossier.model import FACT_FIELDS, Case, Fact, Guardian, Settings, Source, Student, Visit

_MONTH = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*月?|(?:19|20)\d{4}")
_CARD = re.compile(r"\d{17}[\dX]([1-7])([1-4])(?:B\d)?", re.ASCII)
_KINDS = dict(zip("1234567", ("视力", "听力", "言语", "肢体", "智力", "精神", "多重"), strict=True))
"""The 19th digit of a disability card's number (GB/T 26341, domain §3.5)."""
_GRADES = dict(zip("1234", ("一级", "二级", "三级", "四级"), strict=True))
_STAGES = (("小学", ("小学",)), ("初中", ("初中", "初级中学", "七年级", "八年级", "九年级", "初一", "初二", "初三")))
_PRIMARY = re.compile(r"^[一二三四五六1-6]年级")
_JUNIOR = re.compile(r"^[7-9]年级")
_SAME_NAME = tuple(
    name
    for name in FACT_FIELDS
    if name not in ("birth", "age", "dropout_date", "return_date", "first_absent", "removed_on", "persuasion_count")
    and not name.startswith("guardian")
)


def known_facts(case: Case, settings: Settings, today: date) -> dict[str, Fact]:
    """Each field that somebody other than a paper knows, with its first source."""
    student = case.student
    told = written_values(student)
    persons = _persons_fields(case)
    first = {
        name: Fact(field=name, value=value, source=Source.PERSON if name in persons else Source.ROSTER)
        for name, value in told.items()
        if value
    }
    for source, values in (
        (Source.DERIVED, _derived(student, settings.filled_on or today)),
        (Source.VISITS, _of_visits(student)),
        (Source.SETTINGS, {"unit": settings.unit}),
    ):
        for name, value in values.items():
            if value and (name not in first or _is_vaguer(first[name], value)):
                first[name] = Fact(field=name, value=value, source=source)
    return {name: first[name] for name in FACT_FIELDS if name in first}


def _is_vaguer(fact: Fact, value: str) -> bool:
    """A month of birth in the roster, of which the ID number knows the day."""
    return fact.field == "birth" and fact.source is Source.ROSTER and len(fact.value) == 7 and fact.value == value[:7]


def written_values(student: Student) -> dict[str, str]:
    """What a row (with what a person decided) says, by field; '' where it says nothing."""
    count = student.persuasion_count
    return {
        **{name: getattr(student, name) for name in _SAME_NAME},
        "birth": iso(student.birth or student.birth_month, student.birth_text),
        "dropout_date": iso(student.dropout_date, student.dropout_date_text),
        "return_date": iso(student.return_date, student.return_date_text),
        "first_absent": iso(student.first_absent, student.first_absent_text),
        "removed_on": iso(student.removed_on, student.removed_on_text),
        "persuasion_count": student.persuasion_count_text if count is None else str(count),
        **_guardian("guardian1", student, 0),
        **_guardian("guardian2", student, 1),
    }


def iso(day: date | None, text: str) -> str:
    """2022-09-01; 2022-09 where the text names no day; the text where it is no date."""
    if day is None:
        return text
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return f"{day:%Y-%m}" if _MONTH.fullmatch(plain) else day.isoformat()


def _guardian(prefix: str, student: Student, place: int) -> Mapping[str, str]:
    person = student.guardians[place] if place < len(student.guardians) else Guardian()
    return {f"{prefix}_{part}": getattr(person, part) for part in ("name", "relation", "phone", "id_number")}


def _persons_fields(case: Case) -> set[str]:
    """Fields whose value a person gave: guardians of named columns (母亲电话) are found by what was said."""
    said = case.decisions.facts
    fields = {key.replace(".", "_") for key in said}
    for place, person in enumerate(case.student.guardians[:2], start=1):
        for part in ("name", "relation", "phone", "id_number"):
            value = getattr(person, part)
            told = [text for key, text in said.items() if key.startswith("guardian") and key.endswith(f".{part}")]
            if value and any(_same(value, text) for text in told):
                fields.add(f"guardian{place}_{part}")
    return fields


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _derived(student: Student, day: date) -> Mapping[str, str]:
    """Birth and sex by the ID number, age on the day of the form, 学段 by the grade, kind and grade of disability."""
    number = good_id(student)
    birth = birth_of(student)
    card = _CARD.fullmatch(number_of(student.disability_no))
    return {
        "birth": number.birth.isoformat() if number and number.birth else "",
        "sex": number.sex if number else "",
        "age": str(age_on(birth, day)) if birth and birth <= day else "",
        "stage": stage_of(student.grade) or stage_of(student.school),
        "first_absent": next((one.date.isoformat() for one in student.absences if one.date and not one.is_half), ""),
        "disability_kind": _KINDS[card[1]] if card else "",
        "disability_grade": _GRADES[card[2]] if card else "",
    }


def stage_of(text: str) -> str:
    """小学 or 初中 by a grade or the name of a school; '' where it does not say."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if any(word in plain for word in ("高中", "幼儿园", "大学")):
        return ""
    for stage, words in _STAGES:
        if any(word in plain for word in words) and not ("小学" in plain and "初中" in plain):
            return stage
    if _PRIMARY.match(plain):
        return "小学"
    return "初中" if _JUNIOR.match(plain) else ""


def _of_visits(student: Student) -> Mapping[str, str]:
    """Whether persuading has begun, and how often: what the roster's own rows of visits show."""
    count = len(student.visits)
    if count:
        return {"persuaded": "是", "persuasion_count": str(count)}
    if student.persuasion_count is None:
        return {}
    return {"persuaded": "是" if student.persuasion_count else "否"}


def in_order(visits: tuple[Visit, ...]) -> tuple[Visit, ...]:
    """Oldest first, those without a date last."""
    return tuple(sorted(visits, key=lambda visit: visit.date or date.max))


def other_values(case: Case) -> Iterator[tuple[str, str]]:
    """(field, value) of the row that a person's facts override."""
    if case.row is None:
        return
    now = written_values(case.student)
    for name, value in written_values(case.row).items():
        if value and value != now[name]:
            yield name, value
