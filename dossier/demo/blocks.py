"""The blocks of which papers are made, in short: a title, a paragraph, the issuer's name with day and seal."""

from __future__ import annotations

from datetime import date
from typing import Any

from dossier.demo.drawing import STYLES, Block, Style
from dossier.demo.people import chinese_day
from dossier.demo.seals import Seal


def title(text: str, gap: float = 0, **more: Any) -> Block:
    """A centred title, its characters `gap` em apart."""
    return {"kind": "title", "text": text, "gap": gap, **more}


def para(text: str, *, indent: bool = True) -> Block:
    """A paragraph."""
    return {"kind": "para", "text": text, "indent": indent}


def right(text: str) -> Block:
    """A line at the right."""
    return {"kind": "line", "text": text, "align": "right"}


def signoff(issuer: str, day: date, seal: Seal | None, variant: int, **more: Any) -> Block:
    """Issuer and day at the right, the seal over both."""
    lines = [issuer, chinese_day(day, padded=variant % 2 == 1)]
    shift = {"dx": (variant % 3 - 1) * 7, "dy": (variant % 2) * 4}
    return {"kind": "signoff", "lines": lines, "seal": seal, **shift, **more}


def style_of(variant: int) -> Style:
    """The style of a layout variant."""
    return STYLES[variant % len(STYLES)]


def sealed_by(office: str, *, sealed: bool, below: str = "", **more: Any) -> Seal | None:
    """The seal of an office, or None."""
    return Seal(text=office, below=below, **more) if sealed else None


def one_of(variant: int, *texts: str) -> str:
    """The wording of a layout variant."""
    return texts[variant % len(texts)]
