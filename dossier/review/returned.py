"""Has the child gone back to school? By what the roster says of the persuasions. PURE."""

from __future__ import annotations

import re

from dossier.model import Student

_NOT_BACK = re.compile("未|没|不|拒|缓|休学|愿|同意|答应|承诺|准备|打算|无果|失败")
_BACK = re.compile("复学|返校|返原校|入学|就读|入职校|回校|到校|上学")
_CLAUSES = re.compile(r"[，,。；;、\s]+")


def says_returned(result: str) -> bool:
    """Whether a result (of all persuasions, or of one) says that the child is back; a promise is none."""
    return any(_BACK.search(clause) and not _NOT_BACK.search(clause) for clause in _CLAUSES.split(result))


def has_returned(student: Student) -> bool:
    """By 劝返结果 (已返原校复学, 已转他校就读 …); where it says nothing, by whether a return date stands there."""
    result = student.persuasion_result
    if not result:
        return student.return_date is not None
    return says_returned(result)
