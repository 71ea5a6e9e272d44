"""The whole command that settles a finding, as a person types it; cmd and sh both take it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from dossier.model import FACT_FIELDS, Check, Finding, Letter, Review, Severity
from dossier.report.words import clean, mask
from dossier.terminal.output import program

_PLAIN = re.compile(r"[\w./:+,=@-]+")
_UNSAFE = re.compile(r"""["'$`!%^\\\r\n]""")
"""What cmd and sh read differently even between double quotes; `\\` is let through in a whole path of Windows."""
_UNSHOWN = re.compile(r"\d{8,}")
"""Digits that may be those of a child's number."""
_REASON = "已核对原件"
_NOBODY = "您的姓名"
_ID_LENGTH = 18
_SETTLED_NOTES = ("decision-unused", "page-pictured")
"""Notes that a command settles; any other only tells."""
_NAMED_BY_OPTION = ("fill",)
"""Commands that take the child as `--case`."""


def command_of(check: Check, review: Review | None, found: Finding) -> str | None:
    """The command, with the clerk of workspace.yaml as who decides; None where no command settles the finding: what to
    do by hand, and where, is then in its action.

    A reason stands in it that fits most cases, and 【】 for what only a person knows; whoever copies it answers for it.
    """
    if review is None or found.accepted is not None:
        return None
    if found.severity is Severity.NOTE and found.rule not in _SETTLED_NOTES:
        return None
    if review.case.folder is None or review.case.decisions.problem:  # no case.yaml that could be written
        return None
    made = _MAKERS.get(found.rule, _accept)(_Asked(check, review, found))
    if made is None or None in made:
        return None
    root = check.workspace.root / review.case.unit_folder if review.case.unit_folder else check.workspace.root
    if made[0] == "letter":
        return " ".join([program(), "letter", _path(root) or "", *map(str, made[1:])]) if _path(root) else None
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
    def letter(self) -> Letter | None:
        """The letter of the register that the finding is about."""
        number = self.found.entry
        return next((one for one in self.check.workspace.letters if number and one.number == number), None)

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
    values = {one.value for one in asked.review.facts.others(fields[0]) if one.sure} if len(fields) == 1 else set()
    if len(values) != 1:
        return _accept(asked)
    return ["fact", fields[0], _word(values.pop()), *asked.by]


def _mend(asked: _Asked) -> Made:
    """The roster's fact put right: as the one paper says that was read surely, else as a person knows it.

    Numbers are never printed: the paper that has it is named.
    """
    name = asked.found.fields[0] if asked.found.fields else None
    if name is None:
        return _accept(asked)
    said = [one for one in asked.review.facts.others(name) if one.sure and one.page is not None]
    if len({one.value for one in said}) == 1 and said[0].value != asked.review.facts[name]:
        paper = replace(asked.found, path=said[0].path)
        return ["fact", name, "--from", _Asked(asked.check, asked.review, paper).file, *asked.by]
    return ["fact", name, _blank(FACT_FIELDS.get(name, "类别")), *asked.by]


def _mend_or_accept(asked: _Asked) -> Made:
    """A warning that no paper settles may be accepted."""
    made = _mend(asked)
    return made if made is not None and "--from" in made else _accept(asked)


def _of_the_number(asked: _Asked) -> Made:
    """Sex or birth as the ID number has them, which passed its check."""
    name = asked.found.fields[0] if asked.found.fields else ""
    number = asked.review.case.student.id_number
    if len(number) != _ID_LENGTH or name not in ("sex", "birth"):
        return _mend(asked)
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    return ["fact", name, born if name == "birth" else "女男"[int(number[16]) % 2], *asked.by]


def _contradicted(asked: _Asked) -> Made:
    """What the other facts say: the child is back, it was visited; of two days a person knows which."""
    name = asked.found.fields[0] if asked.found.fields else ""
    value = {"persuasion_result": "已返原校复学", "persuaded": "是"}.get(name)
    return ["fact", name, value, *asked.by] if value else _mend(asked)


def _blank(title: str) -> str | None:
    return _word(f"【正确的{title}】")


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
    return ["fact", "persuasion_count", str(many) if many else _blank("劝返次数"), *asked.by]


