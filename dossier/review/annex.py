"""annex-empty: cells of 附件1 that must not stay empty, and what could be written there. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dossier.facts import best_of
from dossier.findings import found, gives
from dossier.model import (
    FACT_FIELDS,
    AnnexNeeds,
    Case,
    CategorySpec,
    Facts,
    Finding,
    RosterHeader,
    Severity,
)
from dossier.review.returned import has_returned

_NOT_BACK = ("未复学", "未返校", "未入学", "没有复学", "没复学", "拒绝复学", "未劝返")


def needed(case: Case, spec: CategorySpec | None, facts: Facts, needs: AnnexNeeds) -> tuple[str, ...]:
    """The facts that 附件1 of this case must show: those of all, of its category, and of a child that dropped out."""
    fields = [*needs.all, *(spec.annex_needs if spec else ())]
    if (spec is not None and spec.dropout) or facts["dropout_date"]:
        fields += needs.dropout
        if has_returned(case.student):
            fields += needs.returned
        elif says_not_returned(facts):
            fields += needs.not_returned
    return tuple(dict.fromkeys(fields))


def says_not_returned(facts: Facts) -> bool:
    """Whether 劝返结果 says that the child has not gone back."""
    return any(word in facts["persuasion_result"] for word in _NOT_BACK)


def untold_fields(
    header: RosterHeader | None, facts: Sequence[Facts], wanted: Sequence[Sequence[str]]
) -> tuple[str, ...]:
    """Facts that some case needs, for which the roster has no column and no paper of any case says anything."""
    asked = dict.fromkeys(name for fields in wanted for name in fields)
    return tuple(
        name
        for name in asked
        if (header is None or not header.has(name)) and not any(name in one.known for one in facts)
    )


@gives("annex-empty")
def find_untold(fields: Sequence[str], roster: str) -> Iterator[Finding]:
    """The one note about facts that nobody knows of any child."""
    if fields:
        names = "、".join(FACT_FIELDS[name] for name in fields)
        message = f"名册没有「{names}」这几列，材料里也没有读到：附件1 的这几格空着，可以手填。"
        action = f"要打印出来的，请在名册里加上这几列（{names}）。"
        told = found("annex-empty", message, action, path=roster or None, severity=Severity.NOTE)
        yield replace(told, fields=tuple(fields))


@gives("annex-empty")
def find_blanks(case: Case, facts: Facts, fields: Sequence[str], untold: Sequence[str]) -> Iterator[Finding]:
    """The one warning of a case about its empty cells."""
    blank = tuple(name for name in fields if not facts[name] and name not in untold)
    if not blank:
        return
    names = "、".join(FACT_FIELDS[name] for name in blank)
    offers = [said for name in blank if (said := _offer(name, facts))]
    could = f"可以从材料里填的：{'；'.join(offers)}。" if offers else "材料里没有读到。"
    action = (
        "请用 dossier fill 采用材料上的内容，或在名册里补上。" if offers else "请在名册里补上；附件1 打印后也可以手填。"
    )
    yield replace(found("annex-empty", f"{case.name}的附件1 还空着：{names}。{could}", action), fields=blank)


def _offer(name: str, facts: Facts) -> str:
    others = facts.others(name)
    if not others:
        return ""
    best = best_of(others)
    page = f"第{best.page}页" if best.page else ""
    return f"{FACT_FIELDS[name]}「{best.value}」（{best.path}{page}{'' if best.sure else '，请核对'}）"
