"""numbering.xml: what number or bullet a paragraph carries."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from dossier.typeset.docx.package import W
from dossier.typeset.docx.props import Props, is_on, para_props, run_props, whole

_V: Final = W + "val"


@dataclass(slots=True)
class Level:
    """One level of a list."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    align: str = "left"
    legal: bool = False
    restart: int | None = None
    paragraph: Props = field(default_factory=dict)
    run: Props = field(default_factory=dict)
    style_id: str = ""
    has_picture: bool = False
    """Whether its bullet is a picture."""


class Numbering:
    """The lists of a document. `Counter` counts them along the text."""

    def __init__(self, root: etree._Element | None, font_of: Callable[[str], str]) -> None:
        self._font_of = font_of
        self.abstract_of: dict[str, str] = {}
        self.levels: dict[str, dict[int, Level]] = {}
        """By numId."""
        self.start_overrides: dict[str, dict[int, int]] = {}
        self.by_style: dict[str, tuple[str, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        abstracts = {e.get(W + "abstractNumId", ""): e for e in root.iterchildren(W + "abstractNum")}
        style_links: dict[str, str] = {}
        for key, element in abstracts.items():
            link = element.find(W + "styleLink")
            if link is not None:
                style_links[link.get(_V, "")] = key
        for num in root.iterchildren(W + "num"):
            num_id = num.get(W + "numId", "")
            reference = num.find(W + "abstractNumId")
            key = reference.get(_V, "") if reference is not None else ""
            if key not in abstracts:
                continue
            element = abstracts[key]
            linked = element.find(W + "numStyleLink")
            if linked is not None and linked.get(_V, "") in style_links:
                key = style_links[linked.get(_V, "")]
                element = abstracts[key]
            levels = {whole(e.get(W + "ilvl")): self._level(e) for e in element.iterchildren(W + "lvl")}
            for override in num.iterchildren(W + "lvlOverride"):
                self._override(num_id, override, levels)
            self.abstract_of[num_id] = key
            self.levels[num_id] = levels
            for depth, level in levels.items():
                if level.style_id:
                    self.by_style.setdefault(level.style_id, (num_id, depth))

    def _override(self, num_id: str, override: etree._Element, levels: dict[int, Level]) -> None:
        depth = whole(override.get(W + "ilvl"))
        replaced = override.find(W + "lvl")
        if replaced is not None:
            levels[depth] = self._level(replaced)
        start = override.find(W + "startOverride")
        if start is not None:
            self.start_overrides.setdefault(num_id, {})[depth] = whole(start.get(_V), 1)

    def _level(self, element: etree._Element) -> Level:
        def value(name: str, default: str) -> str:
            child = element.find(W + name)
            return child.get(_V, default) if child is not None else default

        restart = element.find(W + "lvlRestart")
        return Level(
            start=whole(value("start", "0")),
            format=_format(element),
            text=value("lvlText", ""),
            suffix=value("suff", "tab"),
            align={"start": "left", "end": "right"}.get(value("lvlJc", "left"), value("lvlJc", "left")),
            legal=is_on(element.find(W + "isLgl")),
            restart=whole(restart.get(_V)) if restart is not None else None,
            paragraph=para_props(element.find(W + "pPr")),
            run=run_props(element.find(W + "rPr"), self._font_of),
            style_id=value("pStyle", ""),
            has_picture=element.find(W + "lvlPicBulletId") is not None,
        )


def _format(element: etree._Element) -> str:
    """The number format of a w:lvl; 001, 002 … (given in words, for newer programs) is zeros3."""
    formats = list(element.iter(W + "numFmt"))
    for form in formats:
        if form.get(_V) == "custom" and (found := re.match(r"(0+1),", form.get(W + "format", ""))):
            return f"zeros{len(found.group(1))}"
    return formats[-1].get(_V, "decimal") if formats else "decimal"


class Counter:
    """Counts the numbered paragraphs of one document in text order."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._values: dict[str, dict[int, int]] = {}
        self._seen: set[tuple[str, int]] = set()

    def next(self, num_id: str, depth: int) -> str:
        """The text of the next number of this list at this level ('' for none)."""
        levels = self._numbering.levels.get(num_id, {})
        level = levels.get(depth)
        if level is None:
            return ""
        values = self._values.setdefault(self._numbering.abstract_of[num_id], {})
        override = self._numbering.start_overrides.get(num_id, {}).get(depth)
        if override is not None and (num_id, depth) not in self._seen:
            values[depth] = override
        else:
            values[depth] = values[depth] + 1 if depth in values else level.start
        self._seen.add((num_id, depth))
        for deeper in [d for d in values if d > depth]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and depth < restart):
                del values[deeper]
        return self._text(level, levels, values)

    def _text(self, level: Level, levels: dict[int, Level], values: dict[int, int]) -> str:
        if level.format == "bullet":
            return level.text
        if level.format == "none":
            return re.sub(r"%\d", "", level.text)

        def put(match: re.Match[str]) -> str:
            depth = int(match.group(1)) - 1
            other = levels.get(depth, level)
            value = values.setdefault(depth, other.start)
            return format_number(value, "decimal" if level.legal else other.format)

        return re.sub(r"%(\d)", put, level.text)


# ---------------------------------------------------------------------------- number formats

_DIGITS: Final = "〇一二三四五六七八九"
_LEGAL: Final = "零壹贰叁肆伍陆柒捌玖"


def _chinese(value: int, digits: str, units: tuple[str, str, str, str], zero: str) -> str:
    if value <= 0:
        return zero
    if value >= 10000:
        rest = value % 10000
        gap = zero if rest and rest < 1000 else ""
        tail = _chinese(rest, digits, units, zero) if rest else ""
        return _chinese(value // 10000, digits, units, zero) + units[3] + gap + tail
    text, pending = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = value // power % 10
        if digit:
            text += (zero if pending and text else "") + digits[digit] + unit
            pending = False
        else:
            pending = True
    return text


def _counting(value: int) -> str:
    text = _chinese(value, _DIGITS, ("十", "百", "千", "万"), "零" if value else "〇")
    return text[1:] if 10 <= value < 20 else text


def _legal(value: int) -> str:
    return _chinese(value, _LEGAL, ("拾", "佰", "仟", "萬"), "零")


def _roman(value: int) -> str:
    text = ""
    for size, mark in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        text += mark * (value // size)
        value %= size
    return text


def _letter(value: int) -> str:
    return chr(65 + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""


def _from(start: int, count: int) -> Callable[[int], str]:
    return lambda value: chr(start + value - 1) if 1 <= value <= count else str(value)


def _circled(value: int) -> str:
    if 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    if 21 <= value <= 35:
        return chr(0x3251 + value - 21)
    return chr(0x32B1 + value - 36) if 36 <= value <= 50 else str(value)


def _cycle(letters: str) -> Callable[[int], str]:
    return lambda value: letters[(value - 1) % len(letters)] if value > 0 else str(value)


def _padded(digits: int) -> Callable[[int], str]:
    return lambda value: f"{value:0{digits}d}"


FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02d}",
    **{f"zeros{digits}": _padded(digits) for digits in range(2, 6)},
    "numberInDash": lambda value: f"- {value} -",
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "ideographDigital": lambda value: "".join(_DIGITS[int(d)] for d in str(value)),
    "japaneseDigitalTenThousand": lambda value: "".join(_DIGITS[int(d)] for d in str(value)),
    "taiwaneseDigital": lambda value: "".join("○一二三四五六七八九"[int(d)] for d in str(value)),
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from(0x2474, 20),
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "ideographEnclosedCircle": _from(0x3280, 10),
    "decimalFullWidth": lambda value: "".join(chr(0xFF10 + int(d)) for d in str(value)),
    "decimalFullWidth2": lambda value: "".join(chr(0xFF10 + int(d)) for d in str(value)),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "none": lambda value: "",
}


def format_number(value: int, kind: str) -> str:
    """A number in a format of Word; formats not known come out as digits."""
    return FORMATS.get(kind, str)(value)
