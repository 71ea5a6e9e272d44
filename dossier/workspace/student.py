"""Fields of a row (or of case.yaml's facts) → Student. One parser for both."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from dossier.model import Absence, Guardian, Student, Visit
from dossier.workspace.cells import (
    Cell,
    count_of,
    date_of,
    id_number_of,
    month_of,
    name_of,
    number_of,
    person_number_of,
    phones_of,
    plain,
    text_of,
)
from dossier.workspace.columns import Columns

TEXTS = (
    "category",
    "subtype",
    "id_type",
    "health",
    "household_address",
    "school_address",
    "live_address",
    "school",
    "current_school",
    "kindergarten",
    "stage",
    "grade",
    "class_name",
    "dropout_reason",
    "family",
    "persuasion_result",
    "not_returned_reason",
    "persuasion_unit",
    "persuader",
    "removed_basis",
    "unit",
    "disability_kind",
    "disability_grade",
)
_SLOTS = ("1", "2", "3", "父亲", "母亲")


def student_of(
    fields: Mapping[str, Cell],
    columns: Columns,
    *,
    row: str = "",
    number: str = "",
    visits: tuple[Visit, ...] = (),
    absences: tuple[Absence, ...] = (),
    extra: Mapping[str, str] | None = None,
) -> Student:
    """The child that `fields` (field id → cell) tell of; '' or None where they tell nothing."""
    texts = {name: value_of(fields.get(name), columns) for name in TEXTS}
    id_number, damage = id_number_of(_kept(fields.get("id_number"), columns))
    birth, birth_text = _date(fields.get("birth"), columns)
    dropout, dropout_text = _date(fields.get("dropout_date"), columns)
    returned, returned_text = _date(fields.get("return_date"), columns)
    absent, absent_text = _date(fields.get("first_absent"), columns)
    removed, removed_text = _date(fields.get("removed_on"), columns)
    count_text = value_of(fields.get("persuasion_count"), columns)
    name = value_of(fields.get("name"), columns)
    return Student(
        row=row,
        number=number,
        name=name_of(name),
        name_as_read=name,
        id_number=id_number,
        id_number_damage=damage,
        student_no=number_of(_kept(fields.get("student_no"), columns)),
        disability_no=number_of(_kept(fields.get("disability_no"), columns)),
        sex=_sex(value_of(fields.get("sex"), columns), columns),
        birth=birth,
        birth_month=None if birth else month_of(birth_text),
        birth_text=birth_text,
        nation=_nation(value_of(fields.get("nation"), columns), columns),
        guardians=_guardians(fields, columns),
        category_text=texts.pop("category"),
        dropout_date=dropout or month_of(dropout_text),
        dropout_date_text=dropout_text,
        persuaded=_yes_no(value_of(fields.get("persuaded"), columns), columns),
        persuasion_count=count_of(count_text),
        persuasion_count_text=count_text,
        persuader_phone=_phone(fields.get("persuader_phone"), columns),
        leading_group=_yes_no(value_of(fields.get("leading_group"), columns), columns),
        return_date=returned or month_of(returned_text),
        return_date_text=returned_text,
        first_absent=absent or month_of(absent_text),
        first_absent_text=absent_text,
        removed_on=removed or month_of(removed_text),
        removed_on_text=removed_text,
        groups=_groups(fields, columns),
        visits=visits,
        absences=absences,
        extra=dict(extra or {}),
        **texts,
    )


def value_of(cell: Cell, columns: Columns) -> str:
    """The text of a cell; '' for NULL, — and other words that mean empty."""
    if cell is None:
        return ""
    text = text_of(cell)
    return "" if text.upper() in columns.empty_words else text


def _kept(cell: Cell, columns: Columns) -> Cell:
    return cell if value_of(cell, columns) else None


def _date(cell: Cell, columns: Columns) -> tuple[date | None, str]:
    text = value_of(cell, columns)
    return (None, "") if not text or plain(text) in columns.no_date else date_of(cell)


def _groups(fields: Mapping[str, Cell], columns: Columns) -> str:
    """The groups a child belongs to: as the column says, then those whose own column says yes, or names the kind."""
    told = [value_of(fields.get("groups"), columns)]
    for group in columns.groups:
        text = value_of(fields.get(f"group.{group}"), columns)
        said = _yes_no(text, columns)
        if said not in ("", "否", "无"):
            told.append(group if said == "是" else f"{group}（{text}）" if group not in text else text)
    return "、".join(dict.fromkeys(text for text in told if text and text not in ("无", "否")))


def _sex(text: str, columns: Columns) -> str:
    key = plain(text).upper().removesuffix(".0")
    head = re.match(r"^(\d)[-.、]?(男|女)", key)
    return head[2] if head else columns.sexes.get(key, key if key in ("男", "女") else text)


def _nation(text: str, columns: Columns) -> str:
    """汉, 汉族, 01, 1, 01-汉族 → 汉族; otherwise as read."""
    key = plain(text)
    code = re.match(r"^(\d{1,2})(?:\D|$)", key)
    if code and 1 <= int(code[1]) <= len(columns.nations):
        return columns.nations[int(code[1]) - 1]
    return f"{key}族" if f"{key}族" in columns.nations else text


def _yes_no(text: str, columns: Columns) -> str:
    key = plain(text).upper()
    if key in columns.yes:
        return "是"
    return "否" if key in columns.no else text


def _phone(cell: Cell, columns: Columns) -> str:
    return " / ".join(phones_of(value_of(cell, columns)))


def _guardians(fields: Mapping[str, Cell], columns: Columns) -> tuple[Guardian, ...]:
    """Guardians in order, those who are said not to be one left out where another is said to be."""
    people: list[Guardian] = []
    told = {key.partition(".")[0] for key in fields if key.startswith("guardian")}
    slots = [slot for slot in _SLOTS if f"guardian{slot}" in told]
    said = {slot: _yes_no(value_of(fields.get(f"guardian{slot}.is_guardian"), columns), columns) for slot in slots}
    for slot in slots:
        person = _guardian(fields, columns, slot)
        if person != Guardian() and not (said[slot] == "否" and "是" in said.values()):
            people.append(person)
    return _shared_phones(_named_once(people))


def in_fact_words(field: str, header: Collection[str]) -> str:
    """A field as the facts call it: of a father's and a mother's column the guardians' number."""
    person, _, part = field.partition(".")
    told = {name.partition(".")[0] for name in header if name.startswith("guardian")}
    slots = [f"guardian{slot}" for slot in _SLOTS if f"guardian{slot}" in told]
    return f"guardian{slots.index(person) + 1}.{part}" if person in slots else field


