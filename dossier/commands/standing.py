"""Every finished dossier of a workspace against its present state, as of each dossier's own day and options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from dossier import __version__
from dossier.build import OPTIONS, PIECE_WORDS, Options, bench_digest, pieces
from dossier.cabinet import Standing, standing_of
from dossier.check import only
from dossier.commands.opening import checked, checked_county, open_cache
from dossier.county import County, of_unit
from dossier.files.data import templates_folder
from dossier.files.names import MANIFEST, folder_name
from dossier.filing import Manifest, read_manifest, unread_words
from dossier.model import Check, Review, Specs, Workspace

Judged = tuple[Check, Mapping[str, Review]]


def standings(
    workspace: Workspace,
    specs: Specs,
    output: Path,
    ids: Sequence[str],
    today: date,
    county: tuple[County, str] | None = None,
) -> dict[str, Standing]:
    """Case id → how its dossier in `output` stands; cases without one are not in it.

    `county`: of a unit, the county and the unit's folder, as faults stand between units too.
    """
    manifests = finished(workspace, output, ids)
    found: dict[str, Standing] = {}
    known: dict[tuple[str, bool], Judged] = {}
    for case_id, manifest in manifests.items():
        try:
            date.fromisoformat(manifest.today)
        except ValueError:
            found[case_id] = Standing(case_id=case_id, why=f"{MANIFEST} 里的日期「{manifest.today}」看不懂，请重新生成")
            continue
        key = (manifest.today, manifest.options.read)
        if key not in known:
            asked = [one for one, other in manifests.items() if (other.today, other.options.read) == key]
            known[key] = judged(workspace, specs, asked if ids else (), key, county)
        check, reviews = known[key]
        found[case_id] = _standing(manifest, check, reviews.get(case_id), specs, today)
    return found


def finished(workspace: Workspace, output: Path, ids: Sequence[str]) -> dict[str, Manifest]:
    """The manifests of the finished dossiers of these cases (of all where none is named), but for those of `unread`."""
    return {id_: one for id_, one in _manifests(workspace, output, ids) if isinstance(one, Manifest)}


def unread(workspace: Workspace, output: Path, ids: Sequence[str]) -> dict[str, str]:
    """Case id → why the manifest of its finished dossier cannot be read: a newer program's, torn, forbidden."""
    return {id_: one for id_, one in _manifests(workspace, output, ids) if isinstance(one, str)}


def _manifests(workspace: Workspace, output: Path, ids: Sequence[str]) -> Iterator[tuple[str, Manifest | str]]:
    for case in workspace.cases:
        folder = output / folder_name(case.id, case.name)
        if (ids and case.id not in ids) or not (folder / MANIFEST).is_file():
            continue
        try:
            yield case.id, read_manifest(folder)
        except (OSError, ValueError) as error:
            yield case.id, unread_words(error)


def judged(
    workspace: Workspace,
    specs: Specs,
    ids: Sequence[str],
    key: tuple[str, bool],
    county: tuple[County, str] | None,
) -> Judged:
    """The workspace judged as on a day, with or without reading; its reviews by case id."""
    day, read = date.fromisoformat(key[0]), key[1]
    with open_cache(workspace.root) as cache:
        own = checked(workspace.root, specs, (), cache, read=read, today=day, workers=None, wanted=ids)
    if county is not None:
        whole, unit = county
        names = [f"{unit}/{case_id}" for case_id in ids]
        own = of_unit(own, checked_county(whole, specs, names, read=read, today=day, workers=None), unit)
    check = only(own, ())
    return check, {review.case.id: review for review in check.reviews}


def _standing(manifest: Manifest, check: Check, review: Review | None, specs: Specs, today: date) -> Standing:
    now: Mapping[str, str] = {}
    if review is not None:
        told = {name: getattr(manifest.options, name) for name in OPTIONS}
        workspace = check.workspace
        digest = bench_digest(workspace.root, workspace.settings, templates_folder())
        now = pieces(review, workspace.settings, specs, replace(Options(), **told), digest)
    return standing_of(manifest, review, now, PIECE_WORDS, version=__version__, today=today)
