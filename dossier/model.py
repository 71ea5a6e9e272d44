"""The nouns: frozen values that the rooms hand to each other. No I/O, no logic beyond properties.

Units: pt (1/72 inch) for lengths on a page, origin at the upper left; degrees clockwise for turns;
pages are numbered from 1 everywhere. Paths inside a case are relative to the case folder, with `/`, NFC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

A4_PT = (595.276, 841.89)


class Severity(StrEnum):
    """How much a finding weighs (contract §4)."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Basis(StrEnum):
    """Who or what said which paper a file is (contract §6)."""

    PERSON = "person"
    NAME = "name"
    FOLDER = "folder"
    CONTENT = "content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, doubtful or good to know. `message` says what and where, `action` what to do."""

    rule: str
    severity: Severity
    message: str
    action: str = ""
    path: str | None = None
    type: str | None = None
    pages: tuple[int, ...] = ()
    other_case: str | None = None
    """Id of the other case, for findings between two cases."""
    accepted: Acceptance | None = None
    """Set when a person accepted this warning in case.yaml: it stays, and no longer asks."""
    box: tuple[float, float, float, float] | None = None
    """Where on the first of `pages` it was seen, in fractions of the upright page; what `crop` is cut from."""
    crop: bytes | None = field(default=None, repr=False, compare=False)
    """A small PNG of what the machine saw, for the html report."""


# ---------------------------------------------------------------------------- what a person decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A person accepts a warning: who, when, why."""

    rule: str
    by: str
    reason: str
    on: date | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A person waives a required paper."""

    by: str
    reason: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """A person confirms the case as a whole; for 其他 cases the reason is the written explanation."""

    by: str
    reason: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDecision:
    """What a person said of (some pages of) one file. `pages` empty: all pages that no other part names."""

    type: str | None = None
    pages: tuple[int, ...] = ()
    turn: int | None = None
    """Degrees clockwise that make the page upright, on top of what the file itself says; None: not said."""
    left_out: str | None = None
    """The reason why these pages stay out of the dossier."""
    spot: str = field(default="", repr=False, compare=False)
    """Where it is written: 001-张三/case.yaml 第3行."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The whole of a case.yaml. `problem` is set instead when it cannot be understood."""

    files: Mapping[str, tuple[PartDecision, ...]] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    """Canonical field id of `Student` → text, as written (Chinese header names already resolved)."""
    waived: Mapping[str, Waiver] = field(default_factory=dict)
    confirmed: Confirmation | None = None
    accepted: tuple[Acceptance, ...] = ()
    problem: str | None = None
    problem_text: str = ""
    """What stands in a case.yaml that cannot be understood; '' where even that cannot be read."""


