"""What is wrong with the files themselves, and files that lie in the workspace twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dossier.findings import found, gives
from dossier.model import Case, EvidenceFile, Finding, Part, PartDecision, Problem, Severity


def is_no_paper(file: EvidenceFile) -> bool:
    """Whether the file is of a kind that is no paper (video, sound, text, program): it serves and stops nothing."""
    return file.is_no_paper


@gives(
    "unsure", "empty-file", "unreadable", "encrypted", "unsupported", "too-large", "wrong-extension", "glyph-missing"
)
def find_file_problems(case: Case, parts: Sequence[Part]) -> Iterator[Finding]:
    """Each file's own problem and caveats; of a file that a person left out, nothing is asked any more."""
    left_out = {part.path for part in parts if part.left_out is not None}
    kept = {part.path for part in parts if part.left_out is None}
    for path in case.special:
        message = f"「{path}」是快捷方式、链接或特殊文件，程序不会打开它。"
        yield found("unsupported", message, "请换成文件本身。", path=path)
    for file in case.files:
        if file.path in left_out - kept:
            continue
        if file.problem is not None:
            level = Severity.WARNING if is_no_paper(file) else None
            yield _finding(file.path, file.problem, level)
        yield from (_finding(file.path, problem) for problem in file.caveats)


def _finding(path: str, problem: Problem, level: Severity | None = None) -> Finding:
    return found(problem.rule, problem.message, problem.action, path=path, severity=level)


@gives("duplicate-file")
def find_duplicates(cases: Sequence[Case], *, across: bool = False) -> Mapping[str, list[Finding]]:
    """duplicate-file, by case id: the same bytes twice; in two cases it is told in both. Files left out do not count.

    `across`: only in cases of two units of a county.
    """
    places: dict[str, list[tuple[Case, str]]] = defaultdict(list)
    for case in cases:
        for file in case.files:
            if file.sha256 and file.size and not _stays_out(case.decisions.files.get(file.path, ())):
                places[file.sha256].append((case, file.path))
    findings: dict[str, list[Finding]] = defaultdict(list)
    for twins in places.values():
        for index, (case, path) in enumerate(twins):
            others = (twin for twin in twins if twin[0].id != case.id)
            other = next((twin for twin in others if not across or twin[0].unit_folder != case.unit_folder), None)
            if other is None and index and not across:
                other = twins[0]
            if other is not None:
                findings[case.id].append(_duplicate(case, path, *other))
    return findings


def _stays_out(decided: Sequence[PartDecision]) -> bool:
    """Whether a person left the whole file out: it is no longer one of two."""
    return any(not part.pages for part in decided) and all(part.left_out is not None for part in decided)


def _duplicate(case: Case, path: str, other: Case, other_path: str) -> Finding:
    if other.id == case.id:
        message = f"「{path}」与「{other_path}」内容完全相同。"
        return found(
            "duplicate-file", message, "请留下一个；确实要用两次的，接受并写明理由。", path=path, other_path=other_path
        )
    message = f"「{path}」与 {other.id} {other.name} 的「{other_path}」内容完全相同。"
    action = "请核对是不是放错了文件夹；两个学生共用一份的，接受并写明理由。"
    return found("duplicate-file", message, action, path=path, other_case=other.id, other_path=other_path)
