"""One look at each file of evidence: what it is, how many pages, how large, whether it is whole. Facts only.

    look(workspace, sight)         files of every case; what was looked at before is not looked at again
    read_pages(workspace, sight)   what stands on their pages
    open_reader()                  reads pictures made by us
    open_sight(root, cache)        with what: fonts, LibreOffice, who watches

Parsers run in worker processes: a file that breaks one costs one finding. Evidence is only ever read.
Which paper a file is, and whether it is good, is for `review`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dossier.evidence.cache import CACHE_FOLDER, Cache
from dossier.evidence.kinds import kind_of
from dossier.evidence.office_check import form_by_office
from dossier.evidence.sight import Sight, Watch, nobody, open_sight
from dossier.evidence.typesetting import font_folders, workspace_fonts
from dossier.evidence.word_facts import Refusal
from dossier.model import PageReading, Workspace

__all__ = [
    "CACHE_FOLDER",
    "Cache",
    "Refusal",
    "Sight",
    "Watch",
    "font_folders",
    "form_by_office",
    "kind_of",
    "look",
    "nobody",
    "open_reader",
    "open_sight",
    "read_pages",
    "workspace_fonts",
]


def look(workspace: Workspace, sight: Sight) -> Workspace:
    """The workspace with `files` in every case: one EvidenceFile for each of `paths`, in their order.

    Never raises for a file. Typeset Word files are then at `sight.cache.word_pdf(sha256)`.
    """
    from dossier.evidence.looking import look_at_cases, round_of

    return replace(workspace, cases=look_at_cases(workspace.root, workspace.cases, round_of(sight)))


def read_pages(workspace: Workspace, sight: Sight, only: Container[str] | None = None) -> Workspace:
    """The workspace with `readings` in every usable file, where `sight` reads; else the workspace as it is.

    `only` are ids of cases: of any other, what the cache knows is taken and nothing is read.
    """
    if not sight.read:
        return workspace
    from dossier.evidence.reading import read

    cases = read(
        workspace.root,
        workspace.cases,
        cache_folder=sight.cache.folder,
        word_pdf=sight.cache.word_pdf,
        only=only,
        progress=lambda done, total: sight.watch("看图识字", done, total, "页"),
    )
    return replace(workspace, cases=cases)


@contextmanager
def open_reader() -> Iterator[Callable[[Sequence[Path]], Sequence[PageReading]]]:
    """A function that reads JPEGs, one reading each, in order; nothing of it is remembered."""
    from dossier.evidence.reading import open_reader as run

    with run() as read_pictures:
        yield read_pictures
