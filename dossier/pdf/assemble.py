"""The sheets of one dossier, put together in the order of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary
from PIL import Image

from dossier.findings import found
from dossier.model import Finding, OwnPages, Placed, Plan, PlanPart, Severity, Sheet
from dossier.pages.journal import Journal
from dossier.pages.page import Pages
from dossier.pages.pictures import PageError
from dossier.pages.sources import Sources
from dossier.pdf import drawn, marks, numbers, source_pages
from dossier.pdf.archive import finish
from dossier.pdf.geometry import Box, Matrix, Spot, fit, operands, page_matrix, picture_matrix, sheet_size, shrink
from dossier.pdf.image_streams import encode
from dossier.pdf.options import PdfOptions
from dossier.pdf.originals import DAMAGE, Original, Originals, UnfitError, strip_page
from dossier.pdf.placement import Proof, Stood
from dossier.pdf.prepare import Key, Ready, size_of, stands_as_picture
from dossier.pdf.store import Store
from dossier.pdf.viewer import Viewer

_PICTURE_DPI = 200


@dataclass(frozen=True, slots=True)
class Order:
    """What a dossier is made of; the same for every attempt."""

    plan: Plan
    own: OwnPages
    sources: Sources
    store: Store
    ready: dict[Key, Ready | PageError]
    """What became of each picture; changed where the proof asks for another."""
    options: PdfOptions
    seed: str
    """All that the document's id follows from."""
    journal: Journal


