"""What stands against a month's numbers, child by child. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from dossier.findings import found, gives
from dossier.ledger.base_numbers import FILE, BaseNumbers, sums_wrong
from dossier.ledger.calendar import months_between
from dossier.ledger.counting import differing, match
from dossier.ledger.rows import Month
from dossier.model import (
    TOTAL,
    ClosedMonth,
    Finding,
    Letter,
    MonthChild,
    MonthFinding,
    MonthSpecs,
    Review,
    UnitMonth,
)
from dossier.review import refused_removal

_BACK = ("复学", "返校", "回校", "到校", "入学")
_NOT = ("未", "没", "不", "拒", "动员", "承诺", "答应", "同意", "愿意", "准备", "劝")
"""With one of these, a visit's result is no return yet."""


@gives("facts-contradict", "fact-unclear", "facts-differ")
def find_children(
    reviews: Sequence[Review], children: Mapping[str, MonthChild], specs: MonthSpecs
) -> Iterator[MonthFinding]:
    """What is wrong with the events of each child, and whose stage nobody knows."""
    for review in reviews:
        child = children.get(review.case.id)
        if child is None:
            continue
        for one in review.findings:
            if one.rule in specs.told and one.accepted is None:
                yield MonthFinding(case=child.id, finding=one, own=False)
        for one in (*_find_removal(review, child), *_find_return(review, child), *_find_stage(child)):
            yield MonthFinding(case=child.id, finding=one)


def _find_removal(review: Review, child: MonthChild) -> Iterator[Finding]:
    """A 销号 of the roster that does not hold; `check` tells it too, in the same words."""
    reason = refused_removal(review.facts, review.requirements)
    if reason and not any(one.rule == "facts-contradict" and "removed_on" in one.fields for one in review.findings):
        finding = found("facts-contradict", f"{child.name}：{reason}。", "请补齐材料和依据；补齐以前仍按原来的状态算。")
        yield replace(finding, fields=("removed_on",))


def _find_return(review: Review, child: MonthChild) -> Iterator[Finding]:
    """A return without its day, or with two."""
    facts = review.facts
    result = facts["persuasion_result"]
    if says_back(result) and facts.day("return_date") is None:
        written = facts["return_date"]
        why = f"复学日期写的「{written}」不是日期" if written else "没有写复学日期"
        message = f"{child.name}的劝返结果是「{result}」，{why}，月报里不能按复学算。"
        yield replace(found("fact-unclear", message, "请在名册里写上复学日期。"), fields=("return_date",))
    days = {visit.date: visit for visit in facts.visits if visit.date and says_back(visit.result)}
    back = facts.day("return_date")
    if back is not None:
        days.setdefault(back, None)  # type: ignore[arg-type]
    exact = back is None or len(facts["return_date"]) == 10
    if len(days) > 1 and exact:
        listed = "、".join(str(day) for day in sorted(days))
        message = f"{child.name}有两个以上的复学日期：{listed}。月报只按名册的复学日期算。"
        todo = "请核对哪天复学；复学后又辍学的，请分两行或改正劝返记录里的结果。"
        yield replace(found("facts-differ", message, todo), fields=("return_date",))


def says_back(result: str) -> bool:
    """Whether a result says that the child is back at school."""
    said = result.replace("劝返", "")
    return any(word in said for word in _BACK) and not any(word in said for word in _NOT)


def _find_stage(child: MonthChild) -> Iterator[Finding]:
    if not child.stage:
        message = f"{child.name}不知道是小学还是初中，只算在合计里。"
        yield replace(found("fact-unclear", message, "请在名册里写上学段或年级。"), fields=("stage",))


@gives("count-mismatch", "annex-empty")
def find_base(base: BaseNumbers, month: Month, units: Sequence[str], which: str) -> Iterator[MonthFinding]:
    """Blanks of 基数.xlsx, what is no number in it, and what does not add up."""
    for said in base.wrong:
        yield _own(replace(found("count-mismatch", f"{FILE} {said}。", "请改成人数。"), path=FILE))
    for said in sums_wrong(month.bases, units, month.specs):
        yield _own(replace(found("count-mismatch", f"{FILE} 里{said}。", "请核对后改正。"), path=FILE))
    blanks = []
    for unit in units:
        for column in month.specs.bases:
            if month.bases.get((unit, TOTAL, column.base)) is not None:
                continue
            lacking = [stage for stage in month.specs.stages if (unit, stage, column.base) not in month.bases]
            if lacking:
                blanks.append(f"{unit} {'、'.join(lacking)}的{column.base}")
    if blanks:
        message = f"{FILE} 里 {which} 还空着：{'；'.join(blanks)}。由它们算的数也空着（长期请假人数按 0 算）。"
        yield _own(replace(found("annex-empty", message, f"请填 {FILE}，学期或月份写清楚。"), path=FILE))


