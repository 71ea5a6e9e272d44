"""A YAML file → a checked frozen dataclass; all problems of the file at once, with line and "did you mean"."""

from __future__ import annotations

import dataclasses
import difflib
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import yaml

from dossier.errors import DossierError, Place

T = TypeVar("T")
_LIMIT = 5_000_000
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path, kind: type[T], error: type[DossierError], *, shown: str = "") -> T:
    """Read `path` as a `kind` (a dataclass); an empty file gives the defaults.

    `shown` is the name people see in messages (default: the file's name).
    Raises `error` with one Place for every problem found.
    """
    name = shown or path.name
    text = _read_text(path, name, error)
    node, data = _parse(text, name, error)
    problems = list(check(data if data is not None else {}, kind, node, name))
    if problems:
        raise error(f"{name} 有 {len(problems)} 处错误", places=tuple(problems), hint="请按行号逐处改正后再试。")
    return convert(data if data is not None else {}, kind)


def convert(data: object, kind: type[T]) -> T:
    """Turn plain YAML data into a `kind`; raises pydantic.ValidationError."""
    from pydantic import TypeAdapter  # slow to import; --help must not pay for it

    text = json.dumps(data, default=_plain)
    result: T = TypeAdapter(kind).validate_json(text, strict=True)
    return result


def check(data: object, kind: type[Any], node: Any, name: str) -> Iterator[Place]:
    """All that is wrong in `data` read as `kind`: unknown keys first, then values, each with its line."""
    from pydantic import ValidationError

    if not isinstance(data, dict):
        yield Place(name, "第1行", "整个文件应当是「键: 值」的形式")
        return
    unknown = list(_unknown_keys(data, kind, node, name))
    yield from unknown
    try:
        convert(data, kind)
    except ValidationError as caught:
        for problem in caught.errors():
            spot = problem["loc"]
            yield Place(name, f"第{line_of(node, spot)}行", f"{_dotted(spot)}：{_words(problem)}")


def line_of(node: Any, spot: tuple[int | str, ...]) -> int:
    """The line (from 1) of the value at `spot`, or of the nearest thing around it."""
    line = 1
    for step in spot:
        if node is None:
            break
        line = node.start_mark.line + 1
        node = _child(node, step)
    return int(node.start_mark.line + 1) if node is not None else line


