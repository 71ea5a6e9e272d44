"""Comments in a YAML file that ruamel.yaml keeps: taken off an entry before it is rewritten, and put back after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_SIGNED = re.compile(r"(?:^|；)[^；]*\b\d{4}-\d{2}-\d{2}$")
Remarks = tuple[list[str], list[str]]
"""What stood behind the entry's lines, and the whole lines of comment in and below it."""


def take_remarks(mapping: Any, key: Any) -> Remarks:
    """Every comment of an entry of a CommentedMap, taken off so that rewriting the value cannot lose it."""
    behind: list[str] = []
    lines: list[str] = []
    seen: set[tuple[int, int]] = set()
    for token, whole_line in (*_tokens(mapping.ca.items.pop(key, None)), *_inner(mapping[key])):
        place = (token.start_mark.line or 0, token.start_mark.column)
        if place in seen:
            continue
        seen.add(place)
        first, *rest = token.value.splitlines(keepends=True) or [""]
        if whole_line:
            lines += [" " * token.start_mark.column + first, *rest]
        else:
            behind += [text] if (text := first.strip().lstrip("#").strip()) else []
            lines += rest
    return behind, lines


def put_remarks(mapping: Any, key: Any, remarks: Remarks, *, signature: str) -> None:
    """Behind the entry: its old remarks and who decided last; below it, the old lines of comment."""
    behind, lines = remarks
    kept = [text for text in (_SIGNED.sub("", remark) for remark in behind) if text]
    said = "；".join(filter(None, [*kept, signature]))
    if said:
        mapping.yaml_add_eol_comment(said, key=key)
    below = "".join(lines)
    if below:
        inner = mapping[key]
        _put_below(*(_last_leaf(inner) if _is_block(inner) else (mapping, key)), below)


def keep_lines(mapping: Any, document: Any, lines: list[str]) -> None:
    """Put whole lines of comment that stood with an entry which is gone behind what is left of `mapping`.

    Where nothing is left of it, behind what `document` still has, else at its top.
    """
    from ruamel.yaml.error import CommentMark
    from ruamel.yaml.tokens import CommentToken

    text = "".join(line if line.endswith("\n") else f"{line}\n" for line in lines if line.strip())
    if text and (mapping or document):
        _put_below(*_last_leaf(mapping or document), text)
    elif text:
        start = document.ca.comment or [None, []]
        document.ca.comment = [start[0], [*(start[1] or []), CommentToken(text, CommentMark(0), None)]]


def _put_below(holder: Any, place: Any, text: str) -> None:
    """Whole lines of comment under what stands at `place`."""
    from ruamel.yaml.error import CommentMark
    from ruamel.yaml.tokens import CommentToken

    slot = 2 if isinstance(holder, dict) else 0
    tokens = holder.ca.items.setdefault(place, [None, None, None, None])
    if tokens[slot] is None:
        tokens[slot] = CommentToken(f"\n{text}", CommentMark(0), None)
    else:
        tokens[slot].value = f"{tokens[slot].value.rstrip()}\n{text}"


def _is_block(value: Any) -> bool:
    return bool(value) and hasattr(value, "fa") and not value.fa.flow_style()


def _last_leaf(holder: Any) -> tuple[Any, Any]:
    """The innermost block collection that ends where `holder`, which is not empty, ends; and its last key."""
    place = list(holder)[-1] if isinstance(holder, dict) else len(holder) - 1
    inner = holder[place]
    return _last_leaf(inner) if _is_block(inner) else (holder, place)


def _inner(value: Any) -> Iterator[tuple[Any, bool]]:
    """The tokens of a value and of all that is in it; True where the token is a line of its own."""
    pending = [value]
    while pending:
        node = pending.pop(0)
        comments = getattr(node, "ca", None)
        if comments is None:
            continue
        yield from _tokens(comments.comment)
        for found in comments.items.values():
            yield from _tokens(found)
        yield from _tokens(comments.end or None, whole_line=True)
        pending += list(node.values()) if isinstance(node, dict) else list(node)


def _tokens(found: Any, *, whole_line: bool = False) -> Iterator[tuple[Any, bool]]:
    if found is None:
        return
    if isinstance(found, list):
        for item in found:
            if isinstance(item, list):
                yield from _tokens(item, whole_line=True)
            elif item is not None:
                yield item, whole_line
        return
    yield found, whole_line