@gives("count-mismatch")
def find_negative(made: Sequence[UnitMonth], month: Month) -> Iterator[MonthFinding]:
    """More children away by name than 基数.xlsx leaves room for; each is named."""
    states = {state for column in month.specs.columns for state in column.states}
    for one in made:
        for row in one.rows:
            other, absent = row.values.get("other_absent"), row.values.get("absent")
            if isinstance(absent, int | float) and absent < 0:
                message = f"{one.unit} {row.stage}：{FILE} 的在校人数比在籍人数多 {-absent} 人。"
                yield _own(replace(found("count-mismatch", message, "请核对基数。"), path=FILE))
            elif isinstance(other, int | float) and other < 0:
                away = [
                    f"{child.id} {child.name}"
                    for child in month.children
                    if (child.unit == one.unit or one.unit == TOTAL)
                    and row.stage in (child.stage, TOTAL)
                    and (child.state in states or child.is_open)
                ]
                message = (
                    f"{one.unit} {row.stage}：按 {FILE} 在籍不在校 {absent} 人，按名册不在校的有 {len(away)} 人"
                    f"（{'、'.join(away)}），对不上。"
                )
                yield _own(replace(found("count-mismatch", message, "请核对基数，或核对这些学生的情况。"), path=FILE))


@gives("count-mismatch")
def find_imbalance(month: Month, made: Sequence[UnitMonth]) -> Iterator[MonthFinding]:
    """月末 = 上月末 + 新增 − 复学 − 销号 = 台账 = matrix: holds by construction, and is checked all the same."""
    children = {child.id: child for child in month.children}
    for case in differing(month.counted, children):
        name = children[case].name if case in children else case
        message = f"{name}：上月末的情况和本月的变动合起来，和月末的情况对不上。"
        yield MonthFinding(case=case, finding=found("count-mismatch", message, "请核对这个学生的各个日期。"))
    for one in made:
        total = next(row for row in one.rows if row.stage == TOTAL)
        ledger = [child for child in month.children if child.is_open and one.unit in (TOTAL, child.unit)]
        if total.values["open_after"] != len(ledger):
            listed = "、".join(f"{child.id} {child.name}" for child in ledger)
            message = f"{one.unit}：月报月末仍辍学 {total.values['open_after']} 人，台账 {len(ledger)} 人（{listed}）。"
            yield _own(found("count-mismatch", message, "请核对这些学生。"))


@gives("fact-unclear")
def find_holes(closed: Sequence[str], month: str, before: str) -> Iterator[MonthFinding]:
    """Months between the last closed one and this that nobody closed."""
    earlier = [one for one in closed if one < month]
    if not earlier or earlier[-1] == before:
        return
    lacking = "、".join(one for one in months_between(earlier[-1], before) if one != earlier[-1])
    message = f"{lacking} 的月报没有结账（最近结账的是 {earlier[-1]}），上月末人数按现在知道的推算。"
    yield _own(
        found("fact-unclear", message, "请补结账：dossier report 工作目录 month --month 月份 --close --by 姓名。")
    )


@gives("facts-differ")
def find_strangers(children: Sequence[MonthChild], before: ClosedMonth) -> Iterator[MonthFinding]:
    """Where the closed month and the roster mean different children by one number, or know one by another ID."""
    pairs, _ = match(children, before.children)
    kept = {one.id: one for one in before.children}
    month = before.report.month
    for child, old in pairs:
        there = kept.get(child.id)
        if old is not None and old.id_hash and child.id_hash and old.id_hash != child.id_hash:
            message = f"{child.name}的身份证号和 {month} 月报结账时的不一样，按同一个人算。"
        elif there is not None and (old is None or old.id != child.id):
            message = f"{month} 月报里 {child.id} 是{there.name}，现在名册里是{child.name}，不按同一个人算。"
        else:
            continue
        yield MonthFinding(case=child.id, finding=found("facts-differ", message, "请核对名册的序号、姓名和身份证号。"))


@gives("fact-unclear")
def find_drafts(letters: Sequence[Letter], specs: MonthSpecs, first: date, last: date) -> Iterator[MonthFinding]:
    """Letters that another office numbers: not counted until they are delivered."""
    for letter in letters:
        is_draft = letter.number is None and letter.delivered is None and not letter.is_void
        if is_draft and letter.kind in specs.letters and first <= letter.date <= last:
            message = f"{letter.name} 是草稿，{letter.issuer}还没有编号，也没有登记送达，没有算进本月通知书。"
            finding = found("fact-unclear", message, "盖章送达以后，用 dossier letter --delivered 登记。")
            yield MonthFinding(case=letter.cases[0] if len(letter.cases) == 1 else "", finding=finding)


def _own(finding: Finding) -> MonthFinding:
    return MonthFinding(case="", finding=finding)
