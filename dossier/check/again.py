"""A judged workspace after something changed in a few of its cases: those alone are judged anew, and whom they touch.

A decision in the desk must show at once, also among 2,000 cases. What comes out is what `check_workspace` would say of
the whole folder; where that cannot be told from the few (another number or name, another category), it is None.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dossier.check.judged import Judged, judged_of
from dossier.check.photographs import find_pairs, photos_of
from dossier.evidence import Sight, look, read_pages, workspace_fonts
from dossier.model import Case, EvidenceFile, LikePhotographs, NoMemory, Part, Photograph
from dossier.review import SortedCase, gather_facts, judge_pages, printed_texts, sort_papers

Files = Mapping[str, Mapping[str, EvidenceFile]]
"""Case id → path → file."""


def judge_again(before: Judged, cases: Sequence[Case], sight: Sight, read: Files | None = None) -> Judged | None:
    """The workspace of `before` with these of its cases as they are listed now (their files are looked at here; no
    page is read that was not read before).

    `read`: files whose pages were read meanwhile. None comes back where the whole workspace has to be judged.
    """
    known = before.judging.by_id
    if any(case.id not in known or _reaches_far(known[case.id], case) for case in cases):
        return None
    looked = _looked_at(before, cases, sight, read or {})
    changed = {case.id: case for case in looked if case != known[case.id]}
    if not changed:
        return before
    workspace = before.check.workspace
    workspace = replace(workspace, cases=tuple(changed.get(case.id, case) for case in workspace.cases))
    signs = "".join(text for case in changed.values() for _, text in printed_texts(case))
    missing = before.judging.unprintable | frozenset(workspace_fonts(sight.fonts).missing(signs))
    judging, memory = before.judging.with_cases(workspace, missing), NoMemory()
    sorted_now = {one.case.id: one for one in sort_papers(judging, memory, list(changed.values()))}
    papers = tuple(sorted_now.get(one.case.id, one) for one in before.papers)
    anew = list(sorted_now.values())
    return judged_of(
        judging,
        papers,
        {**before.facts, **gather_facts(judging, anew, memory)},
        {**before.pages, **judge_pages(judging, anew, memory)},
        _likes(before, papers, anew, judging.workspace.cases, sight),
        before,
        frozenset(changed),
    )


def _reaches_far(old: Case, new: Case) -> bool:
    """Whether other cases are judged by what is other in this one."""
    one, other = old.student, new.student
    return (
        (old.category, old.folder, old.disk_folder) != (new.category, new.folder, new.disk_folder)
        or (one.name, one.id_number, one.id_number_damage) != (other.name, other.id_number, other.id_number_damage)
        or (one.birth, one.sex) != (other.birth, other.sex)
    )


# ---------------------------------------------------------------------------- files


def _looked_at(before: Judged, cases: Sequence[Case], sight: Sight, read: Files) -> list[Case]:
    """The cases with their files; a file whose size and time are what they were is not looked at again."""
    known = before.judging.by_id
    kept = {case.id: _still(before, known[case.id], case, read.get(case.id, {})) for case in cases}
    fresh = [
        replace(case, paths=tuple(path for path in case.paths if path not in kept[case.id]))
        for case in cases
        if len(kept[case.id]) < len(case.paths)
    ]
    found: dict[str, dict[str, EvidenceFile]] = {}
    if fresh:
        workspace = replace(before.check.workspace, cases=tuple(fresh))
        workspace = read_pages(look(workspace, sight), sight, ())
        found = {case.id: {file.path: file for file in case.files} for case in workspace.cases}
    return [
        replace(case, files=tuple(kept[case.id].get(path) or found[case.id][path] for path in case.paths))
        for case in cases
    ]


def _still(before: Judged, old: Case, new: Case, read: Mapping[str, EvidenceFile]) -> Mapping[str, EvidenceFile]:
    """The files of a case that are what they were when they were looked at."""
    files = {**{file.path: file for file in old.files}, **read}
    root = before.check.workspace.root
    return {
        path: file
        for path in new.paths
        if (file := files.get(path)) is not None
        and file.sha256
        and _seen(new.on_disk(root, path)) == (file.size, file.modified_ns)
    }


def _seen(place: os.PathLike[str]) -> tuple[int, int] | None:
    try:
        told = os.lstat(place)
    except OSError:
        return None
    return told.st_size, told.st_mtime_ns


# ---------------------------------------------------------------------------- photographs


def _likes(
    before: Judged, papers: Sequence[SortedCase], anew: Sequence[SortedCase], cases: Sequence[Case], sight: Sight
) -> tuple[LikePhotographs, ...]:
    """Pairs of photographs: those of before where the same photographs lie there, else compared once more."""
    judging = before.judging
    if not judging.is_read:
        return ()
    ids = {one.case.id for one in anew}
    old = _photos(before, [case for case in judging.workspace.cases if case.id in ids], before.papers)
    new = _photos(before, [one.case for one in anew], anew)
    if old == new:
        return before.likes
    return find_pairs(_photos(before, cases, papers), judging.thresholds, sight.cache.folder)


def _photos(before: Judged, cases: Sequence[Case], papers: Sequence[SortedCase]) -> list[Photograph]:
    parts: dict[str, tuple[Part, ...]] = {one.case.id: one.parts for one in papers}
    judging = before.judging
    return photos_of(replace(judging, workspace=replace(judging.workspace, cases=tuple(cases))), parts)
