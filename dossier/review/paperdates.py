"""Dates on papers: valid until, issued on, visits of records. PURE.

Digits under a seal are often misread: a date counts only when all of it was read, and is a day of the calendar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dossier.facts import number_of, read_id, real_date
from dossier.findings import found, gives
from dossier.model import Case, EvidenceFile, Finding, PageReading, Part, Specs, Student, TextLine
from dossier.review.imprint import Known, imprint_of

_DAY = r"(?P<y>(?:19|20)\d\d)\s*[年.\-/]\s*(?P<m>\d{1,2})\s*[月.\-/]\s*(?P<d>\d{1,2})\s*[日号]?"
_DATE = re.compile(rf"(?<!\d){_DAY}(?!\d)")
_CHINESE = str.maketrans("〇零○OＯ", "00000")
_UNTIL = re.compile(
    r"(?:有效期(?:限)?(?:[至到]|截止)?|有效(?:日期|截止)|截止日期|有效期限[:：]?|失效日期|至)\s*[:：]?\s*(?P<rest>.{0,40})"
)
_STARTS = re.compile(r"有效(?:期|日期|截止)|截止日期|失效日期")
_VISITED = re.compile(
    r"(?:劝返|家访|走访|送教|入户|谈话|访问)?(?:时间|日期)\s*[:：]?\s*$|"
    r"(?:^|[。;；])\s*(?:第?[一二三四五六七八九十\d]{1,3}[.、．)）次]+[:：]?\s*(?:劝返)?[:：,，]?\s*)$|(?:^|[。;；])\s*$"
)
_NOT_A_VISIT = re.compile(
    r"(?:出生|生日|辍学|离校|返校|复学|填表|制表|打印|学籍|承诺|限|入学|日期)\S{0,4}\s*[:：]?\s*$"
)
_VISIT_FIELDS = re.compile(r"(?:劝返|家访|走访|送教|入户|谈话)(?:时间|日期)\s*[:：]?\s*$")
_WELL_READ = 0.9


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, and where it was read."""

    day: date
    page: int
    line: TextLine


def dates_in(text: str) -> list[tuple[date, int, int]]:
    """(day, start, end) of every whole date in a text, in order; the text is taken as NFKC."""
    days = []
    for match in _DATE.finditer(text):
        day = real_date(int(match["y"]), int(match["m"]), int(match["d"]))
        if day is not None:
            days.append((day, match.start(), match.end()))
    return days


def _half(line: TextLine) -> str:
    return unicodedata.normalize("NFKC", line.text).translate(_CHINESE)


# ---------------------------------------------------------------------------- valid until


def valid_until(pages: Sequence[PageReading]) -> Dated | None:
    """The last day that stands behind 有效期; None where it says 长期 or could not be read."""
    best: Dated | None = None
    for reading in pages:
        lines = reading.lines
        for index, line in enumerate(lines):
            text = _half(line)
            if not _STARTS.search(text):
                continue
            start = _STARTS.search(text)
            rest = text[start.start() :] if start else text
            if not dates_in(rest) and index + 1 < len(lines):
                rest += _half(lines[index + 1])
            for day, _, _ in dates_in(rest):
                if best is None or day > best.day:
                    best = Dated(day, reading.page, line)
    return best


@gives("expired", "expires-soon")
def find_expiry(case: Case, parts: Sequence[Part], specs: Specs, today: date, soon_days: int) -> Iterator[Finding]:
    """expired and expires-soon of papers that expire."""
    readings = {file.path: {reading.page: reading for reading in file.readings} for file in case.files}
    for part in parts:
        paper = specs.papers.get(part.type or "")
        if paper is None or not paper.expires or part.left_out is not None:
            continue
        until = valid_until([readings[part.path][page] for page in part.pages if page in readings.get(part.path, {})])
        if until is None or until.day >= today + timedelta(days=soon_days):
            continue
        title = paper.short or paper.title
        day = f"{until.day.year}年{until.day.month}月{until.day.day}日"
        is_over = until.day < today
        said = f"「{part.path}」（{title}）的有效期到 {day}，" + ("已经过期。" if is_over else "快到期了。")
        finding = found("expired" if is_over else "expires-soon", said, path=part.path, type=part.type)
        yield replace(finding, pages=(until.page,), box=until.line.box)


# ---------------------------------------------------------------------------- issued on


def dated(file: EvidenceFile, case: Case, parts: Sequence[Part], specs: Specs) -> tuple[Part, ...]:
    """Parts with what they say of themselves: number, issuer and day (of a record: of its first visit).

    A photograph's day is the day on which it was taken.
    """
    readings = {reading.page: reading for reading in file.readings}
    student = case.student
    known = Known(
        never=frozenset(_births(student)),
        regions=specs.region_names,
        trusted=[text for text in _places(student) if text],
        name=student.name,
        letters=_title_letters(specs),
        titles=frozenset(title for paper in specs.papers.values() for title in paper.titles),
    )
    return tuple(_dated(part, file, readings, specs, known) for part in parts)


def _dated(part: Part, file: EvidenceFile, readings: Mapping[int, PageReading], specs: Specs, known: Known) -> Part:
    paper = specs.papers.get(part.type or "")
    pages = [readings[page] for page in part.pages if page in readings]
    if part.left_out is not None or paper is None or not pages:
        return part
    if paper.photo:
        return replace(part, date=part.date or file.taken)
    until = valid_until(pages) if paper.expires else None
    own = imprint_of(pages, replace(known, never={*known.never, until.day}) if until else known)
    visits = _visits_on(pages) if paper.id.endswith("-record") else []
    day = visits[0].day if visits else own.date
    return replace(part, date=day or part.date, document_no=own.document_no, issuer=own.issuer, title=own.title)


def _places(student: Student) -> tuple[str, ...]:
    """What the roster says of places."""
    addresses = (student.household_address, student.school_address, student.live_address)
    return (*addresses, student.unit, student.school, student.current_school, student.kindergarten)


def _title_letters(specs: Specs) -> frozenset[str]:
    """Letters of which titles are made: those in the titles and names of all papers."""
    papers = specs.papers.values()
    words = (word for paper in papers for word in (paper.title, *paper.titles, *paper.phrases, *paper.keywords))
    return frozenset("".join((*words, *specs.plain_titles, "关于同学等情况的若干请示批复纪要县市区乡镇街道")))


def _births(student: Student) -> Iterator[date]:
    """The birthdays of the child and of its guardians, as far as the roster knows them."""
    numbers = (student.id_number, *(guardian.id_number for guardian in student.guardians))
    shown = (number.birth for text in numbers if (number := read_id(number_of(text))) is not None)
    yield from (day for day in (student.birth, *shown) if day is not None)


# ---------------------------------------------------------------------------- visits


def _visits_on(pages: Sequence[PageReading]) -> list[Dated]:
    """Days that stand where a record says when a visit was, in order, each once."""
    found_days: dict[date, Dated] = {}
    for reading in pages:
        before = ""
        for line in reading.lines:
            text = _half(line)
            for day, start, _ in dates_in(text):
                lead = text[:start]
                context = lead if lead.strip() else before[-12:]
                is_visit = _VISIT_FIELDS.search(context) or (
                    not _NOT_A_VISIT.search(context) and _VISITED.search(lead) and len(text) > 14
                )
                if is_visit and day not in found_days:
                    found_days[day] = Dated(day, reading.page, line)
            before = text
    return [found_days[day] for day in sorted(found_days)]
