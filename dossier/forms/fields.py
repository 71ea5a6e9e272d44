"""What a form may say: every field a template can name, and how its text comes from a case. PURE.

What is unknown is '', so that its cell stays empty to be written in by hand (domain §1.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from dossier.forms.lines import title_lines
from dossier.model import DATE_FIELDS, RETENTIONS, Facts, Item, Plan, PlanPart, Review, Settings, Sheet, Visit

Values = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the templates of one kind may say."""

    fields: Mapping[str, str]
    """Field → what it is, for those who edit templates."""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What a template may loop over → the fields of each entry; () where an entry is a text itself."""
    flags: frozenset[str] = frozenset()
    """Fields that are yes or no."""
    required: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """File name → fields without which the form would lose what it is there for."""

    @property
    def empty(self) -> Values:
        """Every field, unknown."""
        return {**dict.fromkeys(self.fields, ""), **dict.fromkeys(self.lists, ()), **dict.fromkeys(self.flags, False)}


CHILD_FIELDS: Mapping[str, str] = {
    "学期": "如 2022年春季学期",
    "县": "workspace.yaml 的 county",
    "单位": "名册的单位（中心学校）列；没有这一列时为 workspace.yaml 的 unit",
    "表名": "附件1 的名称；某一类别另写 annex_title 时用它",
    "填表日期": "workspace.yaml 的 filled_on，没有写时为当天",
    "姓名": "",
    "身份证号": "名册所写",
    "出生日期": "名册所写；没有写时由身份证号推算",
    "性别": "名册所写；没有写时由身份证号推算",
    "年龄": "填表日期时的周岁",
    "民族": "",
    "健康情况": "",
    "全国学籍号": "",
    "残疾人证号": "",
    "监护人1": "",
    "监护人1关系": "",
    "监护人1电话": "",
    "监护人2": "",
    "监护人2关系": "",
    "监护人2电话": "",
    "户籍所在地": "",
    "学籍所在地": "",
    "现居住地": "",
    "学校": "",
    "年级": "",
    "班级": "",
    "类别": "字母 A–M",
    "情形": "如 查无此人、姓名错别字",
    "辍学日期": "",
    "辍学原因": "",
    "家庭情况简述": "",
    "是否已开展劝返工作": "名册所写；没有写而有劝返记录时为是",
    "劝返次数": "名册所写；没有写时为劝返记录的条数",
    "劝返结果": "",
    "未复学原因": "",
    "劝返单位": "",
    "劝返责任人": "",
    "劝返责任人电话": "",
    "领导小组核实同意": "附件1第12行，是或否",
    "复学日期": "",
    "个案编号": "三位序号",
    "有附页": "劝返过程写不下时为真",
    "附页号": "附页的第几页",
}
DOSSIER_FIELDS: Mapping[str, str] = {
    "全宗名称": "workspace.yaml 的 fonds_name，没有写时为立卷单位",
    "全宗号": "workspace.yaml 的 fonds_number",
    "案卷题名": "学校、姓名、类别",
    "起止时间": "最早和最晚的一件材料的日期",
    "保管期限": "卷内各件材料保管期限里最长的，不短于 workspace.yaml 的 retention",
    "件数": "不含缺件",
    "页数": "有页号的页",
    "归档号": "空着，归档时由档案室填写",
    "档号": "全宗号-KB·年度-期限-类别-案卷号；没有全宗号时空着",
    "不完整": "草稿且有未处理的错误时为真",
    "不完整说明": "",
    "缺件": "以顿号相连",
    "缺件数": "",
    "立卷人": "workspace.yaml 的 clerk",
    "检查人": "workspace.yaml 的 inspector",
    "立卷时间": "生成档案的日期（写了 filled_on 时为该日）",
}
FIELDS: Mapping[str, str] = {**CHILD_FIELDS, **DOSSIER_FIELDS}
LISTS: Mapping[str, tuple[str, ...]] = {
    "劝返过程": (),
    "情况说明": (),
    "条目": ("顺序号", "文号", "责任者", "题名", "日期", "页号", "备注"),
}
"""What a template may loop over → the fields of each entry; () where an entry is a text itself."""
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "封面.docx": ("案卷题名", "不完整"),
    "卷内目录.docx": ("条目", "不完整"),
    "附件1.docx": ("姓名", "劝返过程"),
    "附页.docx": ("劝返过程",),
    "备考表.docx": ("情况说明",),
}
"""Without these a form would lose what it is there for."""
DOSSIER = Vocabulary(fields=FIELDS, lists=LISTS, flags=frozenset({"不完整", "有附页"}), required=REQUIRED)
"""What the forms of a dossier may say."""
EMPTY_VALUES: Mapping[str, object] = DOSSIER.empty

_FACTS: Mapping[str, str] = {
    "姓名": "name",
    "身份证号": "id_number",
    "出生日期": "birth",
    "性别": "sex",
    "年龄": "age",
    "民族": "nation",
    "健康情况": "health",
    "全国学籍号": "student_no",
    "残疾人证号": "disability_no",
    "监护人1": "guardian1_name",
    "监护人1关系": "guardian1_relation",
    "监护人1电话": "guardian1_phone",
    "监护人2": "guardian2_name",
    "监护人2关系": "guardian2_relation",
    "监护人2电话": "guardian2_phone",
    "户籍所在地": "household_address",
    "学籍所在地": "school_address",
    "现居住地": "live_address",
    "学校": "school",
    "年级": "grade",
    "班级": "class_name",
    "辍学日期": "dropout_date",
    "辍学原因": "dropout_reason",
    "家庭情况简述": "family",
    "是否已开展劝返工作": "persuaded",
    "劝返次数": "persuasion_count",
    "劝返结果": "persuasion_result",
    "未复学原因": "not_returned_reason",
    "劝返单位": "persuasion_unit",
    "劝返责任人": "persuader",
    "劝返责任人电话": "persuader_phone",
    "领导小组核实同意": "leading_group",
    "复学日期": "return_date",
}
"""Field of a template → the fact it prints."""
ANNEX_LABELS = {fact: label for label, fact in _FACTS.items()}
"""Fact → the field of a template that prints it."""
_ANNEX_NAME = "义务教育辍学学生登记表"
_LONG = ("辍学原因", "家庭情况简述")
_DISTANT = ("电话", "视频", "微信", "短信", "网络")


def annex_values(review: Review, settings: Settings, today: date) -> Values:
    """Every field about the child, as 附件1 and its 附页 want them."""
    facts = review.facts
    filled_on = settings.filled_on or today
    return {
        **EMPTY_VALUES,
        "学期": settings.term,
        "县": settings.county,
        "单位": review.case.student.unit or settings.unit,
        "表名": _ANNEX_NAME,
        "填表日期": chinese_date(filled_on),
        **{label: _shown(facts, field) for label, field in _FACTS.items()},
        "类别": review.case.category or review.case.student.category_text,
        "情形": review.subtype,
        "个案编号": review.case.id,
        "劝返过程": (
            *_long_texts(facts),
            *(visit_paragraph(place, visit) for place, visit in enumerate(facts.visits, 1)),
        ),
    }


_CELL_TEXT = 120
"""Characters that a cell of 附件1 takes; longer texts begin there and stand whole in the record, which may go on
to an 附页. Without that the cell would push the rest of the form off its page."""


def _in_cell(text: str) -> str:
    return text if len(text) <= _CELL_TEXT else f"{text[: _CELL_TEXT - 20]}……（全文见劝返过程详细记录）"


def _long_texts(facts: Facts) -> tuple[str, ...]:
    """The texts that do not fit their cells, whole."""
    texts = {label: facts[_FACTS[label]] for label in _LONG}
    return tuple(f"{label}：{text}" for label, text in texts.items() if len(text) > _CELL_TEXT)


def _shown(facts: Facts, field: str) -> str:
    """A fact as the form prints it: dates in Chinese, long texts cut to their cell."""
    if field in DATE_FIELDS:
        return chinese_of(facts[field])
    return _in_cell(facts[field]) if field in (_FACTS[label] for label in _LONG) else facts[field]


def dossier_values(plan: Plan, review: Review, settings: Settings, today: date) -> Values:
    """Every field, with those that only the finished plan knows."""
    year = (settings.filled_on or today).year
    held = [item for item in plan.items if not (item.missing or item.heading)]
    return {
        **annex_values(review, settings, today),
        "全宗名称": settings.fonds_name or settings.unit,
        "全宗号": settings.fonds_number,
        "案卷题名": title_lines(plan.title, review.case.name),
        "起止时间": _period(plan.first_date, plan.last_date),
        "保管期限": plan.retention,
        "件数": str(len(held)),
        "页数": str(plan.numbered_pages),
        "档号": _archive_number(plan, review, settings, year),
        "不完整": plan.draft,
        "不完整说明": _incomplete(plan, review) if plan.draft else "",
        "缺件": "、".join(plan.missing),
        "缺件数": str(len(plan.missing)),
        "立卷人": settings.clerk,
        "检查人": settings.inspector,
        "立卷时间": chinese_date(today),
        "条目": tuple(_row(item, item is held[-1]) for item in plan.items),
        "情况说明": tuple(_notes(plan, review, len(held))),
    }


def chinese_date(day: date | None) -> str:
    """2022年3月5日, or '' for none."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def chinese_of(value: str) -> str:
    """2022-09-01 → 2022年9月1日, 2022-09 → 2022年9月; other texts as they are."""
    month = re.fullmatch(r"(\d{4})-(\d{2})", value)
    if month:
        return f"{month[1]}年{int(month[2])}月"
    try:
        return chinese_date(date.fromisoformat(value)) if len(value) == 10 else value
    except ValueError:
        return value


