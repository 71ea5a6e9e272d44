"""One paper, read as a form: what its labels say of the child, its guardians and of visits. PURE.

Knows nothing of the roster: what a paper says follows from its pages and its type alone, so it may be remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dossier.facts.cells import Pair, pairs_on, touch
from dossier.facts.labels import Vocabulary, vocabulary
from dossier.facts.prose import said_in_prose
from dossier.facts.values import is_closed, is_whole, value_of
from dossier.facts.visits import visits_in
from dossier.model import EvidenceFile, FormLabels, FormPaper, Heard, PageReading, Part, Said

_WELL = 0.985
"""A text read with less confidence may hold a misread character."""
_FAIR = 0.85
"""Enough where only a few values are possible or a check digit proves the value."""
_PARENTS = {"father": "父亲", "mother": "母亲"}


@dataclass(slots=True)
class _Walk:
    """Reading down the page: who was named last, and how many guardians."""

    person: str = ""
    guardians: int = 0
    seen: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class FormReader:
    """Reads papers by the labels of fields.yaml; make one for a run."""

    labels: FormLabels
    words: Vocabulary

    @classmethod
    def of(cls, labels: FormLabels) -> FormReader:
        """A reader that knows these labels."""
        return cls(labels, vocabulary(labels))

    def hear(self, file: EvidenceFile, part: Part) -> Heard:
        """All that one paper says; nothing where its type is read as no form."""
        if part.type is None or part.left_out is not None:
            return Heard()
        pages = [reading for reading in file.readings if reading.page in part.pages]
        values = self.labels.values
        visits = visits_in(pages, part.type, part.path, self.words, values)
        return Heard(said=self.read(pages, part.type), visits=visits)

    def read(self, readings: Sequence[PageReading], kind: str) -> tuple[Said, ...]:
        """The facts on the pages of a paper of type `kind`, in reading order."""
        return _read_form(readings, kind, self.labels, self.words)


def _read_form(readings: Sequence[PageReading], kind: str, labels: FormLabels, words: Vocabulary) -> tuple[Said, ...]:
    paper = labels.papers.get(kind)
    if paper is None:
        return ()
    walk = _Walk()
    found: list[Said] = []
    for reading in readings:
        for pair in pairs_on(reading, words):
            found += _said(pair, reading, paper, labels, walk)
        if not reading.unread:
            found += said_in_prose(reading, paper, labels.values)
    return tuple(_once(found))


def _said(pair: Pair, reading: PageReading, paper: FormPaper, labels: FormLabels, walk: _Walk) -> Iterator[Said]:
    group, _, meaning = pair.meaning.rpartition(".")
    if not meaning or group == "visit":
        return
    name = _fact(group, meaning, paper, walk)
    if group == "person" and (meaning in _PARENTS) and name:
        relation = f"{name.removesuffix('_name')}_relation"
        yield Said(field=relation, value=_PARENTS[meaning], page=reading.page, box=pair.box)
    if not name:
        return
    value = value_of(name, _first(name, pair.text), labels.values)
    if not value:
        return
    is_sure = (
        name in paper.sure
        and pair.clear
        and is_whole(name, value)
        and _is_well_read(name, pair, reading)
        and name not in walk.seen
    )
    walk.seen.add(name)
    yield Said(field=name, value=value, page=reading.page, box=pair.box, sure=is_sure)


def _first(name: str, text: str) -> str:
    """Of a cell that holds two things (a name and a remark) the first, where the kind of fact has one word."""
    if name.endswith(("name", "relation", "sex", "nation")):
        return re.split(r"\s{2,}|[（(,，]", text.strip())[0]
    return text


def _fact(group: str, meaning: str, paper: FormPaper, walk: _Walk) -> str:
    """The fact that a label means here; '' where nobody knows whose it is."""
    if group == "person":
        return _person(meaning, walk)
    if group == "alone":
        return _of_person(meaning, walk) if walk.person or paper.home else ""
    if meaning == "name":
        walk.person = ""
    if meaning == "id_number" and walk.person and "id_number" in walk.seen:
        return _of_person("id_number", walk)
    return paper.also.get(meaning, meaning)


def _person(meaning: str, walk: _Walk) -> str:
    if meaning == "persuader":
        walk.person = "persuader"
        return "persuader"
    if meaning == "guardian2":
        walk.guardians = 2
    elif walk.guardians < 2:
        walk.guardians += 1
    else:
        walk.person = "?"
        return ""
    walk.person = f"guardian{walk.guardians}"
    return f"{walk.person}_name"


def _of_person(part: str, walk: _Walk) -> str:
    if walk.person == "?" or (walk.person == "persuader" and part != "phone"):
        return ""
    return f"{walk.person or 'guardian1'}_{part}"


def _is_well_read(name: str, pair: Pair, reading: PageReading) -> bool:
    if any(touch(pair.box, seal.box) for seal in reading.seals):
        return False
    return pair.confidence >= (_FAIR if is_closed(name) else _WELL)


def _once(found: list[Said]) -> Iterator[Said]:
    """The first of each (field, value); a fact that a paper tells in two ways is sure of neither."""
    kept: dict[tuple[str, str], Said] = {}
    for said in found:
        key = (said.field, said.value)
        if key not in kept or (said.sure and not kept[key].sure):
            kept[key] = said
    several = {name for name, _ in kept if sum(other == name for other, _ in kept) > 1}
    for said in kept.values():
        yield replace(said, sure=False) if said.field in several else said
