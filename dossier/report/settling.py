"""The whole command that settles a finding, as a person types it; cmd and sh both take it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from dossier.model import Check, Finding, Review, Severity
from dossier.report.words import clean, mask
from dossier.terminal.output import program

_PLAIN = re.compile(r"[\w./:+,=@-]+")
_UNSAFE = re.compile(r"""["'$`!%^\\\r\n]""")
"""What cmd and sh read differently even between double quotes; `\\` is let through in a whole path of Windows."""
_UNSHOWN = re.compile(r"\d{8,}")
"""Digits that may be those of a child's number."""
_REASON = "已核对原件"
_NOBODY = "您的姓名"
_NAMED_BY_OPTION = ("fill",)
"""Commands that take the child as `--case`."""


def command_of(check: Check, review: Review | None, found: Finding) -> str | None:
    """The command, with the clerk of workspace.yaml as who decides; None where no command settles the finding.

    A reason stands in it that fits most cases; whoever copies it answers for it.
    """
    if review is None or found.accepted is not None or found.severity is Severity.NOTE:
        return None
    if review.case.folder is None or review.case.decisions.problem:  # no case.yaml that could be written
        return None
    made = _MAKERS.get(found.rule, _accept)(_Asked(check, review, found))
    if made is None or None in made:
        return None
    root = check.workspace.root / review.case.unit_folder if review.case.unit_folder else check.workspace.root
    who = ["--case", _word(review.case.own_id)] if made[0] in _NAMED_BY_OPTION else [_word(review.case.own_id)]
    words = [program(), made[0], _path(root), *who, *made[1:]]
    return None if None in words else " ".join(str(word) for word in words)


class _Asked:
    """A finding with what its command needs to know."""

    def __init__(self, check: Check, review: Review, found: Finding) -> None:
        self.check, self.review, self.found = check, review, found

    @property
    def by(self) -> list[str | None]:
        return ["--by", _word(self.check.workspace.settings.clerk.strip()) or _NOBODY]

    @property
    def signed(self) -> list[str | None]:
        return [*self.by, "--reason", _REASON]

    @property
    def file(self) -> str | None:
        """The finding's file, or a beginning of its name that no other file has; None where there is none."""
        path = self.found.path
        paths = self.review.case.paths
        if path is None or path not in paths:
            return None
        whole = _word(f"./{path}" if path.startswith("-") else path)
        if whole is not None:
            return whole
        begin = _UNSHOWN.split(_UNSAFE.split(clean(path), maxsplit=1)[0], maxsplit=1)[0]
        fitting = [one for one in paths if one.startswith(begin) or one.rpartition("/")[2].startswith(begin)]
        return _word(begin) if begin.strip() and len(fitting) == 1 and not begin.startswith("-") else None


Made = list[str | None] | None


def _accept(asked: _Asked) -> Made:
    """Warnings may be accepted."""
    found = asked.found
    if found.severity is not Severity.WARNING:
        return None
    if found.path is None:
        return ["accept", found.rule, *asked.signed]
    file = "case.yaml" if found.path == "case.yaml" else asked.file
    return ["accept", found.rule, file, *asked.signed]


def _waive(asked: _Asked) -> Made:
    kind = asked.found.type
    asking = [one.requirement for one in asked.review.requirements if kind in one.requirement.types]
    return ["waive", kind, *asked.signed] if any(one.waivable for one in asking) else None


def _confirm(asked: _Asked) -> Made:
    return ["confirm", *asked.signed]


def _assign(asked: _Asked) -> Made:
    found = asked.found
    pages = ["--pages", ",".join(map(str, found.pages))] if found.pages else []
    return ["assign", asked.file, found.type or "other", *pages]


def _leave_out(reason: str) -> Callable[[_Asked], Made]:
    return lambda asked: ["assign", asked.file, "--leave-out", reason]


