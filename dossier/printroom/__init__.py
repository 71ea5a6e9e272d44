"""The print room: finished dossiers → boxes in cabinet order, one PDF a box, lists and labels; and to the printer.

make_prints   everything of a batch, written into its folder
send          files to a printer, in order, nothing twice
"""

from __future__ import annotations

from dossier.model import Sides
from dossier.printroom.journal import Journal, unfinished_batch
from dossier.printroom.model import BoxHolding, Given, Volume
from dossier.printroom.paper import draw
from dossier.printroom.plan import Numbering, box_room, sheets_of
from dossier.printroom.run import Prints, by_sides, make_prints, print_settings
from dossier.printroom.sending import Desk, ToPrint, send
from dossier.printroom.service import find_service

__all__ = [
    "BoxHolding",
    "Desk",
    "Given",
    "Journal",
    "Numbering",
    "Prints",
    "Sides",
    "ToPrint",
    "Volume",
    "box_room",
    "by_sides",
    "draw",
    "find_service",
    "make_prints",
    "print_settings",
    "send",
    "sheets_of",
    "unfinished_batch",
]
