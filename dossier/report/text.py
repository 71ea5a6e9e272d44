"""Check → text for a terminal, in plain Chinese, at a given width (Chinese characters are two columns wide)."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dossier.model import CaseStatus, Check, Finding, RequirementStatus, Review, Severity
from dossier.report.overview import Chase, asks, count_cases, in_order, list_chases, sorted_findings
from dossier.report.words import CASE_SIGNS, STATUSES, clean, mask

_COLOURS = {CaseStatus.COMPLETE: "green", CaseStatus.REVIEW: "yellow", CaseStatus.INCOMPLETE: "red"}
_MARKS = {Severity.ERROR: ("错误", "red"), Severity.WARNING: ("核对", "yellow"), Severity.NOTE: ("提示", "dim")}
_NAMES_SHOWN = 12


def format_text(check: Check, *, width: int, colour: bool) -> str:
    """Format the check: workspace findings, a table per case that wants something, a line per complete one, summary."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, 40),
        force_terminal=colour,
        color_system="standard" if colour else None,
        highlight=False,
        legacy_windows=False,
        emoji=False,
        _environ={},
    )
    for block in _blocks(check):
        console.print(block)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _blocks(check: Check) -> Iterable[RenderableType]:
    if check.findings:
        yield Text("工作区", style="bold")
        yield _findings_table(check.findings)
        yield Text("")
    for review in in_order(check.reviews):
        if review.status is CaseStatus.COMPLETE:
            yield _complete_line(review)
        else:
            yield _case(review)
            yield Text("")
    yield Rule(Text("汇总", style="bold"), characters="─", style="dim")
    yield _summary(check)


def _heading(review: Review) -> Text:
    category = " ".join(filter(None, [review.case.category or "类别不明", review.subtype]))
    line = Text()
    line.append(f"{CASE_SIGNS[review.status]} ", style=f"bold {_COLOURS[review.status]}")
    line.append(f"{_said(review.case.id)} {_said(review.case.name) or '（无姓名）'}", style="bold")
    line.append(f"  {_said(category)}  ")
    line.append(STATUSES[review.status], style=_COLOURS[review.status])
    return line


def _complete_line(review: Review) -> Text:
    line = _heading(review)
    line.append(f"  {len(review.case.files)} 个文件", style="dim")
    accepted = sum(found.accepted is not None for found in review.findings)
    notes = sum(found.severity is Severity.NOTE for found in review.findings)
    if accepted:
        line.append(f"，已认可 {accepted} 条", style="dim")
    if notes:
        line.append(f"，提示 {notes} 条", style="dim")
    line.no_wrap = True
    line.overflow = "ellipsis"
    return line


def _case(review: Review) -> RenderableType:
    rows: list[RenderableType] = [_heading(review)]
    if review.requirements:
        rows.append(Padding(_papers(review), (0, 0, 0, 2)))
    shown = [found for found in review.findings if asks(found)]
    rows.append(_findings_table(shown))
    quiet = len(review.findings) - len(shown)
    if quiet:
        rows.append(Padding(Text(f"另有提示或已认可 {quiet} 条，见 html 或 xlsx 报告。", style="dim"), (0, 0, 0, 2)))
    return Group(*rows)


_PAPER_STYLES = {
    RequirementStatus.PRESENT: ("有 ", "green"),
    RequirementStatus.MISSING: ("缺 ", "bold red"),
    RequirementStatus.FAULTY: ("错 ", "bold red"),
    RequirementStatus.WAIVED: ("免 ", "dim"),
}


def _papers(review: Review) -> Text:
    """应交材料 in one flowing line: 有 村委会证明  缺 派出所证明."""
    line = Text("应交：")
    for one in review.requirements:
        word, style = _PAPER_STYLES[one.status]
        if one.requirement.recommended and one.status is RequirementStatus.MISSING:
            word, style = "（建议补）", "dim"
        line.append(word, style=style)
        # No-break blanks keep a sign and its paper on one line.
        line.append(_said(one.requirement.title).replace(" ", "\u00a0") + "  ")
    return line


def _findings_table(findings: Iterable[Finding]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1), expand=True)
    table.add_column(width=4, no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for found in sorted_findings(findings):
        mark, style = _MARKS[found.severity]
        table.add_row(Text(mark, style=style), _finding(found))
    return table


def _finding(found: Finding) -> Text:
    message = _said(found.message)
    where = _said(found.path or "")
    line = Text(message if not where or where in message else f"{where}：{message}")
    if found.action:
        line.append(f"\n→ {_said(found.action)}", style="cyan")
    return line


def _summary(check: Check) -> Group:
    counts = count_cases(check.reviews)
    unit = "  ".join(filter(None, [check.workspace.settings.unit, check.workspace.settings.term]))
    rows: list[RenderableType] = []
    if unit:
        rows.append(Text(_said(unit), style="bold"))
    line = Text(f"共 {counts['cases']} 个个案，")
    line.append(f"可归档 {counts['complete']} 个", style="green")
    line.append("，")
    line.append(f"待核对 {counts['review']} 个", style="yellow")
    line.append("，")
    line.append(f"待补正 {counts['incomplete']} 个", style="red")
    line.append("。")
    rows.append(line)
    rows.extend(_outside(check))
    chases = list_chases(check)
    if chases:
        rows.append(Text("下一步找谁：", style="bold"))
        rows.append(_chase_table(chases))
    return Group(*rows)


def _outside(check: Check) -> Iterable[Text]:
    if check.findings:
        yield Text(f"另有不属于某个个案的问题 {len(check.findings)} 条（见最前面「工作区」）。", style="red")
    skipped = sum(len(review.case.skipped) for review in check.reviews)
    if skipped:
        yield Text(f"跳过系统或临时文件 {skipped} 个（不入卷）。", style="dim")
    if check.workspace.unsorted:
        yield Text(f"收件箱等处还有 {len(check.workspace.unsorted)} 个文件没有分到个案。", style="yellow")


def _chase_table(chases: Iterable[Chase]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1), expand=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=3, overflow="fold")
    for chase in chases:
        what = Text()
        for index, one in enumerate(chase.wanted):
            what.append("\n" if index else "")
            what.append(f"{_said(one.what)} {len(one.reviews)} 个：")
            what.append(_names(one.reviews), style="dim")
        table.add_row(Text(_said(chase.whom)), what)
    return table


def _names(reviews: tuple[Review, ...]) -> str:
    labels = [f"{_said(review.case.id)}\u00a0{_said(review.case.name)}" for review in reviews[:_NAMES_SHOWN]]
    shown = "、".join(labels)
    return shown if len(reviews) <= _NAMES_SHOWN else f"{shown} 等"


def _said(text: str) -> str:
    return mask(clean(text))
