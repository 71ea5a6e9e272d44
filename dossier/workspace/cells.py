"""What a cell says: text, dates, numbers and names as people type them and as Excel damages them (domain §3, §6.1)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from operator import mul

Cell = str | int | float | bool | date | datetime | time | timedelta | None

EXCEL_DAY_0 = date(1899, 12, 30)
_MARKS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"
_JUNK = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{_MARKS}]")
_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff"
_DOTS = re.compile(rf"(?<=[{_HAN}])\s*[•・‧．.∙⋅。·･●]\s*(?=[{_HAN}])")
_FORMULA_TEXT = re.compile(r"""^=\s*(?:T\s*\(\s*)?"((?:[^"]|"")*)"\s*\)?\s*$""", re.IGNORECASE)
_RADICALS = re.compile("[\u2e80-\u2fdf]")  # what text copied from PDF has for the same ideograph
_HAN_GAP = re.compile(rf"(?<=[{_HAN}·])\s+(?=[{_HAN}·])")


def text_of(cell: Cell) -> str:
    """The cell as one line of text: whole numbers without `.0`, dates as 2022-03-05, no invisible characters."""
    if isinstance(cell, str):
        return cell if cell.isalnum() else clean(cell)  # letters and digits alone need no cleaning
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="minutes")
    return str(cell)


@lru_cache(maxsize=50_000)
def clean(text: str) -> str:
    """Text without control and invisible characters, leading apostrophe and outer blanks; one line.

    `="411…"` is how exporters keep Excel from making a number of a text.
    """
    text = " ".join(_JUNK.sub("", text.replace("\xa0", " ")).split())
    if told := _FORMULA_TEXT.match(text):
        text = " ".join(told[1].replace('""', '"').split())
    return text[1:].strip() if len(text) > 1 and text[0] in "'’‘`" else text


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """Text for comparing: half-width, without any blanks."""
    return "".join(unicodedata.normalize("NFKC", clean(text)).split())


def _number_text(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value):
        return format(int(float(f"{value:.15g}")), "d") if abs(value) < 1e15 else _fifteen_digits(value)
    return f"{value:.15g}"


def _fifteen_digits(value: float) -> str:
    """A large number as Excel shows it: fifteen digits, then zeros."""
    mantissa, exponent = f"{value:.14e}".split("e")
    sign, digits = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    return sign + digits.replace(".", "") + "0" * (int(exponent) - 14)


# ---------------------------------------------------------------------------- names


def name_of(text: str) -> str:
    """A person's name: private-use characters of old systems restored, the middle dot as U+00B7, no inner blanks."""
    if text.isalnum() and min(text) >= "\u3400" and max(text) < "\ud800":
        return text  # plain ideographs, as nearly all names are
    text = unicodedata.normalize("NFC", _RADICALS.sub(_ideograph, clean(text).translate(_old_characters())))
    return _HAN_GAP.sub("", _DOTS.sub("·", text))


