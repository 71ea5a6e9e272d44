"""A sample for the inspector: stratified by unit and category, the same for the same seed. PURE.

Who is drawn follows from a hash of seed and child alone, so that a seed holds on every machine and version.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil

from dossier.model import Case

Stratum = tuple[str, str]
"""Unit and category."""


def draw(cases: Sequence[Case], size: int, seed: int) -> tuple[Case, ...]:
    """`size` of the cases, in their order: each stratum of a unit and a category gives its share."""
    strata: dict[Stratum, list[Case]] = defaultdict(list)
    for case in cases:
        strata[unit_of(case), case.category or ""].append(case)
    shares = shares_of({stratum: len(own) for stratum, own in strata.items()}, min(size, len(cases)), seed)
    drawn = {
        case.id
        for stratum, own in strata.items()
        for case in sorted(own, key=lambda case: _rank(seed, case.id, case.name))[: shares[stratum]]
    }
    return tuple(case for case in cases if case.id in drawn)


def shares_of(counts: Mapping[Stratum, int], size: int, seed: int) -> dict[Stratum, int]:
    """How many each stratum gives, `size` together: its proportion, rounded up or down by chance.

    The remainders lie end to end on a line and a comb of steps of one is laid over it: a stratum of one child has the
    chance that its remainder says, where rounding alone would never draw from it.
    """
    whole = sum(counts.values())
    exact = {stratum: Fraction(count * size, whole) for stratum, count in counts.items()}
    shares = {stratum: int(share) for stratum, share in exact.items()}
    reached = Fraction(int(_rank(seed, "comb")[:12], 16), 16**12)
    for stratum in sorted(exact, key=lambda one: _rank(seed, *one)):
        before = int(reached)
        reached += exact[stratum] - shares[stratum]
        shares[stratum] += int(reached) - before
    return shares


def size_of(share: Fraction, count: int) -> int:
    """So many children are this share, at least one."""
    return max(1, ceil(share * count)) if count else 0


def unit_of(case: Case) -> str:
    """The unit of a case: its folder's in a county, else what the roster says."""
    return case.unit_folder or case.student.unit


def _rank(seed: int, *words: str) -> str:
    return hashlib.sha256("\0".join((str(seed), *words)).encode("utf-8", "surrogatepass")).hexdigest()
