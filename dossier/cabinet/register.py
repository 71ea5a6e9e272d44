"""归档登记.yaml: each child's 案卷号 and 盒号, given once; what of its dossier is in the cabinet; readable for people.

One writer at a time; an entry that a hand changed is named and nothing is printed for that child until it is settled.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock, Timeout

from dossier.errors import OutputError, WorkspaceError
from dossier.files.schema import refuse_newer
from dossier.files.write import replacing, writing
from dossier.files.yaml import open_yaml
from dossier.model import CabinetEntry, Case, EntryChange, Filed, Workspace

REGISTER = "归档登记.yaml"
SCHEMA = 1
_LOCK = ".dossier/cabinet.lock"
_PATIENCE = 60.0
_LARGEST = 200_000_000
_HEAD = (
    "# 归档登记：每个学生的案卷号（volume_no）和盒号（box）只给一次，以后不变；filed 是已经放进柜子的内容。\n"
    "# 由程序写，请不要手改、不要删行。确实要改的，改好后把那一段的 mark 一行删掉，程序才认。\n"
)
_HINT = "请按行号改回去，或用备份里的归档登记.yaml 换回；不要删行。"
_SETTLE = f"请核对名册和 {REGISTER}；确认是同一个孩子的，把登记里这一段改对并删掉它的 mark 一行"


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """YAML without aliases."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """归档登记.yaml."""

    schema: int = SCHEMA
    cases: Mapping[str, CabinetEntry] = field(default_factory=dict)


def read_register(root: Path) -> dict[str, CabinetEntry]:
    """Case id → entry; {} where there is no register.

    Raises WorkspaceError with the line of everything that cannot be: unreadable entries, a volume number twice.
    """
    path = root / REGISTER
    if not path.is_file():
        return {}
    document = open_yaml(path, WorkspaceError, limit=_LARGEST)
    refuse_newer(document, WorkspaceError)
    read = document.read(_File, WorkspaceError)
    problems = []
    if read.schema != SCHEMA:
        problems.append(document.place(f"schema 是 {read.schema}，这一版程序只认 {SCHEMA}", "schema"))
    holders: dict[int, str] = {}
    for case_id, entry in read.cases.items():
        if entry.volume_no < 1 or entry.box < 1:
            problems.append(document.place("案卷号和盒号要从 1 起", "cases", case_id))
        if entry.volume_no in holders:
            said = f"案卷号 {entry.volume_no} 已经是 {holders[entry.volume_no]} 的了"
            problems.append(document.place(said, "cases", case_id, "volume_no"))
        holders.setdefault(entry.volume_no, case_id)
    if problems:
        raise WorkspaceError(f"{REGISTER} 有 {len(problems)} 处对不上", places=tuple(problems), hint=_HINT)
    return dict(read.cases)


@dataclass(slots=True)
class Register:
    """The register while it is locked; what `entries` holds is on the disk after `save`."""

    root: Path
    entries: dict[str, CabinetEntry]

    def save(self) -> None:
        """Write the register whole or not at all, and to the disk before it returns. Raises OutputError."""
        target = self.root / REGISTER
        text = format_register(self.entries)
        if target.is_file() and target.read_text("utf-8") == text:
            return
        with writing(target), replacing(target, lasting=True) as beside:
            beside.write_text(text, "utf-8", newline="\n")


@contextmanager
def open_register(root: Path) -> Iterator[Register]:
    """The register for one who writes it: nobody else does until the block ends.

    Raises WorkspaceError where the register is nonsense, OutputError where it cannot be locked or written.
    """
    place = root / _LOCK
    with writing(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(place)
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout:
            raise OutputError("另一个窗口或另一台电脑正在登记归档", hint="请等那边做完再试。") from None
    try:
        yield Register(root, read_register(root))
    finally:
        lock.release()


def format_register(entries: Mapping[str, CabinetEntry]) -> str:
    """The register as YAML that people can read, in the order of the volume numbers."""
    ordered = sorted(entries.items(), key=lambda pair: pair[1].volume_no)
    cases = {case_id: _row(marked(entry)) for case_id, entry in ordered}
    text = yaml.dump({"schema": SCHEMA, "cases": cases}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=160)
    return _HEAD + str(text)


def _row(entry: CabinetEntry) -> dict[str, Any]:
    """An entry as it stands in the file: the contract's keys first, empty ones of our own left out."""
    row: dict[str, Any] = _plain(dataclasses.asdict(entry))
    optional = {"category": "", "sheets": 0, "printed": None, "changes": [], "mark": ""}
    row = {key: value for key, value in row.items() if key not in optional or value != optional[key]}
    if entry.filed is not None:
        row["filed"]["plan"] = [_filed_row(one) for one in row["filed"]["plan"]]
    return row