# ---------------------------------------------------------------------------- persuasion


def visit_paragraph(place: int, visit: Visit) -> str:
    """第N次：2022年3月5日，谁赴何处，如何；结果：如何。 What is unknown is left out."""
    when = chinese_date(visit.date) or visit.date_text
    what = "".join((_who_where(visit), _how(visit)))
    told = "，".join(part for part in (when, what) if part)
    result = _bare(visit.result)
    return f"第{place}次：" + "；".join(part for part in (told, f"结果：{result}" if result else "") if part) + "。"


def _who_where(visit: Visit) -> str:
    persons, place = _bare(visit.persons), _bare(visit.place)
    if not place:
        return persons
    verb = "在" if any(word in visit.method for word in _DISTANT) else "赴"
    return f"{persons}{verb}{place}"


def _how(visit: Visit) -> str:
    method = _bare(visit.method)
    if not method:
        return ""
    start = "，" if visit.persons or visit.place else ""
    is_kind = len(method) <= 6 and not any(mark in method for mark in "，；、。劝")
    return f"{start}以{method}方式开展劝返" if is_kind else f"{start}{method}"


def _bare(text: str) -> str:
    return text.strip().rstrip("。；，;,.")


# ---------------------------------------------------------------------------- cover, contents, closing sheet


def _period(first: date | None, last: date | None) -> str:
    days = [chinese_date(day) for day in (first, last) if day]
    return "至\n".join(dict.fromkeys(days))  # a day is not broken by the cell's edge


