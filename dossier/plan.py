"""Review → Plan: which paper stands where, on which page, with which number. PURE.

Order of a dossier: 封面 · 卷内目录 · 附件1 (+附页) · evidence by block · 卷内备考表 (design §4, domain §1.5).
All lengths are pt on A4 with the origin at the upper left of the sheet as a person sees it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from dossier.layout import photo_boxes, whole_page
from dossier.model import (
    Basis,
    CaseStatus,
    EvidenceFile,
    Item,
    Part,
    Placed,
    Plan,
    PlanPart,
    PlanRow,
    RequirementReview,
    RequirementStatus,
    Review,
    Settings,
    Sheet,
    Side,
    Specs,
)
from dossier.order import sort_key

BLOCKS = ("identity", "enrolment", "reason", "process", "result", "other")
_LAST_RANK = 9_999
_NOBODY = Basis.NAME
"""The basis of a part that stands in for what nobody named; its confidence is 0."""
_OWN_TITLES = {
    PlanPart.COVER: "封面",
    PlanPart.CONTENTS: "卷内目录",
    PlanPart.CLOSING: "卷内备考表",
    PlanPart.BLANK: "空白页",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """One 件 to be: the parts that share a number in the contents, or a missing requirement (no parts)."""

    title: str
    parts: tuple[Part, ...] = ()
    missing: RequirementReview | None = None
    date: date | None = None
    issuer: str = ""
    note: str = ""


@dataclass(slots=True)
class _Desk:
    """Sheets, items and rows as they grow; the only thing here that changes."""

    duplex: bool
    sheets: list[Sheet] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    rows: list[PlanRow] = field(default_factory=list)
    where: dict[tuple[str, int], int] = field(default_factory=dict)
    """(path, source page) → physical page: no source page is placed twice."""

    @property
    def next_page(self) -> int:
        return len(self.sheets) + 1

    def add(self, sheet: Sheet, *, numbered: bool) -> None:
        physical = self.next_page
        number = 1 + sum(done.number is not None for done in self.sheets) if numbered else None
        side = Side.BACK if self.duplex and physical % 2 == 0 else Side.FRONT
        self.sheets.append(replace(sheet, physical=physical, number=number, side=side))

    def start_front(self) -> None:
        """In duplex, whatever comes next starts on a front side; the back before it stays blank."""
        if self.duplex and self.next_page % 2 == 0:
            self._row(PlanPart.BLANK, _OWN_TITLES[PlanPart.BLANK], 1)
            self.add(Sheet(physical=0, part=PlanPart.BLANK), numbered=False)

    def own(self, part: PlanPart, pages: int, title: str, item: int | None = None) -> None:
        """The pages of one of our own forms."""
        self.start_front()
        self._row(part, title, pages, item)
        for page in range(1, pages + 1):
            sheet = Sheet(physical=0, part=part, item=item, own_page=page)
            self.add(sheet, numbered=part is PlanPart.ANNEX)

    def _row(self, part: PlanPart, title: str, pages: int, item: int | None = None) -> None:
        self.rows.append(PlanRow(part=part, title=title, first_page=self.next_page, pages=pages, item=item))


def make_plan(
    review: Review,
    specs: Specs,
    settings: Settings,
    own_pages: Mapping[PlanPart, int],
    *,
    draft: bool = False,
    today: date,
) -> Plan:
    """Decide the whole dossier of one case.

    `own_pages` says how many pages our own forms took when they were last typeset (1 where not said);
    the caller plans again until that no longer changes.
    """
    groups = _groups(review, specs, draft=draft)
    desk = _Desk(duplex=settings.duplex)
    desk.own(PlanPart.COVER, own_pages.get(PlanPart.COVER, 1), _OWN_TITLES[PlanPart.COVER])
    desk.own(PlanPart.CONTENTS, own_pages.get(PlanPart.CONTENTS, 1), _OWN_TITLES[PlanPart.CONTENTS])
    _place_annex(desk, own_pages.get(PlanPart.ANNEX, 1), settings, today)
    files = {file.path: file for file in review.case.files}
    for group in groups:
        _place_group(desk, group, files, specs)
    desk.own(PlanPart.CLOSING, own_pages.get(PlanPart.CLOSING, 1), _OWN_TITLES[PlanPart.CLOSING])
    dates = sorted(item.date for item in desk.items[1:] if item.date)
    missing = tuple(group.title for group in groups if group.missing)
    return Plan(
        case_id=review.case.id,
        name=review.case.name,
        title=dossier_title(review, specs, settings),
        items=tuple(desk.items),
        sheets=tuple(desk.sheets),
        rows=tuple(desk.rows),
        draft=draft and review.status is CaseStatus.INCOMPLETE,
        duplex=settings.duplex,
        evidence_pages=sum(sheet.part is PlanPart.EVIDENCE for sheet in desk.sheets),
        photo_count=sum(_is_photo(part, specs) for group in groups for part in group.parts),
        missing=missing,
        waived=tuple((held.requirement.title, held.waiver) for held in review.requirements if held.waiver is not None),
        left_out=tuple((_left_out_what(part, review), part.left_out) for part in review.parts if part.left_out),
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
    )


def _left_out_what(part: Part, review: Review) -> str:
    """The file, and which of its pages where others of it are filed or left out for another reason."""
    if sum(other.path == part.path for other in review.parts) == 1:
        return part.path
    return f"{part.path} 第{'、'.join(map(str, part.pages))}页"


def dossier_title(review: Review, specs: Specs, settings: Settings) -> str:
    """案卷题名: who, what, category (domain §7)."""
    case = review.case
    spec = specs.categories.get(case.category or "")
    category = f"（{spec.letter} {spec.title}）" if spec else ""
    return f"{case.student.school or settings.unit}{case.name}义务教育控辍保学个案材料{category}"


def annex_title(settings: Settings) -> str:
    """附件1's title; the term is the workspace's."""
    return f"{settings.term}义务教育辍学学生登记表"


# ---------------------------------------------------------------------------- order


def _groups(review: Review, specs: Specs, *, draft: bool) -> list[_Group]:
    """The items of the evidence, in the order of the dossier."""
    category = review.case.category or ""
    parts = [part for part in _all_parts(review) if part.left_out is None]
    keyed: list[tuple[tuple[object, ...], _Group]] = []
    counts = Counter(part.type for part in parts)
    seen: Counter[str | None] = Counter()
    for key, run in groupby(_in_order(parts, specs, category), key=lambda part: _run_key(part, specs)):
        members = tuple(run)
        kind = members[0].type
        seen[kind] += 1
        several = counts[kind] > 1 and key[0] != "photos"
        keyed.append((_order(members[0], specs, category, parts), _group(members, specs, seen[kind] if several else 0)))
    if draft:
        for held in review.requirements:
            if held.status is RequirementStatus.MISSING and not held.requirement.recommended:
                kind = _first_type(held)
                stand_in = Part(path="", pages=(), type=kind, basis=_NOBODY, confidence=0)
                group = _Group(title=held.requirement.title, missing=held, note="缺")
                keyed.append((_order(stand_in, specs, category, parts), group))
    return [group for _, group in sorted(keyed, key=lambda pair: pair[0])]


def _first_type(held: RequirementReview) -> str | None:
    """The paper that would serve first; None where any paper does."""
    return next(iter(held.requirement.types), None)


def _all_parts(review: Review) -> Iterator[Part]:
    """The review's parts, and whatever page no part names: nothing is ever lost on the way to paper."""
    named: dict[str, set[int]] = {}
    for part in review.parts:
        named.setdefault(part.path, set()).update(part.pages)
        yield from part.papers
    for file in review.case.files:
        rest = tuple(page for page in range(1, len(file.pages) + 1) if page not in named.get(file.path, ()))
        if rest or file.path not in named:
            yield Part(path=file.path, pages=rest, type=None, basis=_NOBODY, confidence=0)


