"""`dossier assign`: one person's decision about one file goes into case.yaml; what else stands there stays as it is."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dossier.errors import OutputError, UsageError, WorkspaceError, disk_words
from dossier.files.yaml import did_you_mean
from dossier.model import Case, Specs
from dossier.specs import PaperNames
from dossier.workspace.columns import Aliases, columns_of
from dossier.workspace.decisions import TURNS, leaves_folder, pages_of, path_key, read_decisions
from dossier.workspace.names import DECISIONS
from dossier.workspace.remarks import put_remarks, take_remarks

_HEAD = """\
# 人对这个个案的决定，由 dossier assign 写入，也可以用记事本改（保存为 UTF-8）。
# files：哪个文件是什么材料；left_out：不放进档案的原因；facts：比名册更准的信息。
"""


def write_decision(
    root: Path,
    case: Case,
    path: str,
    *,
    specs: Specs,
    today: date,
    type: str | None = None,
    left_out: str | None = None,
    pages: Sequence[int] | str | None = None,
    turn: int | None = None,
    by: str = "",
) -> Path:
    """Write that `path` (or some of its pages) is a paper of `type`, or is left out, or is to be turned.

    A type is given by any name that `specs` has for it. Pages that are decided anew leave the part that held them.
    Who and when go into a comment behind the entry. Returns the case.yaml.
    Raises UsageError where the words do not fit the case, WorkspaceError where its case.yaml cannot be understood,
    OutputError where it cannot be written.
    """
    names = PaperNames(specs.paper_names)
    file = _file_of(case, path)
    entry = _entry(names, type, left_out, turn)
    wanted = _pages(pages)
    target = _target(root, case)
    document = _load(target, case)
    files = document.setdefault("files", {}) if document.get("files") is not None else _start(document)
    key = next((written for written in files if path_key(str(written)) == path_key(file)), file)
    remarks = take_remarks(files, key)
    files[key] = _with(files.get(key), entry, wanted)
    put_remarks(files, key, remarks, signature=f"{' '.join(by.split())} {today.isoformat()}".strip())
    _write(target, document, case, columns_of(specs).roster, names)
    return target


# ---------------------------------------------------------------------------- what was asked


def _file_of(case: Case, path: str) -> str:
    """The file of the case that is meant: its path, or its name where only one file has it."""
    if case.folder is None:
        raise UsageError(f"{case.id} {case.name} 没有文件夹", hint="请先建好文件夹，放进材料。")
    known = {path_key(path): path for path in case.paths}
    key = path_key(path)
    if key not in known and leaves_folder(path):
        inside = f"/{case.folder}/"
        if ".." in key.split("/") or inside not in f"/{key}":
            raise UsageError(f"「{path}」不在个案文件夹「{case.folder}」里")
        key = f"/{key}".split(inside, 1)[1]
    key = key if key in known else key.removeprefix(f"{case.folder}/")
    if key in known:
        return known[key]
    named = [path for path in case.paths if path.rpartition("/")[2] == key]
    if len(named) == 1:
        return named[0]
    if named:
        raise UsageError(f"有 {len(named)} 个文件叫「{path}」：{'、'.join(named)}", hint="请写上子文件夹。")
    hint = did_you_mean(key, case.paths) if case.paths else "（文件夹是空的）"
    raise UsageError(f"个案 {case.id} {case.name} 里没有「{path}」{hint}")


def _entry(names: PaperNames, type_: str | None, left_out: str | None, turn: int | None) -> dict[str, Any]:
    if type_ and left_out is not None:
        raise UsageError("一个文件要么是某种材料，要么不放进档案，不能都写")
    if not type_ and left_out is None and turn is None:
        raise UsageError("要写明是什么材料，或用 --leave-out 写明不放进档案的原因，或用 --turn 写明转多少度")
    if left_out is not None and not left_out.strip():
        raise UsageError("不放进档案要写明原因", hint="如 --leave-out 与本案无关")
    if turn is not None and turn % 360 not in TURNS:
        raise UsageError(f"不能转 {turn} 度", hint="只能是 0、90、180、270（顺时针）。")
    entry: dict[str, Any] = {}
    if type_:
        found = names.find(type_)
        if found is None:
            raise UsageError(names.problem(type_))
        entry["type"] = found
    if left_out is not None:
        entry["left_out"] = left_out.strip()
    if turn is not None:
        entry["turn"] = turn % 360
    return entry


def _pages(pages: Sequence[int] | str | None) -> tuple[int, ...]:
    try:
        return pages_of(list(pages) if pages is not None and not isinstance(pages, str) else pages or None)
    except ValueError:
        raise UsageError(f"页号「{pages}」看不懂", hint="应写成 3、1-2 或 1,3（从 1 起）。") from None


# ---------------------------------------------------------------------------- the file


def _target(root: Path, case: Case) -> Path:
    folder = root / (case.disk_folder or case.folder or "")
    try:
        present = [name for name in os.listdir(folder) if name.casefold() in DECISIONS]  # noqa: PTH208 - names only
    except OSError as caught:
        raise OutputError(f"打不开文件夹「{case.folder}」：{disk_words(caught)}") from None
    if len(present) > 1:
        raise WorkspaceError(f"{case.folder} 里有两份 case.yaml：{'、'.join(sorted(present))}", hint="请只留一份。")
    target = folder / (present[0] if present else DECISIONS[0])
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise WorkspaceError(f"{case.folder}/{target.name} 是链接或特殊文件", hint="请换成普通文件。")
    return target


def _yaml() -> Any:
    from ruamel.yaml import YAML  # slow to import; only `assign` needs it

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)  # lists as the README shows them: what is pasted from it still fits
    return yaml


def _load(target: Path, case: Case) -> Any:
    """The document as ruamel keeps it; what stands there has been understood already, or it raises."""
    if not target.exists():
        return _yaml().load(f"{_HEAD}files: {{}}\n")
    if case.decisions.problem:
        raise WorkspaceError(f"{case.folder}/case.yaml 看不懂，没有改动", hint=case.decisions.problem)
    text = target.read_bytes().decode("utf-8-sig", "strict") if _is_utf8(target) else target.read_text("gb18030")
    document = _yaml().load(text)
    if document is None:
        return _yaml().load(f"{text.rstrip()}\nfiles: {{}}\n".lstrip())
    return document


def _is_utf8(path: Path) -> bool:
    try:
        path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _start(document: Any) -> Any:
    from ruamel.yaml.comments import CommentedMap

    document["files"] = CommentedMap()
    return document["files"]


def _with(old: Any, entry: dict[str, Any], pages: tuple[int, ...]) -> Any:
    """The decision about a file after this one: the whole file anew, or one part more."""
    if not pages:
        return _flow({**_kept_turn(old, entry), **entry})
    parts = [part for part in map(dict, _parts(old)) if _without(part, pages)]
    written = _flow({**entry, "pages": pages_text(pages)})
    same = next((part for part in parts if {**part, "pages": None} == {**written, "pages": None}), None)
    if same is not None and same.get("pages") is not None:
        same["pages"] = pages_text(tuple(sorted({*pages_of(same["pages"]), *pages})))
        return _block(_flow(part) for part in parts)
    return _block([*(_flow(part) for part in parts), written])


def _parts(old: Any) -> list[Any]:
    if not isinstance(old, dict):
        return []
    return list(old["parts"]) if old.get("parts") else [old]


def _without(part: dict[str, Any], pages: tuple[int, ...]) -> bool:
    """Take `pages` out of a part; False where nothing is left. A part without pages means the rest: it stays."""
    if part.get("pages") is None:
        return True
    left = tuple(page for page in pages_of(part["pages"]) if page not in pages)
    part["pages"] = pages_text(left)
    return bool(left)


def _kept_turn(old: Any, entry: dict[str, Any]) -> dict[str, Any]:
    """A new type keeps the turn of before, and a turn alone keeps the type."""
    if not isinstance(old, dict) or old.get("parts"):
        return {}
    keep = ("turn",) if "turn" not in entry else ("type", "left_out") if len(entry) == 1 else ()
    return {name: old[name] for name in keep if name in old}


def pages_text(pages: tuple[int, ...]) -> str:
    """(1, 2, 3, 5) → 1-3,5."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ",".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _flow(values: dict[str, Any]) -> Any:
    from ruamel.yaml.comments import CommentedMap

    made = CommentedMap((key, value) for key, value in values.items() if value is not None)
    made.fa.set_flow_style()
    return made


def _block(parts: Iterable[Any]) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    return CommentedMap(parts=CommentedSeq(parts))


def _write(target: Path, document: Any, case: Case, aliases: Aliases, names: PaperNames) -> None:
    """Write beside, read back as the program will, then replace."""
    stream = io.StringIO()
    _yaml().dump(document, stream)
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=target.parent, prefix=".case-", suffix=".tmp", delete=False
        ) as temporary:
            temporary.write(stream.getvalue())
            temporary.flush()
            os.fsync(temporary.fileno())
        made = Path(temporary.name)
        try:
            read_decisions(made, "case.yaml", case.paths, aliases, names)
            if target.exists():
                made.chmod(target.stat().st_mode & 0o777)
            else:
                made.chmod(0o644)
            made.replace(target)
        finally:
            made.unlink(missing_ok=True)
    except OSError as caught:
        raise OutputError(
            f"写不进 {case.folder}/{target.name}：{disk_words(caught)}", hint="请检查磁盘空间，或文件是否被占用、只读。"
        ) from None
