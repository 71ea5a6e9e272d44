"""What `--case` means, in every command: which cases a person asks for."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from dossier.errors import UsageError
from dossier.findings import found
from dossier.model import Case, Check

_K = TypeVar("_K")
_RANGE = re.compile(r"(\d{1,9})(?:-|–|—|~|至|到)(\d{1,9})")
_DOTS = re.compile("[•・‧∙⋅。･●]")

NOT_READ = found(
    "not-read",
    "用了 --no-read：没有看图识字，印章、签字、姓名、日期、模糊和照片是否重复都没有查。",
    "要全部核查，请去掉 --no-read 再运行一次。",
)


def is_partly_read(check: Check) -> bool:
    """Whether pages of some cases were never read, so that nothing could be compared with them."""
    return any(file.is_usable and not file.readings for case in check.workspace.cases for file in case.files)


def only(check: Check, wanted: Sequence[str]) -> Check:
    """The check of the cases that `wanted` means (nothing: of all). Raises UsageError for a text that means none."""
    if not wanted:
        return check
    cases = select_cases(check.workspace.cases, wanted, check.workspace.root)
    kept = {case.id for case in cases}
    reviews = tuple(made for made in check.reviews if made.case.id in kept)
    named = {word for case in cases for word in (case.name, case.folder) if word}
    findings = tuple(
        one for one in check.findings if one is NOT_READ or any(word in f"{one.path} {one.message}" for word in named)
    )
    return replace(check, reviews=reviews, workspace=replace(check.workspace, cases=cases), findings=findings)


def select_cases(cases: Sequence[Case], wanted: Iterable[str], root: Path) -> tuple[Case, ...]:
    """The cases that `wanted` means, in the order of the roster. Raises UsageError for a text that means none.

    Each text is an id (1 is 001 where there is no case 1), a folder's name or path (in the workspace `root`, from
    where the person stands, or whole), a child's name, {id}-{name}, or a range of ids: 001-060, ends included. In a
    county also UNIT/ID and the like.
    """
    known = _Known.of(cases, root)
    kept = {place for text in wanted for place in known.find(text)}
    return tuple(case for place, case in enumerate(cases) if place in kept)


def one_case(cases: Sequence[Case], text: str, root: Path) -> Case:
    """The one case that `text` means, for what is done to one child. Raises UsageError for none and for several."""
    found = select_cases(cases, [text], root)
    if len(found) > 1:
        some = "、".join(f"{case.id} {case.name}" for case in found[:5]) + ("……" if len(found) > 5 else "")
        raise UsageError(f"「{text}」不止一个：{some}", hint="请改用案号。")
    return found[0]


@dataclass(frozen=True, slots=True)
class _Known:
    """Every word for a case, folded → places in the list of cases."""

    cases: Sequence[Case]
    root: Path
    ids: Mapping[str, tuple[int, ...]]
    words: Mapping[str, tuple[int, ...]]
    """Folder paths and names, children's names, {id}-{name}."""
    numbers: Mapping[int, tuple[int, ...]]

    @classmethod
    def of(cls, cases: Sequence[Case], root: Path) -> _Known:
        ids = _index((_fold(case.id), place) for place, case in enumerate(cases))
        words = _index((_fold(word), place) for place, case in enumerate(cases) for word in _words(case))
        numbers = _index((number, place) for place, case in enumerate(cases) if (number := _number(case.id, ids)) >= 0)
        return cls(cases, root.resolve(), ids, words, numbers)

    def find(self, text: str) -> tuple[int, ...]:
        """The best way of reading the text that means any case."""
        key = _fold(text)
        found = self.ids.get(key) or self.words.get(key) or self.words.get(self._inside(text))
        if not found and key.isdecimal():
            found = tuple(place for place in self.numbers.get(int(key), ()) if self.cases[place].id.isdecimal())
        found = found or self._in_range(key) or self._in_unit(key)
        if not found:
            example = self.cases[0].id if self.cases else "001"
            hint = f"可以写案号（如 {example}）、一段案号（如 001-060）、文件夹名或学生姓名。"
            raise UsageError(f"没有学生「{text}」", hint=hint)
        return found

    def _in_range(self, key: str) -> tuple[int, ...]:
        span = _RANGE.fullmatch(key)
        if span is None:
            return ()
        first, last = sorted((int(span[1]), int(span[2])))
        return tuple(place for number, places in self.numbers.items() if first <= number <= last for place in places)

    def _in_unit(self, key: str) -> tuple[int, ...]:
        """In a county: UNIT/ID, UNIT/NAME, UNIT/001-060, a whole UNIT, or what means somebody in any unit."""
        unit, _, rest = key.rpartition("/")
        places = [
            place
            for place, case in enumerate(self.cases)
            if case.unit_folder and (not unit or unit in (_fold(case.unit), _fold(case.unit_folder)))
        ]
        if not places:
            return ()
        whole = tuple(p for p in places if rest in (_fold(self.cases[p].unit), _fold(self.cases[p].unit_folder)))
        if whole and not unit:
            return whole
        found: list[int] = []
        for folder in dict.fromkeys(self.cases[place].unit_folder for place in places):
            own = [place for place in places if self.cases[place].unit_folder == folder]
            known = _Known.of([_as_own(self.cases[place]) for place in own], self.root / folder)
            with contextlib.suppress(UsageError):
                found += [own[place] for place in known.find(rest)]
        return tuple(found)

    def _inside(self, text: str) -> str:
        """A path from elsewhere as it stands in the workspace; '' where it leads out of it."""
        try:
            return _fold(str(Path(text.strip()).resolve().relative_to(self.root)))
        except (OSError, ValueError):
            return ""


def _as_own(case: Case) -> Case:
    """The case as its unit knows it."""
    folder = case.folder.removeprefix(f"{case.unit_folder}/") if case.folder else None
    return replace(case, id=case.own_id, folder=folder, unit="", unit_folder="")


def _words(case: Case) -> Iterator[str]:
    if case.folder:
        yield case.folder
        yield case.folder.rpartition("/")[2]
    if case.name:
        yield from (case.name, f"{case.id}-{case.name}", f"{case.id}{case.name}")


def _number(case_id: str, ids: Mapping[str, tuple[int, ...]]) -> int:
    """The number of an id, for ranges; 001-2 counts with 001 where both stand in the roster; -1 where there is none."""
    number, _, ending = case_id.rpartition("-")
    if ending.isdecimal() and number.isdecimal() and _fold(number) in ids:
        return int(number)
    return int(case_id) if case_id.isdecimal() else -1


def _index(pairs: Iterable[tuple[_K, int]]) -> dict[_K, tuple[int, ...]]:
    found: dict[_K, list[int]] = {}
    for key, place in pairs:
        places = found.setdefault(key, [])
        if place not in places:
            places.append(place)
    return {key: tuple(places) for key, places in found.items()}


def _fold(text: str) -> str:
    """Half-width, without blanks, with `/`, in one case; the dots of a name are one dot."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("\\", "/").strip("/")
    return _DOTS.sub("·", plain).casefold()