def _guardian(fields: Mapping[str, Cell], columns: Columns, slot: str) -> Guardian:
    name = name_of(value_of(fields.get(f"guardian{slot}.name"), columns))
    phone = _phone(fields.get(f"guardian{slot}.phone"), columns)
    relation = value_of(fields.get(f"guardian{slot}.relation"), columns)
    number = person_number_of(_kept(fields.get(f"guardian{slot}.id_number"), columns))
    if not relation and (name or phone) and not slot.isdecimal():
        relation = slot
    return Guardian(name=name, relation=relation, phone=phone, id_number=number)


def _named_once(people: list[Guardian]) -> list[Guardian]:
    """One person in two columns (监护人 and 父亲) is one guardian with all that is known."""
    kept: list[Guardian] = []
    for person in people:
        same = next((index for index, other in enumerate(kept) if person.name and other.name == person.name), None)
        if same is None:
            kept.append(person)
            continue
        other = kept[same]
        kept[same] = Guardian(
            name=other.name,
            relation=other.relation or person.relation,
            phone=other.phone or person.phone,
            id_number=other.id_number or person.id_number,
        )
    return kept


def _shared_phones(people: list[Guardian]) -> tuple[Guardian, ...]:
    """Two numbers in the first guardian's cell and none in the second's: one each."""
    if len(people) == 2 and people[1].name and not people[1].phone and " / " in people[0].phone:
        first, second = people[0].phone.split(" / ", 1)
        people = [
            Guardian(name=p.name, relation=p.relation, id_number=p.id_number, phone=phone)
            for p, phone in zip(people, (first, second), strict=True)
        ]
    return tuple(people)