# ---------------------------------------------------------------------------- roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """A guardian as the roster names him."""

    name: str = ""
    relation: str = ""
    phone: str = ""
    id_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One persuasion or home visit of the roster's 劝返记录 (or read from a record)."""

    date: date | None = None
    date_text: str = ""
    """As written; where `date` is None and this is not empty, the date is impossible or unreadable."""
    persons: str = ""
    place: str = ""
    method: str = ""
    result: str = ""
    text: str = ""
    """The whole entry as written, where it came as one piece of text."""
    spot: str = ""
    """Where it was read: 劝返记录 第3行."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """One row of the roster, as understood; text fields are '' where unknown, never a guess."""

    row: str = ""
    """Where it stands: 名册.xlsx 第5行."""
    number: str = ""
    name: str = ""
    """Normalised (domain §3.4): no inner blanks, `·` as U+00B7."""
    name_as_read: str = ""
    id_number: str = ""
    """Normalised: half-width, upper case, no blanks. As damaged as it was read."""
    id_number_damage: str = ""
    """Why the number cannot be what was typed, e.g. Excel kept only 15 digits; '' when it can."""
    id_type: str = ""
    student_no: str = ""
    disability_no: str = ""
    sex: str = ""
    """男, 女 or as read."""
    birth: date | None = None
    birth_month: date | None = None
    """The first day of the month where no day is written (出生年月)."""
    birth_text: str = ""
    nation: str = ""
    health: str = ""
    guardians: tuple[Guardian, ...] = ()
    household_address: str = ""
    school_address: str = ""
    live_address: str = ""
    school: str = ""
    grade: str = ""
    class_name: str = ""
    category_text: str = ""
    """The cell as read; `Case.category` holds the letter."""
    subtype: str = ""
    dropout_date: date | None = None
    dropout_date_text: str = ""
    dropout_reason: str = ""
    family: str = ""
    persuaded: str = ""
    persuasion_count: int | None = None
    persuasion_count_text: str = ""
    persuasion_result: str = ""
    not_returned_reason: str = ""
    persuasion_unit: str = ""
    persuader: str = ""
    persuader_phone: str = ""
    leading_group: str = ""
    """附件1 row 12, 是 / 否 / ''."""
    return_date: date | None = None
    visits: tuple[Visit, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
    """Columns nobody understood, kept."""


# ---------------------------------------------------------------------------- evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFact:
    """One page of an evidence file as it is: size as a person sees it (after /Rotate, crop box and EXIF)."""

    width: float
    """pt; of a picture, pixels × 72 / dpi (200 dpi where the file says nothing sensible)."""
    height: float
    turn: int = 0
    """Degrees clockwise that the file itself asks for (EXIF, /Rotate); already in width and height."""
    pixels: tuple[int, int] | None = None
    """Of a picture or a page that is one picture, as stored."""
    has_text: bool = False
    """The page carries a usable text layer."""
    risky: str = ""
    """Why this page must be pictured rather than placed (layers, broken content …); '' when it need not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line of text on a page. `box` is (x0, y0, x1, y1) in fractions of the upright page."""

    text: str
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A seal found on a page."""

    box: tuple[float, float, float, float]
    colour: str
    """red, faint or grey."""
    text: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a page is as a picture; measures, no judgement."""

    sharpness: float = 0.0
    """95th percentile over tiles of the variance of the Laplacian."""
    brightness: float = 0.0
    """Median grey, 0 to 255."""
    paper: float = 0.0
    """Share of paper-white pixels, 0 to 1."""
    colour: float = 0.0
    """Mean saturation, 0 to 255."""
    board: float = 0.0
    """Share of the picture that is one dark green or black upright rectangle, as a blackboard is."""
    size: tuple[int, int] = (0, 0)
    """Width and height in pixels as measured (the page may have more)."""
    fingerprint: bytes = b""
    """Crop hashes for finding the same photograph again; empty for a page of text."""
    thumbnail: bytes = b""
    """A small grey JPEG of a photograph, to compare it with another without opening either file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignaturePlace:
    """A place where somebody should sign, as found by its label."""

    label: str
    """家长签字"""
    box: tuple[float, float, float, float]
    """Label and place together, in fractions of the upright page."""
    text: str = ""
    """What stands there, as far as it could be read; '' does not mean that it is empty."""
    ink: float = 0.0
    """How much is written there, in squares of the label's height (a name is some 0.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What is on one page (issue 5); empty fields were looked for and not found."""

    page: int
    source: str = ""
    """ocr, text-layer or word."""
    lines: tuple[TextLine, ...] = ()
    seals: tuple[Seal, ...] = ()
    signatures: tuple[SignaturePlace, ...] = ()
    picture: Picture | None = None
    photos: tuple[Picture, ...] = ()
    """Pictures that stand on the page (in a Word file, or pasted into a PDF page), when the page is not one itself."""
    turn: int = 0
    """Degrees clockwise that make the text upright, as the reader found."""
    unread: str = ""
    """Why the page was not read; '' when it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why an evidence file cannot be used, or only with care. `rule` is a finding id of contract §4."""

    rule: str
    message: str
    action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """One look at one file. A bad file is this value with a `problem`; looking never raises."""

    path: str
    sha256: str = ""
    size: int = 0
    media_type: str = "application/octet-stream"
    pages: tuple[PageFact, ...] = ()
    problem: Problem | None = None
    """Set when the file cannot be used at all: empty-file, unreadable, encrypted, unsupported, too-large."""
    caveats: tuple[Problem, ...] = ()
    """The file is used, but: wrong-extension and the like."""
    taken: date | None = None
    """When a photograph was taken (EXIF, else a time in the file name)."""
    modified_ns: int = 0
    readings: tuple[PageReading, ...] = ()
    """Empty under --no-read."""

    @property
    def is_usable(self) -> bool:
        """Whether its pages can stand in a dossier."""
        return self.problem is None and bool(self.pages)

    @property
    def is_picture(self) -> bool:
        """Whether the file is a picture (not a PDF or Word file)."""
        return self.media_type.startswith("image/")


