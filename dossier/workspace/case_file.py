"""One case.yaml, opened to be changed: entries looked up and replaced, everything else in it kept as it stands."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dossier.errors import OutputError, WorkspaceError, disk_words
from dossier.files.write import replacing
from dossier.findings import rule_of
from dossier.model import FACT_FIELDS, Case, Specs
from dossier.specs import PaperNames
from dossier.workspace.columns import Aliases, columns_of
from dossier.workspace.decision_keys import ACCEPTED, SECTIONS, key_of
from dossier.workspace.decisions import Understood, fact_field, path_key, read_decisions
from dossier.workspace.names import DECISIONS
from dossier.workspace.remarks import keep_lines, put_remarks, take_remarks

HEAD = """\
# 人对这个个案的决定，由 dossier 的命令写入，也可以用记事本改（保存为 UTF-8）。
# files：哪个文件是什么材料；left_out：不放进档案的原因；facts：比名册更准的信息。
"""
Key = tuple[str, ...]
"""What an entry is about: (path,), (field,), (type,), () of the confirmation, (rule, path, other case)."""


def has_section(section: str) -> bool:
    """Whether case.yaml has such a section."""
    return section in SECTIONS


@dataclass(slots=True)
class CaseFile:
    """A case.yaml as ruamel keeps it."""

    case: Case
    target: Path
    aliases: Aliases
    papers: PaperNames
    document: Any
    before: bytes | None = None
    """What stood on the disk; None: there was no file."""
    wrong: int = 0
    """Entries that could not be understood before anything was changed."""
    kept: set[str] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        """Whether there was no file."""
        return self.before is None

    @property
    def shown(self) -> str:
        """Its name in messages."""
        return f"{self.case.folder}/{self.target.name}"

    # ------------------------------------------------------------------ entries

    def get(self, section: str, key: Key) -> Any:
        """The entry as plain values; None where there is none."""
        holder, place = self._find(section, key)
        return None if place is None else plain_value(holder[place])

    def entries(self) -> dict[tuple[str, Key], Any]:
        """Every entry as (section, key) → plain value."""
        places: list[tuple[str, Key]] = [("confirmed", ())]
        for section in ("files", "facts", "waived"):
            holder = self.document.get(self._name(section))
            written = holder if isinstance(holder, Mapping) else ()
            places += [(section, self._meant(section, str(name))) for name in written]
        accepted = self.document.get(self._name("accepted"))
        items = [accepted] if isinstance(accepted, Mapping) else accepted or ()
        places += [("accepted", self._accepted_key(item)) for item in items]
        return {place: value for place in places if (value := self.get(*place)) is not None}

    def put(self, section: str, key: Key, value: Any, signature: str = "") -> None:
        """Write an entry (None: take it away); `signature` (who, when) stands behind it as a comment."""
        holder, place = self._find(section, key)
        if value is None:
            if place is not None:
                self._take(section, holder, place)
        elif section == "confirmed":
            self._set(self.document, self._name(section), value, "")
        elif section == "accepted":
            self._put_accepted(place, value)
        else:
            holder = self._section(section)
            self._set(holder, _text(self._written(section, key)) if place is None else place, value, signature)

    def _find(self, section: str, key: Key) -> tuple[Any, Any]:
        """The collection that holds the entry, and its key or index there; None where it is not."""
        name = self._name(section)
        holder = self.document.get(name)
        if section == "confirmed":
            return self.document, name if holder is not None else None
        if isinstance(holder, Mapping) and section == "accepted":
            return self.document, name if self._accepted_key(holder) == key else None
        if section == "accepted":
            found = [at for at, item in enumerate(holder or ()) if self._accepted_key(item) == key]
            return holder, found[0] if found else None
        if not isinstance(holder, Mapping):
            return None, None
        return holder, next((written for written in holder if self._meant(section, str(written)) == key), None)

    def _name(self, section: str) -> str:
        """The section's key as it is written in this file."""
        return next((name for name in self.document if key_of(str(name), SECTIONS) == section), section)

    def _meant(self, section: str, written: str) -> Key:
        if section == "files":
            return (path_key(written),)
        if section == "facts":
            return (fact_field(written, self.aliases) or written,)
        return (self.papers.find(written) or written,)

    def _written(self, section: str, key: Key) -> str:
        """How a new entry's key is written: facts as the form calls them, the rest as it is."""
        if section == "facts":
            return FACT_FIELDS.get(key[0].replace(".", "_"), key[0])
        return key[0]

    def _accepted_key(self, item: Any) -> Key:
        entry = {key_of(str(name), ACCEPTED): value for name, value in item.items()} if hasattr(item, "items") else {}
        rule, path, other = (str(entry.get(name) or "") for name in ("rule", "path", "with"))
        return rule_of(rule) or rule, path_key(path), other

    def _section(self, section: str) -> Any:
        """The mapping of a section, made where there is none."""
        from ruamel.yaml.comments import CommentedMap

        name = self._name(section)
        holder = self.document.get(name)
        if not isinstance(holder, Mapping) and holder is not None:
            raise WorkspaceError(f"{self.shown} 的 {name} 一节写得不对，没有改动", hint="请先改成「名字: 内容」。")
        if not holder:
            remarks = take_remarks(self.document, name) if name in self.document else ([], [])
            self.document[name] = CommentedMap()
            self.kept.update((*remarks[0], *(line.strip() for line in remarks[1])))
        return self.document[name]

    def _set(self, holder: Any, place: Any, value: Any, signature: str) -> None:
        remarks = take_remarks(holder, place) if place in holder else ([], [])
        holder[place] = _styled(value)
        if not holder.fa.flow_style():
            put_remarks(holder, place, remarks, signature=signature)

    def _put_accepted(self, place: Any, value: Any) -> None:
        from ruamel.yaml.comments import CommentedSeq

        name = self._name("accepted")
        holder = self.document.get(name)
        if isinstance(holder, Mapping):  # one entry, without the dash
            self.document[name] = CommentedSeq([holder])
        elif not holder:
            self.document[name] = CommentedSeq()
        holder = self.document[name]
        if isinstance(place, int):
            holder[place] = _styled(value)
        else:
            holder.append(_styled(value))

    def _take(self, section: str, holder: Any, place: Any) -> None:
        lines = take_remarks(holder, place)[1] if holder is not None else []
        del holder[place]
        name = self._name(section)
        if holder is not self.document and not holder:
            lines = [*take_remarks(self.document, name)[1], *lines]
            del self.document[name]
        keep_lines(holder if holder else self.document, self.document, lines)

    # ------------------------------------------------------------------ the file

    def save(self) -> None:
        """Write beside, read back as the program will, then replace; a file of ours goes with its last entry.

        Raises WorkspaceError where what was written would not be understood, OutputError where it cannot be written.
        """
        try:
            if self._is_spent():
                self.target.unlink(missing_ok=True)
                return
            stream = io.StringIO()
            round_trip().dump(self.document, stream)
            with replacing(self.target, lasting=True) as beside:
                with beside.open("w", encoding="utf-8", newline="\n") as made:
                    made.write(stream.getvalue())
                self._understood(beside)
                beside.chmod(self.target.stat().st_mode & 0o777 if self.target.exists() else 0o644)
        except OSError as caught:
            raise self._unwritable(caught) from None

    def restore(self) -> None:
        """Put back what stood on the disk."""
        try:
            if self.before is None:
                self.target.unlink(missing_ok=True)
            else:
                with replacing(self.target) as beside:
                    beside.write_bytes(self.before)
        except OSError as caught:
            raise self._unwritable(caught) from None

    def _understood(self, beside: Path) -> None:
        read = read_decisions(beside, "case.yaml", self.case.paths, self.aliases, self.papers)
        if len(read.wrong) > self.wrong:
            raise WorkspaceError(f"写不成 {self.shown}", places=read.wrong)

    def _unwritable(self, caught: OSError) -> OutputError:
        hint = "请检查磁盘空间，或文件是否被占用、只读。"
        return OutputError(f"写不进 {self.shown}：{disk_words(caught)}", hint=hint)

    def _is_spent(self) -> bool:
        """Whether nothing is left but what the program itself wrote when it made the file."""
        if any(value for value in self.document.values()):
            return False
        text = (self.before or b"").decode("utf-8", "replace")
        return text.startswith(HEAD) and not re.search(r"^\s*#", text[len(HEAD) :], re.MULTILINE)


