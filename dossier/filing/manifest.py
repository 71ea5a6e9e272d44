"""manifest.json beside a finished dossier: what it is made of, written and read here alone (contract §7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec import UNSET, UnsetType

from dossier.files.hashes import sha256_of
from dossier.files.names import MANIFEST
from dossier.files.schema import newer, newer_words
from dossier.model import EvidenceFile, Finding, Plan, PlanPart, PlanRow, Review, Severity

SCHEMA = 1


class NewerManifestError(ValueError):
    """A newer program made the dossier; its words say so."""


class _Numbered(msgspec.Struct):
    schema: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestCase:
    """What the print room and labels need to know of a dossier without opening it; no ID number."""

    id: str
    name: str
    title: str
    category: str | None
    unit: str
    draft: bool
    duplex: bool
    items: int
    pages: int
    """Pages that carry a number."""
    retention: str = "永久"
    """保管期限 as its cover says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """One row of the plan, in page order; `type` of evidence and of what is missing, the rest of evidence alone."""

    part: str
    item: int | None
    title: str
    first_page: int
    pages: int
    type: str | UnsetType | None = UNSET
    path: str | UnsetType | None = UNSET
    source_pages: tuple[int, ...] | UnsetType = UNSET
    labels: tuple[str, ...] | UnsetType = UNSET
    """What is printed on each page as its number; absent where the pages carry none."""
    keys: tuple[str, ...] | UnsetType = UNSET
    """By what each page is known: of evidence source, page and turn, of our own pages the text."""
    texts: tuple[str, ...] | UnsetType = UNSET
    """A hash of the captions on each page; absent where there are none."""
    prepared: str | UnsetType = UNSET
    """What was done to the pictures before they were placed: flat (straightened, evenly lit), cut (blank paper round a
    card left away); absent where they stand as they are."""
    since: str | UnsetType = UNSET
    """The day on which it was put in, or taken out, after the dossier had been filed."""

    @property
    def span(self) -> range:
        """The PDF pages of the row."""
        return range(self.first_page, self.first_page + self.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestSource:
    """An evidence file as it was when the dossier was made."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestOutput:
    """A file of the finished dossier."""

    path: str
    sha256: str
    size: int
    pages: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestFinding:
    """A finding as it stood when the dossier was made."""

    rule: str
    severity: Severity
    path: str | None
    type: str | None
    message: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestOptions:
    """What the build was asked for."""

    draft: bool = False
    read: bool = True
    word: bool = True
    pixels: str = "print"
    pdfa: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestMaking:
    """How a dossier came about: what `make_manifest` cannot see in the plan."""

    inputs: str
    version: str
    today: str
    made_of: Mapping[str, str] = field(default_factory=dict)
    options: ManifestOptions = field(default_factory=ManifestOptions)
    marks: Marks = field(default_factory=dict)
    dated: str = ""


Marks = Mapping[tuple[int, str, int], tuple[str, str]]
"""(PDF page, path of the evidence or '', its page or 0) → (key of what stands there, hash of its caption)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestHistory:
    """What was put in, exchanged or taken out after the dossier had been filed."""

    on: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """All that is known of a finished dossier."""

    schema: int
    version: str
    today: str
    case: ManifestCase
    folder: str | None
    """The case folder, relative to the workspace."""
    inputs: str
    """A hash of all that decided this dossier."""
    plan: tuple[ManifestRow, ...]
    sources: tuple[ManifestSource, ...]
    outputs: tuple[ManifestOutput, ...]
    findings: tuple[ManifestFinding, ...] = ()
    made_of: Mapping[str, str] = field(default_factory=dict)
    """What decided it, piece by piece, each a short hash; {} in a dossier of an older program."""
    options: ManifestOptions = field(default_factory=ManifestOptions)
    dated: str = ""
    """The day that its forms carry."""
    history: tuple[ManifestHistory, ...] = ()

    @property
    def planned_pages(self) -> int:
        """The pages that the rows of the plan take together."""
        return max((row.first_page + row.pages - 1 for row in self.plan), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of the dossier that stands in a folder already."""

    inputs: str = ""
    is_whole: bool = False
    manifest: Manifest | None = None
    newer: str = ""
    """What to say where a newer program made it: no dossier of ours takes its place."""


def make_manifest(
    plan: Plan, review: Review, outputs: Sequence[tuple[Path, int | None]], making: ManifestMaking
) -> Manifest:
    """The manifest of a dossier; `outputs` are the finished files and their page counts."""
    return Manifest(
        schema=SCHEMA,
        version=making.version,
        today=making.today,
        case=_case(plan, review),
        folder=review.case.folder,
        inputs=making.inputs,
        plan=tuple(_row(row, plan, making.marks) for row in plan.rows),
        sources=tuple(_source(file) for file in review.case.files),
        outputs=tuple(
            ManifestOutput(path=path.name, sha256=sha256_of(path), size=path.stat().st_size, pages=pages)
            for path, pages in outputs
        ),
        findings=tuple(_finding(found) for found in review.findings),
        made_of=making.made_of,
        options=making.options,
        dated=making.dated,
        history=tuple(ManifestHistory(on=day.isoformat(), words=words) for day, words in plan.history),
    )


def _case(plan: Plan, review: Review) -> ManifestCase:
    return ManifestCase(
        id=plan.case_id,
        name=plan.name,
        title=plan.title,
        category=review.case.category,
        unit=review.case.student.school,
        draft=plan.draft,
        duplex=plan.duplex,
        items=sum(not (item.missing or item.heading) for item in plan.items),
        pages=plan.numbered_pages,
        retention=plan.retention,
    )


def _row(row: PlanRow, plan: Plan, marks: Marks) -> ManifestRow:
    is_evidence = row.part is PlanPart.EVIDENCE or row.path is not None
    has_type = is_evidence or row.part is PlanPart.MISSING
    pages = range(row.first_page, row.first_page + row.pages)
    labels = tuple(plan.sheets[page - 1].shown for page in pages)
    known = [_mark(row, page, marks) for page in pages]
    return ManifestRow(
        part=row.part.value,
        item=row.item,
        title=row.title,
        first_page=row.first_page,
        pages=row.pages,
        type=row.type if has_type else UNSET,
        path=row.path if is_evidence else UNSET,
        source_pages=row.source_pages if is_evidence else UNSET,
        labels=labels if any(labels) else UNSET,
        keys=tuple(key for key, _ in known) if any(key for key, _ in known) else UNSET,
        texts=tuple(text for _, text in known) if any(text for _, text in known) else UNSET,
        prepared=row.prepared.value if row.prepared else UNSET,
        since=row.since or UNSET,
    )


def _mark(row: PlanRow, page: int, marks: Marks) -> tuple[str, str]:
    """By what a page of the row is known; two pages of one file may stand on one sheet."""
    there = [source for source in row.source_pages or (0,) if (page, row.path or "", source) in marks]
    return marks[page, row.path or "", there[-1]] if there else ("", "")


def _source(file: EvidenceFile) -> ManifestSource:
    return ManifestSource(path=file.path, sha256=file.sha256, size=file.size)


def _finding(found: Finding) -> ManifestFinding:
    return ManifestFinding(
        rule=found.rule,
        severity=found.severity,
        path=found.path,
        type=found.type,
        message=found.message,
        action=found.action,
    )


def write_manifest(folder: Path, manifest: Manifest) -> Path:
    """Write manifest.json into `folder` (the work folder: nobody sees it before the swap)."""
    target = folder / MANIFEST
    target.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
    return target


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the dossier in `folder`; raises OSError or ValueError where there is none to be understood.

    NewerManifestError where a newer program wrote it, whatever else it holds.
    """
    data = (folder / MANIFEST).read_bytes()
    try:
        number = msgspec.json.decode(data, type=_Numbered).schema
        if newer(number):
            raise NewerManifestError(f"{newer_words(MANIFEST, number)}；请用新版本的程序，这一版没有动它")
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from None
    if manifest.schema != SCHEMA:
        raise ValueError(f"schema {manifest.schema}")
    return manifest


def unread_words(error: OSError | ValueError) -> str:
    """Why a dossier is left out whose manifest `read_manifest` could not read."""
    return str(error) if isinstance(error, NewerManifestError) else f"档案的 {MANIFEST} 读不懂，请重新生成"


def read_standing(folder: Path) -> Standing:
    """What stands in `folder`; a dossier somebody changed or half removed is not whole."""
    try:
        manifest = read_manifest(folder)
        made = (folder / MANIFEST).stat().st_mtime_ns
        whole = all(_stands(folder / output.path, output.size, made) for output in manifest.outputs)
    except NewerManifestError as error:
        return Standing(newer=str(error))
    except (OSError, ValueError):
        return Standing()
    return Standing(inputs=manifest.inputs, is_whole=whole, manifest=manifest)


def _stands(path: Path, size: int, made: int) -> bool:
    """The manifest is written last: a file younger than it has been changed by hand."""
    fact = path.stat()
    return fact.st_size == size and fact.st_mtime_ns <= made


def standing_notes(standing: Standing, review: Review) -> tuple[Finding, ...]:
    """What building the dossier that stands noted, beyond what `review` itself finds."""
    known = {(found.rule, found.path, found.message) for found in review.findings}
    return tuple(
        Finding(
            rule=row.rule, severity=row.severity, path=row.path, type=row.type, message=row.message, action=row.action
        )
        for row in (standing.manifest.findings if standing.manifest else ())
        if (row.rule, row.path, row.message) not in known
    )