def _archive_number(plan: Plan, review: Review, settings: Settings, year: int) -> str:
    """全宗号-KB·年度-期限-类别-案卷号 (domain §7); '' without a 全宗号."""
    if not settings.fonds_number:
        return ""
    term = RETENTIONS.get(plan.retention, plan.retention)
    return f"{settings.fonds_number}-KB·{year}-{term}-{review.case.category or '?'}-{review.case.id.zfill(4)}"


def _row(item: Item, is_last: bool) -> dict[str, str]:
    return {
        "顺序号": "" if item.number is None else str(item.number),
        "文号": item.document_no,
        "责任者": item.issuer,
        "题名": item.title,
        "日期": f"{item.date:%Y%m%d}" if item.date else "",
        "页号": _page_number(item, is_last),
        "备注": _remark(item),
        "锚点": "" if item.missing or item.number is None else f"item_{item.number}",
    }


def _page_number(item: Item, is_last: bool) -> str:
    """The first page; of the last item start and end."""
    if item.first_number is None:
        return ""
    return _range(item.first_number, item.last_number if is_last else None)


def _range(first: int | str, last: int | str | None) -> str:
    return str(first) if last is None or last == first else f"{first}-{last}"


def _remark(item: Item) -> str:
    if item.missing and "缺" not in item.note:
        return f"缺（{item.note}）" if item.note else "缺"
    return item.note


