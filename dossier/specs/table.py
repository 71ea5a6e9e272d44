"""Specs → a readable table, for `dossier specs`. Pure: a string comes out."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from dossier.model import CategorySpec, PaperType, Requirement, Specs


def format_specs(specs: Specs, *, width: int = 80, colour: bool = False) -> str:
    """What each category must hold, what every category must, and all papers; `width` in terminal columns."""
    from rich.console import Console  # slow to import
    from rich.table import Table

    out = StringIO()
    console = Console(file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False)
    console.print(_table(Table, "各类别应有的材料", ("类别", "应有的材料"), _category_rows(specs)))
    console.print()
    console.print(_table(Table, "材料类型", ("编号", "名称", "由谁出"), _paper_rows(specs)))
    console.print()
    console.print("有「，盖章」「，签字」的还要看章和签字；名称后有「建议」的，缺了也可以归档。")
    console.print("要增加类别或材料，改 evidence_specs 里的文件，不用改程序。")
    return out.getvalue()


def _table(table_type: type, title: str, heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> object:
    from rich import box
    from rich.text import Text

    table = table_type(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False, show_lines=False)
    for index, head in enumerate(heads):
        table.add_column(head, no_wrap=index == 0 and len(heads) > 2, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _category_rows(specs: Specs) -> Iterator[tuple[str, ...]]:
    for spec in specs.categories.values():
        yield f"{spec.letter} {spec.title}", "\n".join(_category_lines(spec, specs))
    if specs.common:
        yield "各类别", "\n".join(_requirement(item, None, specs) for item in specs.common)


def _category_lines(spec: CategorySpec, specs: Specs) -> Iterator[str]:
    for item in spec.requirements:
        yield _requirement(item, spec, specs)
    if spec.age is not None:
        yield f"（8月31日的年龄：{_age(spec.age.least, spec.age.most)}）"
    if spec.needs_person:
        yield "（每个个案都要有人确认）"
    for subtype in spec.subtypes:
        if subtype.needs_person:
            yield f"（{subtype.title}：要有人确认）"


def _age(least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return f"{least}–{most} 周岁"
    return f"{least} 周岁及以上" if least is not None else f"{most} 周岁及以下"


def _requirement(item: Requirement, spec: CategorySpec | None, specs: Specs) -> str:
    others = [title for name in item.types[1:] if (title := _short(specs.papers[name])) not in item.title]
    words = [item.title]
    if others:
        words.append(f"（{'、'.join(others)}也可以）")
    if item.minimum > 1:
        words.append(f"，至少 {item.minimum} 份")
    words.extend(_marks(item, specs))
    return f"{_when(item, spec)}· {''.join(words)}"


def _marks(item: Requirement, specs: Specs) -> Iterator[str]:
    papers = [specs.papers[name] for name in item.types]
    if item.sealed if item.sealed is not None else all(paper.seal for paper in papers):
        yield "，盖章"
    if item.signed if item.signed is not None else all(paper.signature for paper in papers):
        yield "，签字"
    if item.recommended:
        yield "（建议）"


def _when(item: Requirement, spec: CategorySpec | None) -> str:
    titles = [subtype.title for subtype in spec.subtypes if subtype.id in item.when.subtype] if spec else []
    facts = [f"{_FACTS.get(fact, fact)}为「{value}」" for fact, value in item.when.facts.items()]
    said = "、".join((*titles, *facts))
    return f"[{said}] " if said else ""


_FACTS = {"leading_group": "领导小组核实同意"}


def _paper_rows(specs: Specs) -> Iterator[tuple[str, ...]]:
    for paper in specs.papers.values():
        asked = "盖章" if paper.seal else f"{'、'.join(paper.signature)}签字" if paper.signature else ""
        yield paper.id, paper.title, "，".join(filter(None, (paper.issuer, asked)))


def _short(paper: PaperType) -> str:
    return paper.short or paper.title
