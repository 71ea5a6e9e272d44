"""What must be done by when: terms, visits, months, certificates, letters, quarters, the plan's own papers. PURE."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dossier.ledger.calendar import days_of, month_of, months_between, term_on
from dossier.ledger.standing import unit_of, visit_days
from dossier.model import (
    Check,
    DeadlineSpecs,
    DueId,
    DueItem,
    Letter,
    PlanPaper,
    Review,
    Term,
)

_UNTIL = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ABSENT = ("suspected", "dropout", "persuading", "missing")
"""States in which an absence has not ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All that deadlines are counted from."""

    check: Check
    letters: Sequence[Letter]
    """With what answered them."""
    deadlines: DeadlineSpecs
    closed: Sequence[str]
    """The months that are closed."""
    today: date
    unit: str
    """The workspace's own."""


def due_items(desk: Desk) -> list[DueItem]:
    """Everything that is due, what is due first first."""
    found = [item for family in _FAMILIES for item in family(desk)]
    return sorted(found, key=lambda one: (one.by, _ORDER.index(one.what), one.unit, one.case or ""))


def _item(desk: Desk, what: DueId, by: date, message: str, review: Review | None = None) -> DueItem:
    return DueItem(
        what=what,
        unit=unit_of(desk.check, review) if review else desk.unit,
        case=review.case.id if review else None,
        by=by,
        late=by < desk.today,
        message=message,
        person=review.facts["persuader"] if review else "",
    )


# ---------------------------------------------------------------------------- terms


def _terms(desk: Desk) -> Iterator[DueItem]:
    """The full check and the report after a term's start; the term that runs, and one that begins soon."""
    for term in _current(desk):
        first = term.starts + timedelta(days=desk.deadlines.term_check_days)
        last = term.starts + timedelta(days=desk.deadlines.term_report_days)
        began = f"{term.name} {_day(term.starts)}开学"
        yield _item(
            desk,
            "term-check",
            first,
            f"{began}，{_day(first)}以前全面清查入学、变动、辍学和学籍变化（dossier check、dossier compare）。",
        )
        yield _item(
            desk, "term-report", last, f"{began}，{_day(last)}以前把清查结果报中心学校和乡镇人民政府（办事处）。"
        )


def _current(desk: Desk) -> list[Term]:
    terms = desk.deadlines.terms
    running = term_on(desk.today, terms)
    soon = [one for one in terms if desk.today < one.starts <= desk.today + timedelta(days=14)]
    return [*([running] if running and desk.today <= running.ends else []), *soon]


def term_unknown(deadlines: DeadlineSpecs, today: date) -> str:
    """Words where terms.yaml does not reach the day; '' where it does."""
    terms = deadlines.terms
    if not terms or not terms[0].starts <= today <= terms[-1].ends:
        return f"terms.yaml 里没有 {today} 的学期，开学后 10 日、15 日的事没有列。请补上当年的校历。"
    return ""


# ---------------------------------------------------------------------------- children


def _visits(desk: Desk) -> Iterator[DueItem]:
    """Children who stay away and whom nobody has visited since."""
    for review in desk.check.reviews:
        if review.state is None or review.state.id not in _ABSENT:
            continue
        facts = review.facts
        since = facts.day("first_absent") or facts.day("dropout_date")
        if since is None or since > desk.today or any(day >= since for day in visit_days(review, desk.today)):
            continue
        by = since + timedelta(days=desk.deadlines.visit_days)
        what = "首次缺勤" if facts.day("first_absent") else "辍学"
        message = f"{review.case.name} {_day(since)}{what}，还没有家访记录；{_day(by)}以前要家访，留下记录和照片。"
        yield _item(desk, "visit", by, message, review)


def _absences(desk: Desk) -> Iterator[DueItem]:
    """Rows of 缺勤记录 of children who count as at school: half a day is a call at once, a day a visit in time."""
    for review in desk.check.reviews:
        rows = [one for one in review.case.student.absences if one.date and one.date <= desk.today]
        if not rows or review.state is None or review.state.id in (*_ABSENT, "removed"):
            continue
        last, day = rows[-1], rows[-1].date
        back = review.facts.day("return_date")
        if day is None or (back is not None and back >= day):
            continue
        if any(visit >= day for visit in visit_days(review, desk.today)) or (last.is_half and last.called):
            continue
        by = day if last.is_half else day + timedelta(days=desk.deadlines.visit_days)
        todo = "请马上联系家长，记下联系了谁、怎么说" if last.is_half else f"没有来上学的，{_day(by)}以前要家访"
        yield _item(
            desk, "visit", by, f"{review.case.name} {_day(day)}缺勤{last.length}（{last.spot}）：{todo}。", review
        )


def _certificates(desk: Desk) -> Iterator[DueItem]:
    """Papers that expire, with the lead that `check` gives them; leaves that end."""
    for review in desk.check.reviews:
        for one in review.findings:
            told = _UNTIL.search(one.message) if one.rule in ("expired", "expires-soon") else None
            if told:
                by = date(int(told[1]), int(told[2]), int(told[3]))
                yield _item(desk, "expiring", by, f"{review.case.name}：{one.message}{one.action}", review)
        yield from _leaves(desk, review)


