"""A check, told: as text for the terminal, JSON for programs, an HTML page and an Excel list for people.

Front door: `format_text`, `format_json`, `format_html` (pure, return str) and `write_xlsx` (writes the path given).
"""

from __future__ import annotations

from pathlib import Path

from dossier.model import Check
from dossier.report.drawn import Drawn, nothing_drawn
from dossier.report.offers import format_offers, offers_json, write_offers
from dossier.report.overview import Chase, asks, list_chases, unit_of, wanted_paper, whom_to_ask
from dossier.report.roster import field_title as roster_field_title
from dossier.report.words import STATUSES, clean, half_hidden, mask

__all__ = [
    "STATUSES",
    "Chase",
    "Drawn",
    "asks",
    "clean",
    "format_html",
    "format_json",
    "format_offers",
    "format_text",
    "half_hidden",
    "list_chases",
    "mask",
    "nothing_drawn",
    "offers_json",
    "roster_field_title",
    "unit_of",
    "wanted_paper",
    "whom_to_ask",
    "with_crops",
    "write_offers",
    "write_xlsx",
]


def format_text(check: Check, *, width: int = 80, colour: bool = False, explained: bool = False) -> str:
    """The check as a terminal shows it, `width` columns wide; the summary stands last, where the eye is.

    `explained`: with how the roster's columns were understood.
    """
    from dossier.report.text import format_text as run

    return run(check, width=width, colour=colour, explained=explained)


def format_json(check: Check, *, explained: bool = False) -> str:
    """The check as JSON of contract §6, with a final newline; `explained`: with how the roster was understood (§8)."""
    from dossier.report.as_json import format_json as run

    return run(check, explained=explained)


def format_html(check: Check) -> str:
    """The check as one self-contained page that works offline and prints on A4."""
    from dossier.report.html import format_html as run

    return run(check)


def write_xlsx(check: Check, path: Path) -> None:
    """Write the check as an Excel workbook; the same check gives the same bytes.

    Raises OutputError when `path` cannot be written; an older file there is then untouched.
    """
    from dossier.report.xlsx import write_xlsx as run

    run(check, path)


def with_crops(root: Path, check: Check, drawn: Drawn = nothing_drawn) -> Check:
    """The check with small pictures of what its findings rest on, for the page, cut out of what is `drawn` already or
    else of the evidence."""
    from dossier.report.crops import with_crops as run

    return run(root, check, drawn)
