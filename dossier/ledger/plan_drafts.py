"""Drafts of the plan's own papers (工作方案, 专项行动总结) with the numbers filled in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from dossier.files.names import safe_name
from dossier.files.write import write_bytes
from dossier.forms import Vocabulary
from dossier.ledger.calendar import school_year
from dossier.ledger.due import plan_day
from dossier.ledger.month_form import open_template
from dossier.ledger.standing import events_of, visit_days
from dossier.model import Check, DeadlineSpecs, Letter, MonthSpecs
from dossier.review import state_on

FOLDER = "报送"
_FIELDS: Mapping[str, str] = {
    "标题": "deadlines.yaml 的 title",
    "单位": "",
    "县": "",
    "学期": "",
    "年份": "",
    "日期": "",
    "截至": "算到哪一天",
    "学生数": "名册上核查的人数",
    "仍辍学": "现在仍辍学的人数",
    "新增": "本学年新增辍学",
    "复学": "本学年劝返复学",
    "销号": "本学年其他销号",
    "劝返人次": "本学年",
    "通知书": "本学年下达的通知书",
    "脱贫户": "仍辍学的脱贫户（含监测对象）",
    "送教": "送教上门的人数",
    "疑似": "疑似辍学的人数",
    "材料齐全": "材料齐全的人数",
    "责任人数": "劝返责任人的人数",
    "类别人数": "A 户籍原因 2 人、……",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """What the drafts are filled from."""

    check: Check
    letters: Sequence[Letter]
    monthly: MonthSpecs
    deadlines: DeadlineSpecs
    templates: Path
    unit: str


def write_drafts(drafts: Drafts, folder: Path) -> list[Path]:
    """Write the draft of each paper that is due soon; one that somebody has begun to edit is left as it is.

    Raises TemplateError, OutputError.
    """
    today = drafts.check.today
    values = _values(drafts)
    made = []
    for paper in drafts.deadlines.plan:
        by = plan_day(paper, today)
        if by is None or not by - timedelta(days=drafts.deadlines.plan_lead_days) <= today <= by:
            continue
        path = folder / f"{today.year}年{safe_name(paper.title, instead='—', most=60)}（草稿 {today}）.docx"
        if not path.exists():
            form = open_template(drafts.templates, f"{FOLDER}/{paper.template}", Vocabulary(fields=_FIELDS))
            write_bytes(path, form.fill({**values, "标题": f"{today.year}年{paper.title}"}))
        made.append(path)
    return made


def _values(drafts: Drafts) -> dict[str, object]:
    check, today = drafts.check, drafts.check.today
    began = school_year(today, drafts.monthly.year_starts)
    is_open = check.states.open
    events = [
        kind
        for review in check.reviews
        for kind, day in events_of(review.states, is_open, today)
        if day >= began
    ]  # fmt: skip
    states = [state_on(review.states, today).id for review in check.reviews]
    still = [review for review, state in zip(check.reviews, states, strict=True) if state in is_open]
    visits = sum(day >= began for review in check.reviews for day in visit_days(review, today))
    letters = [one for one in drafts.letters if _counts(one, drafts.monthly.letters, began, today)]
    settings = check.workspace.settings
    persons = {review.facts["persuader"] for review in check.reviews} - {""}
    return {
        "单位": drafts.unit,
        "县": settings.county,
        "学期": settings.term,
        "年份": str(today.year),
        "日期": f"{today.year}年{today.month}月{today.day}日",
        "截至": f"{today.year}年{today.month}月{today.day}日",
        "学生数": str(len(check.reviews)),
        "仍辍学": str(len(still)),
        "新增": str(events.count("new")),
        "复学": str(events.count("returned")),
        "销号": str(events.count("removed")),
        "劝返人次": str(visits),
        "通知书": str(len(letters)),
        "脱贫户": str(sum(any(word in one.facts["groups"] for word in drafts.monthly.poor) for one in still)),
        "送教": str(states.count("home_teaching")),
        "疑似": str(states.count("suspected")),
        "材料齐全": str(sum(review.status.value != "incomplete" for review in check.reviews)),
        "责任人数": str(len(persons)),
        "类别人数": _categories(check),
    }


def _counts(letter: Letter, kinds: Collection[str], began: date, today: date) -> bool:
    is_issued = letter.number is not None or letter.delivered is not None
    return letter.kind in kinds and is_issued and not letter.is_void and began <= letter.date <= today


def _categories(check: Check) -> str:
    found = []
    for letter, spec in check.categories.items():
        count = sum(review.case.category == letter for review in check.reviews)
        if count:
            found.append(f"{letter} {spec.title} {count} 人")
    return "、".join(found) or "无"
