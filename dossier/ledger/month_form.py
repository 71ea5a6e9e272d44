"""附件2 as the county prints it: templates/附件2.docx filled, and the same as PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from dossier.errors import Place, TemplateError, disk_words
from dossier.forms import Form, Vocabulary, check_template
from dossier.ledger.calendar import month_words, term_name
from dossier.ledger.listed import LIST_COLUMNS, Listed
from dossier.ledger.telling import number_words
from dossier.model import TOTAL, MonthReport, MonthSpecs, Number, UnitMonth
from dossier.typeset import Refused, Typesetter, Unreadable, find_fonts

TEMPLATE = "附件2.docx"
_FIELDS = {
    "标题": "monthly.yaml 的 title",
    "单位": "",
    "填报日期": "",
    "截至": "算到哪一天",
    "名单人数": "",
    "零报告": "没有辍学学生时的一句话",
}


def title_of(report: MonthReport, specs: MonthSpecs) -> str:
    """2022年春季学期控辍保学月报表（三月）."""
    day = date(int(report.month[:4]), int(report.month[5:]), 1)
    return specs.title.replace("{学期}", term_name(day)).replace("{月}", month_words(report.month))


def vocabulary(specs: MonthSpecs, letters: Sequence[str]) -> Vocabulary:
    """What 附件2.docx may say."""
    names = tuple(column.name for column in specs.columns if column.name)
    return Vocabulary(
        fields=_FIELDS,
        lists={
            "各行": ("单位", "学段", *names),
            "分类": ("单位", "学段", *letters, "计"),
            "名单": tuple(name for name, _ in LIST_COLUMNS),
            "更正": ("案号", "说明"),
            "继续劝返": ("案号", "姓名", "联合劝返"),
        },
        required={TEMPLATE: ("各行", "名单", "标题")},
    )


def open_form(templates: Path, specs: MonthSpecs, letters: Sequence[str]) -> Form:
    """The template, checked. Raises TemplateError with every problem."""
    return open_template(templates, TEMPLATE, vocabulary(specs, letters))


def open_template(templates: Path, name: str, words: Vocabulary) -> Form:
    """A template, checked. Raises TemplateError with every problem."""
    try:
        data = (templates / name).read_bytes()
    except OSError as caught:
        raise TemplateError(f"模板 {name} 打不开：{disk_words(caught)}", hint="请从程序自带的模板复制一份。") from None
    found = check_template(name, data, words)
    if isinstance(found, Form):
        return found
    raise TemplateError(
        f"模板 {name} 有 {len(found)} 处错误", places=tuple(found), hint="请用 Word 或 WPS 打开模板改正后再试。"
    )


def fill_month(
    form: Form, report: MonthReport, specs: MonthSpecs, unit: str, day: date, listed: Sequence[Listed]
) -> bytes:
    """附件2 as a Word file."""
    blocks = report.units if len(report.units) == 1 else (*report.units, report.total)
    return form.fill({
        "标题": title_of(report, specs),
        "单位": unit,
        "填报日期": f"{day.year}年{day.month}月{day.day}日",
        "截至": f"{report.up_to.year}年{report.up_to.month}月{report.up_to.day}日",
        "名单人数": str(len(listed)),
        "零报告": "" if listed else "本月没有辍学学生（零报告）。",
        "各行": tuple(_rows(blocks, specs)),
        "分类": tuple(_categories(blocks)),
        "名单": tuple(one.values for one in listed),
        "更正": tuple({"案号": one.id, "说明": one.message} for one in report.corrections),
        "继续劝返": tuple(
            {"案号": one.id, "姓名": one.name, "联合劝返": "；".join(one.visits) or "没有查到"}
            for one in report.continuing
        ),
    })  # fmt: skip


def typeset(document: bytes, name: str, fonts: Sequence[Path], day: date) -> bytes:
    """A filled form as PDF. Raises TemplateError where the typesetter cannot draw what is in it."""
    try:
        return Typesetter(find_fonts(tuple(fonts))).typeset_together([document], timestamp=day, whole=True).pdf
    except Refused as refused:
        places = tuple(Place(name, one.where, f"用了{one.feature}") for one in refused.refusals)
        raise TemplateError(f"{name} 里有程序排不了的内容", places=places) from None
    except Unreadable as error:
        raise TemplateError(f"{name} 填写后读不出来：{error}", hint="请用 Word 或 WPS 重新另存模板。") from None


def _rows(blocks: Sequence[UnitMonth], specs: MonthSpecs) -> Iterator[dict[str, str]]:
    for block in blocks:
        for row in block.rows:
            named = {column.name: _cell(row.values.get(column.id), column.decimals) for column in specs.columns}
            named.pop("", None)
            yield {"单位": block.unit if block.unit != TOTAL else "全部合计", "学段": row.stage, **named}


def _cell(value: Number, decimals: int) -> str:
    """A blank to write in where nobody knows; 0 is 0."""
    if value is None:
        return ""
    return f"{value:.{decimals}f}" if decimals else number_words(value)


def _categories(blocks: Sequence[UnitMonth]) -> Iterator[dict[str, str]]:
    for block in blocks:
        name = block.unit if block.unit != TOTAL else "全部合计"
        counts: tuple[tuple[str, Mapping[str, int]], ...] = (*block.by_stage.items(), (TOTAL, block.categories))
        for stage, numbers in counts:
            told = {letter: str(count) for letter, count in numbers.items()}
            yield {"单位": name, "学段": stage, **told, "计": str(sum(numbers.values()))}
