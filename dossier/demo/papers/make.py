"""Make a workspace of papers drawn by dice, on which reading is measured, with the truth about every file beside it.

The folder gets the roster and the case folders, and beside them

    TRUTH.tsv   folder, category, subtype, file, truth, rule, pages: a paper's type; MISSING:type; FAULT:rule;
                MAY:rule where a finding is right but nobody must make it
    LOOKS.tsv   folder, file, look, font: how its pages were made (a | between pages), to see where reading fails

Drawn papers are easier than real ones: the figures show what breaks, not what a county will get.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import typst
from PIL import Image, ImageFont

import dossier.demo.papers.cameras as cameras
from dossier.demo import camera, scenes
from dossier.demo.cases import DemoCase
from dossier.demo.drawing import Fonts, Paper, demo_fonts, draw_pictures
from dossier.demo.encode import locked, scanner_pdf
from dossier.demo.papers.cases import PHOTOS, SWAPPED, EvalCase, Sheet, make_cases
from dossier.demo.papers.names import Namer
from dossier.demo.records import Talk, home_teaching_record, persuasion_record
from dossier.demo.roster import make_roster
from dossier.demo.seals import Seal
from dossier.files.fixed_zip import steady_office

_SCENES = {"home_teaching": scenes.home_teaching, "class_room": scenes.class_room, "yard": scenes.yard}
_COPIES = frozenset({"household-register", "disability-certificate", "civil-affairs-certificate", "court-judgment"})
_COARSE = 1750
"""Pixels of a page's long side: fewer print at under 150 dpi on A4, half as many on half a page."""
_DAMAGES = frozenset({"encrypted", "empty-file", "unreadable"})


@dataclass(slots=True, kw_only=True)
class Made:
    """A finished file and what is true of it."""

    name: str
    data: bytes
    truths: list[tuple[str, str]]
    """(type, pages) of each paper in it."""
    faults: list[str]
    look: str
    may: list[str] = field(default_factory=list)
    """Rules that may speak of it with reason, though no fault was planted: the look itself is poor."""


def find_fonts(folder: Path | None) -> list[Fonts]:
    """Sets of fonts: the program's own, or what lies in `folder`, body and title families mixed.

    A family that lacks letters of our papers sets no seal and no signature: it would draw empty boxes there.
    """
    own = demo_fonts()
    if folder is None:
        return [own]
    files = sorted(path for path in folder.rglob("*") if path.suffix.casefold() in {".ttf", ".otf", ".ttc"})
    homes = tuple(dict.fromkeys(path.parent for path in files))
    known = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(one) for one in homes]
    )
    usable = {
        font.family: Path(str(font.path))
        for font in known.fonts()
        if font.index == 0 and not any(word in font.family for word in ("HK", "TW", "JP", "KR", "Mono"))
    }
    whole = {family: path for family, path in usable.items() if _draws(path, _letters())}
    if not whole:
        raise ValueError(f"{folder}: no font there has the letters of the papers")
    hei = [family for family in whole if "Hei" in family or "Sans" in family] or list(whole)
    hands = [family for family in whole if "Kai" in family] or list(whole)
    sets = []
    for index, body in enumerate(sorted(whole)):
        hand = hands[index % len(hands)]
        title = hei[index % len(hei)] if index % 3 else body
        sets.append(
            Fonts(
                body=(body, *own.body),
                title=(title, *own.body),
                seal=whole[body],
                hand=whole[hand],
                folders=(*homes, *own.folders),
            )
        )
    return sets


def _letters() -> str:
    """Every common Chinese letter that our papers may carry: those in the text of this room itself."""
    sources = Path(__file__).parent.parent.rglob("*.py")
    letters = {sign for path in sources for sign in path.read_text("utf-8") if "\u4e00" <= sign <= "\u9fff"}
    return "".join(sorted(sign for sign in letters if _is_common(sign)))


