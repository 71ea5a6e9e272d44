"""The dossier as one Word file, sheet by sheet after the plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import IO

from PIL import Image

import dossier.word.evidence as evidence
from dossier.errors import OutputError, disk_words
from dossier.files.write import replacing
from dossier.model import Placed, Plan, PlanPart, Sheet
from dossier.word.copy_mark import mark_picture
from dossier.word.looks import fonts_xml
from dossier.word.merge import FormPiece, Merger, attach
from dossier.word.names import A_URI, DECLARATION, PIC_URI, R_URI, W_URI, WP_URI, sheet_size
from dossier.word.own import EMPTY_MARGINS, form_xml, number_pages
from dossier.word.package import Package

PagePicture = Callable[[Placed, Sheet], bytes]
"""The JPEG or PNG of one source page, upright as it stands on the sheet, without metadata. Asked for once a page,
in the order of the sheets."""

_OWN = (PlanPart.COVER, PlanPart.CONTENTS, PlanPart.ANNEX, PlanPart.CLOSING)
_EMPTY = EMPTY_MARGINS
_LONG_NUMBER = re.compile(r"[0-9]{14,}[0-9Xx]?")
_LOOK_LONG_SIDE = 480
_DARK = 128
_DARK_SHARE = 0.002
_ROOT = (
    f'{DECLARATION}<w:document xmlns:w="{W_URI}" xmlns:r="{R_URI}" xmlns:wp="{WP_URI}" xmlns:a="{A_URI}" '
    f'xmlns:pic="{PIC_URI}"><w:body>'
)


def write_word(
    plan: Plan,
    forms: Mapping[PlanPart, tuple[bytes, ...]],
    picture: PagePicture,
    target: Path,
    *,
    today: date,
    author: str = "",
) -> None:
    """Write the dossier of `plan` to `target`.

    `forms` are the filled Word forms of each part; of 附件1 the first may take several pages, each 附页 takes one.
    Memory holds one picture at a time. Raises `OutputError` where `target` cannot be written.
    """
    try:
        with replacing(target) as beside, beside.open("wb") as stream:
            _Dossier(plan, forms, picture).write(stream, today, author)
    except OSError as error:
        raise OutputError(
            f"写不出档案 {target.name}：{disk_words(error)}",
            hint="请检查磁盘空间，并关闭正在打开这份档案的程序（Word、WPS）后重试。",
        ) from error


class _Dossier:
    """One Word file in the making."""

    def __init__(self, plan: Plan, forms: Mapping[PlanPart, tuple[bytes, ...]], picture: PagePicture) -> None:
        self._plan = plan
        self._picture = picture
        self._merger = Merger()
        self._pieces = {
            part: [
                self._merger.add(data, leads=(part, place) == (PlanPart.ANNEX, 0))
                for place, data in enumerate(forms[part])
            ]
            for part in _OWN
        }
        self._next_bookmark = self._merger.next_bookmark
        self._next_picture = self._merger.next_picture
        self._bookmarked: set[int] = set()

    def _owned(self, part: PlanPart) -> list[tuple[FormPiece, tuple[Sheet, ...]]]:
        """Each form of a part with the sheets it fills: all but the first take one."""
        sheets = [sheet for sheet in self._plan.sheets if sheet.part is part]
        pieces = self._pieces[part]
        first = max(1, len(sheets) - len(pieces) + 1)
        cut = [0, *range(first, first + len(pieces))]
        return [(piece, tuple(sheets[cut[at] : cut[at + 1]])) for at, piece in enumerate(pieces)]

    def write(self, stream: IO[bytes], today: date, author: str) -> None:
        """The whole file: forms first taken in, pictures written as they come, the document at the end."""
        for part in _OWN:
            for piece, sheets in self._owned(part):
                number_pages(piece, sheets)
        headers = [*_EMPTY, *self._merger.header_names()]
        with Package(stream, headers) as package:
            for name, content in _EMPTY.items():
                package.add_part(name, content)
            self._references = "".join(
                f'<w:{kind}Reference w:type="default" r:id="{package.relate(kind, f"{kind}_empty.xml")}"/>'
                for kind in ("header", "footer")
            )
            body = list(self._body(package))
            fixed = {
                "styles": self._merger.looks.xml(),
                "settings": self._merger.settings_xml(),
                "fontTable": fonts_xml(self._merger.font_tables()),
                "numbering": self._merger.lists.xml(),
            }
            title, author = (_LONG_NUMBER.sub("", words) for words in (self._plan.title, author))
            package.finish((_ROOT, *body, "</w:body></w:document>"), fixed, title, author, today)

    # ------------------------------------------------------------------ body

    def _body(self, package: Package) -> Iterator[str]:
        runs = [(key, list(sheets)) for key, sheets in groupby(self._plan.sheets, key=_run_key)]
        for place, ((part, landscape), sheets) in enumerate(runs):
            is_last = place == len(runs) - 1
            if part in _OWN:
                pieces = self._pieces[part]
                for each, piece in enumerate(pieces):
                    attach(piece, package)
                    mark = self._bookmark(sheets[0].item) if each == 0 else ""
                    yield form_xml(piece, self._references, mark, ends=is_last and each == len(pieces) - 1)
            else:
                for at, sheet in enumerate(sheets):
                    yield self._sheet(sheet, package, breaks=at > 0)
                section = evidence.evidence_section(landscape=landscape, references=self._references)
                yield section if is_last else evidence.last_paragraph(section)

    def _sheet(self, sheet: Sheet, package: Package, *, breaks: bool) -> str:
        shown = []
        size = sheet_size(landscape=sheet.landscape)
        for placed in sheet.placed:
            if placed.placeholder:
                continue
            data = self._picture(placed, sheet)
            with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as picture:
                place = evidence.fit(picture.size, placed.box, size)
                if sheet.number is not None and is_corner_taken(picture, place, evidence.corner(size, sheet.side)):
                    place = evidence.shrink(place, size)
                extension = "png" if picture.format == "PNG" else "jpeg"
            shown.append(evidence.Shown(placed, package.add_picture(data, extension), place))
        shown += _marks(shown, package)
        first = self._next_picture
        self._next_picture += len(shown)
        return evidence.sheet_xml(sheet, shown, first, breaks=breaks, bookmark=self._bookmark(sheet.item))

    def _bookmark(self, item: int | None) -> str:
        """The place that the contents link to; '' where the item has begun already."""
        if item is None or item in self._bookmarked:
            return ""
        self._bookmarked.add(item)
        number = self._next_bookmark
        self._next_bookmark += 1
        return f'<w:bookmarkStart w:id="{number}" w:name="item_{item}"/><w:bookmarkEnd w:id="{number}"/>'


def _marks(shown: list[evidence.Shown], package: Package) -> list[evidence.Shown]:
    """What stands across copies of ID papers, over them."""
    marks = []
    for one in (one for one in shown if one.placed.mark):
        for box in one.placed.mark_boxes or (one.rectangle,):
            picture = package.add_picture(mark_picture(one.placed.mark, box[2], box[3]), "png")
            marks.append(evidence.Shown(one.placed, picture, box, is_mark=True))
    return marks


def is_corner_taken(picture: Image.Image, place: evidence.Box, corner: evidence.Box) -> bool:
    """Whether the picture, standing in `place`, is dark where the running number goes."""
    left, top, right, bottom = _overlap(place, corner)
    if left >= right or top >= bottom:
        return False
    picture.draft("L", (_LOOK_LONG_SIDE, _LOOK_LONG_SIDE))
    across, down = picture.width / place[2], picture.height / place[3]
    area = (
        round((left - place[0]) * across),
        round((top - place[1]) * down),
        round((right - place[0]) * across),
        round((bottom - place[1]) * down),
    )
    counts = picture.crop(area).convert("L").histogram()
    return sum(counts[:_DARK]) > _DARK_SHARE * sum(counts)


def _overlap(one: evidence.Box, other: evidence.Box) -> evidence.Box:
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[0] + one[2], other[0] + other[2]),
        min(one[1] + one[3], other[1] + other[3]),
    )


def _run_key(sheet: Sheet) -> tuple[PlanPart, bool]:
    if sheet.part in _OWN:
        return sheet.part, False
    return PlanPart.EVIDENCE, sheet.landscape
