"""What a hand slips at in YAML: full-width colons and commas, a colon without a blank. Asked only of refused files."""

from __future__ import annotations

import re

_KEY = r"[^\s:：,，{}\[\]\"'#&*!|>%@`-][^:：,，{}\[\]\"'#]*?"
_BLOCK = re.compile(rf"^\s*(?:-\s+)*({_KEY})\s*(?:(：)|(:)(?![\s/\\]|$))")
_FLOW = re.compile(rf"([{{,，])\s*({_KEY})\s*(?:(：)|(:)(?=[^\s/\\])|:)")
_REMARK = re.compile(r"(?:^|\s)#.*$")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_CLOCK = re.compile(r"\d{1,2}")


def slips(text: str) -> dict[int, str]:
    """Line (from 1) → what is wrong with its signs and how it should be written."""
    found = {number: _slip(line) for number, line in enumerate(text.splitlines(), start=1)}
    return {number: words for number, words in found.items() if words}


def _slip(line: str) -> str:
    plain = _REMARK.sub("", _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), line))
    keys: list[str] = []
    faults: dict[str, None] = {}
    if (block := _BLOCK.match(plain)) and not _CLOCK.fullmatch(block[1]):
        keys.append(_written(line, block, 1))
        faults["冒号是全角的" if block[2] else "冒号后面要空一格"] = None
    for entry in _FLOW.finditer(plain, plain.find("{")) if "{" in plain else ():
        if not (entry[3] or entry[4] or entry[1] == "，"):
            continue
        keys.append(_written(line, entry, 2))
        if entry[3] or entry[4]:
            faults["冒号是全角的" if entry[3] else "冒号后面要空一格"] = None
        if entry[1] == "，":
            faults["逗号是全角的"] = None
    return f"{'，'.join(faults)}，应写成 {', '.join(f'{key}: …' for key in keys)}" if keys else ""


def _written(line: str, found: re.Match[str], group: int) -> str:
    return line[found.start(group) : found.end(group)].strip()
