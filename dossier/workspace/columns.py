"""Which column is what: the alias table of evidence_specs/columns.yaml, and headers read by it (domain §6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dossier.errors import SpecError
from dossier.files.yaml import read_yaml
from dossier.model import Specs
from dossier.workspace.cells import plain

FILE = "columns.yaml"
_CHINESE_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_NUMBERED = re.compile(r"(监护人|家长|成员|劝返|第)([一二三四五六七八九])")
_NOISE = re.compile(r"必填|选填|可选|[*＊:：,，。]|(?:必填项)")
_BRACKETS = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]")


@dataclass(frozen=True)
class _Guardians:
    words: tuple[str, ...] = ()
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    alone: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Visits:
    sheets: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Absences:
    sheets: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Columns:
    """columns.yaml as it stands."""

    fields: Mapping[str, tuple[str, ...]]
    never: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    guardians: _Guardians = field(default_factory=_Guardians)
    visits: _Visits = field(default_factory=_Visits)
    absences: _Absences = field(default_factory=_Absences)
    totals: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    no_date: tuple[str, ...] = ()
    sexes: Mapping[str, str] = field(default_factory=dict)
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """特殊群体 that have a column of their own → its names; the cell says 是 or 否."""

    @cached_property
    def empty_words(self) -> frozenset[str]:
        """`empty`, for asking of every cell of a large table."""
        return frozenset(self.empty)

    @cached_property
    def roster(self) -> Aliases:
        """Headers of the roster → field ids: those of Student, guardian1.name …, visit2.date …, alone.phone."""
        exact: dict[str, tuple[int, str]] = {}
        wild: list[tuple[re.Pattern[str], int, str]] = []
        for field_id, alias, rank in self._roster_aliases():
            key = plain(alias).upper()
            if "*" in key:
                pattern = ".*".join(re.escape(piece) for piece in key.split("*"))
                wild.append((re.compile(pattern), rank, field_id))
            else:
                exact.setdefault(key, (rank, field_id))
        return Aliases(exact, tuple(wild), self.never)

    @cached_property
    def visit_sheet(self) -> Aliases:
        """Headers of the sheet 劝返记录 → fields of Visit, number and name."""
        return _sheet_aliases(self.visits.fields)

    @cached_property
    def absence_sheet(self) -> Aliases:
        """Headers of the sheet 缺勤记录 → fields of Absence, number and name."""
        return _sheet_aliases(self.absences.fields)

    def _roster_aliases(self) -> Iterator[tuple[str, str, int]]:
        for field_id, aliases in self.fields.items():
            yield field_id, field_id, 0
            for rank, alias in enumerate(aliases):
                yield field_id, alias, rank
        for group, aliases in self.groups.items():
            for rank, alias in enumerate(aliases):
                yield f"group.{group}", alias, rank
        yield from self._guardian_aliases()
        for part, aliases in self.guardians.alone.items():
            for rank, alias in enumerate(aliases):
                yield f"alone.{part}", alias, rank
        yield from self._visit_aliases()

    def _guardian_aliases(self) -> Iterator[tuple[str, str, int]]:
        slots = {"": self.guardians.words}
        slots |= {str(n): tuple(f"{word}{n}" for word in self.guardians.words) for n in (1, 2, 3)}
        slots |= self.guardians.parents
        for slot, words in slots.items():
            for part, endings in self.guardians.fields.items():
                yield f"guardian{slot}.{part}", f"guardian{slot}.{part}", 0
                yield f"guardian{slot}.{part}", f"guardian{slot}_{part}", 0
                for word in words:
                    for rank, ending in enumerate(endings):
                        yield f"guardian{slot}.{part}", word + ending, rank

    def _visit_aliases(self) -> Iterator[tuple[str, str, int]]:
        """Visits in columns of the roster; the patterns come in order of trust, the plainest last."""
        parts = {part: names for part, names in self.visits.fields.items() if part not in ("number", "name")}
        for rank, pattern in enumerate(self.visits.columns):
            for n in range(1, 10):
                for part, names in parts.items():
                    for name in names:
                        yield f"visit{n}.{part}", pattern.replace("{n}", str(n)).replace("{x}", name), rank
        for part in ("date", "persons", "place", "method", "result"):
            for name in parts.get(part, ()):
                if name.startswith("劝返"):
                    yield f"visit1.{part}", name, 9


@dataclass(frozen=True)
class Aliases:
    """Header text → (rank, field id): the smaller the rank, the better the name."""

    exact: Mapping[str, tuple[int, str]]
    wild: tuple[tuple[re.Pattern[str], int, str], ...]
    never: Mapping[str, tuple[str, ...]]

    def find(self, header: str) -> tuple[int, str] | None:
        """What a header means; None where nobody knows."""
        whole = plain(header).upper()
        if not whole:
            return None
        bare = _NOISE.sub("", _BRACKETS.sub("", whole))
        for text in (whole, _NOISE.sub("", whole), bare):
            key = _NUMBERED.sub(lambda found: found[1] + found[2].translate(_CHINESE_DIGITS), text)
            found = self.exact.get(key)
            if found and self._allowed(found[1], whole):
                return found
        for pattern, rank, field_id in self.wild:
            if pattern.fullmatch(bare) and self._allowed(field_id, whole):
                return rank, field_id
        return None

    def field(self, header: str) -> str | None:
        """The field id of a header or None."""
        found = self.find(header)
        return found[1] if found else None

    def names(self) -> list[str]:
        """Everything it understands, for did-you-mean."""
        return list(self.exact)

    def _allowed(self, field_id: str, header: str) -> bool:
        return not any(word in header for word in self.never.get(field_id, ()))


def _sheet_aliases(fields: Mapping[str, tuple[str, ...]]) -> Aliases:
    exact: dict[str, tuple[int, str]] = {}
    for field_id, aliases in fields.items():
        for rank, alias in enumerate(aliases):
            exact.setdefault(plain(alias).upper(), (rank, field_id))
    return Aliases(exact, (), {})


def columns_of(specs: Specs) -> Columns:
    """The columns.yaml of the specs; raises SpecError with every problem's line."""
    return read_yaml(specs.folder / FILE, Columns, SpecError)
