"""What the papers of one case say → the other sources of each fact. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dossier.facts.compare import agree
from dossier.facts.identity import number_of
from dossier.model import Case, FormValues, Guardian, Heard, Other, Part, Said


@dataclass(frozen=True, slots=True)
class _Person:
    """A guardian as one paper names it."""

    said: Mapping[str, Said]

    def value(self, part: str) -> str:
        return self.said[part].value if part in self.said else ""


def others_said(
    case: Case, heard: Sequence[tuple[Part, Heard]], values: FormValues, late: frozenset[str], family: frozenset[str]
) -> dict[str, list[Other]]:
    """Field → what each paper says of it.

    `late` are papers whose school is the one of now, `family` those whose 家长 need not be a guardian of the roster.
    """
    found: dict[str, list[Other]] = {}
    for part, told in heard:
        is_own = _is_of(case, told.said)
        if is_own is False:
            continue
        for field, said in _placed(case, told.said, values, is_family=part.type in family):
            sure = said.sure and bool(is_own)
            other = Other(value=said.value, path=part.path, page=said.page, sure=sure, box=said.box, type=part.type)
            found.setdefault(field, []).append(other)
            if field == "school" and part.type in late:
                found.setdefault("current_school", []).append(other)
    return found


def _is_of(case: Case, said: Sequence[Said]) -> bool | None:
    """Whether a paper is the child's own: by number, else by name; None where it names nobody."""
    numbers = {one.value for one in said if one.field == "id_number"}
    own = number_of(case.student.id_number)
    if own in numbers:
        return True
    names = {one.value for one in said if one.field == "name"}
    if any(agree("name", case.name, name, FormValues()) for name in names):
        return True
    return False if numbers or any(one.field == "name" and one.sure for one in said) else None


def _placed(case: Case, said: Sequence[Said], values: FormValues, *, is_family: bool) -> Iterator[tuple[str, Said]]:
    """Each fact with its field; guardians in the place that the roster gives them."""
    people: dict[str, dict[str, Said]] = {}
    for one in said:
        person, _, part = one.field.partition("_")
        if person in ("guardian1", "guardian2"):
            people.setdefault(person, {}).setdefault(part, one)
        else:
            yield one.field, one
    taken: set[int] = set()
    for _, parts in sorted(people.items()):
        place = _place(case.student.guardians, _Person(parts), values, taken, is_family=is_family)
        if place is None:
            continue
        taken.add(place)
        for part, one in parts.items():
            yield f"guardian{place}_{part}", one


def _place(
    guardians: Sequence[Guardian], person: _Person, values: FormValues, taken: set[int], *, is_family: bool
) -> int | None:
    """1 or 2; None where the paper's person is none whom the roster could mean."""
    known = [(place, one) for place, one in enumerate(guardians[:2], start=1) if place not in taken]
    name, relation = person.value("name"), person.value("relation")
    for place, one in known:
        if (name and agree("name", one.name, name, values)) or (
            not name and relation and agree("relation", one.relation, relation, values)
        ):
            return place
    free = [place for place in (1, 2) if place > len(guardians) and place not in taken]
    if not name:
        return 1 if not relation and 1 not in taken else (free[0] if free else None)
    unlike = [
        place
        for place, one in known
        if one.name and (not relation or not one.relation or agree("relation", one.relation, relation, values))
    ]
    nameless = [place for place, one in known if not one.name]
    if nameless or (not guardians and free):
        return (nameless or free)[0]
    if unlike and not is_family:
        return unlike[0]
    return free[0] if free else None
