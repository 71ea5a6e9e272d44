"""Is a finished dossier still what its workspace says? Compared piece by piece, as of the dossier's own day. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dossier.files.names import folder_name
from dossier.filing import Manifest, exchanged_words
from dossier.model import CaseStatus, Review, Severity

_MOST = 3
"""Reasons that one line names."""
_MUST_BUILD = "请重新运行 dossier build；确实要印原来那份的，加 --as-built"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a finished dossier stands to its workspace now."""

    case_id: str
    why: str = ""
    """Why it may not be printed; '' where it may."""
    note: str = ""
    """What is good to know of it."""


def standing_of(
    manifest: Manifest,
    review: Review | None,
    now: Mapping[str, str],
    words: Mapping[str, str],
    *,
    version: str,
    today: date,
) -> Standing:
    """Compare a dossier with what it would be made of now, judged as of its own day.

    `review` is None where the roster has no such child; `now` are the pieces as they are, `words` what each change of
    one is called. Another day or another program version alone is a note.
    """
    case_id = manifest.case.id
    if review is not None and (manifest.case.id, manifest.case.name) != (review.case.id, review.case.name):
        mine = folder_name(review.case.id, review.case.name)
        return Standing(case_id=review.case.id, why=exchanged_words(mine, manifest))
    if review is None:
        return Standing(case_id=case_id, why="名册里没有这个案号的学生了，请移走这份档案")
    why = _refusal(manifest, review, now, words)
    return Standing(case_id=case_id, why=why, note="" if why else _note(manifest, version, today))


def _refusal(manifest: Manifest, review: Review, now: Mapping[str, str], words: Mapping[str, str]) -> str:
    if review.case.folder is None:
        return f"学生文件夹不见了；{_MUST_BUILD}"
    if review.status is CaseStatus.INCOMPLETE and not manifest.case.draft:
        errors = [found.message for found in review.findings if found.severity is Severity.ERROR]
        return f"现在材料不齐或有错误：{errors[0].rstrip('。')}；{_MUST_BUILD}"
    if not manifest.made_of:
        return _of_older_program(manifest, review)
    changed = [said for name, said in words.items() if name in now and manifest.made_of.get(name) != now[name]]
    return f"生成以后{'、'.join(changed[:_MOST])}；{_MUST_BUILD}" if changed else ""


def _of_older_program(manifest: Manifest, review: Review) -> str:
    """An older program did not write down what decided a dossier, only its papers."""
    then = {(source.path, source.sha256) for source in manifest.sources}
    now = {(file.path, file.sha256) for file in review.case.files}
    return f"生成以后材料有增减或改动；{_MUST_BUILD}" if then != now else ""


def _note(manifest: Manifest, version: str, today: date) -> str:
    told = []
    if manifest.version != version:
        told.append(f"由程序的另一版本（{manifest.version}）生成")
    if manifest.today != today.isoformat():
        told.append(f"是 {manifest.today} 生成的")
    return "，".join(told)