def _incomplete(plan: Plan, review: Review) -> str:
    """What keeps a draft from being filed: papers that are missing, files nobody can use, whatever else is wrong."""
    bad = _unusable(plan, review)
    told = ("missing", "too-few")
    errors = sum(one.severity == "error" and one.rule not in told and one.path not in bad for one in review.findings)
    short = sum(one.rule == "too-few" for one in review.findings)
    reasons = [
        f"缺 {len(plan.missing)} 件材料" if plan.missing else "",
        f"{short} 种材料份数不够" if short else "",
        f"{len(bad)} 个文件无法读取" if bad else "",
        f"{errors} 处错误未处理" if errors else "",
    ]
    first, *more = [reason for reason in reasons if reason] or ["有错误未处理"]
    words = "，另有 ".join((first, "、".join(more))) if more else first
    return f"本卷{'' if plan.missing else '有 '}{words}，仅供核对，不得归档"


def _unusable(plan: Plan, review: Review) -> list[str]:
    """Files that stand in the dossier as a sheet that says so."""
    out = {path for path, _ in plan.left_out}
    return [file.path for file in review.case.files if file.problem is not None and file.path not in out]


def _notes(plan: Plan, review: Review, count: int) -> Iterator[str]:
    """本卷情况说明 (domain §2.2): how much, what is missing, copies, waived, left out, confirmed."""
    photo_sheets = sum(_is_photo_sheet(sheet) for sheet in plan.sheets)
    pages = plan.numbered_pages
    yield f"本卷共{count}件{pages}页，其中文字材料{pages - photo_sheets}页、照片{plan.photo_count}张。"
    yield f"缺件：{'、'.join(plan.missing) or '无'}。"
    unusable = _unusable(plan, review)
    if unusable:
        yield f"无法读取：{'、'.join(unusable)}（卷内以说明页代替）。"
    copies = [item for item in plan.items if not item.missing and "复印件" in item.title + item.note]
    pages_of_copies = [_range(item.first_number, item.last_number) for item in copies if item.first_number]
    yield f"复印件：第{'、'.join(pages_of_copies)}页。" if pages_of_copies else "复印件：无。"
    for title, waiver in plan.waived:
        yield f"已豁免材料：{title}；原因：{_bare(waiver.reason)}；批准人：{waiver.by}{_on(waiver.on)}。"
    for path, reason in plan.left_out:
        yield f"未归入本卷：{path}；原因：{_bare(reason)}。"
    if plan.check_code:
        yield f"材料校验码：{plan.check_code}（与 dossier verify 的校验单核对）。"
    for day, words in plan.history:
        yield f"归档后变动（{chinese_date(day)}）：{words}。"
    confirmed = review.case.decisions.confirmed
    if confirmed:
        yield f"个案情况说明：{_bare(confirmed.reason)}；确认人：{confirmed.by}{_on(confirmed.on)}。"


def _on(day: date | None) -> str:
    return f"（{chinese_date(day)}）" if day else ""


def _is_photo_sheet(sheet: Sheet) -> bool:
    placed = sheet.placed
    return sheet.part is PlanPart.EVIDENCE and bool(placed) and all(each.caption for each in placed)
