"""Numbers of persons: citizen ID (GB 11643-1999), student number, disability card number. Reading, no judgement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_ID = re.compile(r"\d{17}[\dX]", re.ASCII)
_STUDENT_NO = re.compile(r"[GJL]\d{17}[\dX]", re.ASCII)
_DISABILITY_NO = re.compile(r"(\d{17}[\dX])[1-7][1-4](?:B\d)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class IdNumber:
    """An 18-digit number, taken apart. It has the right form; the rest is for whoever asks."""

    text: str

    @property
    def is_checked(self) -> bool:
        """Whether the last digit is the one that the others ask for."""
        return check_digit(self.text) == self.text[17]

    @property
    def birth(self) -> date | None:
        """Digits 7–14; None where the calendar has no such day."""
        return real_date(int(self.text[6:10]), int(self.text[10:12]), int(self.text[12:14]))

    @property
    def sex(self) -> str:
        """男 where the 17th digit is odd, else 女."""
        return "男" if int(self.text[16]) % 2 else "女"

    @property
    def region(self) -> str:
        """The first six digits."""
        return self.text[:6]


def read_id(text: str) -> IdNumber | None:
    """An 18-digit number of the right form; None for any other text. `text` is normalised (upper case, no blanks)."""
    return IdNumber(text) if _ID.fullmatch(text) else None


def check_digit(text: str) -> str:
    """The 18th character that the first 17 digits of `text` ask for."""
    return _CHECK[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text[:17], strict=True)) % 11]


def student_no_tail(text: str) -> IdNumber | None:
    """The 18 characters behind G, J or L; None where the number has not that form (domain §3.2)."""
    return IdNumber(text[1:]) if _STUDENT_NO.fullmatch(text) else None


def disability_no_id(text: str) -> IdNumber | None:
    """The ID number inside a disability card number: ID + kind 1–7 + grade 1–4 (+ B and a digit) (domain §3.5)."""
    match = _DISABILITY_NO.fullmatch(text)
    return IdNumber(match[1]) if match else None


def real_date(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def age_on(birth: date, day: date) -> int:
    """Completed years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
