"""A YAML file → a checked frozen dataclass; all problems of the file at once, with line and "did you mean"."""

from __future__ import annotations

import dataclasses
import difflib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast

import yaml

from dossier.errors import DossierError, Place, disk_words
from dossier.files.yaml_node import YamlNode
from dossier.files.yaml_slips import slips

T = TypeVar("T")
_LIMIT = 5_000_000
_DEPTH = 60
_HINT = "常见原因：冒号后没有空格、用了全角冒号「：」、缩进不齐或用了 Tab。"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML as people mean it: `on`, `yes` and `no` are words, 0377 keeps its zero, dates stay text until checked."""

    yaml_implicit_resolvers: ClassVar[dict[str | None, list[tuple[str, re.Pattern[str]]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"-?(?:0|[1-9][0-9]*)", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?", list("-0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first)


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A YAML file as plain data, next to the nodes that know the lines."""

    name: str
    """What people see in messages."""
    data: Any
    node: Any
    source: str = ""
    """The file as it was written."""

    @property
    def top(self) -> YamlNode:
        """The whole of it, to walk by hand."""
        return YamlNode(self.name, self.node)

    def line(self, *spot: int | str) -> int:
        """The line (from 1) of what stands at `spot`, or of the nearest thing around it."""
        return line_of(self.node, spot)

    def place(self, problem: str, *spot: int | str) -> Place:
        """A Place for the message about `spot`."""
        return Place(self.name, f"第{self.line(*spot)}行", problem)

    def text(self, *spot: int | str) -> str | None:
        """The scalar at `spot` as it was written (007 stays 007); None where there is none."""
        node = self.node
        for step in spot:
            node = _child(node, step)
        return str(node.value) if isinstance(node, yaml.ScalarNode) else None

    def read(self, kind: type[T], error: type[DossierError]) -> T:
        """The document as a `kind` (a dataclass); raises `error` with one Place for every problem."""
        problems = list(check(self.data, kind, self.node, self.name))
        if problems:
            raise wrong(self.name, tuple(self._plainer(problems)), error)
        return convert(self.data, kind)

    def slips(self) -> dict[int, str]:
        """Line → which sign a hand slipped at, and how it should be written."""
        return slips(self.source)

    def section(self, kind: type[T], *spot: int | str) -> tuple[T | None, list[Place]]:
        """What stands at `spot` as a `kind`, None where it cannot be read as one, and all that is wrong in it."""
        data, node = self.data, self.node
        for step in spot:
            data, node = data[step], _child(node, step)
        data = _as_written(data, kind, node)
        problems = list(check(data, kind, node, self.name, _dotted(spot)))
        return (None, problems) if problems else (convert(data, kind), [])

    def _plainer(self, problems: list[Place]) -> list[Place]:
        """Where a full-width colon made a problem, the colon is told instead of what came of it."""
        told = {f"第{line}行": words for line, words in slips(self.source).items()}
        if not any(problem.spot in told for problem in problems):
            return problems
        rest = [problem for problem in problems if problem.spot not in told]
        return [*(Place(self.name, spot, words) for spot, words in told.items()), *rest]


def wrong(name: str, problems: tuple[Place, ...], error: type[DossierError]) -> DossierError:
    """The error that tells all `problems` of a file at once."""
    return error(f"{name} 有 {len(problems)} 处错误", places=problems, hint="请按行号逐处改正后再试。")


def open_yaml(
    path: Path, error: type[DossierError], *, shown: str = "", doubles: bool = False, limit: int = _LIMIT
) -> YamlDocument:
    """Read `path` as plain data (an empty file: an empty mapping); raises `error` where it is no YAML.

    `doubles`: a key may stand twice in one mapping, for who walks from `top` and tells it himself. `limit`: bytes.
    """
    name = shown or path.name
    source = _read_text(path, name, error, limit)
    node, data = _parse(source, name, error, doubles=doubles)
    return YamlDocument(name, {} if data is None else data, node, source)


def read_yaml(path: Path, kind: type[T], error: type[DossierError], *, shown: str = "") -> T:
    """Read `path` as a `kind` (a dataclass); an empty file gives the defaults.

    `shown` is the name people see in messages (default: the file's name).
    Raises `error` with one Place for every problem found.
    """
    return open_yaml(path, error, shown=shown).read(kind, error)


def convert(data: object, kind: type[T]) -> T:
    """Turn plain YAML data into a `kind`; raises pydantic.ValidationError."""
    result: T = _adapter(cast(Any, kind)).validate_json(json.dumps(data), strict=True)
    return result


@cache
def _adapter(kind: Any) -> Any:
    from pydantic import TypeAdapter  # slow to import; --help must not pay for it

    return TypeAdapter(kind)


