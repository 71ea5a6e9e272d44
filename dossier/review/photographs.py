"""One photograph in two places: what is said of each pair that the comparison found. PURE."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dossier.findings import found, gives
from dossier.model import Finding, LikePhotographs, Photograph, Severity

_OTHER_PHOTO = "请核对这张照片是谁的、哪一次的，换成当次拍的照片。"


@gives("reused-photo")
def find_reused(likes: Sequence[LikePhotographs]) -> Mapping[str, Sequence[Finding]]:
    """reused-photo by case id: an error in both cases, each naming the other; a warning inside one case.

    The same bytes within one case are duplicate-file; between two cases they are this error too.
    """
    findings: dict[str, list[Finding]] = defaultdict(list)
    told: set[tuple[str, str, str]] = set()
    for pair in likes:
        same_case = pair.first.case_id == pair.second.case_id
        if same_case and pair.first.sha256 == pair.second.sha256:
            continue
        for mine, theirs in ((pair.first, pair.second), (pair.second, pair.first)):
            key = (mine.case_id, mine.path, theirs.case_id)
            if key not in told:
                told.add(key)
                findings[mine.case_id].append(_reused(pair, mine, theirs, same_case))
    return findings


def _reused(pair: LikePhotographs, mine: Photograph, theirs: Photograph, same_case: bool) -> Finding:
    if same_case:
        whose, action = f"「{theirs.path}」", _OTHER_PHOTO
    else:
        whose = f" {theirs.case_id} {theirs.name} 的「{theirs.path}」"
        action = f"{_OTHER_PHOTO}两个学生确实同在这张照片上的，写明两个个案（with: {theirs.case_id}）和理由后认可。"
    finding = found(
        "reused-photo",
        f"「{mine.path}」与{whose}{_nearness(pair)}。",
        action,
        path=mine.path,
        severity=Severity.WARNING if same_case else Severity.ERROR,
        pages=(mine.page,),
        other_case=None if same_case else theirs.case_id,
        other_path=theirs.path,
        box=(0.0, 0.0, 1.0, 1.0),
    )
    return replace(finding, other_page=theirs.page)


def _nearness(pair: LikePhotographs) -> str:
    """Identical pictures are one photograph; a close look at thumbnails only says how near two others are."""
    if not pair.inliers and not pair.changed:
        return "是同一张照片"
    return f"很接近，多半是同一张照片（画面约 {1 - pair.changed:.0%} 对得上，可能经过裁剪、缩放、调亮或重新压缩）"