def _ideograph(radical: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", radical[0])


@cache
def _old_characters() -> dict[int, str]:
    """Private-use code points that GBK systems used for 80 characters which Unicode has since named (domain §3.4)."""
    cells = [*range(0xFE50, 0xFE7F), *range(0xFE80, 0xFEA1)]
    table = {}
    for index, cell in enumerate(cells):
        decoded = cell.to_bytes(2, "big").decode("gb18030")
        if not 0xE000 <= ord(decoded) <= 0xF8FF:
            table[0xE815 + index] = decoded
    return table | {old: chr(new) for old, new in _NEWER.items()}


_NEWER = {
    0xE816: 0x20087,
    0xE817: 0x20089,
    0xE818: 0x200CC,
    0xE81E: 0x9FB4,
    0xE826: 0x9FB5,
    0xE82B: 0x9FB6,
    0xE82C: 0x9FB7,
    0xE831: 0x215D7,
    0xE832: 0x9FB8,
    0xE83B: 0x2298F,
    0xE843: 0x9FB9,
    0xE854: 0x9FBA,
    0xE855: 0x241FE,
    0xE864: 0x9FBB,
}


# ---------------------------------------------------------------------------- numbers of persons

_SCIENTIFIC = re.compile(r"^(\d(?:\.\d+)?)E\+?(\d{1,2})$")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number_of(cell: Cell) -> str:
    """An ID, student or disability number: half-width, upper case, without blanks; otherwise as damaged as it is."""
    text = text_of(cell)
    if text.isascii() and text.isalnum():
        return text.upper()
    text = "".join(unicodedata.normalize("NFKC", text).split()).strip("'’‘`\"“”").upper()
    if len(text) != 18:
        return text
    return re.sub(r"^(\d{17})[×ХЧ]$", r"\1X", text)  # a times sign or a Cyrillic letter typed for X


_WHOLE_ID = re.compile(r"(?<![0-9])([1-9]\d{16}[\dX×ХЧ])(?![0-9])")
_OF_THE_CHILD = re.compile(r"学生|本人|孩子|儿童|子女|(?<!监护人)(?<!家长)身份证")


def person_number_of(cell: Cell) -> str:
    """An ID number, without the remark that stands beside it: 411…(学生), 身份证号：411….

    Of several numbers the child's, where the words beside it say so; else all stays as it was read.
    """
    text = number_of(cell)
    found = list(_WHOLE_ID.finditer(text))
    if len(found) > 1:
        found = [one for at, one in enumerate(found) if _OF_THE_CHILD.search(_beside(text, found, at))]
    others = re.sub(r"[^0-9A-Z]", "", text.replace(found[0][1], "", 1)) if len(found) == 1 else ""
    is_alone = len(found) == 1 and (not others or len(_WHOLE_ID.findall(text)) > 1)
    return re.sub("[×ХЧ]$", "X", found[0][1]) if is_alone else text


def _beside(text: str, found: list[re.Match[str]], at: int) -> str:
    """The words that belong to one of several numbers: before it where they begin the text, else behind it."""
    if found[0].start() > 0:
        return text[found[at - 1].end() if at else 0 : found[at].start()]
    return text[found[at].end() : found[at + 1].start() if at + 1 < len(found) else len(text)]


def id_number_of(cell: Cell) -> tuple[str, str]:
    """An ID number and why it cannot be what was typed ('' when it can): Excel keeps only fifteen digits.

    Words in its place (正在办理) are no number: "" and what they say.
    """
    text = person_number_of(cell)
    if text and not re.search(r"[0-9A-Z]", text):
        return "", f"写的是「{text_of(cell)}」"
    scientific = _SCIENTIFIC.match(text)
    if scientific:
        text = scientific[1].replace(".", "").ljust(int(scientific[2]) + 1, "0")
        return text, "表格把它变成了科学记数法，后面的数字已经丢失"
    lost = "表格把它当成数值，只保留了前 15 位，末 3 位变成了 000"
    if isinstance(cell, int | float) and not isinstance(cell, bool) and len(text) > 15:
        return text, lost
    if len(text) == 18 and text.isdigit() and text.endswith("000") and text[17] != check_digit(text):
        return text, lost
    return text, ""


def check_digit(number: str) -> str:
    """The last character that the first 17 digits of an ID number ask for (GB 11643)."""
    return "10X98765432"[sum(map(mul, _WEIGHTS, map(int, number[:17]))) % 11]


def phones_of(text: str) -> tuple[str, ...]:
    """The telephone numbers of one cell, which people part with `/`, `、`, commas or blanks."""
    text = unicodedata.normalize("NFKC", clean(text))
    parts = re.split(r"[/、,;\\|]+|\s+(?=[01]\d{6,})", text)
    return tuple(part.strip() for part in parts if part.strip())


_CHINESE = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}


def count_of(text: str) -> int | None:
    """3, 3次, 三次 → 3; None where it is no count."""
    found = re.fullmatch(r"(?:共|已|约)?(\d{1,4}|[零〇一二两三四五六七八九十])(?:\.0+)?(?:次|人次|回)?", plain(text))
    if not found:
        return None
    return _CHINESE[found[1]] if found[1] in _CHINESE else int(found[1])


# ---------------------------------------------------------------------------- dates

_DATE = re.compile(r"^\D{0,3}?(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\.0)?(?!\d)")
_MONTH = re.compile(r"^(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?$|^((?:19|20)\d{2})(\d{2})$")
_SERIALS = range(20_000, 80_000)  # 1954 to 2119


def date_of(cell: Cell) -> tuple[date | None, str]:
    """A day and its text; the day is None where the text names none (or an impossible one)."""
    if isinstance(cell, datetime):
        return cell.date(), text_of(cell)
    if isinstance(cell, date):
        return cell, cell.isoformat()
    text = unicodedata.normalize("NFKC", text_of(cell))
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(float(text)) in _SERIALS:
        day = EXCEL_DAY_0 + timedelta(days=int(float(text)))
        return day, day.isoformat()
    found = _DATE.match(text) or _COMPACT.match(text)
    return (_day(*found.groups()) if found else None), text


def month_of(text: str) -> date | None:
    """The first day of a month written alone (2021年9月, 2021.9, 202109); None where it is no month."""
    found = _MONTH.match(unicodedata.normalize("NFKC", clean(text)))
    return _day(found[1] or found[3], found[2] or found[4], "1") if found else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
