"""The dossier PDF, sheet by sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from dossier.errors import OutputError
from dossier.model import Finding, Placed, Plan, PlanPart, Severity, Sheet
from dossier.pages import PDF, PageError, open_pages
from dossier.pdf import drawn, marks, numbers, papers
from dossier.pdf.geometry import Spot, fit, operands, page_matrix, picture_matrix, sheet_size, shrink
from dossier.pdf.pictures import ImageStream, Pixels, encode, picture_stream
from dossier.sources import Sources

_DAMAGE = (pikepdf.PdfError, pikepdf.PasswordError, pikepdf.ForeignObjectError, RuntimeError, ValueError, TypeError,
           KeyError, IndexError, AttributeError, ArithmeticError, RecursionError)
"""What the PDF library was seen to raise on damaged files."""
_PICTURE_DPI = 200


def write_pdf(
    plan: Plan,
    own: Mapping[PlanPart, bytes],
    sources: Sources,
    target: Path,
    *,
    today: date,
    author: str = "",
    pixels: Pixels = "print",
    print_dpi: int = 200,
    pdfa: bool = False,
    prove: bool = True,
    fonts: Sequence[Path] = (),
) -> tuple[Finding, ...]:
    """Write the dossier of `plan` to `target`; the notes say which pages stand there as pictures, and why.

    `own` holds the typeset PDF of each of our forms. Raises `WorkspaceError` where evidence changed or is locked,
    `OutputError` where `target` cannot be written; a page that cannot be placed becomes its picture, a page that
    nobody can read a placeholder sheet.
    """
    with _Assembly(plan, own, sources, today=today, pixels=pixels, dpi=print_dpi, pdfa=pdfa, fonts=fonts) as dossier:
        dossier.add_sheets()
        dossier.add_marks(author)
        _save(dossier.pdf, target)
        sources.recheck()
        return tuple(dossier.notes)


def _save(pdf: pikepdf.Pdf, target: Path) -> None:
    beside = target.with_name(f".{target.name}.tmp")
    try:
        pdf.save(beside, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate,
                 stream_decode_level=pikepdf.StreamDecodeLevel.none, min_version="1.7")
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputError(f"写不出档案 {target.name}：{error.strerror or error}",
                          hint="请检查磁盘空间，并关闭正在打开这份档案的程序后重试。") from error


class _Assembly:
    """One dossier in the making: the new PDF, the open sources it copies from, and what was noted."""

    def __init__(self, plan: Plan, own: Mapping[PlanPart, bytes], sources: Sources, *, today: date, pixels: Pixels,
                 dpi: int, pdfa: bool, fonts: Sequence[Path]) -> None:
        self.plan, self.sources, self.today = plan, sources, today
        self.pixels, self.dpi, self.pdfa = pixels, dpi, pdfa
        self.notes: list[Finding] = []
        self._stack = ExitStack()
        self.pdf = self._stack.enter_context(pikepdf.new())
        self._own = {part: self._stack.enter_context(pikepdf.open(BytesIO(data))) for part, data in own.items()}
        self._own_digests = {part: hashlib.sha256(data).hexdigest() for part, data in own.items()}
        self._fonts = drawn.fonts_of(fonts)
        self._digits = drawn.digits(self._fonts, today, pdfa=pdfa)
        self._stack.enter_context(self._digits.pdf)
        self._digit_font = self.pdf.copy_foreign(self._digits.pdf.make_indirect(self._digits.font))
        self._open: dict[str, pikepdf.Pdf] = {}
        self._drawn: list[tuple[int, Sheet]] = []

    def __enter__(self) -> _Assembly:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    # ------------------------------------------------------------------ sheets

    def add_sheets(self) -> None:
        """All pages in the order of the plan, then what Typst draws over them."""
        for sheet in self.plan.sheets:
            if sheet.part is PlanPart.EVIDENCE:
                self._add_evidence(sheet)
            elif sheet.part is PlanPart.BLANK:
                self.pdf.add_blank_page(page_size=sheet_size(landscape=sheet.landscape))
            else:
                self._add_own(sheet)
        self._add_drawn()

    def _add_own(self, sheet: Sheet) -> None:
        form = self._own[sheet.part]
        self.pdf.pages.append(form.pages[(sheet.own_page or 1) - 1])
        page = self.pdf.pages[-1]
        for key in ("/StructParents", "/Tabs"):
            if key in page.obj:
                del page.obj[key]
        if sheet.number is not None:
            drawing, resources = self._number(sheet, sheet_size(landscape=sheet.landscape))
            papers.add_content(self.pdf, page, drawing, resources)

    def _add_evidence(self, sheet: Sheet) -> None:
        if not (len(sheet.placed) == 1 and self._add_as_it_is(sheet, sheet.placed[0])):
            self._add_placed(sheet)

    def _add_as_it_is(self, sheet: Sheet, placed: Placed) -> bool:
        """A page that already is an upright A4 sheet goes in untouched."""
        if placed.placeholder or placed.box is not None or placed.turn % 360 or self._is_picture(placed):
            return False
        try:
            source = self._source(placed.path)
            paper = papers.Paper(source.pages[placed.page - 1])
            if not paper.is_sheet(landscape=sheet.landscape) or not papers.is_balanced(paper.page):
                return False
            x, y, right, top = paper.visible
            size = (right - x, top - y)
            if self._is_taken(placed, Spot(0, 0, *size, 0), sheet, size):
                return False
            papers.strip(paper.page)
            self.pdf.pages.append(paper.page)
        except _DAMAGE:
            return False
        drawing, resources = self._number(sheet, size)
        moved = f"{operands((1, 0, 0, 1, x, y))} cm\n".encode() + drawing
        papers.add_content(self.pdf, self.pdf.pages[-1], moved, resources)
        return True

    def _add_placed(self, sheet: Sheet) -> None:
        size = sheet_size(landscape=sheet.landscape)
        content: list[bytes] = []
        things: dict[str, Any] = {}
        shown: list[Placed] = []
        for index, placed in enumerate(sheet.placed):
            try:
                thing, matrix = self._thing(placed, sheet, size)
                things[f"Evidence{index}"] = thing
                content.append(f"q {operands(matrix)} cm /Evidence{index} Do Q".encode())
                shown.append(placed)
            except PageError as error:
                shown.append(replace(placed, placeholder=placed.placeholder or self._unreadable(placed, error)))
        sheet = replace(sheet, placed=tuple(shown))
        drawing, resources = self._number(sheet, size)
        resources.setdefault("XObject", {}).update(things)
        page = self.pdf.add_blank_page(page_size=size)
        page.obj.Resources = Dictionary({f"/{kind}": Dictionary({f"/{name}": thing for name, thing in held.items()})
                                         for kind, held in resources.items()})
        page.obj.Contents = self.pdf.make_stream(b"\n".join([*content, drawing]))
        if drawn.needs_drawing(sheet):
            self._drawn.append((len(self.pdf.pages) - 1, sheet))

    # ------------------------------------------------------------------ one source page

    def _thing(self, placed: Placed, sheet: Sheet, size: tuple[float, float]) -> tuple[Any, Any]:
        """(XObject, matrix) of one source page. Raises `PageError` where nobody can read it."""
        if placed.placeholder:
            raise PageError("unreadable", placed.placeholder)
        if self._is_picture(placed):
            return self._picture(placed, sheet, size)
        try:
            return self._form(placed, sheet, size)
        except _DAMAGE as error:
            return self._pictured(placed, sheet, size, f"原样放入失败（{type(error).__name__}）")

    def _form(self, placed: Placed, sheet: Sheet, size: tuple[float, float]) -> tuple[Any, Any]:
        source = self._source(placed.path)
        paper = papers.Paper(source.pages[placed.page - 1])
        spot = self._spot(placed, paper.size, sheet, size)
        form = self.pdf.copy_foreign(source.make_indirect(paper.as_form()))
        turned = replace(spot, turn=(paper.turn + placed.turn) % 360)
        return form, page_matrix(turned, paper.visible)

    def _picture(self, placed: Placed, sheet: Sheet, size: tuple[float, float]) -> tuple[Any, Any]:
        file = self.sources.file(placed.path)
        fact = file.pages[placed.page - 1]
        spot = self._spot(placed, (fact.width, fact.height), sheet, size)
        raw = self.sources.read(placed.path)
        image = picture_stream(raw, file, placed.page, (spot.width, spot.height), self.dpi, self.pixels, placed.turn)
        return self._image(image), picture_matrix(spot, image.orientation)

    def _pictured(self, placed: Placed, sheet: Sheet, size: tuple[float, float], why: str) -> tuple[Any, Any]:
        """A page of a PDF as its own picture, with a note."""
        path = self._pdf_path(placed)
        with open_pages(path, PDF) as pages:
            picture = pages.image(placed.page, dpi=_PICTURE_DPI)
        spot = self._spot(placed, picture.size, sheet, size)
        self.notes.append(_note(placed, why))
        return self._image(encode(picture)), picture_matrix(spot, 1)

    def _spot(self, placed: Placed, page: tuple[float, float], sheet: Sheet, size: tuple[float, float]) -> Spot:
        spot = fit(*page, placed.turn, placed.box or (0.0, 0.0, *size), size[1])
        return shrink(spot, numbers.SHRUNK, size) if self._is_taken(placed, spot, sheet, size) else spot

    def _is_taken(self, placed: Placed, spot: Spot, sheet: Sheet, size: tuple[float, float]) -> bool:
        if sheet.number is None or not numbers.needs_look(spot, size, sheet.side):
            return False
        media_type = self.sources.file(placed.path).media_type if self._is_picture(placed) else PDF
        path = self.sources.on_disk(placed.path) if self._is_picture(placed) else self._pdf_path(placed)
        try:
            with open_pages(path, media_type) as pages:
                seen = pages.image(placed.page, long_side=numbers.LOOK_LONG_SIDE)
        except PageError:
            return False
        return numbers.is_taken(seen.rotate(-placed.turn, expand=True), spot, size, sheet.side)

    # ------------------------------------------------------------------ parts of the PDF

    def _source(self, path: str) -> pikepdf.Pdf:
        """The open PDF of an evidence file, annotations drawn in. It lives until the dossier is written."""
        if path not in self._open:
            place = self.sources.pdf(path)
            if place is None:
                raise ValueError("no PDF of this file")
            opened = self._stack.enter_context(pikepdf.open(place))
            papers.flatten(opened)
            self._open[path] = opened
        return self._open[path]

    def _pdf_path(self, placed: Placed) -> Path:
        place = self.sources.pdf(placed.path)
        if place is None:
            raise PageError("unreadable", "这份 Word 文件没有能放入档案的页面。")
        return place

    def _is_picture(self, placed: Placed) -> bool:
        return self.sources.file(placed.path).is_picture

    def _image(self, image: ImageStream) -> Any:
        stream = self.pdf.make_stream(image.data)
        stream.Type, stream.Subtype = Name.XObject, Name.Image
        stream.Width, stream.Height = image.width, image.height
        stream.BitsPerComponent = image.bits
        stream.ColorSpace = self._colours(image)
        stream.Filter = Name(f"/{image.filter}")
        if image.predictor:
            stream.DecodeParms = Dictionary(Predictor=15, Colors=image.components, BitsPerComponent=image.bits,
                                            Columns=image.width)
        return stream

    def _colours(self, image: ImageStream) -> Any:
        return Name.DeviceGray if image.components == 1 else Name.DeviceRGB

    def _number(self, sheet: Sheet, size: tuple[float, float]) -> tuple[bytes, dict[str, dict[str, Any]]]:
        if sheet.number is None:
            return b"", {}
        x, to_left = numbers.outer_edge(size, sheet.side)
        drawing = self._digits.show(sheet.number, x, numbers.baseline(size), to_left=to_left)
        return drawing, {"Font": {"DossierDigits": self._digit_font}}

    def _add_drawn(self) -> None:
        """Captions and placeholder sheets: all drawn in one go, so that they share their fonts."""
        data = drawn.overlays([sheet for _, sheet in self._drawn], self._fonts, self.today, pdfa=self.pdfa)
        if data is None:
            return
        layer = self._stack.enter_context(pikepdf.open(BytesIO(data)))
        for (index, _), page in zip(self._drawn, layer.pages, strict=True):
            form = self.pdf.copy_foreign(layer.make_indirect(page.as_form_xobject(False)))
            words = {"XObject": {"DossierWords": form}}
            papers.add_content(self.pdf, self.pdf.pages[index], b"/DossierWords Do", words)

    def _unreadable(self, placed: Placed, error: PageError) -> str:
        why = "文件已加密，打不开。" if error.rule == "encrypted" else "文件已损坏，打不开。"
        self.notes.append(Finding(
            rule=error.rule, severity=Severity.ERROR, path=placed.path, pages=(placed.page,),
            message=f"{placed.path} 第{placed.page}页无法读取，档案中以占位页代替。", action="请补交能打开的文件。"))
        return why

    # ------------------------------------------------------------------ marks

    def add_marks(self, author: str) -> None:
        """Links, bookmarks, page labels, properties, id."""
        pages = list(self.pdf.pages)
        for sheet, page in zip(self.plan.sheets, pages, strict=True):
            if sheet.own_page is not None:
                marks.link_items(page, self.plan, pages)
        marks.add_bookmarks(self.pdf, self.plan)
        marks.add_page_labels(self.pdf, self.plan)
        marks.add_properties(self.pdf, self.plan, author, self.today, pdfa=self.pdfa)
        marks.add_id(self.pdf, "\n".join(self._seed()))

    def _seed(self) -> Iterator[str]:
        yield f"{self.plan.title} {self.today} {self.pixels} {self.dpi} {self.pdfa}"
        for sheet in self.plan.sheets:
            for placed in sheet.placed:
                digest = self.sources.file(placed.path).sha256
                yield f"{sheet.physical} {sheet.number} {digest} {placed.page} {placed.turn} {placed.box}"
        for part, data in self._own_digests.items():
            yield f"{part} {data}"


def _note(placed: Placed, why: str) -> Finding:
    return Finding(rule="page-pictured", severity=Severity.NOTE, path=placed.path, pages=(placed.page,),
                   message=f"{placed.path} 第{placed.page}页以图片放入档案：{why}。")


