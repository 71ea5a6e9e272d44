"""督查登记.yaml: inspections of schools recorded for good, and where each school stands on the ladder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml
from filelock import FileLock, Timeout

from dossier.errors import OutputError, SpecError, UsageError, WorkspaceError
from dossier.evidence import CACHE_FOLDER
from dossier.files.schema import refuse_newer
from dossier.files.write import write_text, writing
from dossier.files.yaml import open_yaml, read_yaml
from dossier.model import Inspection, SchoolStanding, Specs

FILE = "督查登记.yaml"
RESULTS = {"pass": "达标", "fail": "不达标"}
_LADDER = "inspection.yaml"
_HEAD = "# 督查登记：哪所学校、哪天、达标没有、谁登记的。由 dossier inspect 写入，请不要手改。\n"
_SECONDS = 10


@dataclass(frozen=True)
class _Ladder:
    ladder: tuple[str, ...]


@dataclass(frozen=True)
class _Register:
    schema: int = 1
    records: tuple[Inspection, ...] = field(default_factory=tuple)


def load_ladder(specs: Specs) -> tuple[str, ...]:
    """The steps of evidence_specs/inspection.yaml. Raises SpecError."""
    ladder = read_yaml(specs.folder / _LADDER, _Ladder, SpecError).ladder
    if not ladder:
        raise SpecError(f"{_LADDER} 的 ladder 是空的", hint="至少写一级，如 ladder: [限期整改, 警告通报, 一票否决]。")
    return ladder


def read_inspections(root: Path) -> tuple[Inspection, ...]:
    """All that is recorded, oldest first; nothing where there is no register yet. Raises WorkspaceError."""
    path = root / FILE
    if not path.exists():
        return ()
    document = open_yaml(path, WorkspaceError)
    refuse_newer(document, WorkspaceError)
    records = document.read(_Register, WorkspaceError).records
    wrong = [
        document.place(f"result 只能是 pass 或 fail，不能是「{one.result}」", "records", at, "result")
        for at, one in enumerate(records)
        if one.result not in RESULTS
    ]
    if wrong:
        raise WorkspaceError(f"{FILE} 有 {len(wrong)} 处错误", places=tuple(wrong), hint="请按行号改正后再试。")
    return tuple(sorted(records, key=lambda one: one.on))


def record_inspection(root: Path, made: Inspection, today: date) -> None:
    """Add one inspection to the register. The same one again is no second one.

    Raises UsageError for a result or day that cannot be, or one that says the opposite of what stands there for that
    school and day; OutputError where the register cannot be written.
    """
    if made.result not in RESULTS:
        raise UsageError(f"--result 不能写「{made.result}」", hint="达标写 pass，不达标写 fail。")
    if made.on > today:
        raise UsageError(f"督查日期 {made.on} 还没有到", hint="请核对 --on。")
    try:
        folder = root / CACHE_FOLDER
        with writing(folder):
            folder.mkdir(exist_ok=True)
        with FileLock(folder / f"{FILE}.lock", timeout=_SECONDS):
            known = read_inspections(root)
            same = [one for one in known if (one.school, one.on) == (made.school, made.on)]
            if any(one.result != made.result for one in same):
                hint = "同一天不能既达标又不达标；记错了的请在登记里改正。"
                raise UsageError(f"{made.school} {made.on} 已经登记为{RESULTS[same[0].result]}", hint=hint)
            if not same:
                write_text(root / FILE, format_register((*known, made)))
    except Timeout:
        raise OutputError(f"{FILE} 正被另一个程序写", hint="请稍后再试。") from None


def format_register(records: Sequence[Inspection]) -> str:
    """The register as it stands on the disk."""
    rows = [
        {"school": one.school, "on": one.on.isoformat(), "result": one.result, "by": one.by}
        for one in sorted(records, key=lambda one: one.on)
    ]
    body = yaml.safe_dump({"schema": 1, "records": rows}, allow_unicode=True, sort_keys=False, width=1_000)
    return _HEAD + body


def standings(records: Sequence[Inspection], ladder: Sequence[str]) -> tuple[SchoolStanding, ...]:
    """Where each school stands: failures in a row since its last pass, and the step for so many. PURE."""
    schools: dict[str, list[Inspection]] = {}
    for one in sorted(records, key=lambda one: one.on):
        schools.setdefault(one.school, []).append(one)
    return tuple(_standing(school, own, ladder) for school, own in schools.items())


def _standing(school: str, records: Sequence[Inspection], ladder: Sequence[str]) -> SchoolStanding:
    failures = 0
    for one in records:
        failures = 0 if one.result == "pass" else failures + 1
    step = ladder[min(failures, len(ladder)) - 1] if failures else "none"
    return SchoolStanding(school=school, failures=failures, step=step, records=tuple(records))
