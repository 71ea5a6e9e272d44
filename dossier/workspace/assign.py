"""`dossier assign`: one person's decision about one file goes into case.yaml; what else stands there stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dossier.errors import UsageError
from dossier.files.yaml import did_you_mean
from dossier.model import Case, Command, Specs
from dossier.specs import PaperNames
from dossier.workspace.deciding import Decision, entry_of, write_decisions
from dossier.workspace.decision_keys import BESIDE_PARTS, FILE, key_of
from dossier.workspace.decisions import TURNS, leaves_folder, pages_of, path_key


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
    flat: bool | None = None,
    same_sheet: str | None = None,
    by: str = "",
    now: datetime | None = None,
) -> Command | None:
    """Write that `path` (or some of its pages) is a paper of `type`, is left out, is to be turned or straightened.

    `same_sheet` names the file whose page stands on the same sheet (itself: its own two pages; '': none).
    A type is given by any name that `specs` has for it; a file by a unique beginning of its name. Pages that are
    decided anew leave the part that held them. Who and when go into a comment behind the entry.
    None where all of it stands so already.
    Raises UsageError where the words do not fit the case, WorkspaceError where its case.yaml cannot be understood,
    OutputError where it cannot be written.
    """
    file = file_of(case, path)
    beside: dict[str, Any] = {} if flat is None else {"flat": flat}
    if same_sheet is not None:
        beside |= {"same_sheet": file_of(case, same_sheet) if same_sheet else False}
    entry = _entry(PaperNames(specs.paper_names), type, left_out, turn, is_alone=not beside)
    wanted = _pages(pages)
    old = _in_english(entry_of(root, case, specs, "files", (file,)))
    decision = Decision(case=case, section="files", key=(file,), value=_with(old, entry, wanted, beside))
    return write_decisions(
        root,
        specs,
        [decision],
        command="assign",
        by=by,
        now=now or datetime.now().astimezone(),
        day=today.isoformat(),
    )


# ---------------------------------------------------------------------------- what was asked


def file_of(case: Case, path: str) -> str:
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
    begun = [one for one in case.paths if key and (one.startswith(key) or one.rpartition("/")[2].startswith(key))]
    if len(begun) == 1:
        return begun[0]
    if begun:
        some = "、".join(begun[:5]) + ("……" if len(begun) > 5 else "")
        raise UsageError(f"有 {len(begun)} 个文件以「{path}」开头：{some}", hint="请多写几个字。")
    hint = did_you_mean(key, case.paths) if case.paths else "（文件夹是空的）"
    raise UsageError(f"个案 {case.id} {case.name} 里没有「{path}」{hint}")


def _entry(
    names: PaperNames, type_: str | None, left_out: str | None, turn: int | None, *, is_alone: bool
) -> dict[str, Any]:
    if type_ and left_out is not None:
        raise UsageError("一个文件要么是某种材料，要么不放进档案，不能都写")
    if not type_ and left_out is None and turn is None and is_alone:
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


def _with(old: Any, entry: dict[str, Any], pages: tuple[int, ...], beside: dict[str, Any]) -> dict[str, Any]:
    """The decision about a file after this one: the whole file anew, or one part more."""
    kept = {name: old[name] for name in BESIDE_PARTS if isinstance(old, dict) and name in old}
    kept |= beside
    if entry.get("type") in kept.get("not", ()):
        kept["not"] = [kind for kind in kept["not"] if kind != entry["type"]]
    kept = {name: value for name, value in kept.items() if value not in ([], None)}
    if not entry:
        return {**(old if isinstance(old, dict) else {}), **kept}
    if not pages:
        return {**_kept_turn(old, entry), **entry, **kept}
    parts = [part for part in map(dict, _parts(old)) if _without(part, pages)]
    written = {**entry, "pages": pages_text(pages)}
    same = next((part for part in parts if {**part, "pages": None} == {**written, "pages": None}), None)
    if same is not None and same.get("pages") is not None:
        same["pages"] = pages_text(tuple(sorted({*pages_of(same["pages"]), *pages})))
        return {"parts": parts, **kept}
    return {"parts": [*parts, written], **kept}


def _in_english(entry: Any) -> Any:
    """An entry of a file with the English keys."""
    if not isinstance(entry, dict):
        return entry
    named = {key_of(key, FILE) or key: value for key, value in entry.items()}
    return {**named, "parts": [_in_english(part) for part in named["parts"]]} if named.get("parts") else named


def _parts(old: Any) -> list[Any]:
    if not isinstance(old, dict):
        return []
    if old.get("parts"):
        return list(old["parts"])
    part = {name: value for name, value in old.items() if name not in BESIDE_PARTS}
    return [part] if part else []


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