def open_case_file(root: Path, case: Case, specs: Specs) -> CaseFile:
    """The case's case.yaml, or a new one; not written yet.

    Raises WorkspaceError where it is no plain file that can be understood, OutputError where it cannot be read.
    """
    target = _target(root, case)
    aliases, papers = columns_of(specs).roster, PaperNames(specs.paper_names)
    if not target.exists():
        return CaseFile(case, target, aliases, papers, round_trip().load(f"{HEAD}files: {{}}\n"))
    if case.decisions.problem:
        raise WorkspaceError(f"{case.folder}/case.yaml 看不懂，没有改动", hint=case.decisions.problem)
    before = target.read_bytes()
    read: Understood = read_decisions(target, f"{case.folder}/case.yaml", case.paths, aliases, papers)
    return CaseFile(case, target, aliases, papers, _loaded(before, case), before, len(read.wrong))


def _loaded(data: bytes, case: Case) -> Any:
    from ruamel.yaml.error import YAMLError

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    try:
        document = round_trip().load(text)
    except YAMLError:  # what is written twice, above all
        hint = "同一处写了两次？请先合并或删去一处。"
        raise WorkspaceError(f"{case.folder}/case.yaml 没有改动", hint=hint) from None
    return document if document is not None else round_trip().load(f"{text.rstrip()}\nfiles: {{}}\n".lstrip())


