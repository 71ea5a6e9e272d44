"""manifest.json beside a finished dossier: what it is made of, written and read in one place (contract §7)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dossier.files.write import sha256_of
from dossier.model import EvidenceFile, Finding, Plan, PlanPart, Review, Severity

SCHEMA = 1

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of the dossier that stands in a folder already."""

    inputs: str = ""
    is_whole: bool = False
    manifest: Mapping[str, Any] | None = None


def make_manifest(
    plan: Plan, review: Review, outputs: Sequence[tuple[Path, int | None]], *, inputs: str, version: str, today: str
) -> dict[str, Any]:
    """The manifest of contract §7; `outputs` are the finished files and their page counts."""
    return {
        "schema": SCHEMA,
        "version": version,
        "today": today,
        "case": _case(plan, review),
        "folder": review.case.folder,
        "inputs": inputs,
        "plan": [_row(row, plan) for row in plan.rows],
        "sources": [_source(file) for file in review.case.files],
        "outputs": [
            {"path": path.name, "sha256": sha256_of(path), "size": path.stat().st_size, "pages": pages}
            for path, pages in outputs
        ],
        "findings": [_finding(found) for found in review.findings],
    }


def _case(plan: Plan, review: Review) -> dict[str, Any]:
    """What the print room and labels need to know of a dossier without opening it; no ID number."""
    return {
        "id": plan.case_id,
        "name": plan.name,
        "title": plan.title,
        "category": review.case.category,
        "unit": review.case.student.school,
        "draft": plan.draft,
        "duplex": plan.duplex,
        "items": sum(not item.missing for item in plan.items),
        "pages": plan.numbered_pages,
    }


def _row(row: Any, plan: Plan) -> dict[str, Any]:
    out = {
        "part": row.part.value,
        "item": row.item,
        "title": row.title,
        "first_page": row.first_page,
        "pages": row.pages,
    }
    if row.part is PlanPart.EVIDENCE:
        out |= {"type": row.type, "path": row.path, "source_pages": list(row.source_pages)}
    elif row.part is PlanPart.MISSING:
        out["type"] = row.type
    return out


def _source(file: EvidenceFile) -> dict[str, Any]:
    return {"path": file.path, "sha256": file.sha256, "size": file.size}


def _finding(found: Finding) -> dict[str, Any]:
    out: dict[str, Any] = {"rule": found.rule, "severity": found.severity.value, "path": found.path}
    return out | {"type": found.type, "message": found.message, "action": found.action}


def read_standing(folder: Path) -> Standing:
    """What stands in `folder`; a dossier somebody changed or half removed is not whole."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        made = (folder / MANIFEST).stat().st_mtime_ns
        whole = all(_stands(folder / entry["path"], entry["size"], made) for entry in manifest["outputs"])
        return Standing(inputs=str(manifest["inputs"]), is_whole=whole, manifest=manifest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Standing()


def standing_notes(standing: Standing, review: Review) -> tuple[Finding, ...]:
    """What building the dossier that stands noted, beyond what `review` itself finds."""
    manifest = standing.manifest or {}
    known = {(found.rule, found.path, found.message) for found in review.findings}
    return tuple(
        Finding(
            rule=row["rule"],
            severity=Severity(row["severity"]),
            path=row["path"],
            type=row["type"],
            message=row["message"],
            action=row["action"],
        )
        for row in manifest.get("findings", ())
        if (row["rule"], row["path"], row["message"]) not in known
    )


def _stands(path: Path, size: int, made: int) -> bool:
    """The manifest is written last: a file younger than it has been changed by hand."""
    fact = path.stat()
    return fact.st_size == size and fact.st_mtime_ns <= made


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> Path:
    """Write manifest.json into `folder` (the work folder: nobody sees it before the swap)."""
    target = folder / MANIFEST
    target.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return target
