"""visits-differ, count-mismatch and date-order: the roster's visits against those that records tell of. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from dossier.facts import day_of, neighbours
from dossier.findings import found, gives
from dossier.model import Case, EvidenceFile, Facts, Finding, Part, RecordedVisit, Source

_RECORD = "persuasion-record"
_READ_WELL = 0.9


@gives("date-order", "count-mismatch", "visits-differ")
def find_visits(case: Case, facts: Facts, parts: Sequence[Part], term: str) -> Iterator[Finding]:
    """What the roster and the records of one case say differently of its visits."""
    recorded = [one for one in facts.recorded if one.type == _RECORD]
    records = [part for part in parts if part.type == _RECORD and part.left_out is None]
    if not records:
        return
    if facts.visits:
        yield from _find_unmatched(case, facts, recorded, records, term)
    elif recorded and _all_read_well(case, records) and all(one.sure for one in recorded):
        yield from _find_count(case, facts, recorded)
        yield from _find_early(case, facts, recorded)


def _find_unmatched(
    case: Case, facts: Facts, recorded: Sequence[RecordedVisit], records: Sequence[Part], term: str
) -> Iterator[Finding]:
    """By date, also where their counts agree. A date that was not read well accuses nobody."""
    days = _roster_days(case, facts, term)
    read = {one.date for one in facts.recorded}
    only_read = [one for one in recorded if one.sure and one.date not in days]
    told_all = _all_read_well(case, records) and {one.path for one in recorded} >= {part.path for part in records}
    only_roster = [visit for visit in facts.visits if visit.date and visit.date not in read] if told_all else []
    if not only_read and not only_roster:
        return
    said = []
    if only_read:
        said.append("劝返记录里有、名册里没有：" + "、".join(f"{one.date}（{one.path}）" for one in only_read))
    if only_roster:
        said.append("名册里有、劝返记录里没有：" + "、".join(f"{one.date}（{one.spot}）" for one in only_roster))
    message = f"{case.name}的劝返日期对不上。{'；'.join(said)}。"
    first = only_read[0] if only_read else None
    path = first.path if first else records[0].path
    finding = found("visits-differ", message, "请核对：补上漏记的，改正写错的日期。", path=path, type=_RECORD)
    yield replace(finding, pages=(first.page,), box=first.box) if first else finding


def _roster_days(case: Case, facts: Facts, term: str) -> set[date]:
    """The days of the roster's visits, with what a partial date may mean."""
    visits = case.student.visits
    days = {visit.date for visit in visits if visit.date is not None}
    for place, visit in enumerate(visits):
        if visit.date is None and visit.date_text:
            after, before = neighbours(visits, place)
            day = day_of(visit.date_text, term, after=after or facts.day("dropout_date"), before=before)
            days |= {day} if day else set()
    return days


def _find_count(case: Case, facts: Facts, recorded: Sequence[RecordedVisit]) -> Iterator[Finding]:
    count, days = facts["persuasion_count"], {one.date for one in recorded}
    if (
        facts.source("persuasion_count") in (Source.ROSTER, Source.PERSON)
        and count.isdigit()
        and int(count) != len(days)
    ):
        listed = "、".join(str(day) for day in sorted(days))
        message = f"{case.name}的名册写劝返 {count} 次，从劝返记录里读出 {len(days)} 次（{listed}）。"
        finding = found("count-mismatch", message, "请补齐劝返记录，或改正名册里的次数。", path=recorded[0].path)
        yield replace(finding, fields=("persuasion_count",))


def _find_early(case: Case, facts: Facts, recorded: Sequence[RecordedVisit]) -> Iterator[Finding]:
    dropout = facts.day("dropout_date")
    for one in recorded:
        if dropout is not None and one.date < dropout:
            message = f"{case.name}的劝返日期 {one.date}（{one.path}）早于辍学日期 {facts['dropout_date']}。"
            yield found("date-order", message, "请核对劝返日期和辍学日期。", path=one.path)


def _all_read_well(case: Case, records: Sequence[Part]) -> bool:
    files = {file.path: file for file in case.files}
    return all(_is_read_well(files[part.path], part.pages) for part in records)


def _is_read_well(file: EvidenceFile, pages: Sequence[int]) -> bool:
    read = {reading.page: reading for reading in file.readings}
    for page in pages:
        reading = read.get(page)
        if reading is None or reading.unread:
            return False
        if any(line.confidence < _READ_WELL for line in reading.lines if len(line.text) > 3):
            return False
    return True
