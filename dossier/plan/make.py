"""Review → Plan: which paper stands where, on which page, with which number. PURE.

Order of a dossier: 封面 · 卷内目录 · 附件1 (+附页) · evidence by block · 卷内备考表 (design §4, domain §1.5).
All lengths are pt on A4 with the origin at the upper left of the sheet as a person sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import groupby

from dossier.files.hashes import check_code
from dossier.model import (
    CaseStatus,
    EvidenceFile,
    Item,
    Part,
    Placed,
    Plan,
    PlanPart,
    PlanRow,
    Prepared,
    Review,
    Settings,
    Sheet,
    Side,
    Specs,
)
from dossier.plan.annex import annex_title, has_form, scans_of, unit_of
from dossier.plan.captions import caption
from dossier.plan.flat import fact_of, flat
from dossier.plan.items import Group, first_type, groups_of, is_photo
from dossier.plan.layout import photo_boxes, whole_page
from dossier.plan.marks import mark_boxes
from dossier.plan.retention import longest, retention_of
from dossier.plan.sides import both_in_one, id_paper

_Caption = Callable[[Part, EvidenceFile], tuple[str, ...]]
_UNSAID = "其他"
"""A category that says nothing unless its kind stands beside it …"""
_KIND = 12
"""… in so many characters at most."""
_OWN_TITLES = {
    PlanPart.COVER: "封面",
    PlanPart.CONTENTS: "卷内目录",
    PlanPart.CLOSING: "卷内备考表",
    PlanPart.BLANK: "空白页",
}


@dataclass(slots=True)
class _Desk:
    """Sheets, items and rows as they grow; the only thing here that changes."""

    duplex: bool
    review: Review
    specs: Specs
    settings: Settings
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

    def flat(self, part: Part, page: int, file: EvidenceFile) -> Prepared | None:
        """How a page is made flat, where that is asked for and can be done."""
        if is_photo(part, self.specs) or not self.review.case.decisions.wants_flat(part.path, self.settings.pages):
            return None
        return flat(file, page)

    def marked(self, placed: Placed, part: Part, file: EvidenceFile) -> Placed:
        """The page, with what is printed across it."""
        if not self.settings.copy_mark or id_paper(part, file, self.specs) is None:
            return placed
        return replace(placed, mark=self.settings.copy_mark, mark_boxes=mark_boxes(placed, file))

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
    scans = scans_of(review, specs)
    groups = groups_of(review, specs, draft=draft, placed=scans, pages=settings.pages)
    desk = _Desk(duplex=settings.duplex, review=review, specs=specs, settings=settings)
    desk.own(PlanPart.COVER, own_pages.get(PlanPart.COVER, 1), _OWN_TITLES[PlanPart.COVER])
    desk.own(PlanPart.CONTENTS, own_pages.get(PlanPart.CONTENTS, 1), _OWN_TITLES[PlanPart.CONTENTS])
    files = {file.path: file for file in review.case.files}
    annex = _Annex(
        title=annex_title(review, specs, settings),
        issuer=unit_of(review, settings),
        pages=own_pages.get(PlanPart.ANNEX, 1) if has_form(review, specs, settings) else 0,
        day=settings.filled_on or today,
        scans=scans,
    )
    _place_annex(desk, annex, files)
    for group in groups:
        _place_group(desk, group, files, review, specs)
    desk.own(PlanPart.CLOSING, own_pages.get(PlanPart.CLOSING, 1), _OWN_TITLES[PlanPart.CLOSING])
    dates = sorted(item.date for item in desk.items if item.date)
    missing = tuple(group.title for group in groups if group.missing)
    placed = [row for row in desk.rows if row.part is not PlanPart.MISSING]
    return Plan(
        case_id=review.case.id,
        name=review.case.name,
        title=dossier_title(review, specs, settings),
        items=tuple(desk.items),
        sheets=tuple(desk.sheets),
        rows=tuple(desk.rows),
        retention=longest((retention_of(placed, specs.papers), settings.retention)),
        draft=draft and review.status is CaseStatus.INCOMPLETE,
        duplex=settings.duplex,
        evidence_pages=sum(sheet.part is PlanPart.EVIDENCE for sheet in desk.sheets),
        photo_count=sum(is_photo(part, specs) for group in groups for part in group.parts),
        missing=missing,
        waived=tuple((held.requirement.title, held.waiver) for held in review.requirements if held.waiver is not None),
        left_out=tuple((_left_out_what(part, review), part.left_out) for part in review.parts if part.left_out),
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
        check_code=check_code((file.path, file.sha256) for file in review.case.files),
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
    kind = f"：{review.subtype}" if spec and spec.title == _UNSAID and 0 < len(review.subtype) <= _KIND else ""
    category = f"（{spec.letter} {spec.title}{kind}）" if spec else ""
    return f"{case.student.school or unit_of(review, settings)}{case.name}义务教育控辍保学个案材料{category}"


# ---------------------------------------------------------------------------- pages


@dataclass(frozen=True, slots=True, kw_only=True)
class _Annex:
    """附件1 of one dossier: its stamped scans, and the pages of the filled form (0: it stands nowhere)."""

    title: str
    issuer: str
    pages: int
    day: date
    scans: tuple[Part, ...]


def _place_annex(desk: _Desk, annex: _Annex, files: Mapping[str, EvidenceFile]) -> None:
    """Item 1: the stamped scan, behind it the filled form where both are kept: signed copy and draft are one 件."""
    if not annex.scans and not annex.pages:
        return
    desk.start_front()
    first = desk.next_page
    for each in annex.scans:
        _place_part(desk, each, annex.title, 1, files[each.path], PlanPart.ANNEX)
    if annex.pages:
        desk.own(PlanPart.ANNEX, annex.pages, annex.title, item=1)
    scan = annex.scans[0] if annex.scans else None
    desk.items.append(
        Item(
            number=1,
            title=annex.title,
            issuer=(scan.issuer if scan else "") or annex.issuer,
            document_no=scan.document_no if scan else "",
            date=scan.date if scan else annex.day,
            first_number=desk.sheets[first - 1].number,
            last_number=desk.sheets[-1].number,
            first_page=first,
            note="盖章扫描件" if scan else "",
        )
    )


def _place_group(desk: _Desk, group: Group, files: Mapping[str, EvidenceFile], review: Review, specs: Specs) -> None:
    if group.missing:
        desk.items.append(Item(number=None, title=group.title, note=group.note, missing=True))
        row = PlanRow(part=PlanPart.MISSING, title=group.title, first_page=desk.next_page, pages=0)
        desk.rows.append(replace(row, type=first_type(group.missing)))
        return
    desk.start_front()
    number = 1 + max((item.number or 0 for item in desk.items), default=0)
    if group.pairs:
        _place_sides(desk, group, number, files)
    elif is_photo(group.parts[0], specs):
        _place_photos(desk, group, number, files, partial(caption, review=review, specs=specs))
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
            document_no=group.document_no,
            date=group.date,
            first_number=mine[0].number,
            last_number=mine[-1].number,
            first_page=mine[0].physical,
            note=group.note,
        )
    )


def _place_part(
    desk: _Desk, part: Part, title: str, number: int, file: EvidenceFile, role: PlanPart = PlanPart.EVIDENCE
) -> None:
    """The pages of a paper, one to a sheet; `role` is what its row says it is."""
    if not file.is_usable or not part.pages:
        _place_unreadable(desk, part, title, number, file)
        return
    fresh = [page for page in part.pages if (part.path, page) not in desk.where]
    first = desk.next_page if fresh else desk.where[part.path, part.pages[0]]
    made = {page: desk.flat(part, page, file) for page in fresh}
    for page in fresh:
        desk.where[part.path, page] = desk.next_page
        ready, fact = made[page], file.pages[page - 1]
        fact = fact if ready is None else fact_of(ready, fact)
        landscape, box = whole_page(fact, part.turn, is_picture=file.is_picture or ready is not None)
        both = both_in_one(part, page, file, desk.specs) if ready is None else None
        if both is not None:
            landscape, box, ready = False, both.box, both.prepared
            made[page] = ready
        placed = Placed(path=part.path, page=page, turn=part.turn, box=box, prepared=ready)
        placed = desk.marked(placed, part, file)
        sheet = Sheet(physical=0, part=PlanPart.EVIDENCE, item=number, landscape=landscape, placed=(placed,))
        desk.add(sheet, numbered=True)
    hows = {page: ready.how if ready else None for page, ready in made.items()}
    if not any(hows.values()):
        row = _evidence_row(part, title, number, first, len(fresh) or len(part.pages))
        desk.rows.append(replace(row, part=role))
        return
    for how, run in groupby(fresh, key=lambda page: hows[page]):
        pages = tuple(run)
        row = _evidence_row(replace(part, pages=pages), title, number, desk.where[part.path, pages[0]], len(pages))
        desk.rows.append(replace(row, part=role, prepared=how))


def _place_sides(desk: _Desk, group: Group, number: int, files: Mapping[str, EvidenceFile]) -> None:
    """Front and back two to a sheet, each a row of its own; a page without another side has a sheet to itself."""
    second = {(pair[0].part.path, pair[0].page): pair for pair in group.pairs}
    for part in group.parts:
        for page in part.pages:
            if (part.path, page) in desk.where:
                continue
            pair = second.get((part.path, page))
            if pair is None:
                _place_part(desk, replace(part, pages=(page,)), group.title, number, files[part.path])
                continue
            placed = []
            for half in pair:
                desk.where[half.part.path, half.page] = desk.next_page
                row = _evidence_row(replace(half.part, pages=(half.page,)), group.title, number, desk.next_page, 1)
                desk.rows.append(replace(row, prepared=half.prepared.how if half.prepared else None))
                one = Placed(
                    path=half.part.path, page=half.page, turn=half.part.turn, box=half.box, prepared=half.prepared
                )
                placed.append(desk.marked(one, half.part, files[half.part.path]))
            desk.add(Sheet(physical=0, part=PlanPart.EVIDENCE, item=number, placed=tuple(placed)), numbered=True)


def _place_unreadable(desk: _Desk, part: Part, title: str, number: int, file: EvidenceFile) -> None:
    why = file.problem.message if file.problem else "此文件没有可放入的页面。"
    placed = Placed(path=part.path, page=0, placeholder=why)
    row = _evidence_row(replace(part, pages=()), title, number, desk.next_page, 1)
    desk.add(Sheet(physical=0, part=PlanPart.EVIDENCE, item=number, placed=(placed,)), numbered=True)
    desk.rows.append(row)


def _place_photos(desk: _Desk, group: Group, number: int, files: Mapping[str, EvidenceFile], told: _Caption) -> None:
    """Photographs two to a sheet, each with its caption; a photo page of a PDF keeps a sheet to itself."""
    waiting: list[tuple[Part, int]] = []
    for part in group.parts:
        file = files[part.path]
        if not file.is_usable or not file.is_picture:
            _flush(desk, waiting, group, number, files, told)
            _place_part(desk, part, group.title, number, file)
            continue
        for page in part.pages:
            if (part.path, page) not in desk.where:
                waiting.append((part, page))
            if len(waiting) == 2:
                _flush(desk, waiting, group, number, files, told)
    _flush(desk, waiting, group, number, files, told)


def _flush(
    desk: _Desk,
    waiting: list[tuple[Part, int]],
    group: Group,
    number: int,
    files: Mapping[str, EvidenceFile],
    told: _Caption,
) -> None:
    if not waiting:
        return
    placed = []
    for slot, (part, page) in enumerate(waiting):
        file = files[part.path]
        desk.where[part.path, page] = desk.next_page
        box = photo_boxes(file.pages[page - 1], part.turn)[slot]
        placed.append(Placed(path=part.path, page=page, turn=part.turn, box=box, caption=told(part, file)))
    for part in dict.fromkeys(part for part, _ in waiting):
        pages = tuple(page for other, page in waiting if other is part)
        desk.rows.append(_evidence_row(replace(part, pages=pages), group.title, number, desk.next_page, 1))
    sheet = Sheet(physical=0, part=PlanPart.EVIDENCE, item=number, placed=tuple(placed))
    desk.add(sheet, numbered=True)
    waiting.clear()


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