def _turn(asked: _Asked) -> Made:
    """Turned as the reader found it upright; where it does not know, a person says that it is all right."""
    found = asked.found
    file = next((one for one in asked.review.case.files if one.path == found.path), None)
    readings = {one.page: one.turn for one in file.readings} if file is not None else {}
    turns = {readings.get(page, 0) for page in found.pages}
    if file is None or len(turns) != 1 or turns == {0}:
        return _accept(asked)
    pages = ["--pages", ",".join(map(str, found.pages))] if len(file.pages) > len(found.pages) else []
    return ["assign", asked.file, "--turn", str(turns.pop()), *pages]


def _share(asked: _Asked) -> Made:
    other = asked.found.other_case
    if other is None:
        return _accept(asked)
    return ["accept", "reused-photo", asked.file, *asked.signed, "--with", _word(other)]


def _fact(asked: _Asked) -> Made:
    """What a paper says, surely, of the one fact that it is about; a school that the category denies is no fact yet."""
    fields = asked.found.fields
    spec = asked.check.categories.get(asked.review.case.category or "")
    if fields == ("school",) and spec is not None and spec.school_in_province is not None:
        return _accept(asked)
    fact = asked.review.facts.known.get(fields[0]) if len(fields) == 1 else None
    values = {one.value for one in fact.others if one.sure} if fact is not None else set()
    if len(values) != 1 or not fields:
        return _accept(asked)
    return ["fact", fields[0], _word(values.pop()), *asked.by]


def _fill(asked: _Asked) -> Made:
    """What papers say of the empty cells; where none says anything, the cells may stay empty, to be written by hand."""
    facts = asked.review.facts
    told = [[one for one in facts.others(name) if one.page is not None] for name in asked.found.fields]
    if not any(told):
        return _accept(asked)
    is_sure = all(any(one.sure for one in others) for others in told if others)
    return ["fill", "--accept", "sure" if is_sure else "all", *asked.by]


def _count(asked: _Asked) -> Made:
    """As often as the visits say that can be counted: the roster's rows, else the days of the records."""
    facts = asked.review.facts
    days = {one.date for one in facts.recorded if one.sure and one.type == "persuasion-record"}
    many = len(facts.visits) or len(days)
    return ["fact", "persuasion_count", str(many), *asked.by] if many else None


def _withdraw(asked: _Asked) -> Made:
    """The one entry of case.yaml that met nothing, taken back; None where it could be several."""
    found, decisions = asked.found, asked.review.case.decisions
    if found.type is not None:
        return ["waive", found.type, "--withdraw", *asked.by]
    entries = [one for one in decisions.accepted if one.path == found.path]
    if not entries and found.path is None and decisions.confirmed is not None:
        return ["confirm", "--withdraw", *asked.by]
    is_plain = len(entries) == 1 and entries[0].with_case is None and entries[0].rule != "reused-photo"
    if not is_plain or (found.path is None and decisions.confirmed is not None):
        return None
    file = [] if found.path is None else ["case.yaml" if found.path == "case.yaml" else asked.file]
    return ["accept", entries[0].rule, *file, "--withdraw", *asked.by]


def _none(_: _Asked) -> Made:
    return None


_MAKERS: Mapping[str, Callable[[_Asked], Made]] = {
    "missing": _waive,
    "annex-empty": _fill,
    "too-few": _waive,
    "needs-person": _confirm,
    "unassigned": _assign,
    "upside-down": _turn,
    "reused-photo": _share,
    "facts-differ": _fact,
    "decisions": _none,
    "decision-unused": _withdraw,
    "count-mismatch": _count,
    "other-person": _leave_out("不是本人的材料"),
    **dict.fromkeys(("empty-file", "unreadable", "encrypted", "too-large", "unsupported"), _leave_out("不是本案材料")),
}
"""Rule → what settles it; of any other a warning is accepted, and an error has no command."""


def _word(text: str) -> str | None:
    """A word of a command line; None where no quoting fits cmd and sh alike, or where a number would be shown."""
    if not text or _UNSAFE.search(text) or mask(clean(text)) != text:
        return None
    return text if _PLAIN.fullmatch(text) and not text.startswith("-") else f'"{text}"'


def _path(root: Path) -> str | None:
    text = str(root)
    bare = text.replace("\\", "/") if root.drive else text
    return None if _word(bare) is None else text if _PLAIN.fullmatch(bare) else f'"{text}"'
