"""The dossiers that are made: which are still what the workspace says, and their first sheets as pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dossier import __version__
from dossier.build import OPTIONS, PIECE_WORDS, Options, bench_digest, pieces
from dossier.cabinet import standing_of
from dossier.check import is_partly_read
from dossier.desk.bench import Bench
from dossier.desk.wording import shown
from dossier.errors import DossierError
from dossier.files.clock import this_day
from dossier.files.data import templates_folder
from dossier.files.names import MANIFEST, folder_name
from dossier.filing import Manifest, read_manifest, read_standing
from dossier.model import Check, Review

SHEETS = 6
"""Pages that are shown of a dossier."""


_BY_READING = frozenset({"facts", "parts", "verdict"})
"""Pieces of a dossier that what stands on its pages decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A case and its dossier."""

    id: str
    name: str
    mark: str
    """没做, 最新, 旧了, 草稿; 在看: its papers are being read, nobody knows yet."""
    why: str = ""
    """Why it is no longer what the workspace says."""
    pages: int = 0
    made_on: str = ""
    is_whole: bool = False


def dossiers_made(bench: Bench, read: Check | None = None) -> tuple[Made, ...]:
    """Every case with how its dossier stands, as last judged; `read`: by a check that has read every page."""
    check = read if read is not None else bench.known.check
    if check is None:
        return ()
    try:
        digest = bench_digest(bench.root, check.workspace.settings, templates_folder())
    except DossierError:
        digest = ""
    return tuple(_made(bench, check, review, digest) for review in check.reviews)


def _made(bench: Bench, check: Check, review: Review, digest: str) -> Made:
    case = review.case
    folder = bench.root / "output" / folder_name(case.id, case.name)
    if newer := read_standing(folder).newer:
        return Made(id=case.own_id, name=case.name, mark="旧了", why=newer)
    manifest = _manifest(folder)
    if manifest is None:
        return Made(id=case.own_id, name=case.name, mark="没做")
    is_read = not is_partly_read(check) or all(file.readings or not file.is_usable for file in case.files)
    why = _why_old(check, review, manifest, bench, digest, is_read=is_read)
    mark = "旧了" if why else "在看" if not is_read else "草稿" if manifest.case.draft else "最新"
    return Made(
        id=case.own_id,
        name=case.name,
        mark=mark,
        why=why,
        pages=manifest.planned_pages,
        made_on=manifest.today,
        is_whole=True,
    )


def _manifest(folder: Path) -> Manifest | None:
    if not (folder / MANIFEST).is_file():
        return None
    try:
        return read_manifest(folder)
    except (OSError, ValueError):
        return None


def _why_old(check: Check, review: Review, manifest: Manifest, bench: Bench, digest: str, *, is_read: bool) -> str:
    """The print room's own words, for the judgement of today; what reading decides only where both were read."""
    options = replace(Options(), **{name: getattr(manifest.options, name) for name in OPTIONS})
    now = pieces(review, check.workspace.settings, bench.specs, options, digest)
    if not is_read or not manifest.options.read:
        now = {name: piece for name, piece in now.items() if name not in _BY_READING}
        if manifest.made_of and review.case.folder is not None:
            changed = [
                said for name, said in PIECE_WORDS.items() if name in now and manifest.made_of.get(name) != now[name]
            ]
            return f"生成以后{'、'.join(changed)}" if changed else ""
    stands = standing_of(manifest, review, now, PIECE_WORDS, version=__version__, today=this_day())
    return shown(stands.why).partition("；请重新")[0]


def stale_of(made: Sequence[Made], ids: Sequence[str]) -> Mapping[str, str]:
    """Case → why its dossier is not printed: it is no longer what the workspace says."""
    return {one.id: f"{one.why}，请先重新生成" for one in made if one.id in ids and one.why}


def sheets_of(bench: Bench, own_id: str) -> tuple[Path, int] | None:
    """The PDF of a dossier and how many of its pages are shown; None where none is made."""
    case = bench.known.case(own_id)
    if case is None:
        return None
    name = folder_name(case.id, case.name)
    manifest = _manifest(bench.root / "output" / name)
    place = bench.root / "output" / name / f"{name}.pdf"
    return (place, min(SHEETS, manifest.planned_pages)) if manifest is not None and place.is_file() else None
