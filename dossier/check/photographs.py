"""The same photograph twice, though cropped, resized, brightened or mirrored: fingerprints first, then a close look.

Which photographs there are, which of them were compared before, and what is said of a pair; how two are compared is in
`alike`. No file is opened: all comes from the thumbnails of the readings.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dossier.files.store import Store
from dossier.findings import found
from dossier.model import Case, Finding, PageReading, Part, Picture, Severity, Specs, Thresholds
from dossier.review import is_photo

_SCHEMA = 1
_OTHER_PHOTO = "请核对这张照片是谁的、哪一次的，换成当次拍的照片。"
_RULES = ("same.bits", "same.alike", "same.inliers", "same.changed", "same.plain", "same.share")


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph and where it lies."""

    case: Case
    path: str
    page: int
    picture: Picture
    sha256: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two photographs that are one; how many features agree, and what share of pixels differs."""

    first: Photo
    second: Photo
    inliers: int
    changed: float


def photos_of(
    cases: Sequence[Case], specs: Specs, thresholds: Thresholds, parts: Mapping[str, Sequence[Part]]
) -> list[Photo]:
    """Every photograph of every usable file, in order: pages that are one, and those pasted into pages.

    `parts`: by case id, what each page is. A near-blank form, card or certificate is no photograph, nor is a page that
    a person left out; a page that nobody could tell is one where it looks like one.
    """
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
                    Photo(case, file.path, reading.page, picture, file.sha256)
                    for picture in dict.fromkeys((*own, *reading.photos))
                    if picture is not None and picture.fingerprint and picture.thumbnail
                ]
    return photos


def _is_photo(reading: PageReading, part: Part | None, specs: Specs, thresholds: Thresholds) -> bool:
    paper = specs.papers.get(part.type or "") if part is not None else None
    return paper.photo if paper is not None else is_photo(reading, thresholds)


def find_pairs(photos: Sequence[Photo], thresholds: Thresholds, cache_folder: Path | None = None) -> tuple[Pair, ...]:
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
    photos: Sequence[Photo], keys: Sequence[str], results: Mapping[tuple[str, str], tuple[int, float]]
) -> Iterator[Pair]:
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
        yield Pair(photos[one], photos[other], inliers, changed)


def _key(picture: Picture) -> str:
    return hashlib.sha256(picture.fingerprint + picture.thumbnail).hexdigest()[:24]


def find_reused(
    cases: Sequence[Case],
    specs: Specs,
    parts: Mapping[str, Sequence[Part]],
    thresholds: Thresholds,
    cache_folder: Path | None = None,
) -> Mapping[str, Sequence[Finding]]:
    """reused-photo by case id: an error in both cases, each naming the other; a warning inside one case.

    The same bytes within one case are duplicate-file; between two cases they are this error too.
    """
    findings: dict[str, list[Finding]] = defaultdict(list)
    told: set[tuple[str, str, str]] = set()
    for pair in find_pairs(photos_of(cases, specs, thresholds, parts), thresholds, cache_folder):
        same_case = pair.first.case.id == pair.second.case.id
        if same_case and pair.first.sha256 == pair.second.sha256:
            continue
        for mine, theirs in ((pair.first, pair.second), (pair.second, pair.first)):
            key = (mine.case.id, mine.path, theirs.case.id)
            if key not in told:
                told.add(key)
                findings[mine.case.id].append(_reused(pair, mine, theirs, same_case))
    return findings


def _reused(pair: Pair, mine: Photo, theirs: Photo, same_case: bool) -> Finding:
    if same_case:
        whose, action = f"「{theirs.path}」", _OTHER_PHOTO
    else:
        whose = f" {theirs.case.id} {theirs.case.name} 的「{theirs.path}」"
        action = f"{_OTHER_PHOTO}两个学生确实同在这张照片上的，写明两个个案（with: {theirs.case.id}）和理由后认可。"
    finding = found(
        "reused-photo",
        f"「{mine.path}」与{whose}{_nearness(pair)}。",
        action,
        path=mine.path,
        severity=Severity.WARNING if same_case else Severity.ERROR,
        pages=(mine.page,),
        other_case=None if same_case else theirs.case.id,
        other_path=theirs.path,
    )
    return replace(finding, box=(0.0, 0.0, 1.0, 1.0), other_page=theirs.page)


def _nearness(pair: Pair) -> str:
    """Identical pictures are one photograph; a close look at thumbnails only says how near two others are."""
    if not pair.inliers and not pair.changed:
        return "是同一张照片"
    return f"很接近，多半是同一张照片（画面约 {1 - pair.changed:.0%} 对得上，可能经过裁剪、缩放、调亮或重新压缩）"
