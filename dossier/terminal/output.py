"""The terminal: results to stdout, words to stderr, as wide and as coloured as it is."""

from __future__ import annotations

import os
import shutil
import sys

_NARROWEST, _WIDEST, _USUAL = 60, 160, 80


def show(text: str) -> None:
    """A line of the result, to stdout."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def say(text: str) -> None:
    """A word to the person, to stderr."""
    sys.stderr.write(f"{text}\n")


def width() -> int:
    """Columns to write in."""
    return max(_NARROWEST, min(shutil.get_terminal_size((_USUAL, 24)).columns, _WIDEST))


def has_colour() -> bool:
    """Whether colours are wanted: a terminal, and nobody said NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def program() -> str:
    """How a person has to call this program here: `uv run` hides it from the path, and says so by UV."""
    return "uv run dossier" if os.environ.get("UV") else "dossier"


def word(path: object) -> str:
    """A path as it is typed: in quotes where it has blanks."""
    text = str(path)
    return f'"{text}"' if any(sign.isspace() or sign in "&()" for sign in text) else text
