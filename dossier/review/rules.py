"""Findings of the rules of `dossier.rules`."""

from __future__ import annotations

from dossier.model import Finding, Severity
from dossier.rules import RULES, Rule

__all__ = ["RULES", "Rule", "found"]


def found(
    rule: str,
    message: str,
    action: str = "",
    *,
    path: str | None = None,
    type: str | None = None,
    severity: Severity | None = None,
    pages: tuple[int, ...] = (),
    other_case: str | None = None,
) -> Finding:
    """A finding of `rule`, at its usual level; what to do defaults to the rule's own words."""
    known = RULES[rule]
    return Finding(
        rule=rule,
        severity=severity or known.levels[0],
        message=message,
        action=action or known.todo,
        path=path,
        type=type,
        pages=pages,
        other_case=other_case,
    )
