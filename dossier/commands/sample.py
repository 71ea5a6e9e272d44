"""`sample`: the inspector's sample, drawn by unit and category, with the sheet to fill in."""

from __future__ import annotations

import re
import secrets
from datetime import date
from fractions import Fraction
from pathlib import Path

from dossier import county
from dossier.commands.opening import read_specs, this_day
from dossier.errors import ExitCode, NoRosterError, UsageError, WorkspaceError
from dossier.evidence import font_folders
from dossier.files.data import templates_folder
from dossier.model import Case, Specs
from dossier.terminal.output import say, show
from dossier.workspace import read_workspace


def run_sample(
    root: Path, *, share: str | None, count: int | None, seed: int | None, output: Path | None, today: date | None
) -> int:
    """Draw, write the sheets, and tell who was drawn; the same seed tells the same."""
    if (share is None) == (count is None):
        raise UsageError("请写抽多少：--share 5% 或 --count 20（只写一种）")
    specs = read_specs()
    cases, scope = _children(root, specs)
    size = county.size_of(_share(share), len(cases)) if share is not None else count or 0
    if size > len(cases):
        say(f"一共只有 {len(cases)} 人，全部抽取。")
    seed = secrets.randbelow(1_000_000) if seed is None else seed
    drawn = county.Drawn(
        cases=county.draw(cases, size, seed),
        scope=f"{scope}，共 {len(cases)} 人",
        method=f"按单位和类别分层随机抽取 {share or f'{count} 人'}",
        seed=seed,
        today=this_day(today),
        categories=specs.categories,
    )
    folder = output or root / "output" / "抽查"
    made = county.write_sample(drawn, templates_folder(), font_folders(root), folder)
    show(f"随机种子 {seed}；{len(cases)} 人里抽 {len(drawn.cases)} 人：")
    for case in drawn.cases:
        unit = f"{case.unit or case.student.unit} " if case.unit or case.student.unit else ""
        show(f"  {unit}{case.own_id} {case.name} {case.category or '类别不明'}")
    show("\n".join(str(path) for path in made))
    return ExitCode.OK


def _children(root: Path, specs: Specs) -> tuple[list[Case], str]:
    """The children of the rosters, and what the sample is drawn from in words."""
    try:
        workspace = read_workspace(root, specs)
    except NoRosterError:
        found = county.find_county(root, specs)
        if found is None:
            raise
        units = list(county.readable_units(found, specs))
        lost = [unit.name for unit in found.units if unit.name not in {one.name for one, _ in units}]
        if lost:
            say(f"这些单位读不出来，没有抽：{'、'.join(lost)}")
        without = f"（没有抽读不出来的{'、'.join(lost)}）" if lost else ""
        return [case for _, one in units for case in one.cases], f"{root.name or '全县'} {len(units)} 个单位{without}"
    cases = list(workspace.cases)
    if not cases:
        raise WorkspaceError("名册里没有学生，没有可抽的")
    return cases, workspace.settings.unit or root.name


def _share(text: str) -> Fraction:
    """5%, 5 ％, 0.05 → 1/20."""
    found = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{1,4})?)\s*([%％]?)\s*", text)
    if found:
        value = Fraction(found[1]) / (100 if found[2] else 1)
        if 0 < value <= 1:
            return value
    raise UsageError(f"--share 不能写「{text}」", hint="请写百分数，如 5% 或 12.5%。")