def _is_common(sign: str) -> bool:
    """Whether every font for simplified Chinese has it; rare letters of names come from the program's own fonts."""
    try:
        return len(sign.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return False


def _draws(path: Path, letters: str) -> bool:
    """Whether a font has a shape of its own for each letter."""
    face = ImageFont.truetype(str(path), 24)
    empty = {bytes(face.getmask(sign)) for sign in ("\uffff", "\U0010ffff", " ")}
    return all(bytes(face.getmask(sign)) not in empty for sign in letters)


class Studio:
    """Makes the files of one case."""

    def __init__(self, case: EvalCase, fonts: Fonts, namer: Namer, dice: Any, *, hard: bool) -> None:
        self.case, self.fonts, self.namer, self.dice, self.hard = case, fonts, namer, dice, hard
        self.today = case.child.today

    def files(self) -> Iterator[Made]:
        """Each sheet in a file of its own, but some scans hold two."""
        drawn = self._draw()
        waiting: list[tuple[Sheet, list[Image.Image]]] = []
        for index, sheet in enumerate(self.case.sheets):
            if not sheet.papers:
                yield self._record(sheet, index) if sheet.scene_seed is None else self._photo(sheet, sheet.scene_seed)
                continue
            waiting.append((sheet, drawn[index]))
            alone = "wrong-extension" in waiting[0][0].faults
            together = len(waiting) == 1 and self.dice.random() < 0.12 and not sheet.faults and not alone
            if not together:
                yield self._paper(waiting)
                waiting = []
        if waiting:
            yield self._paper(waiting)

    def _draw(self) -> dict[int, list[Image.Image]]:
        pages: list[tuple[int, Paper]] = []
        for index, sheet in enumerate(self.case.sheets):
            pages.extend((index, self._varied(page, sheet)) for page in sheet.papers)
        if not pages:
            return {}
        pictures = [self._pictured(page) for _, page in pages]
        out: dict[int, list[Image.Image]] = {}
        for (index, _), picture in zip(pages, pictures, strict=True):
            out.setdefault(index, []).append(picture)
        return out

    def _pictured(self, page: Paper) -> Image.Image:
        """One page; set smaller where its letters do not fit on the sheet."""
        seed = int(self.dice.integers(10**6))
        for size in (1.0, 0.88, 0.76, 0.64):
            style = replace(
                page.style,
                body_size=page.style.body_size * size,
                table_size=page.style.table_size * size,
                leading=page.style.leading * size,
            )
            try:
                return draw_pictures([replace(page, style=style)], self.fonts, seed=seed)[0]
            except ValueError:
                continue
        raise ValueError("a paper is too long for its sheet")

    def _varied(self, page: Paper, sheet: Sheet) -> Paper:
        """Another size of letters and margins; on hard papers, now and then, a receipt stamp over the text."""
        size = float(self.dice.uniform(0.86, 1.02))
        style = replace(
            page.style,
            body_size=page.style.body_size * size,
            table_size=page.style.table_size * size,
            margin_x=page.style.margin_x * float(self.dice.uniform(0.85, 1.1))
            if page.width == 210
            else page.style.margin_x,
        )
        blocks = page.blocks
        if self.hard and self.dice.random() < 0.12 and page.height > 200:
            stamp = Seal(text=f"{sheet.child.place.county}档案材料收讫专用", star=False, below="收讫", diameter=38)
            x, y = float(self.dice.uniform(20, 90)), float(self.dice.uniform(15, 60))
            blocks = ({"kind": "stamp", "x": x, "y": y, "seal": stamp}, *blocks)
        return replace(page, style=style, blocks=blocks)

    def _paper(self, sheets: list[tuple[Sheet, list[Image.Image]]]) -> Made:
        faults = [fault for sheet, _ in sheets for fault in sheet.faults]
        scanner = len(sheets) > 1 or sum(len(pages) for _, pages in sheets) > 1 or self.dice.random() < 0.5
        if "encrypted" in faults:
            scanner = True
        looks, seen = [], []
        for sheet, pages in sheets:
            for page in pages:
                look, picture = self._look(page, sheet, scanner=scanner)
                looks.append(look)
                seen.append(picture)
        suffix = ".pdf" if scanner else str(self.dice.choice([".jpg", ".jpg", ".jpg", ".jpeg", ".png"]))
        name = self.namer.name([sheet.type for sheet, _ in sheets], suffix)
        truths, first = [], 1
        for sheet, pages in sheets:
            last = first + len(pages) - 1
            truths.append((sheet.type, f"{first}" if last == first else f"{first}-{last}"))
            first = last + 1
        data = self._encode(seen, suffix, faults)
        may = ["low-resolution"] if any(max(picture.size) < _COARSE for picture in seen) else []
        return Made(name=name, data=data, truths=truths, faults=faults, look="|".join(dict.fromkeys(looks)), may=may)

    def _look(self, page: Image.Image, sheet: Sheet, *, scanner: bool) -> tuple[str, Image.Image]:
        """How one page came into the computer; hard pages have one thing wrong with them, some two."""
        seed = int(self.dice.integers(10**6))
        if "grey-seal" in sheet.faults:
            return "grey", camera.scan(page, seed=seed, grey=True)
        if "upside-down" in sheet.faults:
            look = camera.scan(page, seed=seed) if scanner else camera.photograph(page, seed=seed)
            return "upside-down", cameras.upside_down(look, self.dice)
        if not self.hard:
            return ("scan", camera.scan(page, seed=seed)) if scanner else ("photo", camera.photograph(page, seed=seed))
        told = []
        if sheet.pen is not None and sheet.pen.written:
            told.append("hand")
        elif sheet.type in _COPIES and self.dice.random() < 0.4:
            told.append("copy")
        elif self.dice.random() < 0.3:
            told.append(str(self.dice.choice(["crumple", "folded"])))
        for effect in told:
            page = cameras.PAPER[effect](page, self.dice)
        if scanner:
            picture = page if "copy" in told else camera.scan(page, seed=seed)
            extra = ["skew", "wechat"] if self.dice.random() < 0.25 else []
        else:
            picture = camera.photograph(page, seed=seed)
            extra = list(cameras.PICTURE) if self.dice.random() < 0.75 else []
        if extra:
            told.append(str(self.dice.choice(extra)))
            picture = cameras.PICTURE[told[-1]](picture, self.dice)
        return "+".join(["scan" if scanner else "photo", *told]), picture

    def _photo(self, sheet: Sheet, seed: int) -> Made:
        picture = _SCENES[PHOTOS[sheet.type]](seed=seed)
        look = "scene"
        for fault in sheet.faults:
            if fault in cameras.FAULTS:
                picture = cameras.FAULTS[fault](picture, self.dice)
        if "reused-photo" in sheet.faults:
            look, picture = "reused", self._reworked(picture)
        name = self.namer.name([sheet.type], ".jpg")
        data = self._encode([picture], ".jpg", sheet.faults)
        may = ["low-resolution"] if max(picture.size) < _COARSE / 2 else []
        return Made(name=name, data=data, truths=[(sheet.type, "1")], faults=list(sheet.faults), look=look, may=may)

    def _reworked(self, picture: Image.Image) -> Image.Image:
        """What people and chats do to a photograph that is used twice: cropped, smaller, brighter."""
        width, height = picture.size
        left, top = (float(self.dice.uniform(0, 0.1)) for _ in range(2))
        box = (
            int(width * left),
            int(height * top),
            int(width * self.dice.uniform(0.9, 1)),
            int(height * self.dice.uniform(0.9, 1)),
        )
        picture = picture.crop(box)
        scale = float(self.dice.uniform(0.6, 1.0))
        picture = picture.resize((int(picture.width * scale), int(picture.height * scale)))
        bright = float(self.dice.uniform(0.85, 1.2))
        return picture.point(lambda value: min(255, int(value * bright)))

    def _record(self, sheet: Sheet, index: int) -> Made:
        name = self.namer.name([sheet.type], ".docx")
        day = self.today - timedelta(days=sheet.days)
        if sheet.word == "lesson":
            data = home_teaching_record(sheet.child, day, index, self.fonts)
        else:
            place = f"{sheet.child.place.county}{sheet.child.place.town}{sheet.child.place.village}学生家中"
            talk = Talk(
                day=day, persons="赵文博（学校教师）、刘支书（村委会）", place=place, method="入户", result="同意返校"
            )
            data = persuasion_record(sheet.child, [talk], self.fonts)
        data = steady_office(data, self.today)
        return Made(name=name, data=data, truths=[(sheet.type, "1")], faults=list(sheet.faults), look="word")

    def _encode(self, pictures: list[Image.Image], suffix: str, faults: list[str]) -> bytes:
        if "empty-file" in faults:
            return b""
        out = io.BytesIO()
        if suffix == ".pdf":
            out.write(scanner_pdf(pictures, self.today, dpi=200, quality=72))
        elif (suffix == ".png") != ("wrong-extension" in faults):
            pictures[0].save(out, "PNG", compress_level=1)
        else:
            pictures[0].save(out, "JPEG", quality=int(self.dice.integers(58, 88)))
        data = out.getvalue()
        if "wrong-extension" in faults and suffix == ".pdf":
            out = io.BytesIO()
            pictures[0].save(out, "JPEG", quality=75)
            data = out.getvalue()
        if "unreadable" in faults:
            return data[: len(data) // 2]
        return locked(data, "a") if "encrypted" in faults else data


def write_workspace(
    out: Path, *, count: int, seed: int, fonts: list[Fonts], telling: bool, hard: bool, today: date
) -> None:
    """The workspace and its truth."""
    dice = np.random.default_rng(seed)
    hands = tuple(dict.fromkeys((*_families(fonts), *demo_fonts().body)))
    cases = make_cases(count, dice, today, hands)
    out.mkdir(parents=True, exist_ok=True)
    truth: list[list[str]] = []
    looks: list[list[str]] = []
    for case in cases:
        chosen = fonts[int(dice.integers(len(fonts)))]
        (out / case.folder).mkdir()
        about = [case.folder, case.category, case.subtype]
        for made in Studio(case, chosen, Namer(dice, telling=telling), dice, hard=hard).files():
            (out / case.folder / made.name).write_bytes(made.data)
            if telling or not _DAMAGES & set(made.faults):
                truth.extend([*about, made.name, type_, "", pages] for type_, pages in made.truths)
            truth.extend([*about, made.name, f"FAULT:{fault}", fault, ""] for fault in made.faults)
            truth.extend(
                [*about, "", f"MISSING:{type_}", "missing", ""] for type_ in _lost(case, made, telling=telling)
            )
            truth.extend([*about, made.name, f"MAY:{rule}", rule, ""] for rule in made.may)
            looks.append([case.folder, made.name, made.look, chosen.body[0]])
        if case.category == "G" or case.subtype == "其他":
            truth.append([*about, "", "FAULT:needs-person", "needs-person", ""])
        truth.extend([*about, "", f"MISSING:{type_}", "missing", ""] for type_ in case.missing)
        truth.extend([*about, "", f"FAULT:{fault}", fault, ""] for fault in case.faults)
    rows = [
        DemoCase(number=case.number, child=case.child, category=case.category, subtype=case.subtype, facts=case.facts)
        for case in cases
    ]
    (out / "学生名册.xlsx").write_bytes(steady_office(make_roster(rows, today), today))
    _write_table(out / "TRUTH.tsv", ["folder", "category", "subtype", "file", "truth", "rule", "pages"], truth)
    _write_table(out / "LOOKS.tsv", ["folder", "file", "look", "font"], looks)


def _families(fonts: list[Fonts]) -> list[str]:
    """Families that look written, by name."""
    return [name for chosen in fonts for name in chosen.body if "Kai" in name or "楷" in name]


def _lost(case: EvalCase, made: Made, *, telling: bool) -> list[str]:
    """Papers that the case lacks because nothing is in their file, nor in its name."""
    if telling or "empty-file" not in made.faults:
        return []
    have = [sheet.type for sheet in case.sheets]
    wanted = {*case.wanted, *(SWAPPED[one] for one in case.wanted if one in SWAPPED and case.category in "AF")}
    return [type_ for type_, _ in made.truths if type_ in wanted and have.count(type_) == 1]


def _write_table(path: Path, head: list[str], rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t", lineterminator="\n").writerows([head, *rows])
