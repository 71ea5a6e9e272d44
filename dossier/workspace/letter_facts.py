"""What a letter was filled with, as lines that people read: 姓名: 黄欣梓. Lists and odd texts are JSON. PURE."""

from __future__ import annotations

import json
from collections.abc import Mapping


def format_facts(facts: Mapping[str, object]) -> str:
    """One line a field, in the order of the names."""
    return "".join(f"{name}: {_shown(facts[name])}\n" for name in sorted(facts))


def read_facts(text: str) -> dict[str, object]:
    """Back again. Raises ValueError for a line that is none of ours."""
    facts: dict[str, object] = {}
    for line in text.rstrip("\n").split("\n") if text else ():
        name, mark, value = line.partition(": ")
        if not mark and not line.endswith(":"):
            raise ValueError(line)
        facts[name.removesuffix(":")] = json.loads(value) if value[:1] in ("[", '"') else value
    return facts


def _shown(value: object) -> str:
    is_plain = isinstance(value, str) and value == value.strip() and value.isprintable() and value[:1] not in ("[", '"')
    if is_plain:
        return str(value)
    text = json.dumps(value, ensure_ascii=False)
    is_safe = all(sign.isprintable() or sign == "\u3000" for sign in text)
    return text if is_safe else json.dumps(value)
