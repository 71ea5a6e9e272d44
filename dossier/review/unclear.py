"""fact-unclear: facts that cannot be what they say, with what was understood. PURE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dossier.facts import day_of, neighbours
from dossier.findings import found, gives
from dossier.model import DATE_FIELDS, FACT_FIELDS, Case, Facts, Finding, Source, Specs
from dossier.review.dates import is_impossible

_PHONES = ("guardian1_phone", "guardian2_phone", "persuader_phone")
_MOBILE = re.compile(r"(?:\+?86-?)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?[2-8]\d{6,7}(?:(?:转|-)\d{1,5})?")
_BRACKETS = re.compile(r"[(（【\[][^)）】\]]*[)）】\]]")
_PARTS = re.compile(r"[\s、,，;；/]+")


@gives("fact-unclear")
def find_unclear(case: Case, facts: Facts, specs: Specs, term: str) -> Iterator[Finding]:
    """All facts of one child that are unclear."""
    yield from _find_unit(case, facts, specs)
    yield from _find_phones(case, facts)
    yield from _find_dates(case, facts, term)
    yield from _find_visits(case, facts, term)


def _find_unit(case: Case, facts: Facts, specs: Specs) -> Iterator[Finding]:
    text = facts["persuader"]
    names = [part for part in _PARTS.split(_BRACKETS.sub("", text)) if part]
    if names and all(part.endswith(specs.unit_endings) for part in names):
        message = f"{case.name}的劝返责任人写的是「{text}」，像是单位；劝返责任人应当是人。"
        yield _told(message, "请写上责任人的姓名，单位写在「劝返单位」。", "persuader")


def _find_phones(case: Case, facts: Facts) -> Iterator[Finding]:
    for field in _PHONES:
        text = facts[field]
        wrong = [number for number in _numbers(text) if not is_phone(number)]
        if wrong:
            said = "、".join(f"「{number}」" for number in wrong)
            message = f"{case.name}的{FACT_FIELDS[field]}{said}不像电话号码（手机 11 位，座机要有区号）。"
            yield _told(message, "请核对号码后改正。", field)


def _numbers(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text)
    return [part.strip() for part in re.split(r"[/、,;]+|\s+(?=[01+]\d{6,})", plain) if part.strip()]


def is_phone(number: str) -> bool:
    """A mobile of eleven digits, or a landline with its area code."""
    plain = re.sub(r"[\s()（）]", "", number).replace("—", "-").replace("–", "-")
    bare = plain.replace("-", "") if plain.replace("-", "")[:1] == "1" else plain
    return bool(_MOBILE.fullmatch(bare) or _LANDLINE.fullmatch(plain))


def _find_dates(case: Case, facts: Facts, term: str) -> Iterator[Finding]:
    for field in DATE_FIELDS:
        value = facts[field]
        if not value or facts.source(field) is Source.DERIVED or (len(value) == 10 and facts.day(field)):
            continue
        if is_impossible(value) or (field == "birth" and facts.day(field)):
            continue  # date-impossible has told it; a month of birth is what the column asks for
        if facts.day(field):
            understood = f"只有年月，当作 {value[:4]}年{int(value[5:7])}月"
        else:
            day = day_of(value, term)
            understood = f"没有写年份，像是 {day}" if day else "看不出是哪一天"
        message = f"{case.name}的{FACT_FIELDS[field]}「{_written(case, field, value)}」{understood}。"
        yield _told(message, "请写明年、月、日，如 2022-03-05。", field)


def _written(case: Case, field: str, value: str) -> str:
    return str(getattr(case.student, f"{field}_text", "") or value)


def _find_visits(case: Case, facts: Facts, term: str) -> Iterator[Finding]:
    """Visits whose date lacks a part; one without any date is not dated at all, and told so."""
    visits = case.student.visits
    for place, visit in enumerate(visits):
        if visit.date is not None or is_impossible(visit.date_text):
            continue
        text = visit.date_text
        day: date | None = None
        if text:
            after, before = neighbours(visits, place)
            day = day_of(text, term, after=after or facts.day("dropout_date"), before=before)
        understood = f"没有写全，像是 {day}" if day else ("看不出是哪一天" if text else "没有写日期")
        where = f"（{visit.spot}）" if visit.spot else ""
        shown = f"「{text}」" if text else ""
        yield _told(f"{case.name}的劝返日期{shown}{where}{understood}。", "请写明年、月、日，如 2022-03-05。")


def _told(message: str, action: str, *fields: str) -> Finding:
    return replace(found("fact-unclear", message, action), fields=fields)