def _leaves(desk: Desk, review: Review) -> Iterator[DueItem]:
    given = [part.date for part in review.parts if part.type == "leave-approval" and not part.left_out and part.date]
    if not given:
        return
    ends = _months_later(max(given), desk.deadlines.leave_months)
    by = ends - timedelta(days=desk.deadlines.leave_notice_days)
    if by <= desk.today + timedelta(days=desk.check.workspace.settings.expires_soon_days):
        message = f"{review.case.name}的延缓入学（休学）到 {_day(ends)}为止；还要继续的，{_day(by)}以前重新申请。"
        yield _item(desk, "expiring", by, message, review)


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _letters(desk: Desk) -> Iterator[DueItem]:
    """Letters whose deadline nobody met: the child is not back, no answer came; and delivered ones without 送达回证."""
    reviews = {review.case.own_id: review for review in desk.check.reviews}
    for letter in desk.letters:
        kind = desk.check.letters.kinds.get(letter.kind)
        if letter.is_void or letter.kind not in desk.deadlines.letter_kinds:
            continue
        title = f"《{kind.title if kind else letter.kind}》{letter.number or '（草稿）'}"
        for case in letter.cases:
            review = reviews.get(case)
            if review is None:
                continue
            is_met = _is_met(desk, letter, review, wants_return=bool(kind and kind.wants_return))
            if letter.deadline is not None and not is_met:
                want = "还没有复学" if kind and kind.wants_return else "还没有收到答复"
                message = f"{review.case.name}的{title}期限 {_day(letter.deadline)}，{want}。"
                yield _item(desk, "letter", letter.deadline, message, review)
            elif letter.delivered is not None and kind and kind.receipt and not _holds(review, kind.receipt):
                message = f"{review.case.name}的{title} {_day(letter.delivered.on)}已送达，没有送达回证。"
                yield _item(desk, "letter", letter.delivered.on, message, review)


def _holds(review: Review, paper: str) -> bool:
    return any(paper in (part.type, *part.also) and part.left_out is None for part in review.parts)


def _is_met(desk: Desk, letter: Letter, review: Review, *, wants_return: bool) -> bool:
    if wants_return:
        return review.state is None or review.state.id not in desk.check.states.open
    return any(answer.case == review.case.own_id for answer in letter.answered_by)


# ---------------------------------------------------------------------------- months and quarters


def _months(desk: Desk) -> Iterator[DueItem]:
    """The month's report, due on its 20th until it is closed; and those of the term that nobody closed."""
    now = month_of(desk.today)
    for month in months_between(_first_month(desk, now), now):
        if month not in desk.closed:
            by = date(int(month[:4]), int(month[5:]), desk.deadlines.monthly_day)
            words = f"{month} 的月报（附件2）{_day(by)}以前盖章、签名上报；报了以后结账："
            yield _item(
                desk, "monthly", by, f"{words}dossier report 工作目录 month --month {month} --close --by 姓名。"
            )


def _first_month(desk: Desk, now: str) -> str:
    """From the first closed month, else the month in which the term began."""
    term = term_on(desk.today, desk.deadlines.terms)
    began = month_of(term.starts) if term and desk.today <= term.ends else now
    return min([*desk.closed[:1], began, now])


def _quarter(desk: Desk) -> Iterator[DueItem]:
    months = sorted(desk.deadlines.quarter_months)
    if not months:
        return
    number = next((month for month in months if month >= desk.today.month), None)
    year = desk.today.year if number else desk.today.year + 1
    days = days_of(f"{year}-{number or months[0]:02}")
    if days:
        yield _item(desk, "quarterly", days[1], f"{_day(days[1])}以前做本季度复核：逐人核对状态、走访和材料。")


# ---------------------------------------------------------------------------- the plan


def _plan(desk: Desk) -> Iterator[DueItem]:
    for paper in desk.deadlines.plan:
        by = plan_day(paper, desk.today)
        if by is not None and by <= desk.today + timedelta(days=desk.deadlines.plan_lead_days):
            message = f"《{paper.title}》{_day(by)}以前盖章报县教育体育局；草稿见 output/报送/。"
            yield _item(desk, "plan", by, message)
    yield from _key_month(desk)


def plan_day(paper: PlanPaper, today: date) -> date | None:
    """The day by which a paper is due this year; None where it is another year's."""
    return date(today.year, paper.month, paper.day) if paper.year in (None, today.year) else None


def _key_month(desk: Desk) -> Iterator[DueItem]:
    """In March and September: the children of the plan's key groups, stages and schools."""
    key = desk.deadlines.key
    if desk.today.month not in key.months:
        return
    last = date(desk.today.year, desk.today.month, monthrange(desk.today.year, desk.today.month)[1])
    words = f"{desk.today.month}月是重点监测月：{key.schools_told}；重点学段 {'、'.join(key.stages)}。"
    yield _item(desk, "plan", last, words)
    for review in desk.check.reviews:
        facts = review.facts
        why = [word for word in key.groups if word in facts["groups"]]
        why += [word for word in key.schools if word in facts["school"]]
        if why and (review.state is None or review.state.id != "removed"):
            stage = f"，{facts['stage']}" if facts["stage"] in key.stages else ""
            who = f"{facts['groups'] or facts['school']}{stage}"
            message = f"{review.case.name}（{who}）是重点监测对象，本月逐人核实在不在校。"
            yield _item(desk, "plan", last, message, review)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


_FAMILIES: tuple[Callable[[Desk], Iterator[DueItem]], ...] = (
    _terms,
    _visits,
    _absences,
    _months,
    _certificates,
    _letters,
    _quarter,
    _plan,
)
_ORDER: tuple[DueId, ...] = ("visit", "letter", "monthly", "term-check", "term-report", "expiring", "quarterly", "plan")
