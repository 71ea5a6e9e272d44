"""Word files of the evidence typeset with the fonts of the workspace; what the typesetter refuses is told by name."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.evidence.kinds import kind_of
from dossier.evidence.media_types import OFD
from dossier.evidence.word_facts import Refusal, WordPdf

if TYPE_CHECKING:
    from dossier.typeset import Fonts, Typesetter

FONTS_FOLDER = "fonts"


def font_folders(root: Path) -> tuple[Path, ...]:
    """Where a workspace keeps fonts of its own."""
    return (root / FONTS_FOLDER,)


@lru_cache(maxsize=4)
def workspace_fonts(folders: tuple[Path, ...]) -> Fonts:
    """The fonts at hand, looked for once a process: checking and building ask for the same ones."""
    from dossier.typeset import find_fonts

    return find_fonts(folders)


@lru_cache(maxsize=2)
def _typesetter(folders: tuple[Path, ...]) -> Typesetter:
    from dossier.typeset import Typesetter

    return Typesetter(workspace_fonts(folders))


def typeset_evidence(data: bytes, *, folders: tuple[Path, ...]) -> WordPdf | Refusal:
    """The PDF of a Word or OFD file of the evidence, or why there is none; runs in worker processes."""
    if kind_of(data)[0] == OFD:
        from dossier import ofd

        try:
            return WordPdf(ofd.to_pdf(data, folders))
        except ofd.Refused as refused:
            return Refusal((str(refused),))
    from dossier.typeset import Refused

    try:
        made = _typesetter(folders).typeset(data)
    except Refused as refused:
        features = tuple(f"{refusal.feature}（{refusal.where}）" for refusal in refused.refusals)
        return Refusal(features, elsewhere=refused.elsewhere)
    unwritten = tuple(str(each) for each in made.glyphless if _has_letter(each.characters))
    return WordPdf(made.pdf, tuple(told for told in made.unprinted if told not in unwritten), unwritten)


def _has_letter(characters: str) -> bool:
    """Whether a script or a name is among them: a sign for a bullet, or one of a font's own, may be anything."""
    return any(unicodedata.category(char)[0] in "LMN" for char in characters)
