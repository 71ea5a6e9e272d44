"""抽查表 as Word and PDF to fill in by hand, and the list for checking again, of the children that were drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dossier.county.sample import unit_of
from dossier.county.sheets import SheetOfRows, write_book
from dossier.errors import Place, TemplateError, disk_words
from dossier.files.write import replacing, writing
from dossier.forms import Form, Vocabulary, check_template
from dossier.model import Case, CategorySpec
from dossier.typeset import Refused, Typesetter, Unreadable, find_fonts

TEMPLATE = "督查/抽查表.docx"
_WORDS = Vocabulary(
    fields={"范围": "", "办法": "", "人数": "", "种子": ""},
    lists={"抽查": ("序号", "单位", "案号", "姓名", "类别", "学校", "监护人")},
    required={TEMPLATE: ("抽查", "种子")},
)
_LIST = (
    ("序号", 6), ("单位", 18), ("案号", 10), ("姓名", 10), ("类别", 16), ("学校、班级", 24), ("监护人及电话", 24),
    ("现居住地", 30), ("电话回访", 14), ("入户或到校核实", 18), ("学籍系统", 12), ("复核结论", 16),
    ("复核人、日期", 16),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A sample and how it came about."""

    cases: tuple[Case, ...]
    scope: str
    method: str
    seed: int
    today: date
    categories: Mapping[str, CategorySpec]
    """By letter, for their titles."""


def write_sample(drawn: Drawn, templates: Path, fonts: Sequence[Path], folder: Path) -> tuple[Path, ...]:
    """Write 抽查表.docx, 抽查表.pdf and 复核名单.xlsx into `folder`; returns them.

    Raises TemplateError with all that is wrong in the template, OutputError.
    """
    document = _form(templates).fill(_values(drawn))
    try:
        typesetter = Typesetter(find_fonts(tuple(fonts)))
        pdf = typesetter.typeset_together([document], timestamp=drawn.today, whole=True).pdf
    except Refused as refused:
        places = tuple(Place(TEMPLATE, one.where, f"用了{one.feature}") for one in refused.refusals)
        raise TemplateError("抽查表模板里有程序排不了的内容", places=places) from None
    except Unreadable as error:
        raise TemplateError(f"抽查表模板填写后读不出来：{error}", hint="请用 Word 或 WPS 重新另存模板。") from None
    made = []
    for name, data in (("抽查表.docx", document), ("抽查表.pdf", pdf)):
        place = folder / name
        with writing(place):
            folder.mkdir(parents=True, exist_ok=True)
            with replacing(place) as beside:
                beside.write_bytes(data)
        made.append(place)
    rows = [_list_row(number, case, drawn) for number, case in enumerate(drawn.cases, 1)]
    title = f"控辍保学抽查复核名单（{drawn.scope}，{len(rows)} 人，随机种子 {drawn.seed}）"
    write_book(
        folder / "复核名单.xlsx",
        "抽查复核名单",
        drawn.today,
        [SheetOfRows(name="复核名单", title=title, columns=_LIST, rows=rows, row_height=30)],
    )
    return (*made, folder / "复核名单.xlsx")


def _form(templates: Path) -> Form:
    try:
        data = (templates / TEMPLATE).read_bytes()
    except OSError as caught:
        raise TemplateError(
            f"模板 {TEMPLATE} 打不开：{disk_words(caught)}", hint="请从程序自带的模板复制一份。"
        ) from None
    found = check_template(TEMPLATE, data, _WORDS)
    if isinstance(found, Form):
        return found
    raise TemplateError(
        f"模板有 {len(found)} 处错误", places=tuple(found), hint="请用 Word 或 WPS 打开模板改正后再试。"
    )


def _values(drawn: Drawn) -> dict[str, object]:
    return {
        "范围": drawn.scope,
        "办法": drawn.method,
        "人数": str(len(drawn.cases)),
        "种子": str(drawn.seed),
        "抽查": tuple(
            dict(zip(_WORDS.lists["抽查"], map(str, _row(number, case, drawn)), strict=True))
            for number, case in enumerate(drawn.cases, 1)
        ),
    }


def _row(number: int, case: Case, drawn: Drawn) -> tuple[str | int, ...]:
    student = case.student
    spec = drawn.categories.get(case.category or "")
    category = f"{case.category} {spec.title}" if spec else case.category or "类别不明"
    place = "".join(filter(None, (student.school, student.grade, student.class_name)))
    guardian = student.guardians[0] if student.guardians else None
    told = f"{guardian.name} {guardian.phone}".strip() if guardian else ""
    return number, case.unit or unit_of(case), case.own_id, case.name, category, place, told


def _list_row(number: int, case: Case, drawn: Drawn) -> tuple[str | int, ...]:
    return (*_row(number, case, drawn), case.student.live_address or case.student.household_address, *[""] * 5)