def _target(root: Path, case: Case) -> Path:
    folder = root / (case.disk_folder or case.folder or "")
    try:
        present = [name for name in os.listdir(folder) if name.casefold() in DECISIONS]  # noqa: PTH208 - names only
    except OSError as caught:
        raise OutputError(f"打不开文件夹「{case.folder}」：{disk_words(caught)}") from None
    if len(present) > 1:
        raise WorkspaceError(f"{case.folder} 里有两份 case.yaml：{'、'.join(sorted(present))}", hint="请只留一份。")
    target = folder / (present[0] if present else DECISIONS[0])
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise WorkspaceError(f"{case.folder}/{target.name} 是链接或特殊文件", hint="请换成普通文件。")
    return target


def round_trip() -> Any:
    """YAML that is read and written with its comments and its order."""
    from ruamel.yaml import YAML  # slow to import; only who decides pays for it

    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.allow_unicode = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)  # lists as the README shows them: what is pasted from it still fits
    return yaml


# ---------------------------------------------------------------------------- values


def plain_value(value: Any) -> Any:
    """A value of the document as JSON has it: texts, whole numbers, true and false, lists and mappings."""
    if isinstance(value, Mapping):
        return {str(key): plain_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    return value.isoformat()[:10] if isinstance(value, date) else str(value)


def is_same(one: Any, other: Any) -> bool:
    """Whether two plain values say the same: 1 and "1" do."""
    return bool(_folded(one) == _folded(other))


def _folded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _folded(item) for key, item in value.items()}
    return [_folded(item) for item in value] if isinstance(value, list | tuple) else str(value)


def _styled(value: Any) -> Any:
    """A plain value as the file shows it: one line an entry, one line a part."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if not isinstance(value, Mapping):
        return _text(value)
    if "parts" in value:
        rest = {name: item for name, item in value.items() if name != "parts"}
        return CommentedMap({**rest, "parts": CommentedSeq(_flow(part) for part in value["parts"])})
    return _flow(value)


def _flow(values: Mapping[str, Any]) -> Any:
    from ruamel.yaml.comments import CommentedMap

    made = CommentedMap((key, _flow_value(key, value)) for key, value in values.items() if value is not None)
    made.fa.set_flow_style()
    return made


def _text(value: Any) -> Any:
    """A text that begins with a sign in quotes: what `?0` is, readers of YAML do not agree on."""
    from ruamel.yaml.scalarstring import SingleQuotedScalarString

    is_plain = not isinstance(value, str) or not value or value[0].isalnum()
    return value if is_plain else SingleQuotedScalarString(value)


def _flow_value(key: str, value: Any) -> Any:
    from ruamel.yaml.comments import CommentedSeq

    if key == "on":
        with contextlib.suppress(ValueError):
            return date.fromisoformat(str(value))  # so that it stands there without quotes
    if not isinstance(value, Iterable) or isinstance(value, str | Mapping):
        return _text(value)
    made = CommentedSeq(value)
    made.fa.set_flow_style()
    return made
