"""paper-order: dates read on papers that cannot follow each other so. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dossier.facts import late_papers
from dossier.findings import found, gives
from dossier.model import Case, Facts, Finding, Part, Specs
from dossier.review.annex import says_not_returned

_CARD, _LETTER, _LESSON, _RECORD = "enrolment-card", "liaison-letter-stub", "home-teaching-record", "persuasion-record"
_RECORDS = (_RECORD, _LESSON, "home-visit-record")


@gives("paper-order")
def find_paper_order(case: Case, facts: Facts, parts: Sequence[Part], specs: Specs, today: date) -> Iterator[Finding]:
    """All of it for one case."""
    papers = [paper for part in parts if part.left_out is None for paper in part.papers]
    yield from _find_cards(case, facts, papers, specs)
    yield from _find_future(case, facts, papers, today)
    yield from _find_one_day(case, facts, papers)
    yield from _find_late_visit(case, facts, specs, today)


def _find_cards(case: Case, facts: Facts, papers: Sequence[Part], specs: Specs) -> Iterator[Finding]:
    dropout = facts.day("dropout_date")
    letters = [paper.date for paper in papers if paper.type == _LETTER and paper.date]
    for card in papers:
        if card.type != _CARD or card.date is None:
            continue
        is_new = _CARD in late_papers(case, specs)
        if is_new and dropout is not None and card.date < dropout:
            yield _told(card, f"新学籍卡的日期 {card.date} 早于辍学日期 {facts['dropout_date']}，不是返校后新注册的")
        elif is_new and letters and card.date < min(letters):
            yield _told(card, f"新学籍卡的日期 {card.date} 早于督促注册学籍联系函的日期 {min(letters)}")
        elif dropout is not None and card.date > dropout and says_not_returned(facts):
            yield _told(card, f"劝返结果是「{facts['persuasion_result']}」，学籍卡的日期 {card.date} 却在辍学之后")


def _find_future(case: Case, facts: Facts, papers: Sequence[Part], today: date) -> Iterator[Finding]:
    told: set[str] = set()
    for visit in facts.recorded:
        if visit.sure and visit.date > today and visit.path not in told:
            told.add(visit.path)
            message = f"「{visit.path}」上的日期 {visit.date} 还没有到（今天是 {today}）。"
            finding = found("paper-order", message, path=visit.path, type=visit.type)
            yield replace(finding, pages=(visit.page,), box=visit.box)
    for paper in papers:
        if paper.type in _RECORDS and paper.date is not None and paper.date > today and paper.path not in told:
            told.add(paper.path)
            yield _told(paper, f"日期 {paper.date} 还没有到（今天是 {today}）")


def _find_one_day(case: Case, facts: Facts, papers: Sequence[Part]) -> Iterator[Finding]:
    """Two records of home teaching of one day, each in its own file or pages."""
    first: dict[date, Part] = {}
    for paper in papers:
        if paper.type != _LESSON or paper.date is None:
            continue
        before = first.setdefault(paper.date, paper)
        if before is not paper:
            yield _told(paper, f"送教日期 {paper.date} 与「{before.path}」是同一天")


def _find_late_visit(case: Case, facts: Facts, specs: Specs, today: date) -> Iterator[Finding]:
    """By the visits that have been: a day that has yet to come is told as impossible."""
    dropout = facts.day("dropout_date")
    read = [one.date for one in facts.recorded if one.type == _RECORD]
    days = [day for day in [*(visit.date for visit in facts.visits), *read] if day is not None and day <= today]
    if dropout is None or not days:
        return
    end = _end_of_month(dropout) if len(facts["dropout_date"]) == 7 else dropout
    first, most = min(days), specs.first_visit_days
    if first > end + timedelta(days=most):
        late = (first - end).days
        message = (
            f"{case.name}的第一次劝返是 {first}，离辍学日期 {facts['dropout_date']} 已有 {late} 天（超过 {most} 天）。"
        )
        yield found("paper-order", message, "请核对两个日期；以前还劝返过的，请补上记录。")


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _told(paper: Part, said: str) -> Finding:
    message = f"「{paper.path}」：{said}。"
    return replace(found("paper-order", message, path=paper.path, type=paper.type), pages=paper.pages[:1])
