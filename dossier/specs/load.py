"""evidence_specs/ → Specs; all problems of all files at once, with file, line and "did you mean"."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dossier.errors import Place, SpecError
from dossier.files.yaml import YamlDocument, did_you_mean, open_yaml
from dossier.model import FACT_FIELDS, AnnexNeeds, CategorySpec, IdPaper, PaperType, Requirement, Specs, Student
from dossier.specs.labels import LABELS_FILE, load_labels
from dossier.specs.letters import load_letters
from dossier.specs.states import load_states

_BLOCKS = ("identity", "enrolment", "reason", "process", "result", "other")
_FACTS = tuple(item.name for item in dataclasses.fields(Student) if item.type == "str")
_REGION = re.compile(r"^([0-9]{6}),[ \t]*(.*?)[ \t\r]*$", re.MULTILINE)
_Line = Callable[..., int]
_LEAST_MM, _MOST_MM = 20, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _PaperFile:
    """papers*.yaml."""

    papers: tuple[PaperType, ...] = ()
    spellings: Mapping[str, str] = field(default_factory=dict)
    plain_titles: tuple[str, ...] = ()
    id_papers: tuple[IdPaper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _CommonFile:
    """common.yaml."""

    requirements: tuple[Requirement, ...] = ()
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    oldest_student: int = 22
    annex_needs: AnnexNeeds = field(default_factory=AnnexNeeds)
    first_visit_days: int = 30
    unit_endings: tuple[str, ...] = ()
    surnames: str = ""
    """With blanks between them."""


@dataclass(slots=True)
class _Loading:
    """What has been read so far, where each thing stood, and all that is wrong."""

    papers: dict[str, PaperType] = field(default_factory=dict)
    paper_spots: dict[str, tuple[str, int, _Line]] = field(default_factory=dict)
    papers_are_whole: bool = True
    torn: list[YamlDocument] = field(default_factory=list)
    """Files that are YAML, and no specs."""
    spellings: dict[str, str] = field(default_factory=dict)
    plain_titles: list[str] = field(default_factory=list)
    id_papers: list[tuple[IdPaper, str, int]] = field(default_factory=list)
    """Each with the file and the line where it stands."""
    categories: dict[str, tuple[CategorySpec, str, _Line]] = field(default_factory=dict)
    common: _CommonFile = field(default_factory=_CommonFile)
    common_at: tuple[str, _Line] | None = None
    problems: list[Place] = field(default_factory=list)


def load_specs(folder: Path) -> Specs:
    """Read a folder of specs: papers*.yaml, common.yaml, regions.csv, and one file a category.

    A category file is one named by a letter (N.yaml) or any other whose first key is `letter`;
    other YAML files belong to other rooms and are left alone.
    Raises SpecError with a Place for every problem of every file.
    """
    loading = _Loading()
    files = _spec_files(folder)
    for path in files:
        _read_one(path, loading)
    if loading.papers_are_whole:
        _check_papers(loading)
        _check_id_papers(loading)
        _check_categories(loading)
        for document in loading.torn:
            loading.problems.extend(_unknown_papers(document, loading.papers))
    if loading.problems:
        raise SpecError(
            f"材料规范有 {len(loading.problems)} 处错误（{folder}）",
            places=tuple(loading.problems),
            hint="请按行号逐处改正后再试。",
        )
    return _specs(loading, folder, files)


def _spec_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise SpecError(f"找不到材料规范文件夹 {folder}", hint="它应当有 papers.yaml、common.yaml 和 A.yaml 等文件。")
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml") and path.name[0] not in "._~")
    files = [path for path in paths if _is_spec(path)]
    if not any(path.name.startswith("papers") for path in files):
        raise SpecError(f"材料规范文件夹 {folder} 里没有 papers.yaml", hint="请从程序自带的 evidence_specs 复制一份。")
    return files


def _is_spec(path: Path) -> bool:
    if path.stem.startswith("papers") or path.stem == "common" or len(path.stem) == 1:
        return True
    with path.open("rb") as file:
        return any(line.startswith((b"letter:", b"\xef\xbb\xbfletter:")) for line in file)


def _read_one(path: Path, loading: _Loading) -> None:
    document: YamlDocument | None = None
    try:
        document = open_yaml(path, SpecError)
        if path.stem.startswith("papers"):
            _take_papers(document.read(_PaperFile, SpecError), path.name, document.line, loading)
        elif path.stem == "common":
            loading.common = document.read(_CommonFile, SpecError)
            loading.common_at = path.name, document.line
        else:
            _take_category(document.read(CategorySpec, SpecError), path, document.line, loading)
    except SpecError as caught:
        loading.problems.extend(caught.places or (Place(path.name, "", caught.message),))
        loading.papers_are_whole &= not path.stem.startswith("papers")
        if document is not None:
            loading.torn.append(document)


def _take_papers(file: _PaperFile, name: str, line: _Line, loading: _Loading) -> None:
    loading.spellings.update(file.spellings)
    loading.plain_titles.extend(file.plain_titles)
    loading.id_papers.extend((one, name, line("id_papers", at)) for at, one in enumerate(file.id_papers))
    for index, paper in enumerate(file.papers):
        if paper.id in loading.papers:
            before, place, there = loading.paper_spots[paper.id]
            first = f"{before} 第{there('papers', place, 'id')}行"
            said = f"材料类型 {paper.id} 已经在 {first} 写过一次"
            loading.problems.append(Place(name, f"第{line('papers', index, 'id')}行", said))
            continue
        loading.papers[paper.id] = paper
        loading.paper_spots[paper.id] = name, index, line


def _take_category(spec: CategorySpec, path: Path, line: _Line, loading: _Loading) -> None:
    said = ""
    if not (len(spec.letter) == 1 and "A" <= spec.letter <= "Z"):
        said = f"letter 应当是一个大写字母，现在是「{spec.letter}」"
    elif len(path.stem) == 1 and path.stem != spec.letter:
        said = f"文件名是 {path.stem}，里面的 letter 却是 {spec.letter}"
    elif spec.letter in loading.categories:
        said = f"类别 {spec.letter} 已经在 {loading.categories[spec.letter][1]} 写过"
    if said:
        loading.problems.append(Place(path.name, f"第{line('letter')}行", said))
    else:
        loading.categories[spec.letter] = spec, path.name, line


# ---------------------------------------------------------------------------- does it fit together


def _check_papers(loading: _Loading) -> None:
    owners: dict[str, str] = {}
    for paper in loading.papers.values():
        name, index, line = loading.paper_spots[paper.id]
        for spot, said in (*_paper_problems(paper, loading.papers), *_doubled_words(paper, owners)):
            loading.problems.append(Place(name, f"第{line('papers', index, *spot)}行", f"{paper.id}：{said}"))


def _paper_problems(paper: PaperType, papers: Mapping[str, PaperType]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if paper.block not in _BLOCKS:
        yield ("block",), f"没有「{paper.block}」这个位置{did_you_mean(paper.block, list(_BLOCKS))}"
    for key in ("kind_of", "follows"):
        other = getattr(paper, key)
        if other and other not in papers:
            yield (key,), f"没有「{other}」这种材料{_near(other, papers)}"
    for key in ("keywords", "hints", "not_keywords"):
        for index, word in enumerate(getattr(paper, key)):
            if not all(part.strip() for part in word.split("+")):
                yield (key, index), f"关键词「{word}」里有空白的词"


def _doubled_words(paper: PaperType, owners: dict[str, str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """A keyword of two papers tells nothing; `owners` grows with the words of this paper."""
    for index, word in enumerate(paper.keywords):
        owner = owners.setdefault(word, paper.id)
        if owner != paper.id:
            yield ("keywords", index), f"关键词「{word}」已经属于 {owner}，程序无法判断"


def _check_categories(loading: _Loading) -> None:
    for spec, name, line in loading.categories.values():
        subtypes = [subtype.id for subtype in spec.subtypes]
        _check_requirements(spec.requirements, subtypes, name, line, loading)
        for paper in spec.blocks:
            if paper not in loading.papers:
                said = f"blocks：没有「{paper}」这种材料{_near(paper, loading.papers)}"
                loading.problems.append(Place(name, f"第{line('blocks', paper)}行", said))
        for place, fact in enumerate(spec.annex_needs):
            if fact not in FACT_FIELDS:
                said = f"附件1 没有「{fact}」这一项{did_you_mean(fact, list(FACT_FIELDS))}"
                loading.problems.append(Place(name, f"第{line('annex_needs', place)}行", said))
    if loading.common_at is not None:
        name, line = loading.common_at
        for key in ("all", "dropout", "returned", "not_returned"):
            for place, fact in enumerate(getattr(loading.common.annex_needs, key)):
                if fact not in FACT_FIELDS:
                    said = f"附件1 没有「{fact}」这一项{did_you_mean(fact, list(FACT_FIELDS))}"
                    loading.problems.append(Place(name, f"第{line('annex_needs', key, place)}行", said))
        _check_requirements(loading.common.requirements, [], name, line, loading)


def _check_id_papers(loading: _Loading) -> None:
    for paper, name, at in loading.id_papers:
        problems = [
            f"没有「{kind}」这种材料{_near(kind, loading.papers)}" for kind in paper.types if kind not in loading.papers
        ]
        if not paper.types:
            problems.append("types 是空的，至少要写一种材料")
        if paper.size is not None and not all(_LEAST_MM <= side <= _MOST_MM for side in paper.size):
            problems.append("size 应写成 [长, 宽]，单位毫米，如 [85.6, 54]")
        loading.problems.extend(Place(name, f"第{at}行", f"{paper.title}：{said}") for said in problems)


def _check_requirements(
    requirements: tuple[Requirement, ...], subtypes: list[str], name: str, line: _Line, loading: _Loading
) -> None:
    for index, requirement in enumerate(requirements):
        for spot, said in _requirement_problems(requirement, subtypes, loading.papers):
            place = Place(name, f"第{line('requirements', index, *spot)}行", said)
            loading.problems.append(place)


def _requirement_problems(
    requirement: Requirement, subtypes: list[str], papers: Mapping[str, PaperType]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if not requirement.types:
        yield ("types",), "types 是空的，至少要写一种材料"
    for index, paper in enumerate(requirement.types):
        if paper not in papers:
            yield ("types", index), f"没有「{paper}」这种材料{_near(paper, papers)}"
    if requirement.minimum < 1:
        yield ("minimum",), f"minimum 至少是 1，现在是 {requirement.minimum}"
    for index, subtype in enumerate(requirement.when.subtype):
        if subtype not in subtypes:
            said = did_you_mean(subtype, subtypes) if subtypes else "（这里没有写 subtypes）"
            yield ("when", "subtype", index), f"没有「{subtype}」这种情形{said}"
    for fact in requirement.when.facts:
        if fact not in _FACTS:
            yield ("when", "facts", fact), f"名册没有「{fact}」这一项{did_you_mean(fact, list(_FACTS))}"


def _unknown_papers(document: YamlDocument, papers: Mapping[str, PaperType]) -> Iterator[Place]:
    """Papers that a file asks for and that do not exist, where other faults kept it from being read."""
    raw = document.data.get("requirements") if isinstance(document.data, dict) else None
    for index, item in enumerate(raw if isinstance(raw, list) else ()):
        kinds = item.get("types") if isinstance(item, dict) else None
        for place, kind in enumerate(kinds if isinstance(kinds, list) else ()):
            if isinstance(kind, str) and kind not in papers:
                said = f"没有「{kind}」这种材料{_near(kind, papers)}"
                yield document.place(said, "requirements", index, "types", place)


def _near(word: str, papers: Mapping[str, PaperType]) -> str:
    """A title instead of an id is a common slip: name the id."""
    for paper in papers.values():
        if word in (paper.title, paper.short) or word in paper.keywords:
            return f"（是不是「{paper.id}」？）"
    return did_you_mean(word, list(papers))


# ---------------------------------------------------------------------------- together


def _specs(loading: _Loading, folder: Path, files: list[Path]) -> Specs:
    regions_path, labels_path = folder / "regions.csv", folder / LABELS_FILE
    digest = hashlib.sha256()
    for path in (*files, *(path for path in (regions_path, labels_path) if path.is_file())):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    named, regions = loading.categories, _read_regions(regions_path)
    return Specs(
        papers=loading.papers,
        categories={
            letter: dataclasses.replace(named[letter][0], requirements=_titled(named[letter][0].requirements, loading))
            for letter in sorted(named)
        },
        common=_titled(loading.common.requirements, loading),
        regions=regions,
        provinces=frozenset(code[:2] for code in regions),
        region_names=frozenset(regions.values()),
        units=loading.common.units,
        places=_places(regions),
        annex_needs=loading.common.annex_needs,
        first_visit_days=loading.common.first_visit_days,
        unit_endings=loading.common.unit_endings,
        spellings=loading.spellings,
        plain_titles=tuple(loading.plain_titles),
        id_papers=tuple(one for one, _, _ in loading.id_papers),
        oldest_student=loading.common.oldest_student,
        surnames=frozenset(loading.common.surnames.split()),
        labels=load_labels(labels_path, loading.papers),
        digest=digest.hexdigest(),
        states=load_states(folder, loading.papers, named),
        letters=load_letters(folder, loading.papers, "".join(named)),
        folder=folder,
    )


def _titled(requirements: tuple[Requirement, ...], loading: _Loading) -> tuple[Requirement, ...]:
    """A requirement without a title is called by the titles of its papers."""
    return tuple(
        item
        if item.title
        else dataclasses.replace(
            item, title="或".join(loading.papers[name].short or loading.papers[name].title for name in item.types)
        )
        for item in requirements
    )


def _read_regions(path: Path) -> dict[str, str]:
    """regions.csv: `code,name` a line; none: no region is ever doubted."""
    if not path.is_file():
        return {}
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    lines = text.splitlines()
    said = [line for line in lines if line.strip() and not line.startswith("#")]
    regions = dict(_REGION.findall(text))
    if len(regions) < len(said):
        _blame_regions(path.name, lines)
    return regions


def _places(regions: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Name → the provinces that have a region so called; names that say nothing (市辖区) are left out."""
    places: dict[str, set[str]] = {}
    for code, name in regions.items():
        if len(name) >= 3 and name[-1] in "省市县区旗州盟" and "辖" not in name:
            places.setdefault(name, set()).add(code[:2])
    return {name: frozenset(codes) for name, codes in places.items()}


def _blame_regions(name: str, lines: list[str]) -> None:
    """Raise SpecError for every line that is no region; a code that stands twice is no mistake."""
    problems = [
        Place(name, f"第{number}行", f"应当是「六位代码,名称」，现在是「{line[:30]}」")
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("#") and not _REGION.fullmatch(line)
    ]
    if problems:
        raise SpecError(f"{name} 有 {len(problems)} 处错误", places=tuple(problems), hint="请按行号改正。")
