"""What the heading of a page says it is: a listed title, words that name a paper, or a name nobody knows. PURE.

The longest listed title wins: 户口注销证明 is not the 户口证明 that stands in it. A heading that no list has is read as
a file's name would be. One that says nothing (证明, 情况说明) leaves the judgement to the body; any other is strange:
what the body speaks for is then asked, never sure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dossier.model import Specs
from dossier.review.names import SURE, Names
from dossier.review.page_text import PageWords, bare

_ABOUT = re.compile(r"^关于.+的?(?:证明|说明|情况|函|复函|通知|批复|意见|报告|请示|决定)$")
_OFFICE = re.compile(
    r"(?:委员会|村委会|居委会|派出所|公安局|大队|政府|办事处|学校|小学|中学|初中|高中|校区|幼儿园|医院|卫生院|保健院|法院|检察院|"
    r"司法所|司法局|教体局|教育局|体育局|民政局|联合会|中心|公司|集团|小组|系统|文件)$"
)
_COPIED = re.compile(r"^(?:复印件|附件\d*|第?\d+页?|存根|正本|副本|样表|\W*)$")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a page is headed with."""

    titles: Mapping[str, str] = field(default_factory=dict)
    """Type → the title that was seen."""
    is_listed: bool = True
    """Whether a list has it; else words in it were read as those of a file's name are, and it weighs less."""
    strange: str = ""
    """A heading that names a paper which no type is; '' where there is none."""
    is_plain: bool = False
    """A heading that says nothing: 证明, 情况说明."""

    def of(self, kind: str) -> str:
        """The title seen for a type; '' for none."""
        return self.titles.get(kind, "")


class Titles:
    """All titles of the specs, ready to be looked for; one for a run."""

    def __init__(self, specs: Specs) -> None:
        self._specs = specs
        self._names = Names(specs)
        self._plain = frozenset(bare(title) for title in specs.plain_titles)
        self._listed = [(bare(title), title, paper.id) for paper in specs.papers.values() for title in paper.titles]
        self._listed.sort(key=lambda entry: -len(entry[0]))

    def read(self, words: PageWords, person: str = "") -> Heading:
        """The heading of a page; `person` is the child's name, which says nothing.

        Where a heading says something, or says that it says nothing, the smaller lines below it are no title.
        """
        seen = self._seen(words, in_headings=True)
        if seen:
            return Heading(seen)
        headings = [heading for heading in words.headings if not _OFFICE.search(heading) and not _COPIED.match(heading)]
        for heading in headings:
            if heading in self._plain:
                continue
            guess = self._names.read(heading, bare(person))
            if guess is not None and guess.confidence >= SURE and len(guess.types) == 1:
                return Heading({guess.types[0]: heading}, is_listed=False)
        if any(self._says_nothing(heading) for heading in headings):
            return Heading(is_plain=True)
        seen = self._seen(words, in_headings=False)
        is_plain = not seen and not headings and self.begins(words)
        return Heading(seen, strange=headings[0] if headings else "", is_plain=is_plain)

    def begins(self, words: PageWords) -> bool:
        """Whether a paper begins on this page: a line that is a title, though no larger than the rest, comes first."""
        return any(self._says_nothing(line) for line, _ in words.tops)

    def _seen(self, words: PageWords, *, in_headings: bool) -> dict[str, str]:
        """Type → its title that stands there, without those that stand in another type's longer title."""
        seen: dict[str, str] = {}
        for plain, title, kind in self._listed:
            if kind in seen or not words.title_of(title, in_headings=in_headings):
                continue
            longer = [other for one, other in seen.items() if not self._related(kind, one)]
            if not any(plain in bare(other) for other in longer):
                seen[kind] = title
        return seen

    def _says_nothing(self, heading: str) -> bool:
        return heading in self._plain or bool(_ABOUT.match(heading))

    def _related(self, one: str, other: str) -> bool:
        papers = self._specs.papers
        return papers[one].kind_of == other or papers[other].kind_of == one
