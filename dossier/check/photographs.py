"""The same photograph twice, though cropped, resized, brightened or mirrored: fingerprints first, then a close look.

Which photographs there are, which of them were compared before, and what is said of a pair; how two are compared is in
`alike`. No file is opened: all comes from the thumbnails of the readings.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dossier.files.store import Store
from dossier.model import Case, Check, LikePhotographs, PageReading, Part, Photograph, Picture, Specs, Thresholds
from dossier.review import Judging, SortedCase, is_photo
from dossier.specs import load_thresholds

_SCHEMA = 1
_RULES = ("same.bits", "same.alike", "same.inliers", "same.changed", "same.plain", "same.share")


def like_photographs(
    judging: Judging, papers: Sequence[SortedCase], cache_folder: Path | None
) -> tuple[LikePhotographs, ...]:
    """All pairs of photographs of the workspace that are one and the same; none where no page was read."""
    if not judging.is_read:
        return ()
    photos = photos_of(judging, {one.case.id: one.parts for one in papers})
    return find_pairs(photos, judging.thresholds, cache_folder)


def photographs_of(check: Check, specs: Specs) -> list[Photograph]:
    """Every photograph of a workspace that was read, as `photos_of`."""
    thresholds = load_thresholds(specs.folder, check.workspace.settings.thresholds)
    parts = {made.case.id: made.parts for made in check.reviews}
    return _photos(check.workspace.cases, parts, specs, thresholds)


def photos_of(judging: Judging, parts: Mapping[str, Sequence[Part]]) -> list[Photograph]:
    """Every photograph of every usable file, in order: pages that are one, and those pasted into pages.

    `parts`: by case id, what each page is. A near-blank form, card or certificate is no photograph, nor is a page that
    a person left out; a page that nobody could tell is one where it looks like one.
    """
    return _photos(judging.workspace.cases, parts, judging.specs, judging.thresholds)


def _photos(
    cases: Sequence[Case], parts: Mapping[str, Sequence[Part]], specs: Specs, thresholds: Thresholds
) -> list[Photograph]:
    photos = []
    for case in cases:
        kinds = {(part.path, page): part for part in parts.get(case.id, ()) for page in part.pages}
        for file in case.files:
            if not file.is_usable:
                continue
            for reading in file.readings:
                part = kinds.get((file.path, reading.page))
                if part is not None and part.left_out is not None:
                    continue
                own = (reading.picture,) if _is_photo(reading, part, specs, thresholds) else ()
                photos += [
                    Photograph(
                        case_id=case.id,
                        name=case.name,
                        path=file.path,
                        page=reading.page,
                        sha256=file.sha256,
                        picture=picture,
                    )
                    for picture in dict.fromkeys((*own, *reading.photos))
                    if picture is not None and picture.fingerprint and picture.thumbnail
                ]
    return photos


def _is_photo(reading: PageReading, part: Part | None, specs: Specs, thresholds: Thresholds) -> bool:
    paper = specs.papers.get(part.type or "") if part is not None else None
    return paper.photo if paper is not None else is_photo(reading, thresholds)


def find_pairs(
    photos: Sequence[Photograph], thresholds: Thresholds, cache_folder: Path | None = None
) -> tuple[LikePhotographs, ...]:
    """All pairs that are the same photograph, in the order of the photographs.

    What was compared before is kept in the cache, so that one new photograph among 20,000 costs a fraction of a
    second; comparing 20,000 at once takes a minute or two, as time grows with the square of their number.
    """
    store = Store(cache_folder, "photos", _SCHEMA)
    keys = [_key(photo.picture) for photo in photos]
    rules = " ".join(str(thresholds[name]) for name in _RULES)
    kept = store.get(rules) or {"known": [], "pairs": []}
    known = set(kept["known"])
    before = {(one, other): (inliers, changed) for one, other, inliers, changed in kept["pairs"]}
    fresh = [index for index, key in enumerate(keys) if key not in known]
    if fresh:
        from dossier.check.alike import Closer, near_pairs

        closer = Closer(thresholds)
        prints = [photo.picture.fingerprint for photo in photos]
        for one, other, crop, mirrored in near_pairs(prints, int(thresholds["same.bits"]), fresh):
            both = (keys[one], keys[other]) if one < other else (keys[other], keys[one])
            if both in before:
                continue
            result = closer.compare(photos[one].picture, photos[other].picture, crop, mirrored)
            if result is not None:
                before[both] = result
        pairs = [[*names, *result] for names, result in before.items()]
        store.put(rules, {"known": sorted(known | set(keys)), "pairs": pairs})
        store.save()
    return tuple(_standing(photos, keys, before))


def _standing(
    photos: Sequence[Photograph], keys: Sequence[str], results: Mapping[tuple[str, str], tuple[int, float]]
) -> Iterator[LikePhotographs]:
    """Results by content → pairs of photographs that lie in the workspace now; equal content is a pair of itself."""
    places: dict[str, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        places[key].append(index)
    found: dict[tuple[int, int], tuple[int, float]] = {}
    for same in places.values():
        for at, one in enumerate(same):
            for other in same[at + 1 :]:
                found[one, other] = (0, 0.0)
    for (first, second), result in results.items():
        for one in places.get(first, ()):
            for other in places.get(second, ()):
                found.setdefault((min(one, other), max(one, other)), result)
    for (one, other), (inliers, changed) in sorted(found.items()):
        yield LikePhotographs(first=photos[one], second=photos[other], inliers=inliers, changed=changed)


def _key(picture: Picture) -> str:
    return hashlib.sha256(picture.fingerprint + picture.thumbnail).hexdigest()[:24]
