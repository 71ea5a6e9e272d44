"""letters.yaml and law.yaml → LetterSpecs: which letters there are, who may issue them, what they may cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from dossier.errors import Place, SpecError
from dossier.files.yaml import YamlDocument, did_you_mean, open_yaml
from dossier.model import Law, LetterKind, LetterSpecs, PaperType

FILES = ("letters.yaml", "law.yaml")
_T = TypeVar("_T")
_ADDRESSEES = ("", "guardian", "school", "bureau", "home-bureau", "asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class _LetterFile:
    """letters.yaml."""

    kinds: tuple[LetterKind, ...] = ()
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unit_titles: Mapping[str, str] = field(default_factory=dict)
    other_issuers: Mapping[str, str] = field(default_factory=dict)
    back: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _LawFile:
    """law.yaml."""

    laws: tuple[Law, ...] = ()


def load_letters(folder: Path, papers: Mapping[str, PaperType], letters: str = "") -> LetterSpecs:
    """Read letters.yaml and law.yaml of a folder of specs; without them no letter can be issued.

    `letters` are the category letters. Raises SpecError with every problem of both files.
    """
    problems: list[Place] = []
    told, document = _read(folder / FILES[0], _LetterFile, problems)
    laws, law_document = _read(folder / FILES[1], _LawFile, problems)
    if document is not None:
        problems += [document.place(said, *spot) for spot, said in _kind_problems(told, laws, papers, letters)]
    if law_document is not None:
        problems += [law_document.place(said, *spot) for spot, said in _law_problems(laws.laws)]
    if problems:
        raise SpecError(
            f"文书规范有 {len(problems)} 处错误（{folder}）", places=tuple(problems), hint="请按行号逐处改正后再试。"
        )
    return LetterSpecs(
        kinds={kind.id: kind for kind in told.kinds},
        laws=laws.laws,
        units=told.units,
        unit_titles=told.unit_titles,
        other_issuers=told.other_issuers,
        back=told.back,
        dead=told.dead,
    )


def _read(path: Path, kind: type[_T], problems: list[Place]) -> tuple[_T, YamlDocument | None]:
    if not path.is_file():
        return kind(), None
    try:
        document = open_yaml(path, SpecError)
        return document.read(kind, SpecError), document
    except SpecError as caught:
        problems.extend(caught.places or (Place(path.name, "", caught.message),))
        return kind(), None


_Spot = tuple[int | str, ...]


def _kind_problems(
    told: _LetterFile, laws: _LawFile, papers: Mapping[str, PaperType], letters: str
) -> Iterator[tuple[_Spot, str]]:
    ids = [kind.id for kind in told.kinds]
    names = {law.name for law in laws.laws}
    for index, kind in enumerate(told.kinds):
        at: _Spot = ("kinds", index)
        if ids.index(kind.id) != index:
            yield (*at, "id"), f"文书 {kind.id} 已经写过一次"
        if kind.addressee not in _ADDRESSEES:
            yield (*at, "addressee"), f"没有「{kind.addressee}」{did_you_mean(kind.addressee, _ADDRESSEES[1:])}"
        for unit in kind.issuers:
            if unit not in told.units:
                yield (*at, "issuers"), f"units 里没有「{unit}」这种单位{did_you_mean(unit, told.units)}"
        if kind.issuer_law and kind.issuer_law not in names:
            yield (*at, "issuer_law"), f"law.yaml 里没有「{kind.issuer_law}」{did_you_mean(kind.issuer_law, names)}"
        asked = (*told.back, *kind.comes_home, kind.receipt, kind.answer)
        due = [paper for when in kind.due for paper in (*when.missing, *when.lacks)]
        for paper in filter(None, (*asked, *due)):
            if paper not in papers:
                yield at, f"没有「{paper}」这种材料{did_you_mean(paper, papers)}"
        for turn, when in enumerate(kind.due):
            if when.after and when.after not in ids:
                yield (*at, "due", turn, "after"), f"没有「{when.after}」这种文书{did_you_mean(when.after, ids)}"
            for letter in when.categories:
                if letter not in letters:
                    yield (*at, "due", turn, "categories"), f"没有「{letter}」这个类别"
    for unit in (*told.other_issuers, *told.unit_titles):
        if unit not in told.units:
            yield ("units",), f"units 里没有「{unit}」这种单位{did_you_mean(unit, told.units)}"


def _law_problems(laws: tuple[Law, ...]) -> Iterator[tuple[_Spot, str]]:
    for index, law in enumerate(laws):
        if law.valid_to is not None and law.valid_to < law.valid_from:
            yield ("laws", index, "valid_to"), f"{law.name}：最后有效日早于施行日"
        for other in laws[:index]:
            if other.name == law.name and _overlap(other, law):
                yield ("laws", index, "valid_from"), f"{law.name}：有效期与前面一条重叠，不知道该引用哪一条"


def _overlap(one: Law, other: Law) -> bool:
    first, second = sorted((one, other), key=lambda law: law.valid_from)
    return first.valid_to is None or first.valid_to >= second.valid_from
