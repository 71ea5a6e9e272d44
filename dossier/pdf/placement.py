"""How each source page stands in a dossier, and by what it can be proved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from PIL import Image

from dossier.model import Placed
from dossier.pdf.geometry import Box, Spot


class Proof(Enum):
    """How a placed page can be proved."""

    BYTES = "bytes"
    """The streams of its pictures are the source's own."""
    THUMB = "thumb"
    """Its picture was written anew: the stream is the one that was made, and it looks like the source."""
    RENDER = "render"
    """Both are rendered and compared."""


@dataclass(frozen=True, slots=True)
class Stood:
    """One source page in the dossier."""

    physical: int
    placed: Placed
    spot: Spot
    proof: Proof
    tickets: Mapping[str, int]
    """Name of an XObject of the page → the store's ticket for its data."""
    thumb: Image.Image | None = None
    number_box: Box | None = None
    """Where the running number stands over it."""
