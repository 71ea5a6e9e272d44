"""Rows, folders and decisions → Cases, with the findings about what did not meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from dossier.errors import WorkspaceError
from dossier.files.garbled import UNPACK_AGAIN, is_garbled
from dossier.files.names import NOT_IN_NAMES, name_key
from dossier.findings import found
from dossier.model import Absence, Case, Decisions, Finding, Severity, Student, Visit
from dossier.specs import PaperNames
from dossier.workspace.absences import in_order
from dossier.workspace.category_folders import with_misplaced
from dossier.workspace.cells import name_of, number_of
from dossier.workspace.columns import Columns
from dossier.workspace.decisions import read_decisions
from dossier.workspace.folders import Label, Matched, Who, match_folders, names_another, number_key
from dossier.workspace.listing import Folder, Listing, list_files, read_folder
from dossier.workspace.names import DECISIONS
from dossier.workspace.roster import Roster, RosterRow
from dossier.workspace.student import student_of, value_of
from dossier.workspace.visits import visits_in_columns

Row = TypeVar("Row", Visit, Absence)
CategoryOf = Callable[[str], str | None]
_NO_EFFECT = "在改好之前，其中的认定、豁免、认可都不起作用；其中提到的材料和问题，改好后再核查。"
_MOST_WRITTEN = 100_000
"""Characters; a longer case.yaml was not written by a person."""
_NO_LISTING = Listing((), (), (), {}, ())


@dataclass(frozen=True, slots=True)
class _Place:
    """A row with all that belongs to it, but what lies in its folder."""

    row: RosterRow
    findings: tuple[Finding, ...] = ()
    visits: tuple[Visit, ...] = ()
    absences: tuple[Absence, ...] = ()
    listed: list[Folder] | None = None
    """Its folders, best first."""


@dataclass(slots=True)
class CaseMaker:
    """Makes the cases of one workspace; afterwards `findings` and `loose` tell the rest."""

    root: Path
    columns: Columns
    category_of: CategoryOf
    papers: PaperNames
    roster: Roster
    findings: list[Finding] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    """Files that lie beside the case folders or in a second folder of a child."""
    taken: set[str] = field(default_factory=set)
    places: dict[str, _Place] = field(default_factory=dict)
    """Case id → its row, in the order of the roster."""

    def cases(self, top: Folder) -> tuple[Case, ...]:
        """A case for every row of the roster, in its order; a folder without a row is none."""
        rows = self.roster.rows
        people = [self._who(row, place) for place, row in enumerate(rows, start=1)]
        ids = [self._new_id(row, who) for row, who in zip(rows, people, strict=True)]
        matched = match_folders(top, people, lambda name: self.category_of(name) is not None)
        visits = self._owners([(row.number, row.name, row.visit) for row in self.roster.visits], people)
        absences = self._owners([(row.number, row.name, row.absence) for row in self.roster.absences], people)
        for index, row in enumerate(rows):
            place = self._place(row, people[index], matched, index, ids[index], people)
            self.places[ids[index]] = replace(
                place, visits=visits.get(index, ()), absences=absences.get(index, ()), listed=matched.of_row.get(index)
            )
        found = [self._case(case_id, place) for case_id, place in self.places.items()]
        for folder in matched.without_row:
            self._stranger(folder, matched.labels[folder.path], people)
        self.loose += matched.loose
        for path in (*top.special, *matched.special):
            self._note(_special(path))
        return tuple(with_misplaced(found, self.category_of))

    # ------------------------------------------------------------------ ids

    def _who(self, row: RosterRow, place: int) -> Who:
        return Who(
            number=row.number,
            place=str(place),
            id_number=number_of(row.fields.get("id_number")),
            name=name_of(value_of(row.fields.get("name"), self.columns)),
        )

    def _new_id(self, row: RosterRow, who: Who) -> str:
        """The number padded to three digits, or the position; a number used twice gets an ending and a finding."""
        wish = (row.number or who.place).zfill(3) if (row.number or who.place).isdecimal() else row.number
        if _id_key(wish) in self.taken and row.number:
            text = f"名册里序号 {row.number} 用了不止一次（又见第{row.line}行 {who.name}）"
            self._note(_finding("roster-row", text, "请在名册里给每个学生不同的序号。", self.roster.file))
        return self._free(wish)

    def _free(self, wish: str) -> str:
        case_id, n = wish, 2
        while _id_key(case_id) in self.taken:
            case_id, n = f"{wish}-{n}", n + 1
        self.taken.add(_id_key(case_id))
        return case_id

    # ------------------------------------------------------------------ a row

    def again(self, case_id: str) -> Case | None:
        """One case as its folder is now; None where other cases may be other ones by it, too."""
        place = self.places.get(case_id)
        if place is None or not place.listed or len(place.listed) > 1 or "/" in place.listed[0].path:
            return None
        old = place.listed[0]
        folder = read_folder(self.root, at=(old.path, old.disk_path))
        return None if folder.problem else self._case(case_id, replace(place, listed=[folder]))

    def _place(self, row: RosterRow, who: Who, matched: Matched, index: int, case_id: str, people: list[Who]) -> _Place:
        folders = matched.of_row.get(index, [])
        if not folders:
            self._note(self._no_folder(case_id, row, who, matched))
            return _Place(row)
        second = self._second_folders(case_id, who, folders)
        return _Place(row, (*second, *self._other_name(folders[0], matched.labels[folders[0].path], row, who, people)))

    def _case(self, case_id: str, place: _Place) -> Case:
        row, folder = place.row, place.listed[0] if place.listed else None
        listing = list_files(folder) if folder is not None else _NO_LISTING
        decisions, problems = self._decisions(folder, listing)
        told = partial(
            student_of,
            columns=self.columns,
            row=row.spot,
            number=row.number,
            visits=place.visits or visits_in_columns(row.fields, row.spot),
            absences=in_order(place.absences),
            extra=row.extra,
        )
        student = told({**row.fields, **decisions.facts})
        case = self._finish(case_id, student, folder, listing, decisions, (*place.findings, *problems))
        return replace(case, row=told(row.fields)) if decisions.facts else case

    def _no_folder(self, case_id: str, row: RosterRow, who: Who, matched: Matched) -> Finding:
        labels = matched.labels
        near = [folder.path for folder in matched.without_row if who.name and who.name in labels[folder.path].rest]
        action = f"请建文件夹「{case_id}-{who.name}」，把材料放进去。"
        if near:
            action = f"文件夹「{near[0]}」可能就是，请把开头的编号改成 {case_id}。"
        text = f"名册第{row.line}行 {case_id} {who.name}：没有这个学生的文件夹"
        return _finding("case-folder", text, action, self.roster.file)

    def _second_folders(self, case_id: str, who: Who, folders: list[Folder]) -> list[Finding]:
        """Only the first folder is the case's; the files of the others stay known as loose ones."""
        if len(folders) < 2:
            return []
        names = "、".join(f"「{folder.path}」" for folder in folders)
        for folder in folders[1:]:
            self.loose += [f"{folder.path}/{path}" for path in list_files(folder).paths]
        text = f"{case_id} {who.name} 有 {len(folders)} 个文件夹：{names}，只看了第一个"
        finding = _finding("case-folder", text, "请把材料并到一个文件夹里，或改正文件夹开头的编号。", self.roster.file)
        self._note(finding)
        return [_finding("case-folder", text, finding.action, None)]

    def _other_name(self, folder: Folder, label: Label, row: RosterRow, who: Who, people: list[Who]) -> list[Finding]:
        kind = names_another(label, who, (other.name for other in people if other.name != who.name))
        if not kind:
            return []
        text = f"文件夹「{folder.path}」的编号是名册第{row.line}行 {who.name} 的，名字却是「{label.name}」"
        severity = Severity.ERROR if kind == "other" else Severity.WARNING
        action = "请核对是哪个学生的材料，改正文件夹名或名册。"
        return [Finding(rule="case-folder", severity=severity, message=text, action=action)]

    # ------------------------------------------------------------------ a folder without a row

    def _stranger(self, folder: Folder, label: Label, people: list[Who]) -> None:
        """No case: the folder is told, and its files stay known as those of nobody."""
        same = [who for who in people if who.name and label.name.startswith(who.name)]
        text = f"文件夹「{folder.path}」在名册里没有对应的一行，没有算作个案"
        if same:
            text += f"（名册里有同名的 {same[0].name}，编号对不上）"
        action = "请在名册里补上这个学生，或改正文件夹开头的编号，或移走文件夹。"
        if is_garbled(folder.name):
            text, action = f"{text}（文件夹名是乱码）", f"{UNPACK_AGAIN}不行时，直接把文件夹改名。"
        self._note(_finding("roster-row", text, action, folder.path))
        listing = list_files(folder)
        self.loose += [f"{folder.path}/{path}" for path in listing.paths]
        for path in listing.special:
            self._note(_special(f"{folder.path}/{path}"))
        for finding in _unlisted(listing):
            self._note(replace(finding, path="/".join(filter(None, (folder.path, finding.path)))))

    # ------------------------------------------------------------------ what is common

    def _finish(
        self,
        case_id: str,
        student: Student,
        folder: Folder | None,
        listing: Listing,
        decisions: Decisions,
        findings: tuple[Finding, ...],
    ) -> Case:
        return Case(
            id=case_id,
            student=student,
            category=self.category_of(student.category_text) if student.category_text else None,
            folder=folder.path if folder else None,
            disk_folder=folder.disk_path if folder and folder.disk_path != folder.path else None,
            decisions=decisions,
            paths=listing.paths,
            special=listing.special,
            skipped=listing.skipped,
            disk_paths=listing.disk_paths,
            findings=(*findings, *_unlisted(listing)),
        )

    def _decisions(self, folder: Folder | None, listing: Listing) -> tuple[Decisions, tuple[Finding, ...]]:
        """case.yaml of the folder; one that cannot be understood is a finding and a Decisions with its problem."""
        if folder is None:
            return Decisions(), ()
        names = [name for name in folder.files if name.casefold() in DECISIONS]
        linked = [path for path in folder.special if path.casefold() in DECISIONS]
        if not names and not linked:
            return Decisions(), ()
        try:
            if len(names) != 1 or linked:
                raise WorkspaceError(f"{folder.path}/case.yaml 不能是链接，也不能有两份", hint="请只留一份普通文件。")
            path = self.root / folder.disk_path / folder.disk.get(names[0], names[0])
            aliases = self.columns.roster
            read = read_decisions(path, f"{folder.path}/{names[0]}", listing.paths, aliases, self.papers)
        except WorkspaceError as caught:
            written = "\n".join(self._written(folder, name) for name in names)
            message = "；".join([caught.message, *(str(place) for place in caught.places), _NO_EFFECT])
            broken = found("decisions", message, caught.hint or "请改正 case.yaml。", path="case.yaml")
            return Decisions(problem=str(caught), problem_text=written), (broken,)
        moved = "文件改了名或删去了？请改正 case.yaml。"
        return read.decisions, (
            *(found("decisions", f"{place}；这一条不起作用，其余的照常。", path="case.yaml") for place in read.wrong),
            *(
                found("decisions", str(place), moved, path="case.yaml", severity=Severity.WARNING)
                for place in read.absent
            ),
        )

    def _written(self, folder: Folder, name: str) -> str:
        """What a case.yaml says, understood or not; '' where it cannot be read."""
        try:
            return (self.root / folder.disk_path / folder.disk.get(name, name)).read_text("utf-8")[:_MOST_WRITTEN]
        except (OSError, UnicodeDecodeError):
            return ""

    def _owners(self, rows: list[tuple[str, str, Row]], people: list[Who]) -> Mapping[int, tuple[Row, ...]]:
        """Whose each (number, name, row) of a further sheet is: by name, of several so named (or none) by number."""
        found: dict[int, list[Row]] = {}
        unknown: dict[str, list[str]] = {}
        names = _by(people, lambda who: who.name)
        numbers = _by(people, lambda who: number_key(who.number or who.place))
        for number, own_name, row in rows:
            numbered = numbers.get(number_key(number), []) if number else []
            named = names.get(own_name, []) if own_name else numbered
            fitting = [index for index in named if index in numbered] if len(named) > 1 else named
            if len(fitting) == 1:
                found.setdefault(fitting[0], []).append(row)
            else:
                unknown.setdefault(own_name or number, []).append(row.spot)
        for name, spots in unknown.items():
            text = f"{'、'.join(spots)}：「{name}」在名册里" + ("不止一个" if name in names else "找不到")
            self._note(_finding("roster-row", text, "请改正这张表里的姓名，或填上名册的序号。", self.roster.file))
        return {index: tuple(own) for index, own in found.items()}

    def _note(self, finding: Finding) -> None:
        self.findings.append(finding)


def _by(people: list[Who], key: Callable[[Who], str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, who in enumerate(people):
        found.setdefault(key(who), []).append(index)
    return found


def _id_key(case_id: str) -> str:
    """Ids that would be one folder on some disk are one: a1 and A1, 1/2 and 1?2."""
    return name_key(NOT_IN_NAMES.sub("_", case_id))


def _finding(rule: str, message: str, action: str, path: str | None) -> Finding:
    return found(rule, message, action, path=path)


def _unlisted(listing: Listing) -> tuple[Finding, ...]:
    """Folders that cannot be opened."""
    action = "请检查读取权限，或把里面的文件复制出来。"
    return tuple(
        found("unreadable", f"子文件夹「{path or '.'}」打不开：{why}", action, path=path or None)
        for path, why in listing.unlisted
    )


def _special(path: str) -> Finding:
    text = f"「{path}」是链接或特殊文件，没有跟进去看"
    return _finding("unsupported", text, "请把它换成真正的文件夹或文件。", path)
