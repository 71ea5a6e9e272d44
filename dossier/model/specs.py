"""What the county demands: papers, categories, thresholds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dossier.model.labels import FormLabels
from dossier.model.letters import LetterSpecs
from dossier.model.states import StateSpecs


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
    seals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Word of its title, else of the file's name → words of the seal that this kind of it must have instead."""
    retention: str = "30年"
    """保管期限 of this kind: 永久, 30年, 10年 (domain §2.7)."""
    no_money: bool = False
    """A letter that persuades names no fine and no sum: 教育 has no power to fine."""
    by_title: bool = False
    """Its title on the page decides, whatever the file is called."""
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
class IdPaper:
    """A paper that says who somebody is: marked where copied, and two sides of it stand on one page."""

    title: str
    types: tuple[str, ...]
    """Evidence types among which it is found."""
    words: tuple[str, ...] = ()
    """Of these one must stand in the file's name or path; empty: every paper of the types is one."""
    titles: tuple[str, ...] = ()
    """… or one of these must be a line that was read on the page."""
    size: tuple[float, float] | None = None
    """Long and short side of one side of it, mm; None: two sides of it share no page of themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When a requirement holds. All that is given must hold; an empty one always does."""

    subtype: tuple[str, ...] = ()
    """One of these subtype ids."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Field of Student → value it must have."""
    returned: bool | None = None
    """Whether the child has gone back to school; None: either."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JointVisits:
    """Visits on so many different days, each with so many units among the persons, serve in place of a paper."""

    least: int
    units: int = 2
    remote: tuple[str, ...] = ()
    """Words of a visit that say nobody went: 电话, 微信. Such a visit does not count …"""
    in_person: tuple[str, ...] = ()
    """… unless one of these stands there too: 入户, 家中."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Under what a paper serves a requirement for certain: one of these subtypes, or one of these words on its pages.

    Otherwise it still serves, and a person is asked (`unsure`).
    """

    subtype: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


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
    unless: Condition | None = None
    """Nothing is asked where this holds."""
    waivable: bool = True
    """Whether a person may waive it (从严: police papers of A and G may not)."""
    serves: Mapping[str, Serving] = field(default_factory=dict)
    """Paper id → under what that paper serves for certain; a paper that is not named always does."""
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
class AnnexNeeds:
    """Cells of 附件1 that must not stay empty: of every child, and of one that dropped out."""

    all: tuple[str, ...] = ()
    dropout: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    """More for one that has gone back, and for one that has not."""
    not_returned: tuple[str, ...] = ()


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
    dropout: bool = False
    """Whether its children have dropped out: 附件1 must show when, why, and what was done."""
    annex: bool = True
    """Whether 附件1 is filled for its children."""
    annex_title: str = ""
    """What 附件1 is called in this category, behind the term; '' as everywhere."""
    annex_needs: tuple[str, ...] = ()
    """Further cells of 附件1 that must not stay empty in this category."""
    school_in_province: bool | None = None
    """Whether the school on its papers lies in the child's own province; None: not asked."""
    waivable: bool = True
    """Whether a person may waive any of its papers."""
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
    provinces: frozenset[str] = frozenset()
    """The first two digits of every region code."""
    region_names: frozenset[str] = frozenset()
    """The names of `regions`."""
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind of unit → words of a visit's persons that tell it; two units make a visit a joint one."""
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Name of a region → first two digits of the provinces that have one so called."""
    annex_needs: AnnexNeeds = field(default_factory=AnnexNeeds)
    first_visit_days: int = 30
    """A first visit later than this after the drop-out is told."""
    unit_endings: tuple[str, ...] = ()
    """A 劝返责任人 that ends so is a unit and no person."""
    spellings: Mapping[str, str] = field(default_factory=dict)
    """Common misspelling → the word meant, in file names."""
    plain_titles: tuple[str, ...] = ()
    """Headings that do not say which paper it is: 证明, 情况说明."""
    id_papers: tuple[IdPaper, ...] = ()
    """Papers that say who somebody is."""
    oldest_student: int = 22
    """Years; an older birth date in a child's ID number is somebody else's."""
    surnames: frozenset[str] = frozenset()
    """What a name must begin with for a paper to be another child's by its name alone; empty: anything."""
    labels: FormLabels = field(default_factory=FormLabels)
    """fields.yaml: which label on a paper means which fact."""
    states: StateSpecs = field(default_factory=StateSpecs)
    """states.yaml: how a child comes to stand where it stands."""
    letters: LetterSpecs = field(default_factory=LetterSpecs)
    """letters.yaml and law.yaml: what may be written, by whom, and what it may cite."""
    digest: str = ""
    """sha256 over the files read."""
    folder: Path = Path()
    """Where they were read; columns.yaml and thresholds.yaml lie there too."""

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
