"""workspace.yaml → Settings. Keys in English or Chinese; unknown ones are an error with "did you mean"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from dossier.errors import Place, WorkspaceError
from dossier.files.schema import KEY as SCHEMA_KEY
from dossier.files.schema import refuse_newer
from dossier.files.yaml import YamlDocument, did_you_mean, open_yaml, wrong
from dossier.model import Settings
from dossier.workspace.cells import date_of, plain
from dossier.workspace.columns import Columns
from dossier.workspace.sections import print_defaults, read_section

FILE = "workspace.yaml"
ALIASES: Mapping[str, tuple[str, ...]] = {
    "unit": ("单位", "立卷单位", "单位名称", "填报单位"),
    "county": ("县", "县区", "县（市、区）", "所在县"),
    "term": ("学期", "学年学期"),
    "filled_on": ("填表日期", "填报日期", "日期", "filling_date", "filled", "date", "fill_date", "filled_date"),
    "clerk": ("填表人", "填报人", "立卷人", "经办人", "filled_by"),
    "inspector": ("检查人", "审核人", "复核人"),
    "columns": ("列", "表头", "名册列"),
    "roster": ("名册", "名册文件"),
    "duplex": ("双面", "双面打印"),
    "engine": ("排版",),
    "fonds_name": ("全宗名称", "全宗名"),
    "fonds_number": ("全宗号",),
    "retention": ("保管期限",),
    "archive_number": ("档号",),
    "expires_soon_days": ("到期提醒天数",),
    "print_dpi": ("打印分辨率",),
    "annex": ("附件1",),
    "pages": ("页面",),
    "copy_mark": ("复印件标记", "复印件用途", "证件复印件标记"),
    "late_pages": ("后补页",),
}
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "print": ("打印",),
    "labels": ("标签",),
    "thresholds": ("界限",),
    "letters": ("文书", "发文代字"),
}
"""Settings that are mappings of their own, read by `sections`."""

_TEXTS: tuple[str, ...] = (
    *("unit", "county", "term", "clerk", "inspector", "roster", "engine", "fonds_name", "fonds_number"),
    *("retention", "archive_number"),
)
_TRUE = {"true", "是", "yes", "on", "y", "双面", "1"}
_FALSE = {"false", "否", "no", "off", "n", "单面", "0"}
_RETENTIONS = {"永久": "永久", "y": "永久", "30年": "30年", "30": "30年", "d30": "30年", "长期": "30年",
               "10年": "10年", "10": "10年", "d10": "10年", "短期": "10年"}  # fmt: skip
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "engine": {"typst": "typst", "libreoffice": "libreoffice"},
    "annex": {"replace": "replace", "keep": "keep", "替换": "replace", "保留": "keep"},
    "late_pages": {"insert": "insert", "end": "end", "插入": "insert", "卷末": "end"},
    "pages": {"asis": "asis", "flat": "flat", "原样": "asis", "拉平": "flat"},
}
_COPY_MARK = "仅用于控辍保学核查"
_LONGEST_MARK = 24
_RANGES = {"expires_soon_days": (0, 3650), "print_dpi": (72, 1200)}


def read_settings(root: Path, names: list[str], columns: Columns) -> Settings:
    """workspace.yaml (or .yml) of the workspace; the defaults where there is none. Raises WorkspaceError."""
    found = [name for name in names if name.casefold() in ("workspace.yaml", "workspace.yml")]
    if len(found) > 1:
        places = tuple(Place(name) for name in found)
        raise WorkspaceError("有两份设置文件", places=places, hint="请只留一份 workspace.yaml。")
    if not found:
        return Settings()
    document = open_yaml(root / found[0], WorkspaceError)
    refuse_newer(document, WorkspaceError)
    return _Reader(document, columns).settings()


@dataclass(slots=True)
class _Reader:
    document: YamlDocument
    columns: Columns
    problems: list[Place] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    """Name of a setting → the key as written."""

    def settings(self) -> Settings:
        """All of it, or a WorkspaceError with all that is wrong."""
        data = self.document.data
        if not isinstance(data, dict):
            place = self.document.place("整个文件应当是「键: 值」的形式（冒号用半角，后面空一格）")
            raise wrong(FILE, (place,), WorkspaceError)
        self._resolve([str(key) for key in data if key != SCHEMA_KEY])
        given = {name: key for name, key in self.keys.items() if data[key] is not None}
        values = {name: self._value(name, key) for name, key in given.items() if name not in SECTIONS}
        values |= {name: self._section(name, key, values) for name, key in given.items() if name in SECTIONS}
        if self.problems:
            raise wrong(FILE, tuple(self.problems), WorkspaceError)
        settings = replace(Settings(), **values)
        if "print" not in values:
            settings = replace(settings, print=print_defaults(settings))
        return settings

    def _resolve(self, written: list[str]) -> None:
        keys = {**ALIASES, **SECTIONS}
        names = {plain(alias).casefold(): name for name, aliases in keys.items() for alias in (name, *aliases)}
        for key in written:
            name = names.get(plain(key).casefold().replace("-", "_"))
            if name is None:
                known = [*keys, *(alias for aliases in keys.values() for alias in aliases)]
                self._bad(f"没有「{key}」这一项{did_you_mean(key, known)}", key)
            elif name in self.keys:
                self._bad(f"「{key}」和「{self.keys[name]}」是同一项，只能写一个", key)
            else:
                self.keys[name] = key

    def _bad(self, problem: str, *spot: str) -> None:
        self.problems.append(self.document.place(problem, *spot))

    def _value(self, name: str, key: str) -> Any:
        if name == "columns":
            return self._columns(key)
        text = self.document.text(key)
        if text is None:
            self._bad(f"{key}：应当是一个值", key)
            return None
        if name in _RANGES:
            return self._whole_number(name, key, text)
        if name == "copy_mark":
            return self._mark(key, text)
        if name == "duplex":
            return self._truth(key, text)
        if name == "filled_on":
            return self._date(key, text)
        return self._text(name, key, text)

    def _section(self, name: str, key: str, values: Mapping[str, Any]) -> Any:
        given = {name: value for name, value in values.items() if value is not None}
        found, problems = read_section(self.document, name, key, replace(Settings(), **given))
        self.problems += problems
        return found

    def _text(self, name: str, key: str, text: str) -> str:
        text = text.strip()
        if name == "retention":
            if plain(text).casefold() not in _RETENTIONS:
                self._bad(f"{key}：只能是 永久、30年 或 10年", key)
            return _RETENTIONS.get(plain(text).casefold(), text)
        if name in _CHOICES:
            choices = _CHOICES[name]
            if text.casefold() not in choices:
                self._bad(f"{key}：只能是 {' 或 '.join(dict.fromkeys(choices.values()))}", key)
            return choices.get(text.casefold(), text)
        return text

    def _whole_number(self, name: str, key: str, text: str) -> int:
        least, most = _RANGES[name]
        if not text.isdecimal() or not least <= int(text) <= most:
            self._bad(f"{key}：应当是 {least} 到 {most} 的整数", key)
            return least
        return int(text)

    def _truth(self, key: str, text: str) -> bool:
        word = plain(text).casefold()
        if word not in _TRUE | _FALSE:
            self._bad(f"{key}：应当是 true（是）或 false（否）", key)
        return word in _TRUE

    def _mark(self, key: str, text: str) -> str:
        """true: the usual words; false: none; any other text stands as it is."""
        word = plain(text).casefold()
        if word in _TRUE | _FALSE:
            return _COPY_MARK if word in _TRUE else ""
        mark = text.strip()
        if len(mark) > _LONGEST_MARK or not mark.isprintable():
            self._bad(f"{key}：应当是 true（是）、false（否），或不超过 {_LONGEST_MARK} 个字的一行文字", key)
        return mark

    def _date(self, key: str, text: str) -> date | None:
        day, _ = date_of(text)
        if day is None:
            self._bad(f"{key}：「{text}」不是日期，应写成 2022-03-15", key)
        return day

    def _columns(self, key: str) -> dict[str, str]:
        """`{姓名: B}`: fields by any name that the roster's header could have."""
        entries = self.document.data[key]
        if not isinstance(entries, dict):
            self._bad(f"{key}：应写成 {{姓名: B, 类别: M}}", key)
            return {}
        found: dict[str, str] = {}
        for written in map(str, entries):
            name = self.columns.roster.field(written)
            text = self.document.text(key, written)
            if name is None:
                hint = did_you_mean(written, self.columns.roster.names())
                self._bad(f"{key}：没有「{written}」这一项{hint}", key, written)
            elif not text:
                self._bad(f"{key}：「{written}」后面要写列号（如 B）或表头文字", key, written)
            else:
                found[name.replace("alone.", "guardian1.").replace("guardian.", "guardian1.")] = text
        return found


def is_settings_file(name: str) -> bool:
    """Whether a file of the workspace is its settings."""
    return name.casefold() in ("workspace.yaml", "workspace.yml")


__all__ = ["ALIASES", "SECTIONS", "is_settings_file", "read_settings"]
