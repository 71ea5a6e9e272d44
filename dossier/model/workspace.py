"""A folder on disk, understood; nothing in it has been judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dossier.model.decisions import Decisions
from dossier.model.evidence import EvidenceFile
from dossier.model.finding import Finding
from dossier.model.letters import Letter, LetterHead
from dossier.model.printing import LabelTexts, PrintSettings
from dossier.model.roster import Student


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """workspace.yaml; every key has a default."""

    unit: str = ""
    """立卷单位, e.g. 城郊乡中心学校."""
    county: str = ""
    term: str = ""
    """2022年春季学期."""
    filled_on: date | None = None
    clerk: str = ""
    inspector: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Field or header name → column letter or header, where the roster's headers need help."""
    roster: str = ""
    """Name of the roster file, where there are several tables."""
    duplex: bool = False
    engine: str = "typst"
    """typst or libreoffice: who typesets the templates."""
    fonds_name: str = ""
    """全宗名称."""
    fonds_number: str = ""
    """全宗号."""
    retention: str = ""
    """保管期限 that every dossier has at least: 永久, 30年, 10年; '': that of its papers."""
    archive_number: str = "{全宗号}-KB·{年度}-{期限}-{类别}-{案卷号}"
    """How a 档号 is made of its parts; also {案号}."""
    expires_soon_days: int = 90
    print_dpi: int = 200
    annex: str = "replace"
    """replace or keep: whether the stamped scan of 附件1 takes the place of the filled form."""
    pages: str = "asis"
    """asis or flat: whether photographed papers are straightened."""
    copy_mark: str = ""
    """What is printed across copies of ID papers; '': nothing."""
    late_pages: str = "insert"
    """insert or end: whether a paper that came after filing stands behind what it follows (12-1) or behind all."""
    print: PrintSettings = field(default_factory=PrintSettings)
    """What it leaves open follows the settings above."""
    labels: LabelTexts = field(default_factory=LabelTexts)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    """Values that differ here from evidence_specs/thresholds.yaml."""
    letters: Mapping[str, LetterHead] = field(default_factory=dict)
    """Unit → the 代字 under which it numbers its letters, and whom to call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One child: a row of the roster, a folder, or both."""

    id: str
    student: Student
    category: str | None = None
    """A letter A–M (or what the county's specs add); None where the roster's is none of them."""
    folder: str | None = None
    """Path of the case folder relative to the workspace; None where there is none."""
    decisions: Decisions = field(default_factory=Decisions)
    paths: tuple[str, ...] = ()
    """Every file of the folder that is evidence, sorted; looked at or not."""
    special: tuple[str, ...] = ()
    """Links, pipes, devices: not followed, each an `unsupported` finding."""
    skipped: tuple[str, ...] = ()
    files: tuple[EvidenceFile, ...] = ()
    """One for each of `paths`, in their order, once the evidence room has looked."""
    row: Student | None = None
    """The roster's row as it stands, where a person's facts override it; None: `student` is the row."""
    findings: tuple[Finding, ...] = ()
    """What the workspace room found about this case (decisions …)."""
    unit: str = ""
    """In a county: what its unit is called; '' in a workspace of its own."""
    unit_folder: str = ""
    """In a county: the folder of its unit; `id` is then {unit_folder}/{id in the unit}, unlike any other."""
    disk_folder: str | None = None
    """`folder` as the disk spells it, where that differs (not NFC, not UTF-8)."""
    disk_paths: Mapping[str, str] = field(default_factory=dict)
    """Path → the same as the disk spells it, only for those that differ."""

    @property
    def name(self) -> str:
        """The child's name."""
        return self.student.name

    @property
    def own_id(self) -> str:
        """The id in its unit."""
        return self.id.removeprefix(f"{self.unit_folder}/") if self.unit_folder else self.id

    def on_disk(self, root: Path, path: str) -> Path:
        """Where a file of `paths` really lies; open evidence only so, for names on disk may be spelled otherwise."""
        return root / (self.disk_folder or self.folder or "") / self.disk_paths.get(path, path)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterColumn:
    """A column of the roster with a header."""

    column: str
    """A, B …"""
    header: str
    field: str | None = None
    """What it was understood as (a field of columns.yaml); None: kept, and not understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterHeader:
    """How the roster's columns were understood."""

    file: str
    sheet: str
    row: int
    """From 1."""
    columns: tuple[RosterColumn, ...] = ()

    def has(self, fact: str) -> bool:
        """Whether some column could say this fact (`guardian1_phone`)."""
        fields = {one.field for one in self.columns if one.field}
        if not fact.startswith("guardian"):
            return fact in fields
        place, _, part = fact.partition("_")
        told = {field for field in fields if field.startswith("guardian") and field.endswith(f".{part}")}
        return len(told) >= int(place.removeprefix("guardian"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A folder on disk, understood. Nothing in it has been judged."""

    root: Path
    settings: Settings
    roster: str = ""
    header: RosterHeader | None = None
    cases: tuple[Case, ...] = ()
    findings: tuple[Finding, ...] = ()
    """roster-row and case-folder findings: no case of their own."""
    unsorted: tuple[str, ...] = ()
    """Files in 收件箱 and loose files beside the case folders; known, never a case."""
    letters: tuple[Letter, ...] = ()
    """文书登记.yaml, in the order in which the letters were written."""
