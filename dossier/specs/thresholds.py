"""evidence_specs/thresholds.yaml → Thresholds; a workspace may override single values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dossier.errors import Place, SpecError
from dossier.files.yaml import did_you_mean, open_yaml
from dossier.model import Thresholds

FILE = "thresholds.yaml"
_NAMES = """
    paper.title paper.body_title paper.issuer paper.wanted paper.named paper.phrases_most
    paper.sure paper.margin paper.confirm paper.conflict
    photo.letters photo.letters_stamped photo.paper photo.board photo.board_sure
    person.confidence person.digits_near
    seal.text seal.certain seal.grey seal.letters signature.ink
    picture.blurred_photo picture.blurred_page picture.dark picture.dpi picture.dpi_slack
    same.bits same.alike same.inliers same.changed same.plain same.share
"""
THRESHOLDS = frozenset(_NAMES.split())
"""Every threshold that the program asks for; the file must have each of them and no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    value: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    thresholds: Mapping[str, _Entry] = field(default_factory=dict)


def load_thresholds(folder: Path, overrides: Mapping[str, float] | None = None) -> Thresholds:
    """Read the thresholds of a specs folder; `overrides` are the values that a workspace has instead.

    Raises SpecError with all that is wrong in the file.
    """
    document = open_yaml(folder / FILE, SpecError)
    entries = document.read(_File, SpecError).thresholds
    problems = [
        Place(FILE, f"第{document.line('thresholds', name)}行", f"没有「{name}」这一条{did_you_mean(name, THRESHOLDS)}")
        for name in entries
        if name not in THRESHOLDS
    ]
    problems += [Place(FILE, "", f"缺少「{name}」这一条") for name in sorted(THRESHOLDS - set(entries))]
    if problems:
        hint = "请对照程序自带的 thresholds.yaml 改正。"
        raise SpecError(f"{FILE} 有 {len(problems)} 处错误", places=tuple(problems), hint=hint)
    values = {name: entry.value for name, entry in entries.items()}
    return Thresholds({**values, **(overrides or {})})
