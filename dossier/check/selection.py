"""What `--case` means: which cases a person asks for."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from dossier.errors import UsageError
from dossier.model import Case, Check, Finding, Severity

NOT_READ = Finding(
    rule="not-read",
    severity=Severity.NOTE,
    message="用了 --no-read：没有看图识字，印章、签字、姓名、日期、模糊和照片是否重复都没有查。",
    action="要全部核查，请去掉 --no-read 再运行一次。",
)


def is_partly_read(check: Check) -> bool:
    """Whether pages of some cases were never read, so that nothing could be compared with them."""
    return any(file.is_usable and not file.readings for case in check.workspace.cases for file in case.files)


def only(check: Check, wanted: Sequence[str]) -> Check:
    """The check of these cases alone: ids, folder names or children's names. Raises UsageError for what fits none."""
    if not wanted:
        return check
    cases = check.workspace.cases
    kept = {case.id for text in wanted for case in only_cases(cases, text)}
    reviews = tuple(made for made in check.reviews if made.case.id in kept)
    workspace = replace(check.workspace, cases=tuple(case for case in cases if case.id in kept))
    named = {word for case in workspace.cases for word in (case.name, case.folder) if word}
    findings = tuple(
        one for one in check.findings if one is NOT_READ or any(word in f"{one.path} {one.message}" for word in named)
    )
    return replace(check, reviews=reviews, workspace=workspace, findings=findings)


def only_cases(cases: Sequence[Case], text: str) -> list[Case]:
    """The cases that a person means by `text`. Raises UsageError where there is none."""
    found = [case for case in cases if _is_meant(case, text)]
    if not found:
        example = cases[0].id if cases else "001"
        raise UsageError(f"没有学生「{text}」", hint=f"可以写案号（如 {example}）、文件夹名或学生姓名。")
    return found


def _is_meant(case: Case, text: str) -> bool:
    plain, folder = unicodedata.normalize("NFC", text).strip().strip("/\\"), case.folder or ""
    if plain and plain in (case.id, case.name, folder, folder.rpartition("/")[2]):
        return True
    return plain.isdigit() and case.id.isdigit() and int(plain) == int(case.id)