def _filed_row(row: Mapping[str, Any]) -> dict[str, Any]:
    needed = {"part", "item", "title", "first_page", "pages", "labels"}
    return {key: value for key, value in row.items() if key in needed or value not in (None, [])}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def marked(entry: CabinetEntry) -> CabinetEntry:
    """The entry with the hash of what it says; one that has a hash keeps it: a hand's change is never made good."""
    return entry if entry.mark else replace(entry, mark=_mark(entry))


def _mark(entry: CabinetEntry) -> str:
    told = _plain(dataclasses.asdict(replace(entry, mark="")))
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]


# ---------------------------------------------------------------------------- who is who


def id_hash(id_number: str) -> str:
    """What the register keeps of an ID number; '' where there is none. The same as in 文书登记.yaml."""
    return hashlib.sha256(id_number.encode()).hexdigest()[:16] if id_number else ""


def hash_of(case: Case) -> str:
    """The hash of a child's ID number, as the roster (or a person's word over it) has it."""
    return id_hash(case.student.id_number)


def follow(
    entries: Mapping[str, CabinetEntry], cases: tuple[Case, ...], today: date
) -> tuple[dict[str, CabinetEntry], dict[str, str]]:
    """The entries under the ids, names and categories that the roster has now; and case id → why it may not be.

    A child is known by the hash of its ID number (by id and name where there is none): it keeps its volume whatever
    number, name or category it has now, and the entry says from what to what. Where entry and roster disagree about
    who it is, the entry stays as it is and nothing is printed for that child.
    """
    kept: dict[str, CabinetEntry] = {}
    wrong: dict[str, str] = {}
    taken: set[str] = set()
    for case in cases:
        old = _entry_of(case, entries)
        if old is None:
            continue
        entry = entries[old]
        taken.add(old)
        why = _disagreement(case, entry, old)
        if why:
            wrong[case.id] = why
            kept[old] = entry
        else:
            kept[case.id] = _now(case, old, entry, today)
    for old, entry in entries.items():
        if old not in taken and old not in kept:
            kept[old] = entry
        elif old not in taken:  # its id is another child's now: it keeps its number under an id that nobody has
            kept[f"{old}（{entry.name}）"] = entry
    return kept, wrong


def filed_of(workspace: Workspace, today: date) -> dict[str, Filed]:
    """Case id → what of its dossier is in the cabinet. Raises WorkspaceError where the register is nonsense."""
    entries, wrong = follow(read_register(workspace.root), workspace.cases, today)
    ids = {case.id for case in workspace.cases} - set(wrong)
    return {case_id: entry.filed for case_id, entry in entries.items() if entry.filed and case_id in ids}


def _entry_of(case: Case, entries: Mapping[str, CabinetEntry]) -> str | None:
    known = hash_of(case)
    by_hash = [old for old, entry in entries.items() if known and entry.id_hash == known]
    if len(by_hash) == 1:
        return by_hash[0]
    if case.id in entries:
        return case.id
    return next((old for old, entry in entries.items() if not known and _is_of_nobody(entry, case)), None)


def _is_of_nobody(entry: CabinetEntry, case: Case) -> bool:
    return not entry.id_hash and entry.name == case.name


def _disagreement(case: Case, entry: CabinetEntry, old: str) -> str:
    if entry.mark and _mark(entry) != entry.mark:
        return f"{REGISTER} 里 {old} {entry.name} 这一段被手工改过；{_SETTLE}"
    known = hash_of(case)
    if entry.id_hash != known:
        what = "姓名和身份证号" if entry.name != case.name else "身份证号"
        return f"{REGISTER} 里 {old} 是「{entry.name}」，{what}和名册对不上；{_SETTLE}"
    if not known and entry.name != case.name:
        return f"{REGISTER} 里 {old} 是「{entry.name}」，姓名和名册对不上，又没有身份证号可核对；{_SETTLE}"
    return ""


def _now(case: Case, old: str, entry: CabinetEntry, today: date) -> CabinetEntry:
    """The entry with what the roster calls the child now, and what it was called before."""
    pairs = (
        ("案号", old, case.id),
        ("姓名", entry.name, case.name),
        ("类别", entry.category or (case.category or ""), case.category or ""),
    )
    new = tuple(
        EntryChange(on=today, field=what, before=before, after=after)
        for what, before, after in pairs
        if before != after
    )
    return replace(entry, name=case.name, category=case.category or "", changes=(*entry.changes, *new), mark="")
