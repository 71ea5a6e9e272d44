"""case.yaml → Decisions: what a person decided about one case (contract §1, §4).

A bad entry costs that entry: it is told with file and line, and everything else in the file holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from dossier.errors import Place, WorkspaceError
from dossier.files.schema import KEY as SCHEMA_KEY
from dossier.files.schema import refuse_newer
from dossier.files.yaml import did_you_mean, open_yaml
from dossier.files.yaml import wrong as all_wrong
from dossier.files.yaml_node import YamlNode
from dossier.findings import RULES, rule_of
from dossier.model import FACT_FIELDS, Acceptance, Confirmation, Decisions, PartDecision, Waiver
from dossier.specs import PaperNames
from dossier.workspace.cells import date_of
from dossier.workspace.columns import Aliases
from dossier.workspace.decision_keys import (
    ACCEPTED,
    BESIDE_PARTS,
    FILE,
    PART,
    PERSON,
    SECTIONS,
    Keys,
    all_names,
    key_of,
)
from dossier.workspace.names import DECISIONS

TURNS = (0, 90, 180, 270)
_PAGES = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
_DASH = re.compile(r"\s*[-–—－~～至到]\s*")
_TRUE, _FALSE = ("true", "是", "yes", "1"), ("false", "否", "no", "0")
_GUARDIAN = re.compile(r"guardian([12])_(name|relation|phone|id_number)")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Understood:
    """A case.yaml, as far as it could be understood."""

    decisions: Decisions
    wrong: tuple[Place, ...] = ()
    """Entries that could not, and therefore do not count."""
    absent: tuple[Place, ...] = ()
    """Places that name a file which is not there."""


class _BadEntryError(Exception):
    """An entry that cannot be understood; its places are noted already."""


def read_decisions(path: Path, shown: str, files: Iterable[str], aliases: Aliases, papers: PaperNames) -> Understood:
    """Decisions of a case.yaml for a case with these `files`.

    Raises WorkspaceError where the file is no YAML of keys and values at all.
    """
    document = open_yaml(path, WorkspaceError, shown=shown, doubles=True)
    refuse_newer(document, WorkspaceError)
    reader = _Reader(tuple(files), aliases, papers)
    signs = {f"第{line}行": words for line, words in document.slips().items()}
    if signs and document.top.pairs() is None:
        raise all_wrong(shown, tuple(Place(shown, spot, words) for spot, words in signs.items()), WorkspaceError)
    found = reader.decisions(document.top)
    wrong = (replace(place, problem=signs.get(place.spot, place.problem)) for place in reader.problems)
    return Understood(found, tuple(dict.fromkeys(wrong)), tuple(reader.absent))


def fact_field(text: str, aliases: Aliases) -> str | None:
    """The field of a row that a person means: by its id, as the form calls it, or as rosters do; None: nobody knows."""
    named = {title: name for name, title in FACT_FIELDS.items()}.get(text, text)
    found = _GUARDIAN.fullmatch(named)
    if found is not None:
        return f"guardian{found[1]}.{found[2]}"
    name = aliases.field(named)
    return None if name is None else name.replace("alone.", "guardian1.").replace("guardian.", "guardian1.")


def rule_problem(text: str) -> str:
    """Why a text names no rule, and which one may be meant."""
    known = [*RULES, *(rule.title for rule in RULES.values())]
    hint = "（应写报告里「问题」一栏的名称，如 没有签字）"
    if get_close_matches(text, known, cutoff=0.5):
        hint = did_you_mean(text, known)
    return f"没有「{text}」这种问题{hint}"


@dataclass(slots=True)
class _Reader:
    paths: tuple[str, ...]
    aliases: Aliases
    papers: PaperNames
    problems: list[Place] = field(default_factory=list)
    absent: list[Place] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    """Path as compared → path as the case lists it."""

    def __post_init__(self) -> None:
        self.known = {path_key(path): path for path in self.paths}

    def decisions(self, top: YamlNode) -> Decisions:
        """All of it that can be understood. Raises WorkspaceError where nothing can."""
        pairs = top.pairs()
        if pairs is None:
            if top.is_empty:
                return Decisions()
            raise all_wrong(top.file, (top.place("整个文件应当是「键: 值」的形式"),), WorkspaceError)
        sections: dict[str, list[YamlNode]] = {name: [] for name in SECTIONS}
        for key, node in pairs:
            name = key_of(key, SECTIONS)
            if key == SCHEMA_KEY:
                continue
            if name is not None:
                sections[name].append(node)
            else:
                self.problems.append(node.place(f"{key}：没有这个键{did_you_mean(key, all_names(SECTIONS))}"))
        files = self._each(sections["files"], self._file)
        return Decisions(
            files={path: file.parts for path, file in files if file.parts},
            refused={path: file.refused for path, file in files if file.refused},
            flat={path: file.flat for path, file in files if file.flat is not None},
            same_sheet={path: file.same_sheet for path, file in files if file.same_sheet is not None},
            facts=dict(self._each(sections["facts"], self._fact)),
            waived=dict(self._each(sections["waived"], self._waiver)),
            confirmed=next(self._all(sections["confirmed"], self._confirmation), None),
            accepted=tuple(self._all(self._listed(sections["accepted"]), self._acceptance)),
        )

    # ------------------------------------------------------------------ entries

    def _each(
        self, sections: Iterable[YamlNode], read: Callable[[str, YamlNode], tuple[str, T]]
    ) -> list[tuple[str, T]]:
        """The entries of a section that can be understood; of two for the same thing the first counts."""
        found: dict[str, T] = {}
        for section in sections:
            pairs = [] if section.is_empty else section.pairs()
            if pairs is None:
                self.problems.append(section.place("这一节应当是「名字: 内容」，每行一条"))
                continue
            for key, node in pairs:
                try:
                    name, value = read(key, node)
                    if name in found:
                        self._bad(node, f"「{key}」写了两次，以先写的为准")
                    found[name] = value
                except _BadEntryError:
                    continue
        return list(found.items())

    def _all(self, nodes: Iterable[YamlNode], read: Callable[[YamlNode], T]) -> Iterator[T]:
        for node in nodes:
            try:
                if not node.is_empty:
                    yield read(node)
            except _BadEntryError:
                continue

    def _listed(self, sections: Iterable[YamlNode]) -> Iterator[YamlNode]:
        for section in sections:
            items = section.items()
            if items is not None:
                yield from items
            elif section.pairs() is not None:
                yield section  # one entry, without the dash
            elif not section.is_empty:
                self.problems.append(section.place("这一节应当是列表，每条以「- 」开头"))

    def _bad(self, node: YamlNode, problem: str) -> Any:
        self.problems.append(node.place(problem))
        raise _BadEntryError

    def _fields(self, node: YamlNode, keys: Keys) -> Mapping[str, YamlNode]:
        """What stands in an entry, by key; all unknown keys are told."""
        pairs = node.pairs()
        if pairs is None:
            return dict(self._bad(node, f"应写成 {{{next(iter(keys))}: …}} 的样子"))
        found: dict[str, YamlNode] = {}
        count = len(self.problems)
        for key, value in pairs:
            name = key_of(key, keys)
            if name is None:
                self.problems.append(value.place(f"{key}：没有这个键{did_you_mean(key, all_names(keys))}"))
            elif name in found:
                self.problems.append(value.place(f"「{key}」写了两次"))
            elif not value.is_empty:
                found[name] = value
        if len(self.problems) > count:
            raise _BadEntryError
        return found

    def _text(self, node: YamlNode, what: str) -> str:
        text = node.text
        return text if text is not None else str(self._bad(node, f"{what}应当是一段文字"))

    # ------------------------------------------------------------------ files

    def _file(self, written: str, node: YamlNode) -> tuple[str, _File]:
        if path_key(written) not in self.known and leaves_folder(written):
            self._bad(node, f"「{written}」不在这个个案的文件夹里")
        entry = self._fields(node, FILE)
        refused = tuple(self._type(item) for item in self._many(entry["not"])) if "not" in entry else ()
        flat = self._truth(entry["flat"]) if "flat" in entry else None
        if "parts" in entry:
            if entry.keys() & {"type", "left_out", "pages"}:
                self._bad(node, "写了 parts，就不能再写 type、left_out 或 pages")
            parts = self._parts(entry["parts"])
        elif entry.keys() & PART.keys() or not entry.keys() & {*BESIDE_PARTS}:
            parts = (self._part(node, entry),)
        else:
            parts = ()
        same = self._same_sheet(entry["same_sheet"]) if "same_sheet" in entry else None
        return self._known(written, node), _File(parts, refused, flat, same)

    def _same_sheet(self, node: YamlNode) -> str:
        """The other file, as the case lists it; '' for none."""
        text = self._text(node, "same_sheet").strip()
        if text.casefold() in _FALSE:
            return ""
        if path_key(text) not in self.known:
            self._bad(node, f"same_sheet：文件夹里没有「{text}」{did_you_mean(text, self.paths) if self.paths else ''}")
        return self.known[path_key(text)]

    def _known(self, written: str, node: YamlNode) -> str:
        """The path as the case lists it; one that no file has is noted."""
        key = path_key(written)
        if key not in self.known and key.casefold() not in DECISIONS:
            near = did_you_mean(written, self.paths) if self.paths else ""
            self.absent.append(node.place(f"文件夹里没有「{written}」{near}"))
        return self.known.get(key, key)

    def _many(self, node: YamlNode) -> list[YamlNode]:
        items = node.items()
        return [node] if items is None else items

    def _parts(self, node: YamlNode) -> tuple[PartDecision, ...]:
        items = node.items()
        if not items:
            self._bad(node, "parts 是空的" if items is not None or node.is_empty else "parts 应当是列表")
        parts = []
        seen: set[int] = set()
        for item in items or ():
            decided = self._part(item, self._fields(item, PART))
            doubled = sorted(seen.intersection(decided.pages))
            if doubled:
                self._bad(item, f"第 {'、'.join(map(str, doubled))} 页写了两次")
            seen.update(decided.pages)
            parts.append(decided)
        return tuple(parts)

    def _part(self, node: YamlNode, entry: Mapping[str, YamlNode]) -> PartDecision:
        if "type" in entry and "left_out" in entry:
            self._bad(node, "type 和 left_out 只能写一个")
        if not entry.keys() & {"type", "left_out", "turn"}:
            self._bad(node, "要写 type（是什么材料）或 left_out（不放进档案的原因）")
        left_out = self._text(entry["left_out"], "left_out") if "left_out" in entry else None
        if left_out is not None and not left_out.strip():
            self._bad(entry["left_out"], "left_out 要写明原因")
        return PartDecision(
            type=self._type(entry["type"]) if "type" in entry else None,
            pages=self._pages(entry["pages"]) if "pages" in entry else (),
            turn=self._turn(entry["turn"]) if "turn" in entry else None,
            left_out=left_out,
            spot=str(node.place("")),
        )

    def _type(self, node: YamlNode) -> str:
        text = self._text(node, "材料类型")
        return self.papers.find(text) or str(self._bad(node, self.papers.problem(text)))

    def _pages(self, node: YamlNode) -> tuple[int, ...]:
        try:
            return _once(page for item in self._many(node) for page in pages_of(item.text or ""))
        except ValueError:
            return tuple(self._bad(node, "pages 看不懂，应写成 3、1-2 或 [1, 3]（页号从 1 起）"))

    def _turn(self, node: YamlNode) -> int:
        text = unicodedata.normalize("NFKC", node.text or "").strip().removesuffix("度").strip()
        if not re.fullmatch(r"-?\d{1,4}", text) or int(text) % 360 not in TURNS:
            self._bad(node, "turn 只能是 0、90、180、270")
        return int(text) % 360

    def _truth(self, node: YamlNode) -> bool:
        word = (node.text or "").strip().casefold()
        if word not in (*_TRUE, *_FALSE):
            self._bad(node, "flat 应当是 true（是）或 false（否）")
        return word in _TRUE

    # ------------------------------------------------------------------ the rest

    def _fact(self, key: str, node: YamlNode) -> tuple[str, str]:
        name = fact_field(key, self.aliases)
        if name is None:
            known = [*FACT_FIELDS.values(), *self.aliases.names()]
            self._bad(node, f"facts 里没有「{key}」这一项{did_you_mean(key, known)}")
        return str(name), self._text(node, f"facts 的「{key}」")

    def _waiver(self, key: str, node: YamlNode) -> tuple[str, Waiver]:
        kind = self.papers.find(key) or str(self._bad(node, self.papers.problem(key)))
        by, on, reason = self._signed(node, self._fields(node, PERSON))
        return kind, Waiver(by=by, on=on, reason=reason)

    def _confirmation(self, node: YamlNode) -> Confirmation:
        by, on, reason = self._signed(node, self._fields(node, PERSON))
        return Confirmation(by=by, on=on, reason=reason)

    def _acceptance(self, node: YamlNode) -> Acceptance:
        entry = self._fields(node, ACCEPTED)
        by, on, reason = self._signed(node, entry)
        if "rule" not in entry:
            self._bad(node, "要写 rule（报告里「问题」一栏的名称，如 没有签字）")
        text = self._text(entry["rule"], "rule")
        rule = rule_of(text) or str(self._bad(entry["rule"], rule_problem(text)))
        path = self._known(self._text(entry["path"], "path"), entry["path"]) if "path" in entry else None
        other = self._text(entry["with"], "with") if "with" in entry else None
        return Acceptance(rule=rule, path=path, by=by, on=on, reason=reason, with_case=other)

    def _signed(self, node: YamlNode, entry: Mapping[str, YamlNode]) -> tuple[str, date | None, str]:
        texts = {}
        for name, title in (("by", "by（谁）"), ("reason", "reason（原因）")):
            if name not in entry:
                self._bad(node, f"缺少 {title}")
            texts[name] = self._text(entry[name], title)
            if not texts[name].strip():
                self._bad(entry[name], f"{title}不能是空的")
        return texts["by"], self._day(entry["on"]) if "on" in entry else None, texts["reason"]

    def _day(self, node: YamlNode) -> date | None:
        text = node.text or ""
        day, _ = date_of(text)
        return day if day is not None else self._bad(node, f"「{text}」不是日期，应写成 2022-03-15")


@dataclass(frozen=True, slots=True)
class _File:
    parts: tuple[PartDecision, ...]
    refused: tuple[str, ...]
    flat: bool | None
    same_sheet: str | None


def pages_of(value: Any) -> tuple[int, ...]:
    """3, "1-2", "1,3", [1, "3-4"] → page numbers in that order, each once; nothing → (). Raises ValueError."""
    if value is None:
        return ()
    if isinstance(value, bool):
        raise ValueError(value)
    if isinstance(value, list | tuple):
        return _once(page for item in value for page in pages_of(item))
    pages: list[int] = []
    for piece in re.split(r"[,，、;；\s]+", _DASH.sub("-", str(value).strip())):
        found = _PAGES.fullmatch(piece)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last or last - first > 5000:
            raise ValueError(value)
        pages += range(first, last + 1)
    return _once(pages)


def _once(pages: Iterable[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(pages))


def path_key(path: str) -> str:
    """A path as people write it → as the case lists it: NFC, `/`, without `./`."""
    text = unicodedata.normalize("NFC", path).replace("\\", "/")
    return "/".join(part for part in text.split("/") if part not in ("", "."))


def leaves_folder(path: str) -> bool:
    """Whether a path is absolute or climbs out of the case folder."""
    text = path.replace("\\", "/")
    return text.startswith("/") or re.match(r"^[A-Za-z]:", text) is not None or ".." in text.split("/")