def _in_order(parts: Sequence[Part], specs: Specs, category: str) -> list[Part]:
    return sorted(parts, key=lambda part: _order(part, specs, category, parts))


def _order(part: Part, specs: Specs, category: str, parts: Sequence[Part]) -> tuple[object, ...]:
    """Block; in 过程 by date; rank; day; a photograph behind the record of its day, else behind all records."""
    paper = specs.papers.get(part.type or "")
    last = date.max
    if paper is None:
        return (len(BLOCKS), last, _LAST_RANK, last, 0, last, sort_key(part.path), part.pages)
    spec = specs.categories.get(category)
    block = spec.blocks.get(paper.id, paper.block) if spec else paper.block
    own_day = part.date or last
    rank, day, behind = paper.rank, own_day, 0
    lead = specs.papers.get(paper.follows)
    if lead is not None:
        rank, behind = lead.rank, 1
        if part.date not in {other.date for other in parts if other.type == lead.id and other.date}:
            day, behind = last, 2
    first = day if block == "process" else last
    return (BLOCKS.index(block), first, rank, day, behind, own_day, sort_key(part.path), part.pages)


def _run_key(part: Part, specs: Specs) -> tuple[object, ...]:
    """Photographs that lie side by side are one 件; every other paper is one of its own."""
    if _is_photo(part, specs):
        return ("photos", part.type)
    return ("paper", part.path, part.pages, part.type)


