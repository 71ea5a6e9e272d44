"""Paper types as people call them: one vocabulary for case.yaml, `dossier assign`, the sort sheet and the review."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_NOTHING = re.compile(r"[()\[\]【】\s_-]")
_NEAREST = 3
_ALIKE = 0.5
_SURE_WITHIN = 2
"""Characters from which on a name that stands inside what was written (or around it) counts as near."""


@dataclass(slots=True)
class PaperNames:
    """Paper types by id, titles and keywords; upper case, width, brackets and blanks do not matter."""

    papers: Mapping[str, Sequence[str]]
    """Id → `PaperType.names`: the short Chinese name first; empty: no papers are known, nothing is checked."""
    by_name: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Name as compared → the ids that it may mean; more than one only where no better name tells them apart."""

    def __post_init__(self) -> None:
        for way in (_ids, _titles, _bare_titles, _keywords):
            found: dict[str, list[str]] = {}
            for paper, names in self.papers.items():
                for name in way(paper, names):
                    found.setdefault(_key(name), []).append(paper)
            for key, ids in found.items():
                self.by_name.setdefault(key, tuple(dict.fromkeys(ids)))

    def find(self, text: str) -> str | None:
        """The id of the paper; None where it is none, or one of several; as written where no papers are known."""
        if not self.papers:
            return text
        meant = self.by_name.get(_key(text), ())
        return meant[0] if len(meant) == 1 else None

    def problem(self, text: str) -> str:
        """Why `find` gives None, with at most three Chinese names to choose from."""
        meant = self.by_name.get(_key(text), ())
        if meant:
            return f"「{text}」可以是{self._shown(meant)}，请写明是哪一种"
        near = self._near(_key(text))
        hint = f"是不是{self._shown(near)}？" if near else "所有名称见 dossier specs"
        return f"没有「{text}」这种材料（{hint}）"

    def _near(self, key: str) -> list[str]:
        """The nearest papers, best first."""
        marks: dict[str, float] = {}
        for name, papers in self.by_name.items():
            mark = difflib.SequenceMatcher(None, key, name).ratio()
            if min(len(key), len(name)) >= _SURE_WITHIN and (key in name or name in key):
                mark += _ALIKE
            for paper in papers:
                marks[paper] = max(mark, marks.get(paper, 0.0))
        near = sorted((paper for paper, mark in marks.items() if mark >= _ALIKE), key=lambda one: -marks[one])
        best = marks[near[0]] if near else 0.0
        return [paper for paper in near if marks[paper] > best - 0.3][:_NEAREST]

    def _shown(self, papers: Sequence[str]) -> str:
        return "、".join(f"「{next(iter(self.papers[paper]), paper)}」" for paper in papers)


def _ids(paper: str, _: Sequence[str]) -> Iterator[str]:
    yield paper


def _titles(_: str, names: Sequence[str]) -> Iterator[str]:
    for title in names[:2]:
        yield title
        yield from title.split("/")


def _bare_titles(_: str, names: Sequence[str]) -> Iterator[str]:
    """学籍卡 for 学籍卡（学生基本信息表）."""
    for title in names[:2]:
        yield from (_BRACKETED.sub("", part) for part in title.split("/"))


def _keywords(_: str, names: Sequence[str]) -> Iterator[str]:
    yield from names[2:]


def _key(text: str) -> str:
    return _NOTHING.sub("", unicodedata.normalize("NFKC", text)).casefold()
