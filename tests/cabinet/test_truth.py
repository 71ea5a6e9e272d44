"""For years: whatever is built, filed, edited or handed in late, no filed page number shows other content silently."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.cabinet import difference, exchanges, file_in, followed, leaves_of
from dossier.cabinet.difference import Leaf
from dossier.filing import Manifest, ManifestMaking, make_manifest
from dossier.model import (
    A4_PT,
    Basis,
    CabinetEntry,
    Case,
    CategorySpec,
    EvidenceFile,
    PageFact,
    PaperType,
    Part,
    Plan,
    PlanPart,
    Review,
    Settings,
    Specs,
    Student,
)
from dossier.plan import amend, make_plan, own_key, placed_key, words_key

A4 = PageFact(width=A4_PT[0], height=A4_PT[1])
PHOTO = PageFact(width=432, height=324, pixels=(1200, 900))
SPECS = Specs(
    papers={
        paper.id: paper
        for paper in (
            PaperType(id="village-certificate", title="村委会证明", block="identity", rank=1),
            PaperType(id="enrolment-card", title="学籍卡", block="enrolment", rank=1),
            PaperType(id="home-teaching-photo", title="送教照片", block="result", rank=6, photo=True),
        )
    },
    categories={"A": CategorySpec(letter="A", title="户籍原因")},
)
KINDS = ("village-certificate", "enrolment-card", "home-teaching-photo", None)


@dataclass
class Office:
    """A case folder, the dossier built of it, and what lies in the cabinet."""

    duplex: bool
    at_end: bool
    papers: dict[str, tuple[str, str | None, int, int]] = field(default_factory=dict)
    """Path → sha256, type, pages, turn."""
    annex_pages: int = 1
    annex_text: str = "一"
    day: date = date(2022, 3, 18)
    entry: CabinetEntry = field(default_factory=lambda: CabinetEntry(name="黄欣梓", volume_no=1, box=1))
    folder: list[Leaf] = field(default_factory=list)

    def review(self) -> Review:
        files, parts = [], []
        for path, (digest, kind, pages, turn) in sorted(self.papers.items()):
            is_photo = kind == "home-teaching-photo"
            facts = (PHOTO,) if is_photo else (A4,) * pages
            media = "image/jpeg" if is_photo else "application/pdf"
            files.append(EvidenceFile(path=path, sha256=digest, media_type=media, pages=facts))
            numbers = tuple(range(1, len(facts) + 1))
            parts.append(Part(path=path, pages=numbers, type=kind, basis=Basis.NAME, confidence=1, turn=turn))
        case = Case(id="001", student=Student(name="黄欣梓"), category="A", files=tuple(files))
        return Review(case=case, parts=tuple(parts))

    def build(self) -> Manifest:
        review = self.review()
        own = {PlanPart.ANNEX: self.annex_pages, PlanPart.CONTENTS: 1 + len(self.papers) // 3}
        plan = make_plan(review, SPECS, Settings(duplex=self.duplex), own, today=self.day)
        texts = {(PlanPart.ANNEX, page): f"{self.annex_text}{page}" for page in range(1, self.annex_pages + 1)}
        if self.entry.filed:
            plan = amend(
                plan,
                self.entry.filed,
                {file.path: file for file in review.case.files},
                today=self.day,
                at_end=self.at_end,
                annex_keys=[own_key(text) for text in texts.values()],
            )
        said = repr((plan.items, plan.history))
        texts |= {(part, page): said for part in (PlanPart.CONTENTS, PlanPart.CLOSING) for page in range(1, 9)}
        marks = self._marks(plan, texts, {file.path: file.sha256 for file in review.case.files})
        making = ManifestMaking(inputs="", version="0", today=self.day.isoformat(), marks=marks)
        return make_manifest(plan, review, (), making)

    @staticmethod
    def _marks(plan: Plan, texts: dict, hashes: dict[str, str]) -> dict[tuple[int, str, int], tuple[str, str]]:  # type: ignore[type-arg]
        marks = {}
        for sheet in plan.sheets:
            if sheet.own_page is not None:
                marks[sheet.physical, "", 0] = (own_key(texts.get((sheet.part, sheet.own_page), "")), "")
            for placed in sheet.placed:
                marks[sheet.physical, placed.path, placed.page] = (placed_key(placed, hashes), words_key(placed))
        return marks

    def file(self) -> None:
        """Print whole or by 换页单, put it into the cabinet, and write it down."""
        now = self.build()
        new = leaves_of(now.plan, duplex=self.duplex)
        if self.entry.filed:
            old = leaves_of(self.entry.filed.plan, duplex=self.duplex)
            self.folder = followed(self.folder, exchanges(old, new))
        else:
            self.folder = new
        self.entry = file_in(self.entry, now, on=self.day, by="")


paths = st.sampled_from([f"{letter}.pdf" for letter in "abcdefg"])
steps = st.one_of(
    st.tuples(
        st.just("put"), paths, st.integers(0, 5), st.sampled_from(KINDS), st.integers(1, 3), st.sampled_from((0, 90))
    ),
    st.tuples(st.just("drop"), paths),
    st.tuples(st.just("annex"), st.integers(1, 3), st.sampled_from("一二三")),
    st.tuples(st.just("file")),
)


def done(office: Office, step: tuple) -> None:  # type: ignore[type-arg]
    office.day += timedelta(days=1)
    match step:
        case ("put", path, digest, kind, pages, turn):
            office.papers[path] = (f"{digest}" * 64, kind, pages, turn)
        case ("drop", path):
            office.papers.pop(path, None)
        case ("annex", pages, text):
            office.annex_pages, office.annex_text = pages, text
        case _:
            office.file()


def visible(leaves: list[Leaf]) -> list[tuple[object, ...]]:
    return [tuple((page.name, page.content) for page in leaf.content) for leaf in leaves]


@settings(max_examples=400, deadline=None)
@given(st.booleans(), st.booleans(), st.lists(steps, min_size=1, max_size=14))
def test_no_filed_number_shows_other_content_silently_and_the_slip_makes_the_cabinet_equal(
    duplex: bool,
    at_end: bool,
    story: list[tuple],  # type: ignore[type-arg]
) -> None:
    office = Office(duplex=duplex, at_end=at_end, papers={"a.pdf": ("0" * 64, "village-certificate", 2, 0)})
    office.file()
    for step in story:
        done(office, step)
        now = office.build()
        assert office.entry.filed is not None
        before = {page.name: page for leaf in leaves_of(office.entry.filed.plan, duplex=duplex) for page in leaf.pages}
        pages = [page for leaf in leaves_of(now.plan, duplex=duplex) for page in leaf.pages if page.is_labelled]
        after = {page.name: page for page in pages}

        assert len(after) == len(pages), "a label twice"
        assert {name for name, page in before.items() if page.is_labelled} <= set(after), "a filed number is gone"
        told = difference(office.entry.filed, now)
        named = {label for label, _ in (*told.changed, *told.removed)}
        for name, page in before.items():
            if page.is_labelled and after[name].content != page.content:
                assert name in named, f"{name} shows other content silently"
        placed = {(row.path, number) for row in now.plan if row.part == "evidence" for number in row.source_pages or ()}
        wanted = {(part.path, number) for part in office.review().parts for number in part.pages}
        assert placed == wanted, "a page of the evidence is lost or doubled"
        assert [row.first_page for row in now.plan] == sorted(row.first_page for row in now.plan)
        covered = {page for row in now.plan for page in range(row.first_page, row.first_page + row.pages)}
        assert covered == set(range(1, now.planned_pages + 1)), "a page that no row names"

        new = leaves_of(now.plan, duplex=duplex)
        old = leaves_of(office.entry.filed.plan, duplex=duplex)
        assert visible(followed(old, exchanges(old, new))) == visible(new), "the slip does not make the cabinet equal"
        assert not told.is_empty or visible(old) == visible(new)
    office.file()
    assert visible(office.folder) == visible(leaves_of(office.build().plan, duplex=duplex))