class Assembly:
    """One attempt at a dossier. Pages in `pictured` stand in it as pictures, for the reason given. Copies of ID papers
    are marked only where `marked`: what lies under a mark cannot be compared with its source."""

    def __init__(self, order: Order, pictured: Mapping[Key, str], *, marked: bool = False) -> None:
        self._is_marked = marked
        self._order = order
        self._pictured_pages = pictured
        self._stack = ExitStack()
        self.pdf = self._stack.enter_context(pikepdf.new())
        self.notes: list[Finding] = []
        self.stood: list[Stood] = []
        self._originals = Originals(order.store)
        self._stack.callback(self._originals.close)
        self._own = self._stack.enter_context(pikepdf.open(BytesIO(order.own.pdf)))
        self._fonts = drawn.fonts_of(order.options.fonts)
        self._digits = drawn.digits(self._fonts, order.options.today, pdfa=order.options.pdfa)
        self._stack.enter_context(self._digits.pdf)
        self._digit_font = self.pdf.copy_foreign(self._digits.pdf.make_indirect(self._digits.font))
        self._drawn: list[tuple[int, Sheet]] = []
        self._viewer = Viewer()
        self._stack.callback(self._viewer.close)

    def __enter__(self) -> Assembly:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    def put_together(self) -> None:
        """All pages in order, what is drawn over them, links, bookmarks, properties."""
        plan = self._order.plan
        for planned in plan.sheets:
            sheet = planned if self._is_marked else drawn.without_marks(planned)
            if sheet.part is PlanPart.EVIDENCE:
                self._add_evidence(sheet)
            elif sheet.part is PlanPart.BLANK:
                self.pdf.add_blank_page(page_size=sheet_size(landscape=sheet.landscape))
            else:
                self._add_own(sheet)
        self._add_drawn()
        options = self._order.options
        marks.add_all(self.pdf, plan, options.author, options.today, self._order.seed, pdfa=options.pdfa)
        if options.pdfa:
            finish(self.pdf, self._digits.pdf)

    # ------------------------------------------------------------------ sheets

    def _add_own(self, sheet: Sheet) -> None:
        self.pdf.pages.append(self._own.pages[self._order.own.index(sheet.part, sheet.own_page or 1)])
        page = self.pdf.pages[-1]
        for key in ("/StructParents", "/Tabs"):
            if key in page.obj:
                del page.obj[key]
        if sheet.number is not None:
            drawing, resources, _ = self._number(sheet, sheet_size(landscape=sheet.landscape))
            source_pages.add_content(self.pdf, page, drawing, resources)

    def _add_evidence(self, sheet: Sheet) -> None:
        if len(sheet.placed) == 1 and not sheet.placed[0].is_gone and not self._is_picture(sheet.placed[0]):
            try:
                if self._add_as_it_is(sheet, sheet.placed[0]):
                    return
            except (UnfitError, PageError, *DAMAGE):
                pass  # whatever it is, placing it meets it again and says so
        self._add_placed(sheet)

    def _add_as_it_is(self, sheet: Sheet, placed: Placed) -> bool:
        """A page that already is an upright A4 sheet goes in untouched; whether it did."""
        if placed.placeholder or placed.box is not None or placed.turn % 360 or self._reason(placed):
            return False
        if self._order.journal.died_of("pdfium", placed.path):
            return False
        original = self._original(placed)
        paper = source_pages.Paper(original.pdf.pages[placed.page - 1])
        if (
            not paper.is_content
            or not paper.is_sheet(landscape=sheet.landscape)
            or not original.can_be_drawn_over(paper.page)
        ):
            return False
        x, y, right, top = paper.visible
        size = (right - x, top - y)
        spot = Spot(0, 0, *size, 0)
        if self._is_taken(placed, spot, sheet, size, paper):
            return False
        original.clean(paper.page)
        pictures = source_pages.only_pictures(paper.page) if original.is_clean else None
        original.park(paper.page, least=0) if pictures else original.park(paper.page)
        tickets = {name: int(picture.get("/DossierTicket", -1)) for name, picture in (pictures or {}).items()}
        strip_page(paper.page)
        before = len(self.pdf.pages)
        self.pdf.pages.append(paper.page)
        try:
            drawing, resources, box = self._number(sheet, size)
            moved = f"{operands((1, 0, 0, 1, x, y))} cm\n".encode() + drawing
            source_pages.add_content(self.pdf, self.pdf.pages[-1], moved, resources)
        except DAMAGE:
            del self.pdf.pages[before]
            raise
        if drawn.needs_drawing(sheet):
            self._drawn.append((before, sheet))
        is_kept = bool(tickets) and min(tickets.values()) >= 0
        proof = Proof.BYTES if is_kept else Proof.RENDER
        self.stood.append(Stood(before + 1, placed, spot, proof, tickets if is_kept else {}, number_box=box))
        return True

    def _add_placed(self, sheet: Sheet) -> None:
        size = sheet_size(landscape=sheet.landscape)
        drawing, resources, box = self._number(sheet, size)
        content: list[bytes] = []
        shown: list[Placed] = []
        for index, placed in enumerate(sheet.placed):
            name = f"Evidence{index}"
            try:
                thing, matrix, stood = self._thing(placed, sheet, size, name)
            except PageError as error:
                shown.append(replace(placed, placeholder=placed.placeholder or self._unreadable(placed, error)))
                continue
            resources.setdefault("XObject", {})[name] = thing
            content.append(f"q {operands(matrix)} cm /{name} Do Q".encode())
            shown.append(placed)
            self.stood.append(replace(stood, number_box=box))
        page = self.pdf.add_blank_page(page_size=size)
        page.obj.Resources = Dictionary(
            {
                f"/{kind}": Dictionary({f"/{name}": thing for name, thing in held.items()})
                for kind, held in resources.items()
            }
        )
        page.obj.Contents = self.pdf.make_stream(b"\n".join([*content, drawing]))
        sheet = replace(sheet, placed=tuple(shown))
        if drawn.needs_drawing(sheet):
            self._drawn.append((len(self.pdf.pages) - 1, sheet))

    def _number(self, sheet: Sheet, size: tuple[float, float]) -> tuple[bytes, dict[str, dict[str, Any]], Box | None]:
        if sheet.number is None:
            return b"", {}, None
        x, to_left = numbers.outer_edge(size, sheet.side)
        y = numbers.baseline(size)
        drawing = self._digits.show(sheet.shown, x, y, to_left=to_left)
        width = self._digits.width(sheet.shown)
        left = x - width if to_left else x
        return drawing, {"Font": {"DossierDigits": self._digit_font}}, (left, y, left + width, size[1] - numbers.EDGE)

    def _add_drawn(self) -> None:
        """Captions and placeholder sheets: all drawn in one go, so that they share their fonts."""
        data = drawn.overlays(
            [sheet for _, sheet in self._drawn], self._fonts, self._order.options.today, pdfa=self._order.options.pdfa
        )
        if data is None:
            return
        layer = self._stack.enter_context(pikepdf.open(BytesIO(data)))
        for (index, _), page in zip(self._drawn, layer.pages, strict=True):
            form = self.pdf.copy_foreign(layer.make_indirect(page.as_form_xobject(False)))
            words = {"XObject": {"DossierWords": form}}
            source_pages.add_content(self.pdf, self.pdf.pages[index], b"/DossierWords Do", words)

    # ------------------------------------------------------------------ one source page

    def _thing(self, placed: Placed, sheet: Sheet, size: tuple[float, float], name: str) -> tuple[Any, Matrix, Stood]:
        """(XObject, matrix, how it stands) of one source page. Raises `PageError` where nobody can read it."""
        if placed.placeholder:
            raise PageError("unreadable", placed.placeholder)
        made = self._order.ready.get((placed.path, placed.page))
        if isinstance(made, PageError):
            raise made
        if self._order.journal.died_of("pdfium", placed.path):
            raise PageError("unreadable", "an earlier process died of it")
        if self._is_picture(placed):
            return self._picture(placed, sheet, size, name)
        reason = self._reason(placed)
        if reason:
            return self._pictured(placed, sheet, size, name, reason)
        try:
            return self._form(placed, sheet, size)
        except UnfitError as unfit:
            return self._pictured(placed, sheet, size, name, str(unfit))
        except DAMAGE as error:
            return self._pictured(placed, sheet, size, name, f"页面结构有问题（{type(error).__name__}）")

    def _picture(self, placed: Placed, sheet: Sheet, size: tuple[float, float], name: str) -> tuple[Any, Matrix, Stood]:
        ready = self._order.ready[placed.path, placed.page]
        assert isinstance(ready, Ready)  # _thing asked first
        if self._reason(placed):
            self._note(placed, self._reason(placed))
        spot = _spot(placed, size_of(placed, self._order.sources), size)
        if ready.is_corner_dark:
            spot = shrink(spot, numbers.SHRUNK, size)
        thing = self._order.store.xobject(ready.ticket, ready.image, self.pdf)
        proof = Proof.BYTES if ready.image.thumb is None else Proof.THUMB
        stood = Stood(sheet.physical, placed, spot, proof, {name: ready.ticket}, ready.image.thumb)
        return thing, picture_matrix(spot, ready.image.orientation), stood

    def _form(self, placed: Placed, sheet: Sheet, size: tuple[float, float]) -> tuple[Any, Matrix, Stood]:
        original = self._original(placed)
        source = original.pdf
        paper = source_pages.Paper(source.pages[placed.page - 1])
        if not paper.is_content:
            raise UnfitError("页面内容的压缩方式不对，各种软件显示不一")
        spot = self._clear_of_number(placed, _spot(placed, paper.size, size), sheet, size)
        original.clean(paper.page)
        original.park(paper.page)
        form = self.pdf.copy_foreign(source.make_indirect(paper.as_form()))
        matrix = page_matrix(replace(spot, turn=(paper.turn + placed.turn) % 360), paper.visible)
        return form, matrix, Stood(sheet.physical, placed, spot, Proof.RENDER, {})

    def _pictured(
        self, placed: Placed, sheet: Sheet, size: tuple[float, float], name: str, why: str
    ) -> tuple[Any, Matrix, Stood]:
        """A page of a PDF as its own picture, with a note."""
        pages = self._look(placed)
        small = pages.image(placed.page, long_side=numbers.LOOK_LONG_SIDE)
        spot = self._clear_of_number(placed, _spot(placed, small.size, size), sheet, size)
        long_side = max(1, round(max(spot.width, spot.height) * _PICTURE_DPI / 72))
        image = encode(pages.image(placed.page, long_side=long_side))
        self._note(placed, why)
        ticket = self._order.store.add(image)
        thing = self._order.store.xobject(ticket, image, self.pdf)
        stood = Stood(sheet.physical, placed, spot, Proof.THUMB, {name: ticket}, image.thumb)
        return thing, picture_matrix(spot, 1), stood

    def _clear_of_number(self, placed: Placed, spot: Spot, sheet: Sheet, size: tuple[float, float]) -> Spot:
        return shrink(spot, numbers.SHRUNK, size) if self._is_taken(placed, spot, sheet, size) else spot

    def _is_taken(
        self,
        placed: Placed,
        spot: Spot,
        sheet: Sheet,
        size: tuple[float, float],
        paper: source_pages.Paper | None = None,
    ) -> bool:
        if sheet.number is None or not numbers.needs_look(spot, size, sheet.side):
            return False
        quick = source_pages.whole_picture(paper) if paper else None
        if quick is not None:
            return numbers.is_taken(Image.fromarray(quick), spot, size, sheet.side)
        try:
            seen = self._look(placed).image(placed.page, long_side=numbers.LOOK_LONG_SIDE)
        except PageError:
            return False
        return numbers.is_taken(seen.rotate(-placed.turn, expand=True), spot, size, sheet.side)

    # ------------------------------------------------------------------ facts

    def _original(self, placed: Placed) -> Original:
        self._order.journal.at("qpdf", placed.path)
        return self._originals.open(self._pdf_path(placed))

    def _look(self, placed: Placed) -> Pages:
        self._order.journal.at("pdfium", placed.path)
        return self._viewer.look(self._pdf_path(placed))

    def _reason(self, placed: Placed) -> str:
        """Why this page must stand as a picture of itself; '' where it need not."""
        told = self._pictured_pages.get((placed.path, placed.page), "")
        if self._is_picture(placed):
            return told
        facts = self._order.sources.file(placed.path).pages
        told = told or ("上次读取它时程序意外中断" if self._order.journal.died_of("qpdf", placed.path) else "")
        return told or (facts[placed.page - 1].risky if placed.page <= len(facts) else "")

    def _pdf_path(self, placed: Placed) -> Path:
        place = self._order.sources.pdf(placed.path)
        if place is None:
            raise PageError("unreadable", "no PDF of this Word file")
        return place

    def _is_picture(self, placed: Placed) -> bool:
        return stands_as_picture(placed, self._order.sources)

    def _note(self, placed: Placed, why: str) -> None:
        self.notes.append(
            found(
                "page-pictured",
                f"{placed.path} 第{placed.page}页以图片放入档案：{why}。",
                "",
                path=placed.path,
                pages=(placed.page,),
            )
        )

    def _unreadable(self, placed: Placed, error: PageError) -> str:
        self.notes.append(
            found(
                error.rule,
                f"{placed.path} 第{placed.page}页无法读取，草稿里以占位页代替。",
                "请补交能打开的文件。",
                path=placed.path,
                severity=Severity.ERROR,
                pages=(placed.page,),
            )
        )
        return "文件已加密，打不开。" if error.rule == "encrypted" else "文件已损坏，打不开。"


def _spot(placed: Placed, page: tuple[float, float], sheet: tuple[float, float]) -> Spot:
    return fit(*page, placed.turn, placed.box or (0.0, 0.0, *sheet), sheet[1])
