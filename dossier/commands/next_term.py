"""`next-term`: open cases, letters and history go into a new workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dossier import ledger
from dossier.commands.opening import checked, open_cache, read_specs
from dossier.county import find_county
from dossier.errors import ExitCode, NoRosterError, UsageError
from dossier.terminal.output import say, show


def run_next_term(root: Path, new: Path, *, read: bool, today: date | None) -> int:
    """Make the workspace of the next term in `new`, and say who went along and who did not."""
    specs = read_specs()
    monthly, deadlines = ledger.load_monthly(specs), ledger.load_deadlines(specs)
    try:
        with open_cache(root) as cache:
            check = checked(root, specs, (), cache, read=read, today=today, workers=None)
    except NoRosterError:
        if find_county(root, specs) is None:
            raise
        raise UsageError(f"{root} 是县级文件夹", hint="请对每个单位的工作目录分别执行。") from None
    made = ledger.carry_over(check, new, monthly, deadlines.terms)
    show(f"✓ {new}（{made.term}）：带去 {len(made.children)} 人，连同材料、认定、文书登记和月报")
    for review in made.children:
        state = review.state.id if review.state else ""
        show(f"  {review.case.id} {review.case.name} {check.states.names.get(state, state)}")
    if made.left:
        names = "、".join(f"{review.case.id} {review.case.name}" for review in made.left)
        say(f"没有带去的 {len(made.left)} 人（在校、已复学或已销号，仍在 {root}）：{names}")
    say(f"新学生请从 {made.next_number} 号往后编：用过的编号在文书登记和月报里已经有人。升了年级的，请改名册的年级。")
    return ExitCode.OK
