"""What settles a finding on the page of its case: rule → the ways, each a button. PURE."""

from __future__ import annotations

from collections.abc import Mapping

from dossier.model import Finding, Review, Severity

WAYS: Mapping[str, tuple[str, ...]] = {
    "missing": ("add", "waive"),
    "too-few": ("add", "waive"),
    "needs-person": ("confirm",),
    "unassigned": ("name", "out"),
    "unsure": ("name", "out"),
    **dict.fromkeys(("empty-file", "unreadable", "encrypted", "too-large", "unsupported"), ("out", "add")),
    "wrong-extension": ("accept", "out"),
    "duplicate-file": ("out", "accept"),
    "reused-photo": ("share", "out"),
    **dict.fromkeys(("blurred", "too-dark", "low-resolution"), ("accept", "out")),
    "upside-down": ("turn", "accept"),
    **dict.fromkeys(("no-seal", "grey-seal", "wrong-seal", "no-signature"), ("accept", "out")),
    "other-person": ("out", "fact"),
    **dict.fromkeys(("expired", "expires-soon"), ("accept", "out")),
    **dict.fromkeys(("id-check-digit", "id-format", "id-date", "id-sex"), ("fact",)),
    **dict.fromkeys(("id-missing", "id-region"), ("fact", "accept")),
    "category-unknown": ("roster",),
    "decisions": ("read",),
    "duplicate-id": ("fact", "other"),
    "possible-duplicate": ("fact", "other", "accept"),
    **dict.fromkeys(("student-no", "disability-no"), ("fact", "accept")),
    "category-age": ("fact", "roster", "accept"),
    **dict.fromkeys(("date-impossible", "date-order"), ("fact", "roster")),
    "count-mismatch": ("fact", "roster"),
    **dict.fromkeys(("annex-empty", "facts-differ", "fact-unclear"), ("fact", "accept")),
    "facts-contradict": ("fact",),
    "visits-differ": ("roster", "accept"),
    **dict.fromkeys(("paper-order", "notice-money"), ("accept", "out")),
    "recommended": ("add",),
    "decision-unused": ("withdraw", "read"),
    **dict.fromkeys(("letter-open", "letter-unknown"), ("letters", "accept")),
    "glyph-missing": ("font", "fact"),
}
"""add a file, waive, confirm the case, name the file, leave it out, accept, share a photograph, turn, correct a fact,
go to the roster, read case.yaml, go to the other child, take a decision back, go to the letters, bring a font."""
_FACTS = {
    **dict.fromkeys(("id-check-digit", "id-format", "id-date", "id-sex", "id-missing", "id-region"), "id_number"),
    **dict.fromkeys(("duplicate-id", "possible-duplicate", "other-person"), "id_number"),
    "student-no": "student_no",
    "disability-no": "disability_no",
    "category-age": "birth",
    "count-mismatch": "persuasion_count",
    "date-impossible": "dropout_date",
    "date-order": "dropout_date",
    "glyph-missing": "name",
}


def ways_of(review: Review, found: Finding, *, turns: bool) -> tuple[str, ...]:
    """The ways that are open for this finding; `turns`: the reader knows how the page stands upright."""
    if found.accepted is not None:
        return ()
    ways = WAYS.get(found.rule, ("accept",))
    return tuple(way for way in ways if _is_open(review, found, way, turns=turns))


def _is_open(review: Review, found: Finding, way: str, *, turns: bool) -> bool:
    if way == "waive":
        asking = [one.requirement for one in review.requirements if found.type in one.requirement.types]
        return any(one.waivable for one in asking)
    if way == "accept":
        return found.severity is Severity.WARNING
    if way in ("out", "name"):
        return found.path in review.case.paths
    if way == "add":
        return True
    if way == "turn":
        return turns
    if way == "other":
        return found.other_case is not None
    return taken_back(review, found) is not None if way == "withdraw" else True


def fact_of(found: Finding) -> str:
    """The fact to go to; '' for the first that asks."""
    return found.fields[0] if found.fields else _FACTS.get(found.rule, "")


def taken_back(review: Review, found: Finding) -> Mapping[str, str] | None:
    """The one entry of case.yaml that met nothing, as a decision to be taken back; None where it could be several."""
    decisions = review.case.decisions
    if found.type is not None:
        return {"action": "waive", "type": found.type}
    entries = [one for one in decisions.accepted if one.path == found.path]
    if len(entries) == 1 and (found.path is not None or decisions.confirmed is None):
        one = entries[0]
        return {"action": "accept", "rule": one.rule, "path": one.path or "", "other": one.with_case or ""}
    return {"action": "confirm"} if not entries and decisions.confirmed is not None else None
