"""A text for a chat that asks one office for what is missing: no ID number, names half hidden unless asked. PURE."""

from __future__ import annotations

from dossier.report import Chase, half_hidden, mask


def reminder_text(chase: Chase, *, whole_names: bool = False) -> str:
    """请补 … by paper; numbers and half-hidden names of the children."""
    lines = [f"{chase.whom}：控辍保学档案还差下面 {chase.count} 项，麻烦尽快提供，谢谢！"]
    for number, wanted in enumerate(chase.wanted, 1):
        who = "、".join(
            f"{one.case.own_id} {one.case.name if whole_names else half_hidden(one.case.name)}"
            for one in wanted.reviews
        )
        lines.append(f"{number}. {wanted.what}（{len(wanted.reviews)} 人）：{who}")
    return mask("\n".join(lines))