def _child(node: Any, step: int | str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def _read_text(path: Path, name: str, error: type[DossierError]) -> str:
    try:
        raw = path.read_bytes()
    except OSError as caught:
        raise error(f"{name} 打不开：{caught.strerror}", hint="请检查文件是否被占用或没有读取权限。") from None
    if len(raw) > _LIMIT:
        raise error(f"{name} 太大（{len(raw)} 字节）", hint="这不像是手写的设置文件，请检查。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise error(f"{name} 的文字编码无法识别", hint="请用记事本另存为 UTF-8 编码。")


def _parse(text: str, name: str, error: type[DossierError]) -> tuple[Any, Any]:
    hint = "常见原因：冒号后没有空格、用了全角冒号「：」、缩进不齐或用了 Tab。"
    try:
        node = yaml.compose(text, Loader=_Loader)
        if node is not None:
            _refuse_aliases(text, name, error)
            _refuse_doubles(node, name, error)
        return node, yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as caught:
        mark = caught.problem_mark or caught.context_mark
        place = Place(name, f"第{mark.line + 1}行" if mark else "", "这里不合 YAML 的写法")
        raise error(f"{name} 看不懂", places=(place,), hint=hint) from None
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        raise error(f"{name} 看不懂", hint=hint) from None


def _refuse_aliases(text: str, name: str, error: type[DossierError]) -> None:
    """Anchors and aliases can grow a few lines to gigabytes; no hand-written file here needs them."""
    for token in yaml.scan(text, Loader=_Loader):
        if isinstance(token, yaml.AliasToken):
            place = Place(name, f"第{token.start_mark.line + 1}行", "不允许使用 * 引用")
            raise error(f"{name} 用了不支持的写法", places=(place,), hint="请把内容直接写出来。")


def _refuse_doubles(node: Any, name: str, error: type[DossierError]) -> None:
    places = []
    pending = [node]
    while pending:
        here = pending.pop()
        if isinstance(here, yaml.SequenceNode):
            pending.extend(here.value)
        elif isinstance(here, yaml.MappingNode):
            seen: dict[str, int] = {}
            for key, value in here.value:
                line = key.start_mark.line + 1
                text = str(key.value)
                if text in seen:
                    places.append(Place(name, f"第{line}行", f"「{text}」写了两次（第一次在第{seen[text]}行）"))
                seen.setdefault(text, line)
                pending.append(value)
    if places:
        raise error(f"{name} 有重复的键", places=tuple(places), hint="同一处只能写一次，请合并。")


def _unknown_keys(data: object, kind: Any, node: Any, name: str, at: str = "") -> Iterator[Place]:
    """Walk dataclass fields next to the data; mappings and unions are walked into by their value type."""
    inner = _dataclass_in(kind)
    if isinstance(data, dict) and inner is not None:
        hints = _hints(inner)
        for key, value in data.items():
            child = _child(node, str(key))
            if key in hints:
                yield from _unknown_keys(value, hints[key], child, name, f"{at}{key}.")
            else:
                line = line_of(node, ()) if child is None else child.start_mark.line + 1
                yield Place(name, f"第{line}行", f"{at}{key}：没有这个键{_did_you_mean(str(key), list(hints))}")
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _unknown_keys(value, _value_type(kind), _child(node, str(key)), name, f"{at}{key}.")
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _unknown_keys(value, _value_type(kind), _child(node, index), name, f"{at}{index}.")


def _hints(kind: type[Any]) -> dict[str, Any]:
    import typing

    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _dataclass_in(kind: Any) -> type[Any] | None:
    import typing

    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return kind
    if typing.get_origin(kind) is not None and not _is_container(kind):
        return next((found for arg in typing.get_args(kind) if (found := _dataclass_in(arg))), None)
    return None


def _is_container(kind: Any) -> bool:
    import collections.abc
    import typing

    return typing.get_origin(kind) in (tuple, list, dict, collections.abc.Mapping, collections.abc.Sequence)


def _value_type(kind: Any) -> Any:
    """The type of the values of a container, looked for through unions."""
    import types
    import typing

    if _is_container(kind):
        args = [arg for arg in typing.get_args(kind) if arg is not Ellipsis]
        return args[-1] if args else Any
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return next((_value_type(arg) for arg in typing.get_args(kind) if _is_container(arg)), Any)
    return Any


def _did_you_mean(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f"（是不是「{close[0]}」？）" if close else f"（可用的有：{'、'.join(known)}）"


def _dotted(spot: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in spot)


_WORDS = {
    "missing": "缺少这一项",
    "string_type": "应当是文字（数字请加引号）",
    "int_type": "应当是整数",
    "float_type": "应当是数字",
    "bool_type": "应当是 true 或 false",
    "tuple_type": "应当是列表（每项一行，以「- 」开头）",
    "list_type": "应当是列表（每项一行，以「- 」开头）",
    "mapping_type": "应当是「键: 值」",
    "dict_type": "应当是「键: 值」",
    "dataclass_type": "应当是「键: 值」",
    "enum": "不是可用的值",
    "date_from_datetime_parsing": "应当是日期，如 2022-03-15",
    "date_parsing": "应当是日期，如 2022-03-15",
    "date_type": "应当是日期，如 2022-03-15",
    "unexpected_keyword_argument": "没有这个键",
}


def _words(problem: Any) -> str:
    return _WORDS.get(problem["type"], str(problem["msg"]))


def _plain(value: object) -> str:
    """Dates that YAML has already read go back to text, as JSON has none."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not plain YAML data: {type(value).__name__}")