def _is_photo(part: Part, specs: Specs) -> bool:
    paper = specs.papers.get(part.type or "")
    return paper is not None and paper.photo


def _group(parts: tuple[Part, ...], specs: Specs, ordinal: int) -> _Group:
    first = parts[0]
    paper = specs.papers.get(first.type or "")
    name = first.path.rpartition("/")[2]
    if paper is None or paper.id == "other":
        return _Group(title=f"[{name.rpartition('.')[0] or name}]", parts=parts, date=first.date)
    title = paper.short or paper.title.split(" / ")[0]
    if paper.photo and len(parts) > 1:
        title = f"{title}（{len(parts)}张）"
    elif ordinal:
        title = f"{title}（{ordinal}）"
    note = "复印件" if paper.copy and "复印件" not in title else ""
    return _Group(title=title, parts=parts, date=first.date, issuer=paper.issuer, note=note)


# ---------------------------------------------------------------------------- pages


def _place_annex(desk: _Desk, pages: int, settings: Settings, today: date) -> None:
    desk.start_front()
    first = desk.next_page
    desk.own(PlanPart.ANNEX, pages, annex_title(settings), item=1)
    desk.items.append(
        Item(
            number=1,
            title=annex_title(settings),
            issuer=settings.unit,
            date=settings.filled_on or today,
            first_number=desk.sheets[first - 1].number,
            last_number=desk.sheets[-1].number,
            first_page=first,
        )
    )


def _place_group(desk: _Desk, group: _Group, files: Mapping[str, EvidenceFile], specs: Specs) -> None:
    if group.missing:
        desk.items.append(Item(number=None, title=group.title, note=group.note, missing=True))
        row = PlanRow(part=PlanPart.MISSING, title=group.title, first_page=desk.next_page, pages=0)
        desk.rows.append(replace(row, type=_first_type(group.missing)))
        return
    desk.start_front()
    number = 1 + max((item.number or 0) for item in desk.items)
    if _is_photo(group.parts[0], specs):
        _place_photos(desk, group, number, files, specs)
    else:
        for part in group.parts:
            _place_part(desk, part, group.title, number, files[part.path])
    mine = [sheet for sheet in desk.sheets if sheet.item == number]
    if not mine:  # every page of it already stands under another item: two papers on one page
        rows = [row for row in desk.rows if row.item == number]
        mine = [desk.sheets[row.first_page - 1] for row in rows]
    desk.items.append(
        Item(
            number=number,
            title=group.title,
            issuer=group.issuer,
            date=group.date,
            first_number=mine[0].number,
            last_number=mine[-1].number,
            first_page=mine[0].physical,
            note=group.note,
        )
    )


