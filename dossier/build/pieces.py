"""What decides a dossier, piece by piece, so that it can be said which of them changed since it was built. PURE."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from enum import Enum
from typing import Any

from dossier.build.job import Options
from dossier.model import Decisions, LabelTexts, PrintSettings, Review, Settings, Severity, Specs

OPTIONS = ("draft", "read", "word", "pixels", "pdfa")
"""What of a build's options decides the dossier."""
PIECE_WORDS: Mapping[str, str] = {
    "sources": "材料有增减或改动",
    "decisions": "case.yaml 里的决定改过",
    "facts": "名册或学生情况改过",
    "parts": "材料的种类、页码或方向认定变了",
    "verdict": "核查结论变了",
    "specs": "evidence_specs 里的规定改过",
    "templates": "模板或字体换过",
    "settings": "workspace.yaml 改过",
    "options": "生成时的选项不同",
}
"""Piece → what people are told when it is another than when the dossier was made."""


def pieces(review: Review, settings: Settings, specs: Specs, options: Options, bench_digest: str) -> Mapping[str, str]:
    """Piece → a short hash of it. Neither the day nor the program is one of them; where the workspace lies is not."""
    case = review.case
    errors = sorted(
        (found.rule, found.path or "", found.type or "")
        for found in review.findings
        if found.severity is Severity.ERROR
    )
    held = [(one.requirement.title, one.status) for one in review.requirements]
    # How a batch is printed, and under which 代字 letters go out, changes no page of a dossier.
    shown = replace(settings, print=PrintSettings(), labels=LabelTexts(), letters={}, thresholds={})
    decided: Mapping[str, object] = {
        "sources": [(file.path, file.sha256, file.taken) for file in case.files],
        "decisions": case.decisions,  # `decisions_piece` is this one alone
        "facts": (replace(case.student, row=""), case.category, review.subtype, review.facts),
        "parts": review.parts,
        "verdict": (held, errors),
        "specs": specs.digest,
        "templates": bench_digest,
        "settings": shown,
        "options": [(name, getattr(options, name)) for name in OPTIONS if name != "read"],
    }
    return {name: _short(value) for name, value in decided.items()}


def decisions_piece(decisions: Decisions) -> str:
    """What `pieces` says of a case's decisions: it can be told without looking at any paper."""
    return _short(decisions)


def _short(value: object) -> str:
    return hashlib.sha256(repr(_told(value)).encode()).hexdigest()[:16]


def _told(value: object) -> object:
    """The value by what it says: what a newer program may also say of it, and does not, makes no difference."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        told = ((one.name, getattr(value, one.name), _default(one)) for one in fields(value) if one.repr)
        return [(name, _told(said)) for name, said, default in told if said != default]
    if isinstance(value, Mapping):
        return [(key, _told(one)) for key, one in value.items()]
    if isinstance(value, (tuple, list)):
        return [_told(one) for one in value]
    return value


def _default(one: Field[Any]) -> object:
    return one.default_factory() if one.default_factory is not MISSING else one.default
