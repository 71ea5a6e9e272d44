"""Visits that records tell of: a form with a label for each thing, or numbered sentences. PURE."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from dossier.facts.cells import Box, Pair, pairs_on, rows_under, touch
from dossier.facts.labels import Vocabulary
from dossier.facts.values import half, value_of
from dossier.model import FormValues, PageReading, RecordedVisit

RECORDS = ("persuasion-record", "home-visit-record", "home-teaching-record")
_WELL = 0.985
_ENTRY = re.compile(
    r"^(?:第?[一二三四五六七八九十\d]{1,3}[次.、．)）:：]+(?:劝返)?[:：,，]?)?(?P<day>(?:19|20)\d\d[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?)[，,：:上下]"
)
_WENT = re.compile(
    r"^(?P<persons>[^，,；;。]{2,40}?)(?:赴|到|前往|来到|去往|入户|上门)(?P<place>[^，,；;。]{2,30}?)(?=劝返|家访|，|,|。|；|$)"
)
_RESULT = re.compile(r"结果(?:如何|为)?[:：](?P<result>[^。；]+)")


def visits_in(
    readings: Sequence[PageReading], kind: str, path: str, words: Vocabulary, values: FormValues
) -> tuple[RecordedVisit, ...]:
    """The visits of one record, oldest first, each day once."""
    if kind not in RECORDS:
        return ()
    found: dict[date, RecordedVisit] = {}
    for reading in readings:
        for visit in (
            *_in_table(reading, kind, path, words, values),
            *_in_cells(reading, kind, path, words, values),
            *_in_sentences(reading, kind, path, values),
        ):
            found.setdefault(visit.date, visit)
    return tuple(found[day] for day in sorted(found))


def _in_table(
    reading: PageReading, kind: str, path: str, words: Vocabulary, values: FormValues
) -> Iterator[RecordedVisit]:
    """A row each, under headings: 次数 时间 地点 人员 结果."""
    for row in rows_under("visit.date", reading, words):
        told = row["visit.date"]
        day = value_of("visit_date", told.text, values)
        if len(day) != 10:
            continue
        visit = RecordedVisit(
            date=date.fromisoformat(day),
            path=path,
            page=reading.page,
            sure=told.confidence >= _WELL and not _sealed(told.seen, reading),
            box=told.seen,
            type=kind,
        )
        for meaning, cell in row.items():
            group, _, part = meaning.rpartition(".")
            if group == "visit" and part != "date":
                visit = _told(visit, part, cell.text.strip())
        yield visit


def _in_cells(
    reading: PageReading, kind: str, path: str, words: Vocabulary, values: FormValues
) -> Iterator[RecordedVisit]:
    """A visit begins at its date; what follows, up to the next date, tells of it."""
    visit: RecordedVisit | None = None
    for pair in pairs_on(reading, words):
        group, _, part = pair.meaning.rpartition(".")
        if group != "visit":
            continue
        if part == "date":
            if visit is not None:
                yield visit
            visit = _begun(pair, reading, kind, path, values)
        elif visit is not None:
            visit = _told(visit, part, pair.text.strip())
    if visit is not None:
        yield visit


def _begun(pair: Pair, reading: PageReading, kind: str, path: str, values: FormValues) -> RecordedVisit | None:
    day = value_of("visit_date", pair.text, values)
    if len(day) != 10:
        return None
    is_sure = pair.clear and pair.confidence >= _WELL and not _sealed(pair.box, reading)
    return RecordedVisit(
        date=date.fromisoformat(day), path=path, page=reading.page, sure=is_sure, box=pair.box, type=kind
    )


def _told(visit: RecordedVisit, part: str, text: str) -> RecordedVisit:
    if part == "persons":
        return replace(visit, persons=text)
    if part == "place":
        return replace(visit, place=text)
    return replace(visit, method=text) if part == "method" else replace(visit, result=text)


def _in_sentences(reading: PageReading, kind: str, path: str, values: FormValues) -> Iterator[RecordedVisit]:
    for line in reading.lines:
        text = half(line.text)
        entry = _ENTRY.match(text)
        if entry is None or len(text) < 15:
            continue
        day = value_of("visit_date", entry["day"], values)
        if len(day) != 10:
            continue
        rest = text[entry.end() :]
        went, result = _WENT.match(rest), _RESULT.search(rest)
        yield RecordedVisit(
            date=date.fromisoformat(day),
            path=path,
            page=reading.page,
            sure=line.confidence >= _WELL and not _sealed(line.box, reading),
            box=line.box,
            type=kind,
            persons=went["persons"] if went else "",
            place=went["place"] if went else "",
            result=result["result"] if result else "",
        )


def _sealed(box: Box, reading: PageReading) -> bool:
    return any(touch(box, seal.box) for seal in reading.seals)
