"""case.yaml → Decisions: what a person decided about one case (contract §1, §4)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dossier.errors import Place, WorkspaceError
from dossier.files.yaml import YamlDocument, did_you_mean, open_yaml, wrong
from dossier.findings import RULES, rule_of
from dossier.model import Acceptance, Confirmation, Decisions, PartDecision, Waiver
from dossier.specs import PaperNames
from dossier.workspace.columns import Aliases
from dossier.workspace.names import DECISIONS

TURNS = (0, 90, 180, 270)
_PAGES = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
_DASH = re.compile(r"\s*[-–—－~～至到]\s*")


@dataclass(frozen=True)
class _Part:
    type: str | None = None
    pages: Any = None
    turn: int | None = None
    left_out: str | None = None


@dataclass(frozen=True)
class _File(_Part):
    parts: tuple[_Part, ...] | None = None


@dataclass(frozen=True)
class _Person:
    by: str
    reason: str
    on: date | None = None


@dataclass(frozen=True)
class _Accepted(_Person):
    rule: str = ""
    path: str | None = None


@dataclass(frozen=True)
class _CaseFile:
    """case.yaml as it is written."""

    files: Mapping[str, _File] | None = None
    facts: Mapping[str, Any] | None = None
    waived: Mapping[str, _Person] | None = None
    confirmed: _Person | None = None
    accepted: tuple[_Accepted, ...] | None = None


def read_decisions(
    path: Path, shown: str, files: Iterable[str], aliases: Aliases, papers: PaperNames
) -> tuple[Decisions, tuple[Place, ...]]:
    """Decisions of a case.yaml and the places that name a file which is not there.

    Raises WorkspaceError with every problem's line where it cannot be understood.
    """
    document = open_yaml(path, WorkspaceError, shown=shown)
    return _Reader(document, document.read(_CaseFile, WorkspaceError), tuple(files), aliases, papers).decisions()


@dataclass(slots=True)
class _Reader:
    document: YamlDocument
    raw: _CaseFile
    paths: tuple[str, ...]
    aliases: Aliases
    papers: PaperNames
    problems: list[Place] = field(default_factory=list)
    absent: list[Place] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    """Path as compared → path as the case lists it."""

    def __post_init__(self) -> None:
        self.known = {path_key(path): path for path in self.paths}

    def decisions(self) -> tuple[Decisions, tuple[Place, ...]]:
        """All of it, or a WorkspaceError with all that is wrong."""
        raw = self.raw
        found = Decisions(
            files=dict(self._files()),
            facts=dict(self._facts()),
            waived=dict(self._waived()),
            confirmed=self._confirmed(),
            accepted=tuple(self._accepted(raw.accepted or ())),
        )
        if self.problems:
            raise wrong(self.document.name, tuple(self.problems), WorkspaceError)
        return found, tuple(self.absent)

    def _bad(self, problem: str, *spot: int | str) -> None:
        self.problems.append(self.document.place(problem, *spot))

    # ------------------------------------------------------------------ files

    def _files(self) -> Iterator[tuple[str, tuple[PartDecision, ...]]]:
        for written, entry in (self.raw.files or {}).items():
            if path_key(written) not in self.known and leaves_folder(written):
                self._bad(f"「{written}」不在这个个案的文件夹里", "files", written)
                continue
            yield self._known(written, "files", written), tuple(self._parts(entry, "files", written))

    def _known(self, written: str, *spot: int | str) -> str:
        """The path as the case lists it; one that no file has is noted."""
        key = path_key(written)
        if key not in self.known and key.casefold() not in DECISIONS:
            near = did_you_mean(written, self.paths) if self.paths else ""
            self.absent.append(self.document.place(f"文件夹里没有「{written}」{near}", *spot))
        return self.known.get(key, key)

    def _parts(self, entry: _File, *spot: str) -> Iterator[PartDecision]:
        if entry.parts is None:
            yield self._part(entry, *spot)
            return
        if entry.type or entry.left_out or entry.pages:
            self._bad("写了 parts，就不能再写 type、left_out 或 pages", *spot)
        if not entry.parts:
            self._bad("parts 是空的", *spot)
        seen: set[int] = set()
        for index, part in enumerate(entry.parts):
            decided = self._part(part, *spot, "parts", index)
            doubled = sorted(seen.intersection(decided.pages))
            if doubled:
                self._bad(f"第 {'、'.join(map(str, doubled))} 页写了两次", *spot, "parts", index)
            seen.update(decided.pages)
            yield decided

    def _part(self, part: _Part, *spot: int | str) -> PartDecision:
        if part.type and part.left_out:
            self._bad("type 和 left_out 只能写一个", *spot)
        if not part.type and part.left_out is None and part.turn is None:
            self._bad("要写 type（是什么材料）或 left_out（不放进档案的原因）", *spot)
        if part.left_out is not None and not part.left_out.strip():
            self._bad("left_out 要写明原因", *spot, "left_out")
        turn = None if part.turn is None else part.turn % 360
        if turn is not None and turn not in TURNS:
            self._bad("turn 只能是 0、90、180、270", *spot, "turn")
        kind = self._type(part.type, *spot, "type") if part.type else None
        pages, where = self._pages(part.pages, *spot, "pages"), str(self.document.place("", *spot))
        return PartDecision(type=kind, pages=pages, turn=turn, left_out=part.left_out, spot=where)

    def _type(self, text: str, *spot: int | str) -> str | None:
        found = self.papers.find(text)
        if found is None:
            self._bad(self.papers.problem(text), *spot)
        return found

    def _pages(self, value: Any, *spot: int | str) -> tuple[int, ...]:
        try:
            return pages_of(value)
        except ValueError:
            self._bad("pages 看不懂，应写成 3、1-2 或 [1, 3]（页号从 1 起）", *spot)
            return ()

    # ------------------------------------------------------------------ the rest

    def _facts(self) -> Iterator[tuple[str, str]]:
        for key in self.raw.facts or {}:
            name = self.aliases.field(key)
            text = self.document.text("facts", key)
            if name is None:
                self._bad(f"facts 里没有「{key}」这一项{did_you_mean(key, self.aliases.names())}", "facts", key)
            elif text is None:
                self._bad(f"facts 的「{key}」应当是一段文字", "facts", key)
            else:
                yield name.replace("alone.", "guardian1.").replace("guardian.", "guardian1."), text

    def _waived(self) -> Iterator[tuple[str, Waiver]]:
        for key, person in (self.raw.waived or {}).items():
            kind = self._type(key, "waived", key)
            self._signed(person, "waived", key)
            yield kind or key, Waiver(by=person.by, reason=person.reason, on=person.on)

    def _confirmed(self) -> Confirmation | None:
        person = self.raw.confirmed
        if person is None:
            return None
        self._signed(person, "confirmed")
        return Confirmation(by=person.by, reason=person.reason, on=person.on)

    def _accepted(self, entries: tuple[_Accepted, ...]) -> Iterator[Acceptance]:
        for index, entry in enumerate(entries):
            self._signed(entry, "accepted", index)
            rule, path = self._rule(entry.rule, "accepted", index), None
            if entry.path is not None:
                path = self._known(entry.path, "accepted", index, "path")
            yield Acceptance(rule=rule, path=path, by=entry.by, reason=entry.reason, on=entry.on)

    def _rule(self, text: str, *spot: int | str) -> str:
        """The id of the rule, which people write by its title in the report too."""
        if not text.strip():
            self._bad("要写 rule（报告里「问题」一栏的名称，如 没有签字）", *spot)
        elif (rule := rule_of(text)) is not None:
            return rule
        else:
            known = [*RULES, *(rule.title for rule in RULES.values())]
            hint = "（应写报告里「问题」一栏的名称，如 没有签字）"
            if get_close_matches(text, known, cutoff=0.5):
                hint = did_you_mean(text, known)
            self._bad(f"没有「{text}」这种问题{hint}", *spot, "rule")
        return text

    def _signed(self, person: _Person, *spot: int | str) -> None:
        for name, text in (("by（谁）", person.by), ("reason（原因）", person.reason)):
            if not text.strip():
                self._bad(f"{name}不能是空的", *spot)


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
