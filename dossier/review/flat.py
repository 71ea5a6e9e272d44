"""page-pictured: photographed papers that could be made flat, and those that should be and cannot. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dossier.findings import found, gives
from dossier.model import Case, EvidenceFile, Finding, PageReading, Part, Specs

_DARK_DESK = 0.05
"""Share of the picture that is dark and no paper, from which on printing it wastes ink."""
_DESK_ROUND = 0.3
"""Share of the picture's rim that is not white, from which on it is a photograph and no scan."""


@gives("page-pictured")
def find_desks(case: Case, parts: Sequence[Part], specs: Specs, pages: str) -> Iterator[Finding]:
    """One note a file: its pages lie on a dark desk; or they were to be made flat, and why they are not.

    `pages` as workspace.yaml has it. A scan that shows no desk is flat already, and nothing is said of it.
    """
    files = {file.path: file for file in case.files}
    told: dict[str, list[tuple[int, str]]] = {}
    for part in parts:
        file = files.get(part.path)
        if file is None or not file.is_usable or part.left_out is not None:
            continue
        paper = specs.papers.get(part.type or "")
        is_photo = paper is not None and paper.photo
        for reading in file.readings:
            if reading.page in part.pages:
                said = _said(case, file, reading, pages, is_photo=is_photo)
                told.setdefault(part.path, []).extend([(reading.page, said)] if said else [])
    for path, said_of in told.items():
        for words in dict.fromkeys(said for _, said in said_of):
            of = tuple(page for page, said in said_of if said == words)
            where = f"「{path}」" + (f"第 {'、'.join(map(str, of))} 页" if len(files[path].pages) > 1 else "")
            yield found("page-pictured", f"{where}{words}", path=path, pages=of)


def _said(case: Case, file: EvidenceFile, reading: PageReading, pages: str, *, is_photo: bool) -> str:
    """What is to be said of a page; '' for nothing."""
    decided = case.decisions.flat.get(file.path)
    if case.decisions.wants_flat(file.path, pages):
        why = "这是现场照片" if is_photo else reading.why_not_flat
        is_desk = reading.picture is not None and reading.picture.rim > _DESK_ROUND
        return f"没有拉平，按原样放入：{why}。" if why and (decided or (is_desk and not is_photo)) else ""
    sheet = reading.sheet
    if decided is None and not is_photo and sheet is not None and sheet.dark > _DARK_DESK:
        return "四周是深色的桌面，打印费墨；拉平以后只留纸面。"
    return ""
