"""What stands under a photograph: 时间、地点、人物、事由, from the visit that it shows (GB/T 11821 4.2). PURE."""

from __future__ import annotations

from datetime import date

from dossier.model import EvidenceFile, PaperType, Part, Review, Specs

_PERSUASION = "persuasion-record"
"""The roster's visits are of this kind."""
_LINE = 38
"""Characters of a line of 150 mm."""


def caption(part: Part, file: EvidenceFile, review: Review, specs: Specs) -> tuple[str, ...]:
    """One or two lines; what is not known is left out."""
    paper = specs.papers[part.type or ""]
    when = part.date or file.taken
    place, persons, method = _visit(when, paper, review)
    lead = specs.papers.get(paper.follows)
    about = lead.title.removesuffix("记录") if lead is not None else paper.short or paper.title
    told = (
        ("时间", f"{when.year}年{when.month}月{when.day}日" if when else ""),
        ("地点", place),
        ("事由", f"{about}（{method}）" if method else about),
    )
    first = "　".join(f"{label}：{text}" for label, text in told if text)
    lines = (first, f"人物：{_persons(persons)}" if persons else "")
    return tuple(line for line in lines if line)


def _visit(when: date | None, paper: PaperType, review: Review) -> tuple[str, str, str]:
    """(place, persons, method) of the visit of that day: as the roster says, else as its record surely does."""
    if when is None or not paper.follows:
        return "", "", ""
    if paper.follows == _PERSUASION:
        for visit in review.facts.visits:
            if visit.date == when:
                return visit.place.strip(), visit.persons.strip(), _short(visit.method)
    for seen in review.facts.recorded:
        if seen.date == when and seen.type == paper.follows and seen.sure:
            return seen.place.strip(), seen.persons.strip(), _short(seen.method)
    return "", "", ""


def _short(method: str) -> str:
    """How, where it is a word and no sentence."""
    plain = method.strip().rstrip("。")
    return plain if len(plain) <= 6 else ""


def _persons(text: str) -> str:
    """The names that a line takes; 等 for those that it does not."""
    if len(text) <= _LINE:
        return text
    cut = max(text.rfind(mark, 0, _LINE) for mark in "、，；")
    return f"{text[: cut if cut > 0 else _LINE]}等"
