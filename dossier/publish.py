"""Put a finished dossier in its place: the manifest, the swap that is never half done, the lock on an output folder."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from dossier.errors import OutputError, disk_words
from dossier.model import EvidenceFile, Finding, Plan, PlanPart, Review, Severity

SCHEMA = 1
MANIFEST = "manifest.json"
_WORK = ".work-"
_OLD = ".old-"
_JOURNAL = ".journal"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_ID_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def folder_name(case_id: str, name: str) -> str:
    """`{id}-{name}`, safe on every disk, at most 60 characters; an ID number never becomes a file name."""
    plain = unicodedata.normalize("NFC", f"{case_id}-{name}")
    plain = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cc", "Cf"))
    plain = _ID_NUMBER.sub(lambda found: f"{found[0][:6]}…", _NOT_IN_NAMES.sub("_", plain))
    plain = plain.strip(" .")[:60].rstrip(" .") or "_"
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain


# ---------------------------------------------------------------------------- manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of the dossier that stands in a folder already."""

    inputs: str = ""
    is_whole: bool = False
    manifest: Mapping[str, Any] | None = None


def make_manifest(
    plan: Plan, review: Review, outputs: Sequence[tuple[Path, int | None]], *, inputs: str, version: str, today: str
) -> dict[str, Any]:
    """The manifest of contract §7; `outputs` are the finished files and their page counts."""
    return {
        "schema": SCHEMA,
        "version": version,
        "today": today,
        "case": _case(plan, review),
        "folder": review.case.folder,
        "inputs": inputs,
        "plan": [_row(row, plan) for row in plan.rows],
        "sources": [_source(file) for file in review.case.files],
        "outputs": [
            {"path": path.name, "sha256": _sha256(path), "size": path.stat().st_size, "pages": pages}
            for path, pages in outputs
        ],
        "findings": [_finding(found) for found in review.findings],
    }


def _case(plan: Plan, review: Review) -> dict[str, Any]:
    """What the print room and labels need to know of a dossier without opening it; no ID number."""
    return {
        "id": plan.case_id,
        "name": plan.name,
        "title": plan.title,
        "category": review.case.category,
        "unit": review.case.student.school,
        "draft": plan.draft,
        "duplex": plan.duplex,
        "items": sum(not item.missing for item in plan.items),
        "pages": plan.numbered_pages,
    }


def _row(row: Any, plan: Plan) -> dict[str, Any]:
    out = {
        "part": row.part.value,
        "item": row.item,
        "title": row.title,
        "first_page": row.first_page,
        "pages": row.pages,
    }
    if row.part is PlanPart.EVIDENCE:
        out |= {"type": row.type, "path": row.path, "source_pages": list(row.source_pages)}
    elif row.part is PlanPart.MISSING:
        out["type"] = row.type
    return out


def _source(file: EvidenceFile) -> dict[str, Any]:
    return {"path": file.path, "sha256": file.sha256, "size": file.size}


def _finding(found: Finding) -> dict[str, Any]:
    out: dict[str, Any] = {"rule": found.rule, "severity": found.severity.value, "path": found.path}
    return out | {"type": found.type, "message": found.message, "action": found.action}


