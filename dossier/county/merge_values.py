"""Two versions of a register as plain data, brought together: what one lacks is taken, what clashes is told. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_ISSUED = "issued"
_IDENTITY = ("kind", "cases", "date", "issuer")
"""What makes two letters of one number the same letter."""


@dataclass(slots=True)
class Told:
    """What a merge came to, in words."""

    added: list[str] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)

    def clash(self, where: str, ours: object, theirs: object) -> None:
        """Two entries that say different things: ours stays."""
        self.clashes.append(f"{where}：这边「{short(ours)}」，那边「{short(theirs)}」")


def short(value: object) -> str:
    """A value in a few words."""
    if isinstance(value, Mapping):
        text = "，".join(f"{key} {short(item)}" for key, item in value.items() if item not in (None, "", []))
    elif isinstance(value, list | tuple):
        text = "、".join(short(item) for item in value)
    else:
        text = "" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def merge_letters(ours: Any, theirs: Any, told: Told) -> list[Any]:
    """The letters of both registers, by number; a letter without number is itself only."""
    merged = list(ours)
    by_number = {one.get("number"): at for at, one in enumerate(merged) if one.get("number")}
    for letter in theirs:
        number = letter.get("number")
        if number not in by_number:
            if letter not in merged:
                merged.append(letter)
                told.added.append(f"文书 {number or letter.get('kind')}")
            continue
        mine = merged[by_number[number]]
        if any(mine.get(key) != letter.get(key) for key in _IDENTITY):
            told.clash(f"文号 {number} 两边给了两件文书", mine, letter)
        else:
            merged[by_number[number]] = _newer(mine, letter, number, told)
    return merged


def _newer(mine: Mapping[str, Any], other: Mapping[str, Any], number: str, told: Told) -> Mapping[str, Any]:
    """One letter as both know it: what was delivered or made void later is taken."""
    if mine.get("state") == _ISSUED != other.get("state"):
        told.added.append(f"文书 {number} 的送达或作废")
        return {**mine, **{key: other.get(key) for key in ("state", "delivered", "void")}}
    if other.get("state") == _ISSUED:
        return mine
    for key in ("state", "delivered", "void"):
        if mine.get(key) != other.get(key):
            told.clash(f"文书 {number} 的 {key}", mine.get(key), other.get(key))
            break
    return mine


def merge_filed(ours: Mapping[str, Any], theirs: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """The cases of both 归档登记; a volume number is one child's."""
    merged = dict(ours)
    volumes = {str(one.get("volume_no")): case for case, one in ours.items()}
    for case, other in theirs.items():
        mine = merged.get(case)
        if mine is None:
            holder = volumes.get(str(other.get("volume_no")))
            if holder is not None:
                told.clash(
                    f"案卷号 {other.get('volume_no')} 两边给了两个人", f"{holder} {ours[holder].get('name')}", case
                )
                continue
            merged[case] = other
            told.added.append(f"归档登记 {case} {other.get('name', '')}")
        elif mine != other:
            same = all(mine.get(key) == other.get(key) for key in ("id_hash", "volume_no", "box"))
            if same and not mine.get("filed"):
                merged[case] = other
                told.added.append(f"归档登记 {case} 的入柜")
            elif not (same and not other.get("filed")):
                told.clash(f"归档登记 {case}", mine, other)
    return merged
