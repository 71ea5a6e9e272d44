"""A county, checked: each unit on its own, then what stands between units; one broken unit costs itself.

What was judged of a unit is kept in the county's own `.dossier/`, and stands as long as no file of the unit changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dossier import __version__
from dossier.check import check_workspace, find_pairs, photographs_of, select_cases
from dossier.county.listing import listing_digest
from dossier.county.units import County, UnitFolder, in_county, readable_units
from dossier.errors import DossierError, WorkspaceError
from dossier.evidence import CACHE_FOLDER, Cache, Watch, font_folders, open_sight, workspace_fonts
from dossier.evidence.reading import engine_id
from dossier.files.data import folder_digest, program_digest
from dossier.files.hashes import digest_of
from dossier.files.memory import StoredMemory
from dossier.findings import found, rule_title
from dossier.model import Case, Check, Finding, Photograph, Review, Settings, Specs, Unit, Workspace
from dossier.review import accept, find_duplicates, find_reused, find_twins, shared_acceptances, with_states
from dossier.specs import load_thresholds
from dossier.workspace import read_workspace

_SCHEMA = 1
"""Of remembered units."""
_STAGE = "单位"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyRun:
    """How a county is to be checked."""

    today: date
    read: bool = True
    workers: int = 0
    watch: Watch
    wanted: Sequence[str] = ()
    """Only these cases are read; all are looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedUnit:
    """What is kept of a unit: its cases with ids of the county, without what stands on their pages."""

    name: str
    settings: Settings
    roster: str
    reviews: tuple[Review, ...]
    findings: tuple[Finding, ...]
    unsorted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPhotographs:
    """The photographs of a unit, with ids of the county."""

    photographs: tuple[Photograph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What was found between units, by case id of the county."""

    findings: Mapping[str, tuple[Finding, ...]]


def check_county(county: County, specs: Specs, run: CountyRun) -> Check:
    """Check every unit; a unit that cannot be read is the finding `unit-unreadable`, and costs itself.

    Raises WorkspaceError where none can be read, UsageError where `wanted` means nobody.
    """
    with Cache(county.root / CACHE_FOLDER) as cache:
        memory = _memory(cache, specs, run)
        checker = _Checker(county, specs, run, memory)
        judged, problems = checker.units()
        between = checker.between(judged)
        memory.save()
    return _whole(county, specs, run, judged, problems, between)


def _memory(cache: Cache, specs: Specs, run: CountyRun) -> StoredMemory:
    return StoredMemory(
        cache.store("units", _SCHEMA),
        program_digest(),
        engine_id() if run.read else "",
        folder_digest(specs.folder),
        str(specs.digest),
        run.today.isoformat(),
        str(run.read),
    )


class _Checker:
    """One run over the units of a county."""

    def __init__(self, county: County, specs: Specs, run: CountyRun, memory: StoredMemory) -> None:
        self.county = county
        self.specs = specs
        self.run = run
        self.memory = memory
        self.digests: dict[str, str] = {}
        self.photographs: dict[str, tuple[Photograph, ...]] = {}
        """Of the units judged in this run."""

    def units(self) -> tuple[dict[str, JudgedUnit], list[Finding]]:
        """Folder → the unit as judged, and a finding for each that could not be read."""
        wanted = self._wanted()
        judged: dict[str, JudgedUnit] = {}
        problems: list[Finding] = []
        for done, unit in enumerate(self.county.units):
            self.run.watch(_STAGE, done, len(self.county.units), unit.name)
            try:
                judged[unit.name] = self._judged(unit, wanted)
            except DossierError as error:
                problems.append(_unreadable(unit, error))
            self.memory.save()  # whoever stops here goes on here
        self.run.watch(_STAGE, len(self.county.units), len(self.county.units), "")
        if not judged:
            raise WorkspaceError("没有一个单位读得出来", hint="\n".join(one.message for one in problems))
        return judged, problems

    def _wanted(self) -> Mapping[str, tuple[str, ...]] | None:
        """Folder of a unit → ids in it that were asked for; None where all were."""
        if not self.run.wanted:
            return None
        cases: list[Case] = []
        for _, workspace in readable_units(self.county, self.specs):  # the others are told when they are checked
            cases += workspace.cases
        asked: dict[str, list[str]] = {}
        for case in select_cases(cases, self.run.wanted, self.county.root):
            asked.setdefault(case.unit_folder, []).append(case.own_id)
        return {folder: tuple(ids) for folder, ids in asked.items()}

    def _judged(self, unit: UnitFolder, wanted: Mapping[str, tuple[str, ...]] | None) -> JudgedUnit:
        fonts = workspace_fonts(font_folders(unit.root)).digest
        digest = digest_of(listing_digest(unit.root), fonts)
        self.digests[unit.name] = digest
        if wanted is not None and unit.name in wanted:
            return self._check(unit, wanted[unit.name], keep=False)
        key = f"unit {unit.name}"
        if wanted is not None and self.run.read:
            known = self.memory.known(JudgedUnit, key, digest)
            return known or self._check(unit, (), keep=False, read=False)
        return self.memory.recall(JudgedUnit, key, digest, lambda: self._check(unit, (), keep=self.run.read))

    def _check(self, unit: UnitFolder, wanted: Sequence[str], *, keep: bool, read: bool = True) -> JudgedUnit:
        """Check one unit as a workspace of its own. `keep`: its photographs, for the comparison between units."""
        with Cache(unit.root / CACHE_FOLDER) as cache:
            workspace = read_workspace(unit.root, self.specs)

            def watch(stage: str, done: int, total: int, item: str) -> None:
                self.run.watch(stage, done, total, item)

            is_read = read and self.run.read
            sight = open_sight(unit.root, cache, read=is_read, workers=self.run.workers, watch=watch)
            check = check_workspace(workspace, self.specs, self.run.today, sight, wanted)
        name = workspace.settings.unit or unit.name
        if keep:
            made = [
                replace(photo, case_id=f"{unit.name}/{photo.case_id}") for photo in photographs_of(check, self.specs)
            ]
            kept = KeptPhotographs(photographs=tuple(made))
            self.memory.recall(KeptPhotographs, f"photographs {unit.name}", self.digests[unit.name], lambda: kept)
        return _slim(check, unit, name)

    def between(self, judged: Mapping[str, JudgedUnit]) -> Between:
        """What stands between units: one ID number, one photograph."""
        digest = digest_of(*(f"{name} {self.digests[name]}" for name in judged), repr(self.run.wanted))
        return self.memory.recall(Between, "between", digest, lambda: self._between(judged))

    def _between(self, judged: Mapping[str, JudgedUnit]) -> Between:
        cases = [review.case for unit in judged.values() for review in unit.reviews]
        by_case: dict[str, list[Finding]] = {}
        sources = [find_twins(cases, across=True), find_duplicates(cases, across=True)]
        if self.run.read and not self.run.wanted:
            photos = [photo for name in judged for photo in self._photographs(name)]
            folder = self.county.root / CACHE_FOLDER
            likes = find_pairs(photos, load_thresholds(self.specs.folder), folder)
            units = {case.id: case.unit_folder for case in cases}
            across = [pair for pair in likes if units[pair.first.case_id] != units[pair.second.case_id]]
            sources.append({case_id: list(ones) for case_id, ones in find_reused(across).items()})
        for source in sources:
            for case_id, findings in source.items():
                by_case.setdefault(case_id, []).extend(findings)
        known = {case.id: case for case in cases}
        shared = shared_acceptances(cases) if by_case else {}
        return Between(
            findings={
                case_id: tuple(accept(known[case_id], findings, shared.get(case_id, ()), known))
                for case_id, findings in by_case.items()
            }
        )

    def _photographs(self, name: str) -> tuple[Photograph, ...]:
        kept = self.memory.known(KeptPhotographs, f"photographs {name}", self.digests[name])
        return kept.photographs if kept is not None else ()


def _slim(check: Check, unit: UnitFolder, name: str) -> JudgedUnit:
    """What the county keeps of a unit's check."""
    ids = {review.case.id for review in check.reviews}
    return JudgedUnit(
        name=name,
        settings=check.workspace.settings,
        roster=check.workspace.roster,
        reviews=tuple(_slim_review(review, unit.name, name, ids) for review in check.reviews),
        findings=tuple(
            replace(one, path=f"{unit.name}/{one.path}" if one.path else unit.name) for one in check.findings
        ),
        unsorted=tuple(f"{unit.name}/{path}" for path in check.unsorted),
    )


def _slim_review(review: Review, folder: str, name: str, ids: set[str]) -> Review:
    case = review.case
    files = tuple(replace(file, readings=()) for file in case.files)
    findings = tuple(
        replace(one, other_case=f"{folder}/{one.other_case}") if one.other_case in ids else one
        for one in review.findings
    )
    return replace(review, case=in_county(replace(case, files=files), folder, name), findings=findings)


def _unreadable(unit: UnitFolder, error: DossierError) -> Finding:
    where = "；".join(str(place) for place in error.places[:5])
    message = f"单位「{unit.name}」读不出来：{error.message}" + (f"（{where}）" if where else "")
    hint = f"{error.hint}不是单位的文件夹请移走。" if error.hint else ""
    return found("unit-unreadable", message, hint, path=unit.name)


# ---------------------------------------------------------------------------- the county as one check


def _whole(
    county: County,
    specs: Specs,
    run: CountyRun,
    judged: Mapping[str, JudgedUnit],
    problems: Sequence[Finding],
    between: Between,
) -> Check:
    names = _names(judged)
    reviews = tuple(
        _with_between(review, names[folder], between, specs, run.today)
        for folder, unit in judged.items()
        for review in unit.reviews
    )
    first = next(iter(judged.values())).settings
    unsorted = tuple(path for unit in judged.values() for path in unit.unsorted)
    whole = Workspace(
        root=county.root,
        settings=Settings(county=first.county, term=first.term),
        cases=tuple(review.case for review in reviews),
        unsorted=unsorted,
    )
    return Check(
        workspace=whole,
        unsorted=unsorted,
        reviews=reviews,
        findings=(*problems, *_top_findings(judged)),
        today=run.today,
        version=__version__,
        papers=specs.papers,
        units=tuple(Unit(name=names[folder], folder=folder) for folder in judged),
        categories=specs.categories,
        letters=specs.letters,
        states=specs.states,
    )


def _names(judged: Mapping[str, JudgedUnit]) -> Mapping[str, str]:
    """What each unit is called: as it calls itself where no other does, else its folder."""
    counts = Counter(unit.name for unit in judged.values())
    return {folder: unit.name if counts[unit.name] == 1 else folder for folder, unit in judged.items()}


def _top_findings(judged: Mapping[str, JudgedUnit]) -> Iterator[Finding]:
    """Findings of the units that belong to no case; what every unit says alike (not read) is said once."""
    told: set[str] = set()
    for unit in judged.values():
        for one in unit.findings:
            if one.rule == "not-read":
                if one.message not in told:
                    told.add(one.message)
                    yield replace(one, path=None)
            else:
                yield one


def _with_between(review: Review, name: str, between: Between, specs: Specs, today: date) -> Review:
    case = replace(review.case, unit=name)
    more = between.findings.get(case.id, ())
    if not more:
        return replace(review, case=case)
    met = {rule_title(one.rule) for one in more if one.accepted is not None}
    kept = [
        one
        for one in review.findings
        if not (one.rule == "decision-unused" and any(f"「{title}」" in one.message for title in met))
    ]
    weight = {"error": 0, "warning": 1, "note": 2}
    findings = sorted((*kept, *more), key=lambda one: weight[one.severity.value])
    return with_states(replace(review, case=case, findings=tuple(findings)), specs.states, today)


def of_unit(check: Check, whole: Check, folder: str) -> Check:
    """The check of one unit, with what the county's check found between units in its cases."""
    across = {review.case.own_id: review for review in whole.reviews if review.case.unit_folder == folder}
    reviews = tuple(_as_in(review, across.get(review.case.id)) for review in check.reviews)
    return replace(check, reviews=reviews)


def _as_in(review: Review, known: Review | None) -> Review:
    if known is None:
        return review
    return replace(review, findings=known.findings, states=known.states, state=known.state)
