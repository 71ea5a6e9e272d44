"""Check → text for a terminal, in plain Chinese, at a given width (Chinese characters are two columns wide)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from dossier.model import CaseStatus, Check, Finding, RequirementStatus, Review, Severity, Unit
from dossier.report.fold import fold
from dossier.report.letters import due_letters
from dossier.report.overview import (
    Chase,
    asks,
    category_words,
    count_cases,
    in_order,
    list_chases,
    sorted_findings,
)
from dossier.report.roster import roster_lines
from dossier.report.settling import command_of
from dossier.report.words import CASE_SIGNS, LEVELS, STATUSES, clean, mask, told

_COLOURS = {CaseStatus.COMPLETE: "green", CaseStatus.REVIEW: "yellow", CaseStatus.INCOMPLETE: "red"}
_STYLES = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
_PAPERS = {
    RequirementStatus.PRESENT: ("有 ", "green"),
    RequirementStatus.MISSING: ("缺 ", "bold red"),
    RequirementStatus.FAULTY: ("错 ", "bold red"),
    RequirementStatus.WAIVED: ("免 ", "dim"),
}
_INDENT = 6
_DEEP = 12
"""Where findings stand: behind 必须解决."""
_LEAST_WIDTH = 40
_NAMES_SHOWN = 12


def format_text(check: Check, *, width: int, colour: bool, explained: bool = False) -> str:
    """Format the check: workspace findings, a block per case that wants something, a line per complete one, summary."""
    width = max(width, _LEAST_WIDTH)
    lines = [*(_roster(check, width) if explained else ()), *_lines(check, width)]
    if not colour:
        return "".join(f"{line.plain.rstrip()}\n" for line in lines)
    out = io.StringIO()
    # The lines are folded already; rich only colours them.
    console = Console(
        file=out, width=width, force_terminal=True, color_system="standard", legacy_windows=False, _environ={}
    )
    for line in lines:
        console.print(line, no_wrap=True, crop=False, overflow="ignore", highlight=False, emoji=False)
    return out.getvalue()


def _lines(check: Check, width: int) -> Iterator[Text]:
    if check.findings:
        yield Text("工作区", style="bold")
        yield from _findings(check, None, check.findings, width)
        yield Text()
    for review in in_order(check.reviews):
        if review.status is CaseStatus.COMPLETE:
            yield _complete(check, review, width)
        else:
            yield from _case(check, review, width)
            yield Text()
    yield from _summary(check, width)


def _roster(check: Check, width: int) -> Iterator[Text]:
    yield Text("名册的列", style="bold")
    for line in roster_lines(check):
        yield from _folded(_said(line), width)
    yield Text()


def _heading(check: Check, review: Review, width: int) -> Text:
    colour = _COLOURS[review.status]
    line = Text()
    line.append(f"{CASE_SIGNS[review.status]} ", style=f"bold {colour}")
    line.append(f"{_said(review.case.id)} {_said(review.case.name) or '（无姓名）'}", style="bold")
    line.append(f"  {_said(category_words(check, review))}")
    line.truncate(width - 8, overflow="ellipsis")
    line.append("  ")
    line.append(STATUSES[review.status], style=colour)
    return line


def _complete(check: Check, review: Review, width: int) -> Text:
    accepted = sum(found.accepted is not None for found in review.findings)
    notes = sum(found.severity is Severity.NOTE for found in review.findings)
    line = _heading(check, review, width)
    line.append(f"  {len(review.case.files)} 个文件", style="dim")
    line.append(f"，已认可 {accepted} 条" if accepted else "", style="dim")
    line.append(f"，提示 {notes} 条" if notes else "", style="dim")
    line.truncate(width, overflow="ellipsis")
    return line


def _case(check: Check, review: Review, width: int) -> Iterator[Text]:
    yield _heading(check, review, width)
    if review.requirements:
        yield from _papers(review, width)
    shown = [found for found in review.findings if asks(found)]
    yield from _findings(check, review, shown, width)
    for due in due_letters(check, review):
        mark = Text("  可以开", style="cyan")
        yield from _folded(f"{due.title}：{_said(due.command)}", width, first=mark, indent=_DEEP)
    quiet = len(review.findings) - len(shown)
    if quiet:
        yield Text(f"  另有提示或已认可 {quiet} 条，见 html 或 xlsx 报告。", style="dim")


def _papers(review: Review, width: int) -> Iterator[Text]:
    """应交材料, flowing: 有 村委会证明  缺 派出所证明; a sign and its paper stay together."""
    line = Text("  应交  ")
    for one in review.requirements:
        word, style = _PAPERS[one.status]
        if one.requirement.recommended and one.status is RequirementStatus.MISSING:
            word, style = "建议补 ", "dim"
        title = _said(one.requirement.title)
        if line.cell_len + cell_len(word + title) > width and line.cell_len > _INDENT + 2:
            yield line
            line = Text(" " * (_INDENT + 2))
        line.append(word, style=style)
        line.append(f"{title}  ")
    yield line


def _findings(check: Check, review: Review | None, findings: Iterable[Finding], width: int) -> Iterator[Text]:
    for found in sorted_findings(findings):
        mark = Text(f"  {LEVELS[found.severity]}", style=_STYLES[found.severity])
        yield from _folded(_said(told(found)), width, first=mark, indent=_DEEP)
        if found.action:
            yield from _folded(f"→ {_said(found.action)}", width, indent=_DEEP, style="cyan")
        command = command_of(check, review, found)
        if command is not None:  # on one line, however long, so that it can be copied
            yield Text(f"{' ' * _DEEP}{_said(command)}", style="dim")


def _folded(
    text: str, width: int, *, first: Text | None = None, indent: int = _INDENT + 2, style: str = ""
) -> Iterator[Text]:
    """`text` in lines that begin `indent` columns in; `first` stands before the first of them."""
    for index, piece in enumerate(fold(text, width - indent)):
        line = first.copy() if first is not None and index == 0 else Text()
        line.append(" " * (indent - line.cell_len))
        line.append(piece, style=style)
        yield line


def _summary(check: Check, width: int) -> Iterator[Text]:
    yield Text("─" * ((width - 6) // 2) + " 汇总 " + "─" * ((width - 6) // 2), style="dim")
    unit = "  ".join(filter(None, [check.workspace.settings.unit, check.workspace.settings.term]))
    if unit:
        yield Text(_said(unit), style="bold")
    counts = count_cases(check.reviews)
    line = Text(f"共 {counts['cases']} 个个案，")
    line.append(f"可归档 {counts['complete']} 个", style="green").append("，")
    line.append(f"待核对 {counts['review']} 个", style="yellow").append("，")
    line.append(f"待补正 {counts['incomplete']} 个", style="red").append("。")
    yield line
    for one in check.units:
        yield _unit(one, check)
    yield from _outside(check)
    chases = list_chases(check)
    if chases:
        yield Text("下一步找谁：", style="bold")
        yield from _chases(chases, width)


def _unit(unit: Unit, check: Check) -> Text:
    counts = count_cases(review for review in check.reviews if review.case.unit_folder == unit.folder)
    words = f"{counts['complete']}/{counts['cases']} 可归档，待核对 {counts['review']}，待补正 {counts['incomplete']}"
    return Text(f"  {_said(unit.name)}：{words}")


def _outside(check: Check) -> Iterator[Text]:
    outside = sum(one.severity is not Severity.NOTE for one in check.findings)
    if outside:
        yield Text(f"另有不属于某个个案的问题 {outside} 条（见最前面「工作区」）。", style="red")
    skipped = sum(len(review.case.skipped) for review in check.reviews)
    if skipped:
        yield Text(f"跳过系统或临时文件 {skipped} 个（不入卷）。", style="dim")
    if check.unsorted:
        yield Text(f"收件箱等处还有 {len(check.unsorted)} 个文件没有分到个案。", style="yellow")


def _chases(chases: Sequence[Chase], width: int) -> Iterator[Text]:
    indent = min(max(cell_len(_said(chase.whom)) for chase in chases) + 4, width // 3)
    for chase in chases:
        whom = Text(f"  {_said(chase.whom)}")
        if whom.cell_len >= indent:
            yield whom
            whom = Text()
        for index, one in enumerate(chase.wanted):
            line = f"{_said(one.what)} {len(one.reviews)} 个：{_names(one.reviews)}"
            yield from _folded(line, width, first=whom if index == 0 else None, indent=indent)


def _names(reviews: tuple[Review, ...]) -> str:
    shown = "、".join(f"{_said(review.case.id)}{_said(review.case.name)}" for review in reviews[:_NAMES_SHOWN])
    return shown if len(reviews) <= _NAMES_SHOWN else f"{shown} 等"


def _said(text: str) -> str:
    return mask(clean(text))