# ---------------------------------------------------------------------------- workspace


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
    retention: str = "永久"
    """保管期限: 永久, 30年, 10年."""
    expires_soon_days: int = 90
    print_dpi: int = 200
    extra: Mapping[str, object] = field(default_factory=dict)
    """Sections that later rooms read (print, labels, thresholds …), as plain YAML values."""


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
    in_roster: bool = True
    findings: tuple[Finding, ...] = ()
    """What the workspace room found about this case (decisions …)."""
    disk_folder: str | None = None
    """`folder` as the disk spells it, where that differs (not NFC, not UTF-8)."""
    disk_paths: Mapping[str, str] = field(default_factory=dict)
    """Path → the same as the disk spells it, only for those that differ."""

    @property
    def name(self) -> str:
        """The child's name."""
        return self.student.name

    def on_disk(self, root: Path, path: str) -> Path:
        """Where a file of `paths` really lies; open evidence only so, for names on disk may be spelled otherwise."""
        return root / (self.disk_folder or self.folder or "") / self.disk_paths.get(path, path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """A folder on disk, understood. Nothing in it has been judged."""

    root: Path
    settings: Settings
    roster: str = ""
    cases: tuple[Case, ...] = ()
    findings: tuple[Finding, ...] = ()
    """roster-row and case-folder findings: no case of their own."""
    unsorted: tuple[str, ...] = ()
    """Files in 收件箱 and loose files beside the case folders; known, never a case."""


# ---------------------------------------------------------------------------- specs


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperType:
    """An evidence type of papers.yaml (contract §2)."""

    id: str
    title: str
    keywords: tuple[str, ...] = ()
    """Words of a file or folder name that say it is this paper; longest wins; `学籍卡+特校`: both, in any order."""
    hints: tuple[str, ...] = ()
    """Words that only suggest it: a person must confirm."""
    not_keywords: tuple[str, ...] = ()
    """Words that say it is not."""
    kind_of: str = ""
    """The wider paper that it is a kind of: 特校学籍卡 is a kind of 学籍卡."""
    of_papers: bool = False
    """Its name may name another paper first (限期复学通知书送达回证): the last word decides."""
    issuer: str = ""
    """Who issues it, for 责任者 of the contents."""
    issuers: Mapping[str, str] = field(default_factory=dict)
    """Word of the file's name, else of its title lines → who issues this kind of it."""
    seal: tuple[str, ...] = ()
    """Words of which one must be in the seal's text; empty: no seal is asked for."""
    signature: tuple[str, ...] = ()
    """Who must sign; empty: nobody."""
    copy: bool = False
    block: str = "other"
    """Where it stands in a dossier: identity, enrolment, reason, process, result, other (design §4)."""
    rank: int = 0
    """Order inside its block."""
    photo: bool = False
    """Two to a page, with captions."""
    expires: bool = False
    titles: tuple[str, ...] = ()
    """Title lines by which a reader knows the paper."""
    phrases: Mapping[str, float] = field(default_factory=dict)
    """Words of the body and what each adds (or, negative, takes)."""
    about: str = "child"
    """Whom its name fields mean: child, or family where a parent's name may stand first; nobody for photographs."""
    short: str = ""
    """Title in the contents and bookmarks, where `title` is too long."""
    follows: str = ""
    """For photographs: the type of the record they belong to, and stand behind."""

    @property
    def names(self) -> tuple[str, ...]:
        """What people call it: the short name, the full title, then every keyword of one word."""
        return (self.short or self.title, self.title, *(word for word in self.keywords if "+" not in word))


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When a requirement holds. All that is given must hold; an empty one always does."""

    subtype: tuple[str, ...] = ()
    """One of these subtype ids."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Field of Student → value it must have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JointVisits:
    """So many visits with so many units among the persons serve in place of a paper."""

    least: int
    units: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One-of `types` must be there, `minimum` times. All-of is several requirements."""

    types: tuple[str, ...]
    title: str = ""
    """Empty in a spec: the titles of the types."""
    minimum: int = 1
    any_paper: bool = False
    """Any recognised paper serves, not only those of `types`."""
    or_visits: JointVisits | None = None
    """Visits of the roster that serve as well."""
    recommended: bool = False
    """Asked for, never missed."""
    sealed: bool | None = None
    """Overrides what the paper type says."""
    signed: bool | None = None
    when: Condition = field(default_factory=Condition)
    source: str = ""
    """Where the rule comes from: 教基〔2022〕33号 三（一）A."""
    ask: str = ""
    """Whom to ask for it: 辖区派出所."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtype:
    """A kind of case inside a category, found by keyword in the roster's subtype text."""

    id: str
    title: str
    keywords: tuple[str, ...] = ()
    default: bool = False
    needs_person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeRule:
    """Ages on 31 August that a category takes; outside: an error, within the warn range: a warning."""

    least: int | None = None
    most: int | None = None
    warn: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CategorySpec:
    """What one category must hold."""

    letter: str
    title: str
    aliases: tuple[str, ...] = ()
    subtypes: tuple[Subtype, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    needs_person: str = ""
    """Why a person must confirm each case of it; '' when nobody need."""
    age: AgeRule | None = None
    source: str = ""
    """Where the rule comes from."""
    blocks: Mapping[str, str] = field(default_factory=dict)
    """Paper id → block where it stands in this category, when not its own: a new 学籍卡 is a result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Specs:
    """All of evidence_specs/."""

    papers: Mapping[str, PaperType]
    categories: Mapping[str, CategorySpec]
    common: tuple[Requirement, ...] = ()
    """Requirements of every category, under their conditions (the leading-group exception)."""
    regions: Mapping[str, str] = field(default_factory=dict)
    """Region code (2, 4 or 6 digits, past and present) → name."""
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind of unit → words of a visit's persons that tell it; two units make a visit a joint one."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Common misspelling → the word meant, in file names."""
    plain_titles: tuple[str, ...] = ()
    """Headings that do not say which paper it is: 证明, 情况说明."""
    oldest_student: int = 22
    """Years; an older birth date in a child's ID number is somebody else's."""
    surnames: frozenset[str] = frozenset()
    """What a name must begin with for a paper to be another child's by its name alone; empty: anything."""
    digest: str = ""
    """sha256 over the files read."""

    @property
    def paper_names(self) -> dict[str, tuple[str, ...]]:
        """Id → `PaperType.names`, for `papers.PaperNames`."""
        return {paper.id: paper.names for paper in self.papers.values()}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """evidence_specs/thresholds.yaml: from which measure on a judgement holds. `thresholds["paper.sure"]`."""

    values: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        """The value of a known threshold; KeyError is a bug, as the file was checked when it was read."""
        return self.values[name]


# ---------------------------------------------------------------------------- review


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One paper: some pages of one file, and which paper it is."""

    path: str
    pages: tuple[int, ...]
    type: str | None
    basis: Basis
    confidence: float
    turn: int = 0
    also: tuple[str, ...] = ()
    """Further papers on these same pages (one sheet that two offices wrote on)."""
    left_out: str | None = None
    proposal: str | None = None
    """For an unassigned part: the type that seems likeliest."""
    reason: str = ""
    """Why it was taken for this paper, in words."""
    date: date | None = None
    """The paper's own date where known; orders the dossier."""

    @property
    def papers(self) -> tuple[Part, ...]:
        """This part once for each paper that stands on its pages: `type`, then `also`."""
        return tuple(replace(self, type=kind, also=()) for kind in (self.type, *self.also))


class RequirementStatus(StrEnum):
    """How a requirement stands (contract §6)."""

    PRESENT = "present"
    MISSING = "missing"
    FAULTY = "faulty"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementReview:
    """A requirement of this case and the files that serve it."""

    requirement: Requirement
    status: RequirementStatus
    files: tuple[str, ...] = ()
    waiver: Waiver | None = None


class CaseStatus(StrEnum):
    """Whether a case can be filed (contract §4)."""

    INCOMPLETE = "incomplete"
    REVIEW = "review"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A case, judged."""

    case: Case
    subtype: str = ""
    """Title of the subtype that was recognised, else the roster's own text."""
    parts: tuple[Part, ...] = ()
    requirements: tuple[RequirementReview, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def status(self) -> CaseStatus:
        """incomplete with an error, review with a warning nobody accepted, else complete."""
        if any(found.severity is Severity.ERROR for found in self.findings):
            return CaseStatus.INCOMPLETE
        if any(found.severity is Severity.WARNING and not found.accepted for found in self.findings):
            return CaseStatus.REVIEW
        return CaseStatus.COMPLETE


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One run of `check`: a workspace, judged on a day."""

    workspace: Workspace
    reviews: tuple[Review, ...]
    findings: tuple[Finding, ...] = ()
    """Findings without a case."""
    today: date
    version: str = ""
    papers: Mapping[str, PaperType] = field(default_factory=dict)
    """The paper types of the specs: what reports call them, and who issues them."""
    categories: Mapping[str, CategorySpec] = field(default_factory=dict)
    """The categories of the specs, by letter."""


# ---------------------------------------------------------------------------- plan


class PlanPart(StrEnum):
    """What stands on a page of the dossier (contract §7)."""

    COVER = "cover"
    CONTENTS = "contents"
    ANNEX = "annex-1"
    EVIDENCE = "evidence"
    CLOSING = "closing"
    BLANK = "blank"
    MISSING = "missing"


class Side(StrEnum):
    """The side of the paper a page is printed on; in simplex always the front."""

    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One source page on a sheet. `box` = (x, y, width, height) in pt from the upper left of the sheet
    as a person sees it; the page is scaled to fit, centred, never cropped. None: the whole sheet, as it is."""

    path: str
    page: int
    turn: int = 0
    """Degrees clockwise on top of what the file says."""
    box: tuple[float, float, float, float] | None = None
    caption: tuple[str, ...] = ()
    """Lines under a photograph."""
    placeholder: str = ""
    """Nobody can read the page: what the sheet says instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of the finished dossier."""

    physical: int
    """PDF page, from 1."""
    part: PlanPart
    number: int | None = None
    """The running number printed on it; None on cover, contents, closing sheet and blanks."""
    side: Side = Side.FRONT
    landscape: bool = False
    item: int | None = None
    own_page: int | None = None
    """For our own forms: which page of that form (from 1)."""
    placed: tuple[Placed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A row of the manifest's plan (contract §7)."""

    part: PlanPart
    title: str
    first_page: int
    pages: int
    item: int | None = None
    type: str | None = None
    path: str | None = None
    source_pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row of 卷内目录: one 件, or a missing one in a draft (`missing`)."""

    number: int | None
    title: str
    issuer: str = ""
    document_no: str = ""
    date: date | None = None
    first_number: int | None = None
    """Running number of its first page."""
    last_number: int | None = None
    first_page: int | None = None
    """PDF page of its first page, for links."""
    note: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything decided about one dossier, before anything is written."""

    case_id: str
    name: str
    title: str
    """案卷题名."""
    items: tuple[Item, ...]
    sheets: tuple[Sheet, ...]
    rows: tuple[PlanRow, ...]
    draft: bool = False
    duplex: bool = False
    evidence_pages: int = 0
    photo_count: int = 0
    missing: tuple[str, ...] = ()
    waived: tuple[tuple[str, Waiver], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    """(path, reason) of what a person left out."""
    first_date: date | None = None
    last_date: date | None = None

    @property
    def numbered_pages(self) -> int:
        """页数 of the dossier: pages that carry a number."""
        return sum(sheet.number is not None for sheet in self.sheets)


@dataclass(frozen=True, slots=True)
class OwnPages:
    """Our own forms of one dossier, typeset into one PDF, so that they share their fonts."""

    pdf: bytes
    counts: Mapping[PlanPart, int]
    """Pages of each part, in the order of the PDF."""

    def index(self, part: PlanPart, number: int) -> int:
        """Where page `number` (from 1) of `part` stands in the PDF (from 0)."""
        before = 0
        for each, count in self.counts.items():
            if each is part:
                return before + number - 1
            before += count
        raise KeyError(part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How building one case ended."""

    case_id: str
    name: str
    review: Review | None = None
    plan: Plan | None = None
    files: tuple[Path, ...] = ()
    unchanged: bool = False
    """The dossier that stands there already is this one."""
    notes: tuple[Finding, ...] = ()
    error: str | None = None
    error_code: int = 0
