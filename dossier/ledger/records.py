"""月报/2022-03.yaml: a closed month, kept for good beside its docx, pdf and xlsx.

Children and findings stand as lines of JSON in one text each: a county has 10,000 of them, and a person can still
read it.
"""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from filelock import FileLock, Timeout

from dossier.errors import OutputError, Place, UsageError, WorkspaceError
from dossier.evidence import CACHE_FOLDER
from dossier.files.hashes import sha256_of
from dossier.files.schema import refuse_newer
from dossier.files.write import put_in_place, replacing, writing
from dossier.files.yaml import open_yaml
from dossier.model import (
    ClosedChild,
    ClosedMonth,
    Continuing,
    Correction,
    Finding,
    ListedState,
    MonthFinding,
    MonthReport,
    MonthRow,
    Severity,
    UnitMonth,
)

FOLDER = "月报"
SCHEMA = 1
KINDS = ("docx", "pdf", "xlsx")
_NAME = re.compile(r"(\d{4}-\d{2})\.yaml")
_HEAD = "# 控辍保学月报 {month}：已结账，以后就按这份给出。由 dossier report 写入，请不要手改。\n"
_LARGEST = 200_000_000
_HINT = "这份记录由程序写，请用备份换回；换不回的，把它和同名的文件移走后重新结账。"
_SECONDS = 10
_DUMPER: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    stage: str
    values: Mapping[str, int | float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    unit: str
    rows: tuple[_Row, ...]
    categories: Mapping[str, int]
    by_stage: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closed:
    by: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """The file as it stands."""

    schema: int
    month: str
    up_to: date
    closed: _Closed
    units: tuple[_Unit, ...]
    total: _Unit
    children: str = ""
    corrections: tuple[Correction, ...] = ()
    findings: str = ""
    continuing: tuple[Continuing, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def closed_months(root: Path) -> list[str]:
    """The months that are closed, oldest first."""
    folder = root / FOLDER
    names = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
    return sorted(found[1] for name in names if (found := _NAME.fullmatch(name)))


def read_closed(root: Path, month: str) -> ClosedMonth | None:
    """A closed month; None where it is not closed. Raises WorkspaceError where the record cannot be understood."""
    path = root / FOLDER / f"{month}.yaml"
    if not path.is_file():
        return None
    shown = f"{FOLDER}/{path.name}"
    document = open_yaml(path, WorkspaceError, shown=shown, limit=_LARGEST)
    refuse_newer(document, WorkspaceError)
    kept = document.read(_File, WorkspaceError)
    if kept.schema != SCHEMA or kept.month != month:
        problem = f"schema 是 {kept.schema}，月份是 {kept.month}"
        raise WorkspaceError(f"{shown} 不是 {month} 的记录", places=(Place(shown, "", problem),), hint=_HINT)
    try:
        children = tuple(_child(json.loads(line)) for line in kept.children.split("\n") if line.strip())
        findings = tuple(_finding(json.loads(line)) for line in kept.findings.split("\n") if line.strip())
    except (ValueError, KeyError, TypeError):
        raise WorkspaceError(f"{shown} 的 children 或 findings 里有看不懂的行", hint=_HINT) from None
    return ClosedMonth(
        report=_report(kept, children, findings),
        by=kept.closed.by,
        on=kept.closed.on,
        children=children,
        files=kept.files,
    )


def _child(row: Mapping[str, Any]) -> ClosedChild:
    return ClosedChild(
        id=row["id"],
        name=row["name"],
        id_hash=row["id_hash"],
        unit=row["unit"],
        stage=row["stage"],
        category=row["category"],
        state=row["state"],
        is_open=row["open"],
        events=tuple((kind, date.fromisoformat(day)) for kind, day in row.get("events", ())),
        visits=tuple(date.fromisoformat(day) for day in row.get("visits", ())),
        letters=tuple(row.get("letters", ())),
    )


def _line(child: ClosedChild) -> str:
    row: dict[str, Any] = {
        "id": child.id, "name": child.name, "id_hash": child.id_hash, "unit": child.unit, "stage": child.stage,
        "category": child.category, "state": child.state, "open": child.is_open,
    }  # fmt: skip
    if child.events:
        row["events"] = [[kind, day.isoformat()] for kind, day in child.events]
    if child.visits:
        row["visits"] = [day.isoformat() for day in child.visits]
    if child.letters:
        row["letters"] = list(child.letters)
    return _json_line(row)


def _json_line(row: Mapping[str, Any]) -> str:
    """One line that YAML leaves as it is: signs that it would take for line ends or refuse are escaped."""
    text = json.dumps(row, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(row)


def _finding(row: Mapping[str, Any]) -> MonthFinding:
    return MonthFinding(
        case=row["case"],
        own=row["own"],
        finding=Finding(
            rule=row["rule"],
            severity=Severity(row["severity"]),
            message=row["message"],
            action=row["action"],
            path=row["path"],
            fields=tuple(row["fields"]),
        ),
    )


def _report(kept: _File, children: tuple[ClosedChild, ...], findings: tuple[MonthFinding, ...]) -> MonthReport:
    listed: dict[str, list[ListedState]] = {}
    for child in children:
        one = ListedState(id=child.id, name=child.name, state=child.state, category=child.category)
        listed.setdefault(child.unit, []).append(one)
    return MonthReport(
        month=kept.month,
        up_to=kept.up_to,
        closed=True,
        units=tuple(_unit(one, listed.get(one.unit, [])) for one in kept.units),
        total=_unit(kept.total, [one for unit in kept.units for one in listed.get(unit.unit, [])]),
        corrections=kept.corrections,
        findings=findings,
        continuing=kept.continuing,
    )


def _unit(kept: _Unit, children: list[ListedState]) -> UnitMonth:
    return UnitMonth(
        unit=kept.unit,
        rows=tuple(MonthRow(stage=row.stage, values=row.values) for row in kept.rows),
        categories=kept.categories,
        by_stage=kept.by_stage,
        children=tuple(children),
    )


# ---------------------------------------------------------------------------- closing


@contextlib.contextmanager
def closing(root: Path) -> Iterator[None]:
    """One writer of 月报 at a time. Raises OutputError."""
    folder = root / CACHE_FOLDER
    with writing(folder):
        folder.mkdir(exist_ok=True)
    lock = FileLock(folder / f"{FOLDER}.lock", timeout=_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise OutputError(f"{FOLDER} 正被另一个程序写", hint="请稍后再试。") from None
    try:
        yield
    finally:
        lock.release()


def write_closed(root: Path, closed: ClosedMonth, documents: Mapping[str, bytes]) -> ClosedMonth:
    """Keep a month and its documents (docx, pdf, xlsx → bytes): all of it, or nothing of it.

    The yaml comes last: without it a month is not closed. Raises UsageError where it is closed already, OutputError.
    """
    folder = root / FOLDER
    month = closed.report.month
    if (folder / f"{month}.yaml").exists():
        raise UsageError(f"{month} 的月报已经结账", hint="结了账的月报不再改；后来知道的算进下一个月。")
    with writing(folder):
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".结账.", dir=folder) as beside:
            names = {kind: f"{month}.{kind}" for kind in documents}
            for kind, data in documents.items():
                (Path(beside) / names[kind]).write_bytes(data)
            hashes = {name: sha256_of(Path(beside) / name) for name in names.values()}
            made = replace(closed, files=hashes)
            text = _format(made).encode()
            placed: list[Path] = []
            try:
                for name in names.values():
                    put_in_place(Path(beside) / name, folder / name)
                    placed.append(folder / name)
                with replacing(folder / f"{month}.yaml", lasting=True) as place:
                    place.write_bytes(text)
            except BaseException:
                for path in placed:
                    path.unlink(missing_ok=True)
                raise
    return made


def _format(closed: ClosedMonth) -> str:
    report = closed.report
    head = {
        "schema": SCHEMA,
        "month": report.month,
        "up_to": report.up_to.isoformat(),
        "closed": {"by": closed.by, "on": closed.on.isoformat()},
        "files": dict(closed.files),
        "units": [_plain_unit(one) for one in report.units],
        "total": _plain_unit(report.total),
        "corrections": [asdict(one) for one in report.corrections],
        "continuing": [
            {"id": one.id, "name": one.name, "visits": list(one.visits)} for one in report.continuing
        ],
    }  # fmt: skip
    found = "".join(f"  {_json_line(_plain_finding(one))}\n" for one in report.findings)
    body = yaml.dump(head, Dumper=_DUMPER, allow_unicode=True, sort_keys=False, width=1_000)
    lines = "".join(f"  {_line(child)}\n" for child in closed.children)
    body += f"findings: |\n{found}" if found else ""
    return _HEAD.format(month=report.month) + body + (f"children: |\n{lines}" if lines else "")


def _plain_unit(one: UnitMonth) -> dict[str, Any]:
    return {
        "unit": one.unit,
        "rows": [{"stage": row.stage, "values": dict(row.values)} for row in one.rows],
        "categories": dict(one.categories),
        "by_stage": {stage: dict(counts) for stage, counts in one.by_stage.items()},
    }


def _plain_finding(one: MonthFinding) -> dict[str, Any]:
    found = one.finding
    return {
        "case": one.case, "rule": found.rule, "severity": found.severity.value, "message": found.message,
        "action": found.action, "path": found.path, "fields": list(found.fields), "own": one.own,
    }  # fmt: skip


def kept_file(root: Path, closed: ClosedMonth, kind: str) -> bytes:
    """The document of a closed month as it was made. Raises WorkspaceError where it is gone or was changed."""
    name = f"{closed.report.month}.{kind}"
    path = root / FOLDER / name
    if not path.is_file():
        raise WorkspaceError(f"{FOLDER}/{name} 不见了", hint="请用备份换回；结了账的月报不能重做。")
    if sha256_of(path) != closed.files.get(name):
        raise WorkspaceError(f"{FOLDER}/{name} 在结账以后改过", hint="请用备份换回；结了账的月报按原样给出。")
    return path.read_bytes()
