"""A workspace, or every readable unit of a county: what a command of the cabinet does, it does in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dossier.check import select_cases
from dossier.county import County, find_county, in_unit, readable_units
from dossier.errors import NoRosterError
from dossier.model import Specs, Workspace
from dossier.terminal.output import show
from dossier.workspace import read_workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class OneUnit:
    """A workspace as its own people know it."""

    name: str = ""
    """The unit's folder in the county; '' of a workspace of its own."""
    workspace: Workspace
    ids: tuple[str, ...] = ()
    """The cases that were asked for; () where nobody was named."""
    county: tuple[County, str] | None = None

    @property
    def output(self) -> Path:
        """Where its dossiers lie."""
        return self.workspace.root / "output"

    def announce(self) -> None:
        """Say whose turn it is."""
        if self.name:
            show(f"【{self.name}】")

    def called(self, case_id: str) -> str:
        """A case as the county calls it."""
        return f"{self.name}/{case_id}" if self.name else case_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """What is at `root`."""

    root: Path
    units: tuple[OneUnit, ...]
    unreadable: tuple[str, ...] = ()

    @property
    def is_county(self) -> bool:
        """Whether it is a county folder."""
        return any(unit.name for unit in self.units) or bool(self.unreadable)

    def announce_unreadable(self, undone: str) -> bool:
        """Say which units cannot be read, and what was therefore not done; whether there are any."""
        for name in self.unreadable:
            show(f"✗ 单位「{name}」读不出来，{undone}")
        return bool(self.unreadable)


def open_units(root: Path, specs: Specs, wanted: Sequence[str] = ()) -> Units:
    """The workspace in `root`, or the units of the county there; only those of whose cases one is asked for.

    Raises UsageError for a text that means no case, WorkspaceError where the workspace cannot be read.
    """
    try:
        workspace = read_workspace(root, specs)
    except NoRosterError:
        county = find_county(root, specs)
        if county is None:
            raise
        return _of_county(county, specs, wanted)
    ids = tuple(case.id for case in select_cases(workspace.cases, wanted, workspace.root)) if wanted else ()
    return Units(root=root, units=(OneUnit(workspace=workspace, ids=ids),))


def _of_county(county: County, specs: Specs, wanted: Sequence[str]) -> Units:
    found = list(readable_units(county, specs))
    cases = [case for _, workspace in found for case in workspace.cases]
    chosen = {case.id for case in select_cases(cases, wanted, county.root)} if wanted else set()
    units = []
    for unit, workspace in found:
        own = tuple(in_unit(case) for case in workspace.cases)
        ids = tuple(case.id for case, known in zip(own, workspace.cases, strict=True) if known.id in chosen)
        if ids or not wanted:
            kept = replace(workspace, cases=own)
            units.append(OneUnit(name=unit.name, workspace=kept, ids=ids, county=(county, unit.name)))
    # Who names cases is told of those; the other units were not asked for.
    unreadable = set() if wanted else {unit.name for unit in county.units} - {unit.name for unit, _ in found}
    return Units(root=county.root, units=tuple(units), unreadable=tuple(sorted(unreadable)))
