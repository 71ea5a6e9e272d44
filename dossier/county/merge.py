"""Two copies of one workspace (two sticks) brought together: decisions, registers, months, records.

What this copy lacks is taken from the other one, what both have differently is told and stays as it is here. The other
copy is only read, evidence is not copied.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from dossier.county.inspection import FILE as INSPECTIONS
from dossier.county.inspection import RESULTS, format_register, read_inspections
from dossier.county.merge_values import Told, merge_filed, merge_letters
from dossier.county.units import County
from dossier.errors import UsageError, WorkspaceError
from dossier.files.hashes import sha256_of
from dossier.files.write import replacing, write_text, writing
from dossier.files.yaml import open_yaml
from dossier.model import Case, Specs, Workspace
from dossier.workspace import Decision, entries_of, read_commands, read_workspace, write_decisions

_LETTERS, _FILED, _MONTHS = "文书登记.yaml", "归档登记.yaml", "月报"
_RECORDS = ("改动记录.jsonl", "导出记录.jsonl")
_COPIES = "只能合并同一个工作目录的两份拷贝；不同单位请放进一个县级文件夹。"
_SECTIONS = {"files": "材料", "facts": "事实", "waived": "免交", "confirmed": "确认", "accepted": "认可"}


def merge_copies(root: Path, other: Path, specs: Specs, now: datetime) -> Told:
    """Take into the workspace `root` what only its copy `other` has; returns what was taken and what clashes.

    Raises UsageError where the two are no copies of one workspace, WorkspaceError where either cannot be read,
    OutputError where something cannot be written.
    """
    if root.resolve() == other.resolve():
        raise UsageError("两个路径是同一个文件夹", hint="请写两份拷贝各自的路径。")
    ours, theirs = read_workspace(root, specs), read_workspace(other, specs)
    told = Told()
    pairs = _pairs(ours, theirs, told)
    _merge_decisions(root, other, pairs, specs, now, told)
    _merge_records(root, other, told)
    _tell_rest(root, other, ours, theirs, pairs, told)
    return told


def merge_counties(ours: County, theirs: County, specs: Specs, now: datetime) -> Told:
    """The same for two copies of one county: unit by unit, then the county's own registers.

    What cannot be merged costs its unit and is told. Raises UsageError where no unit stands in both, OutputError.
    """
    known = {unit.name: unit for unit in ours.units}
    if not any(unit.name in known for unit in theirs.units):
        raise UsageError("两边没有一个同名的单位", hint="只能合并同一个县级文件夹的两份拷贝。")
    told = Told()
    for unit in theirs.units:
        mine = known.get(unit.name)
        if mine is None:
            told.clashes.append(f"单位「{unit.name}」只在那边有，没有合并，请核对后自己复制整个文件夹")
            continue
        try:
            of_unit = merge_copies(mine.root, unit.root, specs, now)
        except (UsageError, WorkspaceError) as error:
            told.clashes.append(f"单位「{unit.name}」没有合并：{error.message}")
            continue
        told.added += [f"{unit.name}：{words}" for words in of_unit.added]
        told.clashes += [f"{unit.name}：{words}" for words in of_unit.clashes]
    _merge_records(ours.root, theirs.root, told)
    return told


def _merge_records(root: Path, other: Path, told: Told) -> None:
    """Registers, closed months and lines: all that is no decision about a case."""
    _merge_yaml(root, other, _LETTERS, "letters", merge_letters, [], told)
    _merge_yaml(root, other, _FILED, "cases", merge_filed, {}, told)
    _merge_inspections(root, other, told)
    _merge_months(root, other, told)
    for name in _RECORDS:
        _merge_lines(root / name, other / name, told)


def _pairs(ours: Workspace, theirs: Workspace, told: Told) -> list[tuple[Case, Case]]:
    """The cases that both copies have: the same id and the same child."""
    if ours.settings.unit and theirs.settings.unit and ours.settings.unit != theirs.settings.unit:
        raise UsageError(f"不是同一个单位：这边「{ours.settings.unit}」，那边「{theirs.settings.unit}」", hint=_COPIES)
    known = {case.id: case for case in ours.cases}
    same: list[tuple[Case, Case]] = []
    others: list[tuple[Case, Case]] = []
    for case in theirs.cases:
        mine = known.get(case.id)
        if mine is not None:
            is_same = mine.name == case.name and mine.student.id_number == case.student.id_number
            (same if is_same else others).append((mine, case))
    if not same:
        raise UsageError("两边没有一个相同的学生", hint=_COPIES)
    if len(others) > len(same):
        words = f"案号相同的 {len(same) + len(others)} 人里，{len(others)} 人两边不是同一个人，不像同一个工作目录"
        raise UsageError(words, hint=_COPIES)
    for mine, case in others:
        told.clash(f"案号 {case.id} 两边不是同一个人，没有合并", mine.name, case.name)
    return same


# ---------------------------------------------------------------------------- decisions


def _merge_decisions(
    root: Path, other: Path, pairs: Iterable[tuple[Case, Case]], specs: Specs, now: datetime, told: Told
) -> None:
    taken_here, taken_there = _taken_away(root), _taken_away(other)
    wanted: list[Decision] = []
    for mine, case in pairs:
        if mine.decisions.problem or case.decisions.problem:
            told.clashes.append(f"{mine.id} {mine.name}：case.yaml 看不懂，没有合并")
            continue
        here, there = entries_of(root, mine, specs), entries_of(other, case, specs)
        for (section, key), value in there.items():
            where = f"{mine.id} {mine.name} 的{_SECTIONS[section]} {' '.join(filter(None, key))}".rstrip()
            if (section, key) not in here:
                if (mine.id, section, key) in taken_here:
                    told.clash(f"{where}（这边撤回过）", "", value)
                elif mine.folder is None:
                    told.clash(f"{where}（这边没有他的文件夹）", "", value)
                else:
                    wanted.append(Decision(case=mine, section=section, key=key, value=value))
                    told.added.append(where)
            elif _folded(here[section, key]) != _folded(value):
                told.clash(where, here[section, key], value)
        for section, key in here.keys() - there.keys():
            if (mine.id, section, key) in taken_there:
                told.clash(f"{mine.id} {mine.name} 的{_SECTIONS[section]}（那边撤回了）", here[section, key], "")
    write_decisions(root, specs, wanted, command="merge", by="", now=now)


def _taken_away(root: Path) -> set[tuple[str, str, tuple[str, ...]]]:
    """Entries that a command took away last."""
    taken: set[tuple[str, str, tuple[str, ...]]] = set()
    for command in read_commands(root)[0]:
        for change in command.changes:
            place = change.case, change.section, tuple(change.key)
            if change.after is None:
                taken.add(place)
            else:
                taken.discard(place)
    return taken


def _folded(value: Any) -> Any:
    """For comparing: 1 and "1" are one."""
    if isinstance(value, Mapping):
        return {key: _folded(item) for key, item in value.items()}
    return [_folded(item) for item in value] if isinstance(value, list | tuple) else str(value)


# ---------------------------------------------------------------------------- registers


def _merge_yaml(root: Path, other: Path, name: str, key: str, merge: Any, empty: Any, told: Told) -> None:
    """One register: `merge` brings together what stands under `key`; the head of ours stays."""
    if not (other / name).is_file():
        return
    theirs = open_yaml(other / name, WorkspaceError).data
    if not (root / name).is_file():
        write_text(root / name, (other / name).read_text("utf-8-sig"))
        told.added.append(f"整份 {name}")
        return
    document = open_yaml(root / name, WorkspaceError)
    ours = document.data
    if not isinstance(ours, dict) or not isinstance(theirs, dict):
        raise WorkspaceError(f"{name} 看不懂，没有合并", hint="请用备份里的换回后再试。")
    before = ours.get(key) or empty
    merged = merge(before, theirs.get(key) or empty, told)
    if merged == before:
        return
    head = "".join(f"{line}\n" for line in _head(document.source))
    body = yaml.safe_dump({**ours, key: merged}, allow_unicode=True, sort_keys=False, width=10_000)
    write_text(root / name, head + body)


def _head(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        yield line


def _merge_inspections(root: Path, other: Path, told: Told) -> None:
    ours, theirs = read_inspections(root), read_inspections(other)
    known = {(one.school, one.on): one for one in ours}
    fresh = [one for one in theirs if (one.school, one.on) not in known]
    for one in theirs:
        mine = known.get((one.school, one.on))
        if mine is not None and mine.result != one.result:
            told.clash(f"督查 {one.school} {one.on}", RESULTS[mine.result], RESULTS[one.result])
    if fresh:
        write_text(root / INSPECTIONS, format_register((*ours, *fresh)))
        told.added += [f"督查 {one.school} {one.on}" for one in fresh]


def _merge_months(root: Path, other: Path, told: Told) -> None:
    folder = other / _MONTHS
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not path.is_file() or path.is_symlink() or path.name.startswith((".", "~$")):
            continue
        place = root / path.relative_to(other)
        if not place.exists():
            with writing(place):
                place.parent.mkdir(parents=True, exist_ok=True)
                with replacing(place, lasting=True) as beside:
                    beside.write_bytes(path.read_bytes())
            told.added.append(path.relative_to(other).as_posix())
        elif sha256_of(place) != sha256_of(path):
            told.clashes.append(f"{path.relative_to(other).as_posix()} 两边不一样，这边的没有动")


def _merge_lines(place: Path, other: Path, told: Told) -> None:
    """A record of lines: those of both copies, in the order of their times."""
    if not other.is_file():
        return
    ours = place.read_bytes().splitlines() if place.is_file() else []
    known = set(ours)
    fresh = [line for line in other.read_bytes().splitlines() if line.strip() and line not in known]
    if fresh:
        merged = sorted((*ours, *fresh), key=_when)
        with writing(place), replacing(place, lasting=True) as beside:
            beside.write_bytes(b"".join(line + b"\n" for line in merged))
        told.added.append(f"{place.name} {len(fresh)} 条")


def _when(line: bytes) -> str:
    try:
        row = json.loads(line)
    except ValueError:
        return ""
    return str(row.get("when", "")) if isinstance(row, dict) else ""


# ---------------------------------------------------------------------------- what is not taken


def _tell_rest(
    root: Path, other: Path, ours: Workspace, theirs: Workspace, pairs: Iterable[tuple[Case, Case]], told: Told
) -> None:
    """What a person must look at: rosters that differ, children and papers that only the other copy has."""
    if ours.roster != theirs.roster or sha256_of(root / ours.roster) != sha256_of(other / theirs.roster):
        told.clashes.append(f"两边的名册不一样（{ours.roster}、{theirs.roster}），没有合并，请核对")
    known = {case.id for case in ours.cases}
    for case in theirs.cases:
        if case.id not in known:
            told.clashes.append(f"{case.id} {case.name} 只在那边有，没有合并")
    for mine, case in pairs:
        more = [path for path in case.paths if path not in mine.paths]
        if more:
            shown = "、".join(more[:5]) + (" 等" if len(more) > 5 else "")
            told.clashes.append(
                f"{mine.id} {mine.name}：那边多 {len(more)} 个材料（{shown}），没有复制，请核对后自己复制"
            )
