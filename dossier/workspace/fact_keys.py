"""A fact of the contract → the field of a row that says it. PURE."""

from __future__ import annotations

from dossier.model import RosterHeader, Student


def fact_key(fact: str, student: Student, header: RosterHeader | None) -> str:
    """guardian1_phone → guardian1.phone; 母亲's own columns where the roster has those and no numbered ones."""
    person, _, part = fact.partition("_")
    if person not in ("guardian1", "guardian2"):
        return fact
    place = int(person.removeprefix("guardian")) - 1
    fields = {column.field or "" for column in (header.columns if header else ())}
    numbered = any(field.startswith(("guardian1.", "guardian2.")) for field in fields)
    relation = student.guardians[place].relation if place < len(student.guardians) else ""
    if (
        not numbered
        and any(field.startswith(f"guardian{relation}.") for field in fields)
        and relation in ("父亲", "母亲")
    ):
        return f"guardian{relation}.{part}"
    return f"{person}.{part}"