def check(data: object, kind: type[Any], node: Any, name: str, at: str = "") -> Iterator[Place]:
    """All that is wrong in `data` read as `kind`: unknown keys first, then values, each with its line.

    `at` is where the data stands in its file; '' for the whole file.
    """
    from pydantic import ValidationError

    if not isinstance(data, dict):
        colon = "（冒号要用半角「:」，后面空一格）" if isinstance(data, str) and "：" in data else ""
        yield Place(name, f"第{line_of(node, ())}行", f"{at or '整个文件'}应当是「键: 值」的形式{colon}")
        return
    before = f"{at}." if at else ""
    unknown = list(_unknown_keys(data, kind, node, name, before))
    yield from unknown
    try:
        convert(data, kind)
    except ValidationError as caught:
        for problem in caught.errors():
            spot = problem["loc"]
            yield Place(name, f"第{line_of(node, spot)}行", f"{before}{_dotted(spot)}：{_words(problem)}")


def _as_written(data: Any, kind: Any, node: Any) -> Any:
    """Data without empty values, whose texts keep what stands in the file: 0109 is a text where the field is one."""
    if not isinstance(data, dict):
        return data
    hints = _hints(cast(Any, kind))
    texts = {key: _child(node, str(key)) for key in data if hints.get(key) is str and data[key] is not None}
    written = {key: str(child.value) for key, child in texts.items() if isinstance(child, yaml.ScalarNode)}
    return {key: value for key, value in {**data, **written}.items() if value is not None}


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


def _read_text(path: Path, name: str, error: type[DossierError], limit: int) -> str:
    try:
        raw = path.read_bytes()
    except OSError as caught:
        raise error(f"{name} 打不开：{disk_words(caught)}", hint="请检查文件是否被占用或没有读取权限。") from None
    if len(raw) > limit:
        raise error(f"{name} 太大（{len(raw)} 字节）", hint="这不像是手写的设置文件，请检查。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise error(f"{name} 的文字编码无法识别", hint="请用记事本另存为 UTF-8 编码。")


def _parse(text: str, name: str, error: type[DossierError], *, doubles: bool) -> tuple[Any, Any]:
    try:
        _refuse_tokens(text, name, error)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            if node is not None and not doubles:
                _refuse_doubles(node, name, error)
            return node, None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as caught:
        mark = caught.problem_mark or caught.context_mark
        raise error(f"{name} 看不懂", places=_places(text, mark, name), hint=_HINT) from None
    except (yaml.YAMLError, RecursionError, ValueError, TypeError):
        raise error(f"{name} 看不懂", hint=_HINT) from None


def _places(text: str, mark: yaml.Mark | None, name: str) -> tuple[Place, ...]:
    """The slips up to where the parser stumbled (often a line behind the mistake), else that line."""
    if mark is None:
        return (Place(name, "", "这里不合 YAML 的写法"),)
    before = {line: words for line, words in slips(text).items() if line <= mark.line + 1}
    told = before or {mark.line + 1: "这里不合 YAML 的写法"}
    return tuple(Place(name, f"第{line}行", words) for line, words in told.items())


_REFUSED = {
    yaml.AliasToken: "不允许使用 * 引用",
    yaml.AnchorToken: "不允许使用 & 记号",
    yaml.TagToken: "不允许使用 ! 标记（文字以 ! 开头时请加引号）",
}
_DEEPER = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_HIGHER = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)


def _refuse_tokens(text: str, name: str, error: type[DossierError]) -> None:
    """Aliases grow a few lines to gigabytes, tags make odd objects, depth breaks stacks; nobody writes them by hand."""
    depth = 0
    for token in yaml.scan(text, Loader=_Loader):
        depth += isinstance(token, _DEEPER) - isinstance(token, _HIGHER)
        problem = _REFUSED.get(type(token), "嵌套太深" if depth > _DEPTH else "")
        if problem:
            place = Place(name, f"第{token.start_mark.line + 1}行", problem)
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
        hints = _hints(cast(Any, inner))
        for key, value in data.items():
            child = _child(node, str(key))
            if key in hints:
                yield from _unknown_keys(value, hints[key], child, name, f"{at}{key}.")
            else:
                line = line_of(node, ()) if child is None else child.start_mark.line + 1
                yield Place(name, f"第{line}行", f"{at}{key}：没有这个键{did_you_mean(str(key), list(hints))}")
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _unknown_keys(value, _value_type(kind), _child(node, str(key)), name, f"{at}{key}.")
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _unknown_keys(value, _value_type(kind), _child(node, index), name, f"{at}{index}.")


@cache
def _hints(kind: Any) -> dict[str, Any]:
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


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """（是不是「…」？）, or what there is to choose from (the first dozen)."""
    known = list(known)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    if close:
        return f"（是不是「{close[0]}」？）"
    return f"（可用的有：{'、'.join(known[:12])}{'……' if len(known) > 12 else ''}）"


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
    "date_from_datetime_parsing": "应当是日期，如 2022-03-15",
    "date_parsing": "应当是日期，如 2022-03-15",
    "date_type": "应当是日期，如 2022-03-15",
    "unexpected_keyword_argument": "没有这个键",
}


def _words(problem: Any) -> str:
    if problem["type"] == "enum":
        choices = re.findall(r"'([^']*)'", str(problem["ctx"]["expected"]))
        return f"没有「{problem['input']}」这个值{did_you_mean(str(problem['input']), choices)}"
    return _WORDS.get(problem["type"], str(problem["msg"]))
