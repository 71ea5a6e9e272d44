"""Check → JSON of contract §6. Keys only ever get added.

Decisions where the contract is silent: pages that nobody could assign and pages that a person left out stand in `parts`
with `"type": null`, the latter also with `"left_out": reason`; links and other special files stand in `files` with an
empty sha256, so that every file of a case is in `files` or in `skipped`; a requirement that is only recommended
carries `"recommended": true`; a finding that a person accepted carries `"accepted": {by, on, reason}`. Numbers of
identity cards in words are masked as in the other reports; paths are not, for they must find the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from dossier.model import Acceptance, Check, EvidenceFile, Fact, Finding, Part, RequirementReview, Review, State
from dossier.report.overview import count_cases, unit_of
from dossier.report.roster import roster_json
from dossier.report.settling import command_of
from dossier.report.words import mask

SCHEMA = 1
_LONE = re.compile("[\ud800-\udfff]")
"""Bytes of a file name that are no text: JSON writes them as escapes, UTF-8 cannot."""


def format_json(check: Check, *, explained: bool = False) -> str:
    """The check as JSON of contract §6, with a final newline; `explained`: with how the roster was understood (§8)."""
    before, cases, after = _check(check)
    if explained:
        after["roster"] = roster_json(check)
    whole = "[\n" + ",\n".join(cases) + "\n ]" if cases else "[]"
    return f'{_written(before)[:-2]},\n "cases": {whole},\n{_written(after)[2:]}\n'


def _written(told: Mapping[str, Any]) -> str:
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _check(check: Check) -> tuple[dict[str, Any], list[str], dict[str, Any]]:
    """What stands before the cases, each case as it is written, what stands behind them.

    A county has 10,000 cases: as dicts, all at once, they would take twice the memory of all else.
    """
    cases, sizes = [], []
    has_units = bool(check.units) or any(review.case.student.unit for review in check.reviews)
    for review in check.reviews:
        case = _case(check, review) | ({"unit": unit_of(check, review)} if has_units else {})
        sizes.append({"files": len(case["files"]), "skipped": len(case["skipped"])})
        cases.append("  " + _written(case).replace("\n", "\n  "))
    before = {
        "schema": SCHEMA,
        "version": check.version,
        "today": check.today.isoformat(),
        "workspace": str(check.workspace.root),
        "summary": _summary(check.reviews, sizes),
        "findings": [_finding(found, command_of(check, None, found)) for found in check.findings],
        **_units(check, sizes),
    }
    return before, cases, {"unsorted": list(check.unsorted)}


def _units(check: Check, sizes: Sequence[Mapping[str, int]]) -> dict[str, Any]:
    """`units`: of a county each unit, of a workspace whose roster has a column 单位 each that stands there."""
    has_column = any(review.case.student.unit for review in check.reviews)
    names = [(unit.name, unit.folder) for unit in check.units]
    if not names and has_column:
        names = [(name, "") for name in dict.fromkeys(unit_of(check, review) for review in check.reviews)]
    units = []
    for name, folder in names:
        own = [at for at, review in enumerate(check.reviews) if unit_of(check, review) == name]
        summary = _summary([check.reviews[at] for at in own], [sizes[at] for at in own])
        units.append({"unit": name, "path": folder, "summary": summary})
    return {"units": units} if names else {}


def _summary(reviews: Sequence[Review], sizes: Sequence[Mapping[str, int]]) -> dict[str, int]:
    files, skipped = (sum(size[key] for size in sizes) for key in ("files", "skipped"))
    return {**count_cases(reviews), "files": files, "skipped": skipped}


def _case(check: Check, review: Review) -> dict[str, Any]:
    case = review.case
    return {
        "id": case.own_id,
        "name": case.name,
        "category": case.category,
        "subtype": review.subtype,
        "folder": case.folder,
        "status": review.status.value,
        "requirements": [_requirement(one) for one in review.requirements],
        "files": _files(review),
        "skipped": list(case.skipped),
        "findings": [_finding(found, command_of(check, review, found)) for found in review.findings],
        "facts": [_fact(fact) for fact in review.facts.known.values()],
        "letters_due": list(review.letters_due),
        "state": _state(review.state),
    }


def _state(state: State | None) -> dict[str, Any] | None:
    if state is None:
        return None
    since = state.since.isoformat() if state.since else None
    return {"id": state.id, "since": since, "reason": state.reason, "path": state.path}


def _fact(fact: Fact) -> dict[str, Any]:
    others = [{"value": one.value, "path": one.path, "page": one.page, "sure": one.sure} for one in fact.others]
    return {"field": fact.field, "value": fact.value, "source": fact.source, "others": others}


def _requirement(one: RequirementReview) -> dict[str, Any]:
    wanted = one.requirement
    told: dict[str, Any] = {
        "types": list(wanted.types),
        "title": wanted.title,
        "status": one.status.value,
        "files": list(one.files),
    }
    return told | ({"recommended": True} if wanted.recommended else {})


def _files(review: Review) -> list[dict[str, Any]]:
    """Every file of the case: those looked at, then (in path order among them) those that could not be."""
    case = review.case
    looked = {file.path: file for file in case.files}
    unseen = {path: EvidenceFile(path=path) for path in (*case.paths, *case.special) if path not in looked}
    parts: dict[str, list[Part]] = {}
    for part in review.parts:
        parts.setdefault(part.path, []).append(part)
    return [_file(file, parts.get(file.path, [])) for file in (*case.files, *unseen.values())]


def _file(file: EvidenceFile, parts: list[Part]) -> dict[str, Any]:
    return {
        "path": file.path,
        "sha256": file.sha256,
        "media_type": file.media_type,
        "pages": len(file.pages),
        "size": file.size,
        "parts": [_part(paper) for part in parts for paper in part.papers],
    }


def _part(part: Part) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": None if part.left_out is not None else part.type,
        "pages": list(part.pages),
        "basis": part.basis.value,
        "confidence": round(part.confidence, 3),
        "date": part.date.isoformat() if part.date else None,
        "document_no": part.document_no or None,
        "issuer": part.issuer or None,
        "title": part.title or None,
    }
    return told if part.left_out is None else told | {"left_out": part.left_out}


def _finding(found: Finding, command: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {"rule": found.rule, "severity": found.severity.value}
    if found.type is not None:
        told["type"] = found.type
    told |= {"path": found.path, "message": mask(found.message), "action": mask(found.action)}
    if found.fields:
        told["fields"] = list(found.fields)
    if found.accepted is not None:
        told["accepted"] = _accepted(found.accepted)
    return told | {"command": command}


def _accepted(one: Acceptance) -> dict[str, Any]:
    return {"by": one.by, "on": one.on.isoformat() if one.on else None, "reason": one.reason}
