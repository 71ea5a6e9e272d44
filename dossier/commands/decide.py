"""What all commands by which a person decides have in common: the case meant, and what the decision changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dossier.check import check_workspace, one_case
from dossier.commands.opening import open_cache, read_specs, this_day
from dossier.errors import UsageError
from dossier.evidence import open_sight
from dossier.model import Case, Review, Severity, Specs, Workspace
from dossier.report import STATUSES, mask
from dossier.terminal.output import show
from dossier.terminal.progress import watching
from dossier.workspace import read_workspace


@dataclass(frozen=True, slots=True)
class Deciding:
    """The case that is decided about, as it stood before."""

    root: Path
    specs: Specs
    workspace: Workspace
    case: Case
    review: Review
    today: date


@contextmanager
def deciding(root: Path, case: str, *, today: date | None, read: bool = True) -> Iterator[Deciding]:
    """The case that `case` means and how it stands, by what is known of its pages; afterwards what changed is shown."""
    day, specs = this_day(today), read_specs()
    with standing(root, specs, day, read=read) as reviews_of:
        workspace = read_workspace(root, specs)
        found = one_case(workspace.cases, case, root)
        before = reviews_of(workspace)[found.id]
        yield Deciding(root, specs, workspace, found, before, day)
        tell_state(before, reviews_of(read_workspace(root, specs))[found.id])


@contextmanager
def standing(
    root: Path, specs: Specs, day: date, *, read: bool
) -> Iterator[Callable[[Workspace], Mapping[str, Review]]]:
    """How each case of a workspace stands, by id and by what is known of its pages; `read` False: without that."""
    with open_cache(root) as cache, watching() as watch:
        sight = open_sight(root, cache, read=read, workers=0, watch=watch)

        def reviews_of(workspace: Workspace) -> Mapping[str, Review]:
            check = check_workspace(workspace, specs, day, sight, as_known=True)
            return {one.case.id: one for one in check.reviews}

        yield reviews_of


def tell_state(before: Review, after: Review) -> None:
    """How the case stood and how it stands now."""
    case = after.case
    was, now = STATUSES[before.status], STATUSES[after.status]
    state = f"仍是「{now}」" if was == now else f"由「{was}」变为「{now}」"
    left = [one for one in after.findings if one.severity is not Severity.NOTE and one.accepted is None]
    show(f"{case.id} {case.name}：{state}，还有 {len(left)} 条要处理。")
    gone = [one for one in before.findings if one not in after.findings and one.severity is not Severity.NOTE]
    new = [one for one in left if one not in before.findings]
    for one in new[:5]:
        show(f"  新出现：{mask(one.message)}")
    if gone and not new:
        show(f"  解决了 {len(gone)} 条。")
    unread = any(file.is_usable and not file.readings for file in case.files)
    if unread:
        show("  （还有没看图识字的文件，最后以核查 check 的结果为准。）")


def signed(by: str | None, reason: str | None) -> tuple[str, str]:
    """Who and why, of a decision that needs both. Raises UsageError."""
    if not (by or "").strip():
        raise UsageError("要写明是谁定的", hint="请加 --by 姓名。")
    if not (reason or "").strip():
        raise UsageError("要写明理由", hint="请加 --reason 理由。")
    return (by or "").strip(), (reason or "").strip()
