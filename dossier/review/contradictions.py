"""facts-contradict: facts of one child that cannot all be true. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dossier.findings import found, gives
from dossier.model import Case, Facts, Finding, Part
from dossier.review.annex import says_not_returned
from dossier.review.names import SURE
from dossier.review.returned import says_returned


@gives("facts-contradict")
def find_contradictions(case: Case, facts: Facts, parts: Sequence[Part]) -> Iterator[Finding]:
    """All contradictions of one case."""
    if says_not_returned(facts):
        yield from _find_returned(case, facts, parts)
    yield from _find_unpersuaded(case, facts)
    yield from _find_early_return(case, facts)


def _find_returned(case: Case, facts: Facts, parts: Sequence[Part]) -> Iterator[Finding]:
    result = facts["persuasion_result"]
    if facts["return_date"]:
        message = f"{case.name}的劝返结果是「{result}」，却写了复学日期 {facts['return_date']}。"
        yield _told(message, "请改正劝返结果或复学日期。", "persuasion_result", "return_date")
    photo = next(
        (part for part in parts if part.type == "class-photo" and part.left_out is None and part.confidence >= SURE),
        None,
    )
    if photo is not None:
        message = f"{case.name}的劝返结果是「{result}」，却有班级学习照片「{photo.path}」。"
        finding = _told(message, "请改正劝返结果，或移走不是这个学生的照片。", "persuasion_result")
        yield replace(finding, path=photo.path, type=photo.type)


def _find_unpersuaded(case: Case, facts: Facts) -> Iterator[Finding]:
    if facts["persuaded"] != "否":
        return
    if facts.visits:
        message = f"{case.name}的「是否已开展劝返工作」是「否」，劝返记录表里却有 {len(facts.visits)} 次。"
        yield _told(message, "请改正这一项，或核对劝返记录。", "persuaded")


def _find_early_return(case: Case, facts: Facts) -> Iterator[Finding]:
    back = facts.day("return_date")
    dated = [visit for visit in facts.visits if visit.date is not None]
    if back is None or not dated:
        return
    last = dated[-1]
    if last.date is not None and back < last.date and not _is_after(f"{last.method}{last.text}", last.result):
        if len(facts["return_date"]) == 7 and (back.year, back.month) == (last.date.year, last.date.month):
            return
        message = f"{case.name}的复学日期 {facts['return_date']} 早于最后一次劝返 {last.date}（{last.spot}）。"
        yield _told(message, "请核对两个日期；复学后的走访请写明是「回访」。", "return_date")


def _is_after(how: str, result: str) -> bool:
    """A visit so called, or with such a result, may come after the return."""
    return "回访" in how or "回访" in result or says_returned(result)


def _told(message: str, action: str, *fields: str) -> Finding:
    return replace(found("facts-contradict", message, action), fields=fields)
