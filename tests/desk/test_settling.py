"""Every finding of a case has a button, and no page tells a command."""

from __future__ import annotations

from dossier.desk.settling import WAYS
from dossier.desk.wording import shown
from dossier.findings import RULES
from dossier.model import Severity

TOP_LEVEL = {"case-folder", "roster-row", "unit-unreadable"}
"""They stand on the page of all cases, with the way to the roster."""


def test_every_rule_that_asks_for_something_has_its_ways() -> None:
    asking = {rule for rule, one in RULES.items() if one.levels != (Severity.NOTE,)}

    assert asking - set(WAYS) == TOP_LEVEL
    assert set(WAYS) <= set(RULES)


def test_an_error_is_settled_otherwise_than_by_accepting_it() -> None:
    errors = [rule for rule, one in RULES.items() if Severity.ERROR in one.levels and rule not in TOP_LEVEL]

    assert [rule for rule in errors if not set(WAYS[rule]) - {"accept"}] == []


def test_what_findings_say_to_do_names_no_command() -> None:
    told = [shown(text) for one in RULES.values() for text in (one.todo,)]

    assert [text for text in told if "dossier" in text or " --" in text] == []
    assert shown("改正名册，或用 dossier fact 写明以哪个为准。") == "改正名册，或在这里写明以哪个为准。"
    assert shown("名册错了的改名册（或用 dossier fact 写明）。") == "名册错了的改名册（或在这里写明）。"
