"""With what every case of a workspace is judged: specs, day, children, names; worked out once. PURE."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from dossier.facts import FormReader
from dossier.model import Case, EvidenceFile, Specs, Thresholds, Workspace
from dossier.review.accepted import Shared, shared_acceptances
from dossier.review.letters import Mail
from dossier.review.names import Names
from dossier.review.people import school_year_start
from dossier.review.persons import Children, children_of
from dossier.review.titles import Titles


@dataclass(frozen=True, kw_only=True)
class Judging:
    """What all cases share. What only rules about pages need is worked out when the first of them asks."""

    workspace: Workspace
    specs: Specs
    thresholds: Thresholds
    today: date
    is_read: bool = True
    """Whether pages were read: without, names and bytes alone are judged."""
    unprintable: frozenset[str] = frozenset()
    """Characters of the workspace's names that no font at hand can print."""
    version: str = ""

    @cached_property
    def base(self) -> date:
        """31 August on which ages count."""
        return school_year_start(self.workspace.settings.term, self.today)

    @cached_property
    def names(self) -> Names:
        """What file and folder names say."""
        return Names(self.specs)

    @cached_property
    def titles(self) -> Titles:
        """What headings of pages say."""
        return Titles(self.specs)

    @cached_property
    def forms(self) -> FormReader:
        """Reads papers as forms."""
        return FormReader.of(self.specs.labels)

    @cached_property
    def by_id(self) -> Mapping[str, Case]:
        """Every case by its id."""
        return {case.id: case for case in self.workspace.cases}

    @cached_property
    def shared(self) -> Mapping[str, Sequence[Shared]]:
        """By case id: what other cases' case.yaml say of a photograph that both use."""
        return shared_acceptances(self.workspace.cases)

    @cached_property
    def mail(self) -> Mail:
        """The letters of the workspace."""
        return Mail.of(self.workspace.letters, self.workspace.settings, self.specs.letters)

    @cached_property
    def children(self) -> Children:
        """Every child of the roster, by number and by name."""
        return children_of(self.workspace.cases)

    def with_cases(self, workspace: Workspace, unprintable: frozenset[str]) -> Judging:
        """For the same cases of which some were decided otherwise or hold other files: numbers, names, categories and
        folders, settings and letters are what they were. What rests on those alone is not worked out again."""
        made = replace(self, workspace=workspace, unprintable=unprintable)
        kept = {name: self.__dict__[name] for name in _OF_SPECS if name in self.__dict__}
        if "children" in self.__dict__:
            kept["children"] = self.children.with_cases(made.by_id)
        made.__dict__.update(kept)
        return made


_OF_SPECS = ("names", "titles", "forms", "mail", "base")
"""What of a Judging does not rest on its cases."""


def told_of(case: Case) -> str:
    """All of a case but its files: what its row and its case.yaml say."""
    return repr(replace(case, files=(), findings=()))


def content_of(file: EvidenceFile) -> str:
    """All of a file; of its readings, which follow from its content, only whether each page could be read."""
    read = [(reading.page, reading.source, reading.unread) for reading in file.readings]
    return repr((replace(file, readings=()), read))
