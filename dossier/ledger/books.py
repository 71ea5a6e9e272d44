"""The three ledgers and the list of who is responsible, as one workbook ready to print on A4."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dossier.county import SheetOfRows, write_book
from dossier.ledger.standing import unit_of
from dossier.model import Check, Letter, LetterKind, Review, State, Visit

Cells = tuple[str | int, ...]
_CHILD = (("序号", 5), ("案号", 7), ("单位", 16), ("姓名", 10), ("性别", 5), ("身份证号", 20))
_ALL = (
    *_CHILD, ("民族", 7), ("户籍地", 24), ("现居地", 24), ("监护人", 9), ("电话", 13), ("学校", 18), ("年级", 8),
    ("班级", 8), ("学籍号", 21), ("就学状态", 10), ("从哪天起", 11), ("依据", 22), ("特殊群体", 14), ("类别", 6),
    ("数据来源", 14), ("核查日期", 11), ("核查人", 9),
)  # fmt: skip
_SUSPECTED = (
    *_CHILD, ("学校", 18), ("年级班级", 12), ("监护人", 9), ("电话", 13), ("首次缺勤日", 11), ("连续缺勤天数", 8),
    ("联系情况", 30), ("去向", 18), ("类别", 6), ("处理结论", 16), ("纳入日期", 11), ("移出日期", 11),
)  # fmt: skip
_DROPOUTS = (
    *_CHILD, ("是否在册", 6), ("目前状态", 10), ("学校", 16), ("年级班级", 12), ("监护人", 9), ("电话", 13),
    ("类别", 5), ("特殊群体", 12), ("辍学日期", 11), ("辍学原因", 14), ("责任人", 9), ("责任人电话", 13),
    ("领导小组同意", 8),
)  # fmt: skip
_ENDS = (("复学日期", 11), ("复学去向", 16), ("销号日期", 11), ("销号依据", 16))
_PERSONS = (("责任人", 12), ("电话", 15), ("单位", 22), ("在册（仍辍学）人数", 10), ("负责的学生", 80))


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """What the ledgers are made of."""

    check: Check
    letters: Sequence[Letter]
    unit: str

    @property
    def reviews(self) -> list[Review]:
        """Those of the roster."""
        return list(self.check.reviews)


def write_ledger(books: Books, path: Path) -> None:
    """Write the workbook whole or not at all. Raises OutputError."""
    write_book(path, f"{books.unit}控辍保学台账", books.check.today, list(_sheets(books)))


def open_reviews(check: Check) -> list[Review]:
    """The children who stand in the ledger as dropped out on the day of the check."""
    is_open = check.states.open
    return [one for one in check.reviews if one.state and one.state.id in is_open]


def _sheets(books: Books) -> Iterator[SheetOfRows]:
    day = books.check.today
    yield SheetOfRows(
        name="适龄儿童台账",
        title=f"适龄儿童台账（{books.unit}，{day}，{len(books.reviews)} 人）",
        columns=_ALL,
        fixed=4,
        rows=[_all_row(books, number, one) for number, one in enumerate(books.reviews, 1)],
    )
    suspected = [one for one in books.reviews if any(state.id == "suspected" for state in _past(one, day))]
    now = sum(one.state is not None and one.state.id == "suspected" for one in suspected)
    yield SheetOfRows(
        name="疑似辍学学生台账",
        title=f"疑似辍学学生台账（{books.unit}，{day}，现在疑似 {now} 人，累计 {len(suspected)} 人）",
        columns=_SUSPECTED,
        fixed=4,
        rows=[_suspected_row(books, number, one) for number, one in enumerate(suspected, 1)],
    )
    yield _dropouts(books)
    rows = list(_person_rows(books))
    title = f"控辍保学责任人名单（{books.unit}，{day}，{len(rows)} 人）"
    yield SheetOfRows(name="责任人名单", title=title, columns=_PERSONS, rows=rows)


def _dropouts(books: Books) -> SheetOfRows:
    """Whoever was ever open; those who still are come first."""
    day, is_open = books.check.today, books.check.states.open
    ever = [one for one in books.reviews if any(state.id in is_open for state in _past(one, day))]
    still = {one.case.id for one in open_reviews(books.check)}
    ever.sort(key=lambda one: one.case.id not in still)
    letters = _letters_of(books)
    visits = {one.case.id: _visits_of(one, day) for one in ever}
    most = max((len(found) for found in visits.values()), default=0)
    most_letters = max((len(letters.get(one.case.id, ())) for one in ever), default=0)
    columns = (
        *_DROPOUTS,
        *((f"第{number}次劝返", 24) for number in range(1, most + 1)),
        *((f"文书{number}（文号、日期、送达）", 24) for number in range(1, most_letters + 1)),
        *_ENDS,
    )
    rows = []
    for number, one in enumerate(ever, 1):
        told = letters.get(one.case.id, [])
        own = visits[one.case.id]
        facts = one.facts
        rows.append((
            *_child(books, number, one),
            "是" if one.case.id in still else "否",
            _state_name(books, one.state),
            facts["school"],
            facts["grade"] + facts["class_name"],
            facts["guardian1_name"],
            facts["guardian1_phone"],
            one.case.category or "",
            facts["groups"],
            facts["dropout_date"],
            facts["dropout_reason"],
            facts["persuader"],
            facts["persuader_phone"],
            facts["leading_group"],
            *own, *[""] * (most - len(own)),
            *told, *[""] * (most_letters - len(told)),
            facts["return_date"],
            facts["current_school"] if facts["return_date"] else "",
            facts["removed_on"],
            facts["removed_basis"],
        ))  # fmt: skip
    title = f"辍学学生台账（{books.unit}，{day}，在册即仍辍学 {len(still)} 人，累计 {len(ever)} 人）"
    return SheetOfRows(name="辍学学生台账", title=title, columns=columns, rows=rows, fixed=4)


def _child(books: Books, number: int, one: Review) -> Cells:
    facts = one.facts
    return (number, one.case.id, unit_of(books.check, one), one.case.name, facts["sex"], facts["id_number"])


def _all_row(books: Books, number: int, one: Review) -> Cells:
    facts, state = one.facts, one.state
    confirmed = one.case.decisions.confirmed
    return (
        *_child(books, number, one),
        facts["nation"],
        facts["household_address"],
        facts["live_address"],
        facts["guardian1_name"],
        facts["guardian1_phone"],
        facts["current_school"] or facts["school"],
        facts["grade"],
        facts["class_name"],
        facts["student_no"],
        _state_name(books, state),
        _iso(state),
        _basis(state),
        facts["groups"],
        one.case.category or "",
        one.case.student.row.partition(" ")[0],
        books.check.today.isoformat(),
        confirmed.by if confirmed else books.check.workspace.settings.clerk,
    )


def _suspected_row(books: Books, number: int, one: Review) -> Cells:
    facts, day = one.facts, books.check.today
    states = _past(one, day)
    place = next(at for at, state in enumerate(states) if state.id == "suspected")
    after = states[place + 1] if place + 1 < len(states) else None
    absent = facts.day("first_absent")
    until = after.since if after and after.since else day
    days = (until - absent).days if absent and until >= absent else None
    return (
        *_child(books, number, one),
        facts["school"],
        facts["grade"] + facts["class_name"],
        facts["guardian1_name"],
        facts["guardian1_phone"],
        facts["first_absent"],
        "" if days is None else days,
        _contacts(one),
        facts["current_school"] or facts["live_address"],
        one.case.category or "",
        _state_name(books, after) if after else "待核实",
        _iso(states[place]),
        _iso(after),
    )


def _contacts(one: Review) -> str:
    """What was said when the school called: rows of 缺勤记录."""
    return "\n".join(
        "，".join(filter(None, (str(row.date or row.date_text), row.length, row.called, row.said)))
        for row in one.case.student.absences
    )


def _past(one: Review, day: date) -> list[State]:
    """The states up to a day."""
    return [state for state in one.states if state.since is None or state.since <= day]


def _iso(state: State | None) -> str:
    return state.since.isoformat() if state is not None and state.since is not None else ""


def _basis(state: State | None) -> str:
    if state is None:
        return ""
    return f"{state.reason}：{state.path}" if state.path else state.reason


def _state_name(books: Books, state: State | None) -> str:
    return books.check.states.names.get(state.id, state.id) if state else ""


def _visits_of(one: Review, day: date) -> list[str]:
    """Each persuasion as one cell: day, persons, place, how, result."""
    rows: Sequence[Visit] = one.facts.visits
    if rows:
        return [_visit_words(visit) for visit in rows if visit.date is None or visit.date <= day]
    return [
        "，".join(filter(None, (str(visit.date), visit.persons, visit.place, visit.method, visit.result)))
        for visit in one.facts.recorded
        if visit.sure and visit.date <= day
    ]


def _visit_words(visit: Visit) -> str:
    when = str(visit.date) if visit.date else visit.date_text
    told = (when, visit.persons, visit.place, visit.method, visit.result)
    return "，".join(filter(None, told)) if any(told[1:]) else f"{when} {visit.text}".strip()


def _letters_of(books: Books) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for letter in books.letters:
        if not letter.is_void and letter.date <= books.check.today:
            for case in letter.cases:
                found[case].append(_letter_words(letter, books.check.letters.kinds))
    return found


def _letter_words(letter: Letter, kinds: Mapping[str, LetterKind]) -> str:
    title = kinds[letter.kind].title if letter.kind in kinds else letter.kind
    sent = letter.delivered
    reached = f"{sent.on} {sent.how}送达{f'（{sent.to}）' if sent.to else ''}" if sent else "未送达"
    return f"{title} {letter.number or '（草稿）'}，{letter.date}，{reached}"


def _person_rows(books: Books) -> Iterator[Cells]:
    """Who is responsible for whom; children without anybody stand last."""
    still = {one.case.id for one in open_reviews(books.check)}
    found: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for one in books.reviews:
        person = one.facts["persuader"]
        if person or one.case.id in still:
            found[unit_of(books.check, one), person].append(one)
    for (unit, person), own in sorted(found.items(), key=lambda pair: (not pair[0][1], pair[0])):
        phones = "、".join(dict.fromkeys(one.facts["persuader_phone"] for one in own if one.facts["persuader_phone"]))
        names = "、".join(f"{one.case.id} {one.case.name}" for one in own)
        yield person or "（名册没有写责任人）", phones, unit, sum(one.case.id in still for one in own), names
