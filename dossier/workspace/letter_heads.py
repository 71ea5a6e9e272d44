"""`letters` of workspace.yaml: under which 代字 a unit numbers its letters, from which number on, and whom to call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dossier.errors import Place
from dossier.files.yaml import YamlDocument, did_you_mean
from dossier.model import LetterHead

_KEYS: Mapping[str, tuple[str, ...]] = {
    "word": ("代字", "发文代字"),
    "start": ("from", "起始号", "起号"),
    "contact": ("联系人",),
    "phone": ("电话", "联系电话"),
    "address": ("地址", "通信地址"),
}
_NAMES = {alias: name for name, aliases in _KEYS.items() for alias in (name, *aliases)}
_MOST = 1_000_000


def read_heads(document: YamlDocument, key: str) -> tuple[dict[str, LetterHead], list[Place]]:
    """`{城郊乡中心学校: 唐城教劝}` or `{城郊乡中心学校: {代字: 唐城教劝, from: 15}}`, and all that is wrong."""
    section = document.data[key]
    if not isinstance(section, dict):
        return {}, [document.place(f"{key}：应写成 {{单位全称: 代字}}", key)]
    heads: dict[str, LetterHead] = {}
    problems: list[Place] = []
    for unit in map(str, section):
        given = _given(document, key, unit)
        problems += _problems(document, key, unit, given)
        start = given.pop("start", "")
        heads[unit] = LetterHead(
            word="".join(given.pop("word", "").split()),
            start=int(start) if start.isdecimal() else 1,
            **{name: text for name, text in given.items() if name in _KEYS},
        )
        doubles = [other for other, head in heads.items() if head.word == heads[unit].word and other != unit]
        if doubles and heads[unit].word:
            problems.append(document.place(f"{key}：{unit} 和 {doubles[0]} 的代字一样，文号会重", key, unit))
    return heads, problems


def _given(document: YamlDocument, key: str, unit: str) -> dict[str, str]:
    """Name of a key of ours (else as written) → its text."""
    entry = document.data[key][unit]
    if not isinstance(entry, dict):
        return {"word": document.text(key, unit) or ""}
    texts = {written: (document.text(key, unit, written) or "").strip() for written in map(str, entry)}
    return {_NAMES.get(written.casefold(), written): text for written, text in texts.items()}


def _problems(document: YamlDocument, key: str, unit: str, given: Mapping[str, str]) -> Iterator[Place]:
    for name in given:
        if name not in _KEYS:
            yield document.place(f"{key}.{unit}：没有「{name}」这一项{did_you_mean(name, _NAMES)}", key, unit, name)
    start = given.get("start", "") or "1"
    if not (start.isascii() and start.isdecimal() and 1 <= int(start) < _MOST):
        yield document.place(f"{key}.{unit}：from 应当是从几号编起，如 15", key, unit)
    word = given.get("word", "")
    if not word.strip() or any(sign.isdigit() or sign in "〔〕[]()（）号第/\\" for sign in word):
        yield document.place(f"{key}：{unit} 的代字应当是几个汉字，如 唐城教劝（不带年份、括号和号）", key, unit)
