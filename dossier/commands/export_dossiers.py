"""Dossiers written once more for those who may not see all of them: our pages masked, evidence covered or left out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pikepdf

from dossier.build import OPTIONS, Copy, Options, copy_case
from dossier.cabinet import (
    Masking,
    PageSource,
    Read,
    Shown,
    ShownFiles,
    filed_of,
    masked_review,
    masked_text_of,
    save_pdf,
    secrets_of,
    shown_pages,
    shown_plan,
    told_plan,
)
from dossier.commands.opening import open_cache
from dossier.commands.standing import Judged, judged
from dossier.errors import DossierError, OutputError
from dossier.evidence import Cache, open_reader
from dossier.files.data import templates_folder
from dossier.files.names import safe_name
from dossier.files.write import put_in_place, writing
from dossier.filing import Manifest
from dossier.model import EvidenceFile, PageReading, Plan, Review, Specs, Workspace
from dossier.terminal.progress import progress_bar

_PDF = "application/pdf"
_Key = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for of all dossiers of a workspace."""

    workspace: Workspace
    specs: Specs
    masking: Masking
    everybody: tuple[Review, ...]
    """All whose names may stand on a paper here."""
    read: bool
    password: str
    day: date


@dataclass(slots=True)
class Written:
    """What became of the dossiers."""

    done: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    """Case id → why its dossier is not there."""
    pages: list[str] = field(default_factory=list)
    """The pages that are not shown, in words."""


def write_masked(wish: Wish, manifests: Mapping[str, Manifest], folder: Path) -> Written:
    """Write each dossier to `folder` as {case}.pdf and, where nothing is locked by a password, .docx."""
    written = Written()
    known: dict[tuple[str, bool], Judged] = {}
    with ExitStack() as stack:
        cache = stack.enter_context(open_cache(wish.workspace.root))
        read = stack.enter_context(open_reader())
        step = stack.enter_context(progress_bar("导出"))
        for place, (case_id, manifest) in enumerate(manifests.items(), 1):
            key = (manifest.today, manifest.options.read)
            if key not in known:
                known[key] = judged(wish.workspace, wish.specs, (), key, None)
            one = _Dossier(wish, known[key], case_id, manifest, cache)
            try:
                written.pages += one.write(folder, read)
                written.done.append(case_id)
            except OutputError:
                raise  # the disk's, not this dossier's
            except DossierError as error:
                written.failed[case_id] = str(error)
            step(place, len(manifests), case_id)
    return written


@dataclass(frozen=True, slots=True)
class _Dossier:
    """One of them."""

    wish: Wish
    judged: Judged
    case_id: str
    manifest: Manifest
    cache: Cache

    @property
    def review(self) -> Review:
        """The case as it was judged when its dossier was built."""
        return self.judged[1][self.case_id]

    def write(self, folder: Path, read: Read) -> list[str]:
        """Write it; the pages that are not shown, in words. Raises DossierError."""
        wish, check = self.wish, self.judged[0]
        masking = wish.masking.of_case(self.review.case)
        with writing(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".work-") as name:
            work = Path(name)
            shown = self._shown(work, read)
            copy = Copy(
                review=masked_review(self.review, wish.masking),
                settings=masked_text_of(check.workspace.settings, wish.masking),
                told=lambda plan: told_plan(plan, masking),
                shown=lambda plan: shown_plan(plan, shown, masking),
                files=ShownFiles.of(shown),
                folder=work,
                target=work / safe_name(self.case_id),
            )
            filed = filed_of(check.workspace, wish.day).get(self.case_id)
            plan, _ = copy_case(check, wish.specs, templates_folder(), self._options(), self.review, filed, copy)
            made = copy.target.with_name(f"{copy.target.name}.pdf")
            if wish.password:
                with pikepdf.open(made) as pdf:
                    save_pdf(pdf, folder / made.name, wish.password)
            else:
                for path in (made, copy.target.with_name(f"{copy.target.name}.docx")):
                    put_in_place(path, folder / path.name)
        return list(self._left_out(plan, shown))

    def _options(self) -> Options:
        told = {name: getattr(self.manifest.options, name) for name in OPTIONS}
        return replace(Options(), **{**told, "word": not self.wish.password, "pdfa": False})

    def _shown(self, work: Path, read: Read) -> Mapping[_Key, Shown]:
        if self.wish.masking.mask == "public":
            return {}
        secrets = secrets_of(self.wish.everybody, self.review)
        return shown_pages(list(self._sources()), secrets, read, work, self.wish.day)

    def _sources(self) -> Iterator[PageSource]:
        case = self.review.case
        wanted = {(part.path, page) for part in self.review.parts if part.left_out is None for page in part.pages}
        for file in case.files:
            pages = [page for page in range(1, len(file.pages) + 1) if (file.path, page) in wanted]
            place, kind = case.on_disk(self.wish.workspace.root, file.path), file.media_type
            typeset = None if file.is_picture or kind == _PDF or not pages else self.cache.word_pdf(file.sha256)
            why = "" if self.wish.read else "没有看图识字"
            if typeset is None and not file.is_picture and kind != _PDF:
                why = why or "没有排成页"
            for page in pages:
                yield PageSource(
                    path=file.path,
                    page=page,
                    place=typeset or place,
                    media_type=_PDF if typeset else kind,
                    reading=_ocr(file, page),
                    told=_told(file),
                    why=why,
                )

    def _left_out(self, plan: Plan, shown: Mapping[_Key, Shown]) -> Iterator[str]:
        """In the order of the dossier."""
        whys = {one.name: one.why for one in shown.values() if one.why}
        for sheet in plan.sheets:
            for placed in sheet.placed:
                if placed.path in whys:
                    where = f"第{sheet.shown}页（第{sheet.item}件）" if sheet.item else f"第{sheet.shown}页"
                    yield f"{self.case_id} {where}没有导出：{whys[placed.path]}。"


def _ocr(file: EvidenceFile, page: int) -> PageReading | None:
    """What was read off the page's picture; a photograph's own lines are read anew with the rest."""
    found = next((one for one in file.readings if one.page == page), None)
    return found if found and found.source == "ocr" and not found.unread and not found.photos else None


def _told(file: EvidenceFile) -> str:
    """What a file says by itself."""
    return "\n".join(line.text for one in file.readings if one.source in ("text-layer", "word") for line in one.lines)
