"""A scan cut into papers: `1-2 派出所证明；3 户口簿；4 不用 空白页` ↔ parts. PURE."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dossier.errors import UsageError
from dossier.model import Part

OUT = "不用"
UNKNOWN = "不知道"
_PIECE = re.compile(r"第?(\d{1,4})(?:\s*[-–—~～至到]\s*(\d{1,4}))?\s*页?\s*(.*)", re.DOTALL)
_CHILD = re.compile(r"(\S+?)\s+(\S.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Pages that follow each other and what they are: a type, or why they are left out, or neither."""

    pages: tuple[int, ...]
    type: str = ""
    left_out: str = ""
    child: str = ""


def read_pieces(
    text: str, count: int, find: Callable[[str], str | None], children: Mapping[str, str] | None = None
) -> tuple[Piece, ...]:
    """The pieces that a text tells of a file of `count` pages; every page stands in one of them.

    `find`: name of a paper → its type. `children`: id as written → id of a case, where each piece goes to a child of
    its own. Raises UsageError that says which words cannot be understood.
    """
    pieces = [_piece(one.strip(), count, find, children) for one in re.split(r"[；;\n]", text) if one.strip()]
    seen: set[int] = set()
    for piece in pieces:
        twice = sorted(seen.intersection(piece.pages))
        if twice:
            raise UsageError(f"第 {twice[0]} 页写了两次")
        seen.update(piece.pages)
    left = [number for number in range(1, count + 1) if number not in seen]
    if left:
        raise UsageError(
            f"第 {'、'.join(map(str, left[:8]))} 页还没写是什么",
            hint=f"不放进卷宗的写「{OUT} 原因」，不认得的写「{UNKNOWN}」。",
        )
    return tuple(sorted(pieces, key=lambda one: one.pages))


def _piece(text: str, count: int, find: Callable[[str], str | None], children: Mapping[str, str] | None) -> Piece:
    found = _PIECE.fullmatch(text)
    if found is None:
        raise UsageError(f"「{text}」看不懂", hint="请写成：1-2 派出所证明；3 户口簿；4 不用 空白页")
    first, last, words = int(found[1]), int(found[2] or found[1]), " ".join(found[3].split())
    if not 1 <= first <= last <= count:
        raise UsageError(f"「{text}」：这份文件只有 {count} 页")
    pages = tuple(range(first, last + 1))
    if words.startswith(OUT):
        reason = words.removeprefix(OUT).strip(" ：:，,（）()")
        if not reason:
            raise UsageError(f"「{text}」：要写明为什么不用", hint=f"如 {first} {OUT} 空白页")
        return Piece(pages=pages, left_out=reason)
    child = ""
    if children is not None and words not in ("", UNKNOWN):
        told = _CHILD.fullmatch(words)
        child = children.get(told[1], "") if told is not None else ""
        if told is None or not child:
            raise UsageError(f"「{text}」：要先写是谁的（序号），再写是什么", hint=f"如 {first} 003 派出所证明")
        words = told[2]
    if words in ("", UNKNOWN):
        return Piece(pages=pages, child=child)
    kind = find(words)
    if kind is None:
        raise UsageError(f"「{text}」：没有「{words}」这种材料，或说不清是哪一种")
    return Piece(pages=pages, type=kind, child=child)


def turns_of(text: str) -> dict[int, int]:
    """`2:90,5:180` → page → degrees; what is none of that is left out."""
    found = re.findall(r"(\d{1,4}):(90|180|270)\b", text)
    return {int(page): int(turn) for page, turn in found}


def entry_of_pieces(pieces: Sequence[Piece], turns: Mapping[int, int], count: int) -> dict[str, Any] | None:
    """The entry of case.yaml: one type for a file of one paper, else its parts; a page turned otherwise is a part."""
    parts: list[dict[str, Any]] = []
    for piece in pieces:
        if not (piece.type or piece.left_out):
            continue
        for turn, run in groupby(piece.pages, key=lambda page: 0 if piece.left_out else turns.get(page, 0)):
            told: dict[str, Any] = {"left_out": piece.left_out} if piece.left_out else {"type": piece.type}
            pages = list(run)
            whole = len(pages) == count
            told |= {} if whole else {"pages": page_words(pages)}
            parts.append(told | ({"turn": turn} if turn else {}))
            if whole:
                return parts[0]
    return {"parts": parts} if parts else None


def page_words(pages: Sequence[int]) -> str | int:
    """3 or "1-2": as a person writes pages into case.yaml."""
    return pages[0] if len(pages) == 1 else f"{pages[0]}-{pages[-1]}"


def text_of_parts(parts: Sequence[Part], count: int, title: Callable[[str], str]) -> str:
    """What the text field begins with: the parts as they stand, every other page 不知道."""
    words: dict[int, str] = {}
    for part in parts:
        kind = part.type or part.proposal
        said = f"{OUT} {part.left_out}" if part.left_out else title(kind) if kind else UNKNOWN
        words.update(dict.fromkeys(part.pages, said))
    pieces = []
    for said, run in groupby(range(1, count + 1), key=lambda page: words.get(page, UNKNOWN)):
        pages = list(run)
        pieces.append(f"{page_words(pages)} {said}")
    return "；".join(pieces)
