"""Letters: what an office may write (kinds, laws), and what was written (the register 文书登记.yaml)."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One article as it stood for a time. Several of one `name` follow each other; a letter cites the one in force."""

    name: str
    """What templates call it: {{ 依据_责令改正 }}."""
    title: str
    """中华人民共和国义务教育法, without the book marks."""
    article: str = ""
    """第五十八条; '' where the whole paper is cited."""
    text: str = ""
    """What a letter quotes of it: {{ 条文_责令改正 }}."""
    number: str = ""
    """教基〔2025〕1号, for a paper of an office."""
    valid_from: datetime.date
    valid_to: datetime.date | None = None
    """The last day on which it was in force."""
    source: str = ""

    def holds_on(self, day: datetime.date) -> bool:
        """Whether it is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def citation(self) -> str:
        """《中华人民共和国义务教育法》第五十八条."""
        number = f"（{self.number}）" if self.number else ""
        return f"《{self.title}》{number}{self.article}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWhen:
    """When a case needs a letter next. All that is given must hold."""

    categories: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """A requirement that one of these papers serves is missing."""
    lacks: tuple[str, ...] = ()
    """None of these papers is in the folder, asked for or not."""
    dropped_out: bool = False
    """The day of the drop-out is known."""
    not_returned: bool = False
    """No day of return, no result that says the child is back."""
    visits: int = 0
    """At least so many persuasions."""
    after: str = ""
    """A letter of this kind ran out without success, or its paper is in the folder."""
    other_county: bool = False
    """The household is registered in another county than the workspace's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterKind:
    """A kind of letter or form of letters.yaml."""

    id: str
    title: str
    template: str
    numbered: bool = False
    issuers: tuple[str, ...] = ()
    """Kinds of unit (`LetterSpecs.units`) that may issue it; empty: any."""
    issuer_law: str = ""
    """Name of the law that says so; without one a unit of unknown kind may issue it too."""
    issuer_reason: str = ""
    """Why others may not, in words."""
    addressee: str = ""
    """guardian, school, bureau (of the place of study), home-bureau (of the household), asked (whom each missing
    paper is asked of), or '' for a form that is addressed to nobody."""
    many: bool = False
    """One letter may name several children."""
    deadline_days: int = 0
    """Days from the letter's date; 0: it sets no deadline."""
    comes_home: tuple[str, ...] = ()
    """Papers as which its stamped stub is scanned into the case folder."""
    home_words: tuple[str, ...] = ()
    """Words of the stub's title, where another kind comes home as the same paper."""
    receipt: str = ""
    """Paper that proves its delivery."""
    answer: str = ""
    """Paper that answers it."""
    wants_return: bool = False
    """It asks the child back to school by its deadline."""
    not_for_dead: bool = False
    cells: bool = False
    """A form of cells: what is unknown stays an empty cell instead of a line to write on."""
    optional: tuple[str, ...] = ()
    """Fields of the template that nobody misses when they are empty."""
    due: tuple[DueWhen, ...] = ()
    """One of these makes the letter due; none: only when asked for."""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterSpecs:
    """letters.yaml and law.yaml."""

    kinds: Mapping[str, LetterKind] = field(default_factory=dict)
    laws: tuple[Law, ...] = ()
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind of unit → how names of such units end."""
    unit_titles: Mapping[str, str] = field(default_factory=dict)
    """Kind of unit → what people call it."""
    other_issuers: Mapping[str, str] = field(default_factory=dict)
    """Kind of unit → the name of that office here: `{乡镇}` and `{县}` are filled from unit and county."""
    back: tuple[str, ...] = ()
    """Papers that show the child at school again."""
    dead: tuple[str, ...] = ()
    """Words by which a child has died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterHead:
    """What workspace.yaml says under `letters` of one unit."""

    word: str
    """代字: 唐城教劝."""
    start: int = 1
    """The first number of the first year that is kept here."""
    contact: str = ""
    phone: str = ""
    address: str = ""


class LetterState(StrEnum):
    """How a letter stands (contract §10)."""

    ISSUED = "issued"
    DELIVERED = "delivered"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """When and how a letter reached whom."""

    on: datetime.date
    how: str
    to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiding:
    """When and why a letter was made void."""

    on: datetime.date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterChild:
    """A child of a letter, as the roster knew it then."""

    id: str
    name: str
    id_hash: str = ""
    """A hash of the ID number; '' where there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A paper that came home for a letter."""

    case: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An entry of 文书登记.yaml. `number` None: a draft that its issuer will number."""

    number: str | None
    kind: str
    issuer: str
    cases: tuple[str, ...]
    to: str
    date: datetime.date
    deadline: datetime.date | None = None
    state: LetterState = LetterState.ISSUED
    delivered: Delivery | None = None
    void: Voiding | None = None
    files: tuple[str, ...] = ()
    """Relative to the workspace, with `/`."""
    answered_by: tuple[Answer, ...] = ()
    by: str = ""
    children: tuple[LetterChild, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)
    """What its template was filled with: texts, and lists of texts or of rows."""
    template: str = ""
    """sha256 of the template it was filled into."""
    unfinished: bool = False
    """The number is taken, the files are being made; a run that was killed leaves it so."""

    @property
    def is_void(self) -> bool:
        """Whether it was made void."""
        return self.state is LetterState.VOID

    @property
    def name(self) -> str:
        """What people call it: its number, or the name of its files."""
        return self.number or (self.files[0].rpartition("/")[2].rpartition(".")[0] if self.files else self.kind)