def _withdraw(asked: _Asked) -> Made:
    """The one entry of case.yaml that met nothing, taken back; None where it could be several."""
    found, decisions = asked.found, asked.review.case.decisions
    if found.type is not None:
        return ["waive", found.type, "--withdraw", *asked.by]
    if found.entry == "confirmed":
        return ["confirm", "--withdraw", *asked.by]
    entries = [one for one in decisions.accepted if (one.rule, one.path) == (found.entry, found.path)]
    if len(entries) != 1:
        return None
    file = [] if found.path is None else ["case.yaml" if found.path == "case.yaml" else asked.file]
    other = entries[0].with_case
    return ["accept", entries[0].rule, *file, "--withdraw", *asked.by, *(["--with", _word(other)] if other else [])]


def _mend_errors(asked: _Asked) -> Made:
    """What is only asked whether it is so (another region's number, an age at the edge) may be accepted."""
    return _mend(asked) if asked.found.severity is Severity.ERROR else _accept(asked)


def _letter_open(asked: _Asked) -> Made:
    """The paper that is there but shows no number is accepted; what ran out is followed by the next letter; a delivery
    is written down. A stub that only has to come home has no command."""
    letter = next(
        (one for one in asked.check.workspace.letters if one.number and one.number == asked.found.entry), None
    )
    if asked.found.path is not None or letter is None:
        return _accept(asked) if asked.found.path is not None else None
    if letter.delivered is not None and letter.deadline is not None and letter.delivered.on >= letter.deadline:
        return _issue(asked, letter.kind)
    kinds = asked.check.letters.kinds
    later = [kind for kind in asked.review.letters_due if any(when.after == letter.kind for when in kinds[kind].due)]
    if later:
        return _issue(asked, later[0])
    if letter.delivered is None and letter.kind in kinds and kinds[letter.kind].receipt:
        return ["letter", "--delivered", _word(asked.found.entry), "--on", _word("【送达日期】"), "--how", "直接送达"]
    return None


def _issue(asked: _Asked, kind: str) -> Made:
    issuer = asked.review.letter_issuers.get(kind, "")
    by = ["--issuer", _word(issuer)] if issuer else []
    return ["letter", kind, "--case", _word(asked.review.case.own_id), *by]


def _letter_unknown(asked: _Asked) -> Made:
    """A letter whose child is another one now is void; a paper of another child's letter, or of a void one, does not
    belong here; a number that nobody registered is a person's to answer for."""
    found = asked.found
    letter = asked.letter
    if found.path is None:
        return ["letter", "--void", _word(found.entry), "--reason", "和名册对不上"] if letter else None
    if letter is None:
        return _accept(asked)
    reason = "文书已作废" if letter.is_void else "不是本人的文书"
    file = next((one for one in asked.review.case.files if one.path == found.path), None)
    pages = ["--pages", ",".join(map(str, found.pages))] if file and len(file.pages) > len(found.pages) else []
    return ["assign", asked.file, "--leave-out", reason, *pages]


def _none(_: _Asked) -> Made:
    return None


def _flat(asked: _Asked) -> Made:
    """A dark desk is left away by straightening the paper; one that cannot be straightened stays as it is."""
    found, review = asked.found, asked.review
    is_asked = review.case.decisions.wants_flat(found.path or "", asked.check.workspace.settings.pages)
    file = next((one for one in review.case.files if one.path == found.path), None)
    can_be = file is not None and any(one.sheet for one in file.readings if one.page in found.pages)
    return ["assign", asked.file, "--flat", *asked.by] if can_be and not is_asked else None


_MAKERS: Mapping[str, Callable[[_Asked], Made]] = {
    "missing": _waive,
    "annex-empty": _fill,
    "too-few": _waive,
    "needs-person": _confirm,
    "unassigned": _assign,
    "upside-down": _turn,
    "page-pictured": _flat,
    "reused-photo": _share,
    "facts-differ": _fact,
    "decisions": _none,
    "decision-unused": _withdraw,
    "count-mismatch": _count,
    "facts-contradict": _contradicted,
    "letter-open": _letter_open,
    "letter-unknown": _letter_unknown,
    "id-sex": _of_the_number,
    "id-missing": _mend_or_accept,
    **dict.fromkeys(("id-format", "id-check-digit", "id-date", "duplicate-id", "disability-no"), _mend),
    **dict.fromkeys(("category-unknown", "date-impossible", "date-order"), _mend),
    **dict.fromkeys(("student-no", "category-age"), _mend_errors),
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
