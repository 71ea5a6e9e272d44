"""Folders of a category (A 户籍原因/001-张三): is every child in that of its own category?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from dossier.findings import found
from dossier.model import Case, Finding

CategoryOf = Callable[[str], str | None]


def with_misplaced(cases: Iterable[Case], category_of: CategoryOf) -> Iterator[Case]:
    """The cases; one whose folder lies in the folder of another category says so, for a person to look at.

    A bare letter may be anything (B组, C村): it counts when another child of that category lies there.
    """
    listed = list(cases)
    shelves = {case.id: shelf for case in listed if (shelf := _shelf_of(case, category_of))}
    agreeing = Counter(shelves[case.id] for case in listed if _agrees(case, shelves.get(case.id)))
    for case in listed:
        shelf = shelves.get(case.id)
        if shelf is None or case.category is None or _agrees(case, shelf):
            yield case
        elif agreeing[shelf] or _is_plain(shelf[0], category_of):
            yield replace(case, findings=(*case.findings, _misplaced(case, *shelf)))
        else:
            yield case


def _shelf_of(case: Case, category_of: CategoryOf) -> tuple[str, str] | None:
    """The innermost folder above the case's that is named for a category, and which."""
    if case.folder is None:
        return None
    above = case.folder.split("/")[:-1]
    for end in range(len(above), 0, -1):
        if letter := category_of(above[end - 1]):
            return "/".join(above[:end]), letter
    return None


def _agrees(case: Case, shelf: tuple[str, str] | None) -> bool:
    return shelf is not None and case.category == shelf[1]


def _is_plain(path: str, category_of: CategoryOf) -> bool:
    """Whether the folder's name has the letter and the title: A 户籍原因."""
    name = path.rpartition("/")[2].strip()
    return name[:1].isascii() and name[:1].isalpha() and category_of(name[1:]) == name[:1].upper()


def _misplaced(case: Case, path: str, letter: str) -> Finding:
    return found(
        "unsure",
        f"文件夹放在「{path}」（{letter} 类）里，名册上的类别却是「{case.student.category_text}」。",
        "请核对是哪一类：名册错了就改名册，放错了就移到对的文件夹；两样都对的可以接受。",
    )