def _place_part(desk: _Desk, part: Part, title: str, number: int, file: EvidenceFile) -> None:
    """The pages of a paper, one to a sheet."""
    if not file.is_usable or not part.pages:
        _place_unreadable(desk, part, title, number, file)
        return
    fresh = [page for page in part.pages if (part.path, page) not in desk.where]
    first = desk.next_page if fresh else desk.where[part.path, part.pages[0]]
    for page in fresh:
        desk.where[part.path, page] = desk.next_page
        landscape, box = whole_page(file.pages[page - 1], part.turn, is_picture=file.is_picture)
        placed = Placed(path=part.path, page=page, turn=part.turn, box=box)
        sheet = Sheet(physical=0, part=PlanPart.EVIDENCE, item=number, landscape=landscape, placed=(placed,))
        desk.add(sheet, numbered=True)
    desk.rows.append(_evidence_row(part, title, number, first, len(fresh) or len(part.pages)))


def _place_unreadable(desk: _Desk, part: Part, title: str, number: int, file: EvidenceFile) -> None:
    why = file.problem.message if file.problem else "此文件没有可放入的页面。"
    placed = Placed(path=part.path, page=0, placeholder=why)
    row = _evidence_row(replace(part, pages=()), title, number, desk.next_page, 1)
    desk.add(Sheet(physical=0, part=PlanPart.EVIDENCE, item=number, placed=(placed,)), numbered=True)
    desk.rows.append(row)


def _place_photos(desk: _Desk, group: _Group, number: int, files: Mapping[str, EvidenceFile], specs: Specs) -> None:
    """Photographs two to a sheet, each with its caption; a photo page of a PDF keeps a sheet to itself."""
    waiting: list[tuple[Part, int]] = []
    for part in group.parts:
        file = files[part.path]
        if not file.is_usable or not file.is_picture:
            _flush(desk, waiting, group, number, files, specs)
            _place_part(desk, part, group.title, number, file)
            continue
        for page in part.pages:
            if (part.path, page) not in desk.where:
                waiting.append((part, page))
            if len(waiting) == 2:
                _flush(desk, waiting, group, number, files, specs)
    _flush(desk, waiting, group, number, files, specs)


def _flush(
    desk: _Desk,
    waiting: list[tuple[Part, int]],
    group: _Group,
    number: int,
    files: Mapping[str, EvidenceFile],
    specs: Specs,
) -> None:
    if not waiting:
        return
    placed = []
    for slot, (part, page) in enumerate(waiting):
        file = files[part.path]
        desk.where[part.path, page] = desk.next_page
        box = photo_boxes(file.pages[page - 1], part.turn)[slot]
        caption = _caption(part, file, specs)
        placed.append(Placed(path=part.path, page=page, turn=part.turn, box=box, caption=caption))
    for part in dict.fromkeys(part for part, _ in waiting):
        pages = tuple(page for other, page in waiting if other is part)
        desk.rows.append(_evidence_row(replace(part, pages=pages), group.title, number, desk.next_page, 1))
    sheet = Sheet(physical=0, part=PlanPart.EVIDENCE, item=number, placed=tuple(placed))
    desk.add(sheet, numbered=True)
    waiting.clear()


def _caption(part: Part, file: EvidenceFile, specs: Specs) -> tuple[str, ...]:
    """Date, what, file (users: a photo page must say when and what without the file at hand)."""
    paper = specs.papers[part.type or ""]
    when = part.date or file.taken
    day = f"{when.year}年{when.month}月{when.day}日　" if when else ""
    return (f"{day}{paper.short or paper.title}", f"文件：{part.path}（{file.sha256[:8]}）")


def _evidence_row(part: Part, title: str, number: int, first: int, pages: int) -> PlanRow:
    return PlanRow(
        part=PlanPart.EVIDENCE,
        title=title,
        first_page=first,
        pages=pages,
        item=number,
        type=part.type,
        path=part.path,
        source_pages=part.pages,
    )
