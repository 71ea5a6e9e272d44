"""What one case needs to be built, in a process of its own, and where its dossier goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from dossier.files.names import folder_name
from dossier.model import EvidenceFile, Filed, Outcome, Plan, Review, Settings, Specs


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line asks of a build."""

    draft: bool = False
    read: bool = True
    word: bool = True
    pixels: Literal["print", "keep"] = "print"
    pdfa: bool = False
    workers: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Everything one case needs, so that it can be built in a process of its own."""

    root: Path
    review: Review
    settings: Settings
    specs: Specs
    templates: Path
    output: Path
    options: Options
    today: date
    dated: date
    """The day our forms carry: the workspace's filling date, else today."""
    inputs: str
    made_of: Mapping[str, str]
    """What decided it, piece by piece: `pieces`."""
    filed: Filed | None
    """What of this dossier is in the cabinet: its page numbers stay."""
    word_pdfs: Mapping[str, Path]
    """Path of a Word file → the PDF of its pages."""

    threads: int = 1
    """Processors that this case may use: all of them where it is built alone."""

    @property
    def target(self) -> Path:
        """The folder of the finished dossier."""
        return self.output / folder_name(self.review.case.id, self.review.case.name)

    def failed(self, words: str, code: int) -> Outcome:
        """The outcome of a case that could not be built, and why."""
        case = self.review.case
        return Outcome(case_id=case.id, name=case.name, review=self.review, error=words, error_code=int(code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A dossier that is written once more, for those who may not see all of it."""

    review: Review
    """What our forms are filled from."""
    settings: Settings
    told: Callable[[Plan], Plan]
    """The plan as our forms may tell it."""
    shown: Callable[[Plan], Plan]
    """That plan with the sheets that may be seen; their placements are of `files`."""
    files: Mapping[str, EvidenceFile]
    folder: Path
    """Where those files lie."""
    target: Path
    """Without an ending: {target}.pdf and {target}.docx are written."""