def read_standing(folder: Path) -> Standing:
    """What stands in `folder`; a dossier somebody changed or half removed is not whole."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        made = (folder / MANIFEST).stat().st_mtime_ns
        whole = all(_stands(folder / entry["path"], entry["size"], made) for entry in manifest["outputs"])
        return Standing(inputs=str(manifest["inputs"]), is_whole=whole, manifest=manifest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Standing()


def standing_notes(standing: Standing, review: Review) -> tuple[Finding, ...]:
    """What building the dossier that stands noted, beyond what `review` itself finds."""
    manifest = standing.manifest or {}
    known = {(found.rule, found.path, found.message) for found in review.findings}
    return tuple(
        Finding(
            rule=row["rule"],
            severity=Severity(row["severity"]),
            path=row["path"],
            type=row["type"],
            message=row["message"],
            action=row["action"],
        )
        for row in manifest.get("findings", ())
        if (row["rule"], row["path"], row["message"]) not in known
    )


def _stands(path: Path, size: int, made: int) -> bool:
    """The manifest is written last: a file younger than it has been changed by hand."""
    fact = path.stat()
    return fact.st_size == size and fact.st_mtime_ns <= made


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> Path:
    """Write manifest.json into `folder` (the work folder: nobody sees it before the swap)."""
    target = folder / MANIFEST
    target.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return target


# ---------------------------------------------------------------------------- the swap


@contextlib.contextmanager
def work_folder(output: Path) -> Iterator[Path]:
    """A folder beside the finished ones, gone when the work is done or fails.

    Raises OutputError in words when anything inside cannot be written.
    """
    with writing(output):
        folder = Path(tempfile.mkdtemp(prefix=_WORK, dir=output))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def journal_place(target: Path) -> Path:
    """Where the process that makes `target` writes down what it reads; for the time of one run."""
    return target.with_name(f".{target.name}{_JOURNAL}")


def swap_in(work: Path, target: Path) -> None:
    """Make the finished `work` folder stand at `target`; readers see the old dossier or the new one, whole.

    What a person put beside the old dossier is kept.
    """
    with writing(target):
        old = target.with_name(f"{_OLD}{target.name}")
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
            target.replace(old)
        try:
            work.replace(target)
        except OSError:
            if old.exists():
                old.replace(target)
            raise
        _keep_strangers(old, target)
        shutil.rmtree(old, ignore_errors=True)


def _keep_strangers(old: Path, target: Path) -> None:
    ours = read_standing(old).manifest if old.exists() else None
    if ours is None:
        return
    made = {entry["path"] for entry in ours["outputs"]} | {MANIFEST}
    for path in old.iterdir():
        if path.name not in made and not (target / path.name).exists():
            path.replace(target / path.name)


def recover(output: Path) -> None:
    """After a run that was killed: bring back a dossier that was being replaced, clear half-made ones."""
    for path in output.glob(f"{_OLD}*"):
        target = path.with_name(path.name.removeprefix(_OLD))
        if target.exists():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.replace(target)
    for path in output.glob(f"{_WORK}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in output.glob(f".*{_JOURNAL}"):
        path.unlink(missing_ok=True)  # who was killed from outside says nothing about what was being read


@contextlib.contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the output folder: two builds into it at once would undo each other."""
    with writing(output):
        output.mkdir(parents=True, exist_ok=True)
        lock = FileLock(output / ".lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            hint = "请等它做完再试，或用 --output 换一个文件夹。"
            raise OutputError(f"另一个窗口正在往 {output} 里生成档案", hint=hint) from None
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def writing(where: Path) -> Iterator[None]:
    """Turn what the disk says into words: full, read-only, or open in another program."""
    try:
        yield
    except OSError as caught:
        raise OutputError(f"写不进去：{_shown(caught, where)}", hint=_advice(caught)) from caught


def _shown(caught: OSError, where: Path) -> str:
    """The place as the person named it (our temporary names mean nothing), and why in words."""
    told = getattr(caught.filename, "name", caught.filename)  # some libraries put their stream there
    named = Path(str(told)) if told else where
    inside = named.relative_to(where).parts if named.is_relative_to(where) else (named.name,)
    place = where if any(part.startswith(".") for part in inside) else named
    return f"{place}（{disk_words(caught)}）"


def _advice(caught: OSError) -> str:
    if caught.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return "磁盘满了。请清出空间，或用 --output 换一个盘。已经做好的档案不受影响。"
    if caught.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            "请关闭正在打开的档案（Word、WPS 或 PDF 阅读器），或确认这个文件夹可以写入；也可用 --output 换一个文件夹。"
        )
    if caught.errno == errno.ENAMETOOLONG:
        return "路径太长。请把工作目录移到更靠近盘符根目录的地方，如 D:\\控辍保学。"
    return "请确认文件夹可以写入；也可用 --output 换一个文件夹。"
