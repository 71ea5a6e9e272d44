"""Which kind of unit an office is by its name, who is we, and who else issues here. PURE."""

from __future__ import annotations

import re

from dossier.model import LetterHead, LetterKind, LetterSpecs, Settings

_TOWNSHIP = re.compile(r"^(?:.*?[县市区旗])?([\u4e00-\u9fff]{1,8}?(?:乡|镇|街道|苏木))")


def unit_kind(name: str, specs: LetterSpecs) -> str:
    """The kind of unit whose names end like this one; '' where none do. The longest ending wins."""
    plain = "".join(name.split())
    endings = [(len(word), kind) for kind, words in specs.units.items() for word in words if plain.endswith(word)]
    return max(endings, default=(0, ""), key=lambda ending: ending[0])[1]


def is_same_unit(one: str, other: str, county: str) -> bool:
    """Whether two names mean one unit: blanks, and the county before it, make no difference."""
    first, second = (_bare(name, county) for name in (one, other))
    return bool(first) and first == second


def _bare(name: str, county: str) -> str:
    plain = "".join(name.split())
    return plain.removeprefix(county) if county and plain != county else plain


def head_of(issuer: str, settings: Settings) -> LetterHead | None:
    """What workspace.yaml's `letters` says of a unit."""
    return next((head for unit, head in settings.letters.items() if is_same_unit(unit, issuer, settings.county)), None)


def is_own(issuer: str, settings: Settings) -> bool:
    """Whether a letter of this unit is numbered here: only the workspace's own unit is (contract §10)."""
    if settings.unit:
        return is_same_unit(issuer, settings.unit, settings.county)
    return head_of(issuer, settings) is not None


def may_issue(issuer: str, kind: LetterKind, specs: LetterSpecs) -> bool:
    """Whether a unit of that name may issue the kind. A law names its units; custom leaves an unknown one alone."""
    unit = unit_kind(issuer, specs)
    return not kind.issuers or unit in kind.issuers or (not unit and not kind.issuer_law)


def issuers_here(kind: LetterKind, settings: Settings, specs: LetterSpecs) -> list[str]:
    """Names of units that may issue the kind here: our own, else the offices above us as far as they are known."""
    if settings.unit and may_issue(settings.unit, kind, specs):
        return [settings.unit]
    return [name for unit in kind.issuers if (name := office_of(unit, settings, specs))]


def office_of(unit: str, settings: Settings, specs: LetterSpecs) -> str:
    """The full name here of an office of that kind; '' where unit and county do not tell it."""
    pattern = specs.other_issuers.get(unit, "")
    township = _TOWNSHIP.match(settings.unit)
    ending = "办事处" if township and township[1].endswith("街道") else "人民政府"
    known = {"{乡镇}": f"{township[1]}{ending}" if township else "", "{县}": settings.county}
    for mark, name in known.items():
        if mark in pattern and not name:
            return ""
        pattern = pattern.replace(mark, name)
    return pattern
