"""Comments in a YAML file that ruamel.yaml keeps: taken off an entry before it is rewritten, and put back after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_SIGNED = re.compile(r"(?:^|；)[^；]*\b\d{4}-\d{2}-\d{2}$")
Remarks = tuple[list[str], list[str]]
"""What stood behind the entry's lines, and the whole lines of comment in and below it."""


def take_remarks(mapping: Any, key: str) -> Remarks:
    """Every comment of an entry of a CommentedMap, taken off so that rewriting the value cannot lose it."""
    behind: list[str] = []
    lines: list[str] = []
    seen: set[tuple[int, int]] = set()
    for token, whole_line in (*_tokens(mapping.ca.items.pop(key, None)), *_inner(mapping.get(key))):
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


def put_remarks(mapping: Any, key: str, remarks: Remarks, *, signature: str) -> None:
    """Behind the entry: its old remarks and who decided last; below it, the old lines of comment."""
    from ruamel.yaml.error import CommentMark
    from ruamel.yaml.tokens import CommentToken

    behind, lines = remarks
    kept = [text for text in (_SIGNED.sub("", remark) for remark in behind) if text]
    mapping.yaml_add_eol_comment("；".join([*kept, signature]), key=key)
    below = "".join(lines)
    if not below:
        return
    value = mapping[key]
    if "parts" in value:
        parts = value["parts"]
        parts.ca.items[len(parts) - 1] = [CommentToken(f"\n{below}", CommentMark(0), None), None, None, None]
    else:
        token = mapping.ca.items[key][2]
        token.value = f"{token.value.rstrip()}\n{below}"


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
