"""Which folder is whose: by number, else by ID number, else by name; folders of categories are walked through."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from dossier.workspace.cells import name_of, plain
from dossier.workspace.listing import Folder, is_own_output

INBOX = "收件箱"
MONTHS = "月报"
OLD_ROSTERS = "旧名册"
KNOWN = frozenset(
    {INBOX, MONTHS, OLD_ROSTERS, "output", "fonts", "__MACOSX", "$RECYCLE.BIN", "System Volume Information"}
)
"""Folders of the workspace that are never a case (hidden ones are not either)."""

_GAP = r"\s\-_—–－.、．"
_NUMBER = re.compile(
    rf"^[\s(\[【]*(?:No\.?\s*|第)?(\d{{1,6}})(?!\d)\s*号?([{_GAP}·:)\]】]*)(.*)$", re.DOTALL | re.IGNORECASE
)
_MARKS = re.compile(rf"[{_GAP}+&,;:()\[\]【】]+")
_ID = re.compile(r"(?<!\d)(\d{17}[\dXx])(?![\dA-Za-z])")
_NAME = re.compile(r"^[\u3007\u3400-\u9fff\U00020000-\U0003ffff·]{2,}")
_NOT_A_NAME = re.compile(r"的|材料|证明|资料|档案|照片|文件|学生|表|卡|班|年级|村|组|册|记录|类|扫描|个案|其他")


@dataclass(frozen=True, slots=True)
class Who:
    """What of a row tells whose a folder is."""

    number: str
    """As written; '' where the row has none."""
    place: str
    """The number by position, for rows without one."""
    id_number: str
    name: str


@dataclass(frozen=True, slots=True)
class Label:
    """What a folder's name says."""

    number: str
    parted: bool
    """A mark or blank stands after the number (or nothing does, or it is padded like 001)."""
    id_number: str
    rest: str

    @property
    def name(self) -> str:
        """The start of the rest that can be a person's name; '' where none can."""
        found = _NAME.match(self.rest)
        return found[0] if found else ""


@dataclass(slots=True)
class Matched:
    """Folders sorted out: row → its folders (best first), folders without a row, files beside them."""

    of_row: dict[int, list[Folder]] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    without_row: list[Folder] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    special: list[str] = field(default_factory=list)
    unlisted: list[Folder] = field(default_factory=list)


def label_of(folder_name: str) -> Label:
    """`001-黄欣梓（迁出）` → number 001, name 黄欣梓. Half-width, old characters restored."""
    text = unicodedata.normalize("NFKC", folder_name)
    found_id = _ID.search(text)
    id_number = found_id[1].upper() if found_id else ""
    if found_id:
        text = f"{text[: found_id.start()]} {text[found_id.end() :]}"
    found = _NUMBER.match(text)
    if not found:
        return Label("", False, id_number, name_of(text.strip(" -_—–－.、．")))
    number, gap, rest = found.groups()
    parted = bool(gap) or not rest or len(number) >= 3
    return Label(number, parted, id_number, name_of(rest.strip(" -_—–－.、．")))


class _Matcher:
    def __init__(self, rows: Sequence[Who], is_category: Callable[[str], bool]) -> None:
        self.rows = rows
        self.is_category = is_category
        self.numbers = _index(rows, lambda who: number_key(who.number))
        self.places = _index(rows, lambda who: "" if who.number else number_key(who.place))
        self.ids = _index(rows, lambda who: who.id_number)
        self.names = _index(rows, lambda who: who.name)
        self.written = sorted((who.number for who in rows if who.number and not who.number.isdecimal()), key=len)
        self.matched = Matched()
        self.settled: set[int] = set()
        self.sure_at: set[str] = set()

    def match(self, label: Label, folder_name: str) -> tuple[int | None, bool]:
        """The row of a folder and whether this is sure (name or ID agrees too)."""
        own = self._by_number(label, folder_name)
        if own:
            agreeing = [row for row in own if self.agrees(label, row)]
            return (agreeing or own)[0], bool(agreeing)
        for number in (label.id_number, plain(folder_name).upper()):  # a faulty number is copied as it stands
            if len(self.ids.get(number, ())) == 1:
                return self.ids[number][0], True
        if label.number and label.parted and not self.places:
            return None, False
        named, sure = self._by_name(label)
        if named is not None:
            return named, sure
        placed = self.places.get(number_key(label.number), []) if label.number and not label.name else []
        return (placed[0], False) if placed else (None, False)

    def _by_number(self, label: Label, folder_name: str) -> list[int]:
        key = plain(folder_name).upper()
        for number in reversed(self.written):
            if key.startswith(plain(number).upper()):
                return self.numbers[number_key(number)]
        own = self.numbers.get(number_key(label.number), []) if label.number else []
        return own if label.parted or any(self.agrees(label, row) for row in own) else []

    def agrees(self, label: Label, row: int) -> bool:
        """Whether the folder's name carries the row's name or ID number."""
        who = self.rows[row]
        return bool(who.name and who.name in label.rest) or bool(label.id_number and label.id_number == who.id_number)

    def _by_name(self, label: Label) -> tuple[int | None, bool]:
        """The longest name that the folder's name starts with, or holds between marks; of two so named, neither.

        黄欣梓材料 is surely hers; 黄欣梓老师的学生 may be a folder of cases.
        """
        pieces = _MARKS.split(label.rest)
        fitting = [name for name in self.names if label.rest.startswith(name) or name in pieces]
        if not fitting:
            return None, False
        name = max(fitting, key=len)
        rows = self.names[name]
        placed = [row for row in rows if number_key(self.rows[row].place) == number_key(label.number)]
        rows = placed if label.number and placed else rows
        after = label.rest[len(name) :]
        sure = name in pieces or not _NAME.match(f"{after[:1]}〇〇") or bool(_NOT_A_NAME.match(after))
        return (rows[0], sure) if len(rows) == 1 else (None, False)

    # ------------------------------------------------------------------ walking

    def walk(self, top: Folder) -> None:
        """Sort out everything below `top`: what is sure first, for it tells which folders only hold cases."""
        for folder in top.folders:
            self._note_sure(folder)
        pending = list(reversed(top.folders))
        while pending:
            pending += reversed(self._place(pending.pop()))

    def _note_sure(self, folder: Folder) -> None:
        pending = [folder]
        while pending:
            here = pending.pop()
            if is_own_output(here):
                continue
            row, sure = self.match(label_of(here.name), here.name)
            if row is not None and sure:
                self.settled.add(row)
                self.sure_at.update(_self_and_above(here.path))
            else:
                pending += here.folders

    def _place(self, folder: Folder) -> Sequence[Folder]:
        """Put one folder where it belongs; a folder of folders gives those."""
        label = label_of(folder.name)
        row, sure = self.match(label, folder.name)
        if is_own_output(folder) or (not sure and _holds_own_output(folder)):
            return ()
        holds_cases = not sure and folder.path in self.sure_at
        if row is not None and not holds_cases:
            self.matched.labels[folder.path] = label
            self.matched.of_row.setdefault(row, []).append(folder)
            return ()
        if holds_cases or self._is_shelf(folder):
            self.matched.loose += [f"{folder.path}/{name}" for name in folder.files]
            self.matched.special += [f"{folder.path}/{name}" for name in folder.special]
            return folder.folders
        if folder.problem:
            self.matched.unlisted.append(folder)
        if label.number or _has_files(folder):
            self.matched.labels[folder.path] = label
            self.matched.without_row.append(folder)
        return ()

    def _is_shelf(self, folder: Folder) -> bool:
        """A folder of case folders, though no child in it is known for sure."""
        if folder.files:
            return False
        label = label_of(folder.name)
        if self.is_category(folder.name) and not (label.number and label.parted and label.name):
            return True
        if folder.folders and _all_numbered(folder):
            return True
        weak = (self.match(label_of(sub.name), sub.name)[0] for sub in folder.folders)
        return any(row is not None and row not in self.settled for row in weak)


def match_folders(top: Folder, rows: Sequence[Who], is_category: Callable[[str], bool]) -> Matched:
    """Sort out the folders of a workspace among the rows of its roster."""
    matcher = _Matcher(rows, is_category)
    matcher.walk(top)
    matched = matcher.matched
    for row, folders in matched.of_row.items():
        sure = [folder for folder in folders if matcher.agrees(matched.labels[folder.path], row)]
        matched.of_row[row] = sure + [folder for folder in folders if folder not in sure]
    return matched


def names_another(label: Label, who: Who, names: Iterable[str]) -> str:
    """The name on the folder that is not its row's child: 'other' a child of the roster, 'unlike' nobody, '' none."""
    if not who.name or who.name in label.rest or not label.name:
        return ""
    if any(name and label.rest.startswith(name) for name in names):
        return "other"
    return "unlike" if len(label.name) <= 4 and not _NOT_A_NAME.search(label.name) else ""


def number_key(number: str) -> str:
    """001, 1 and １ are one number."""
    text = unicodedata.normalize("NFKC", number).strip().upper()
    return str(int(text)) if text.isdecimal() else text


def _index(rows: Sequence[Who], key: Callable[[Who], str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, who in enumerate(rows):
        if key(who):
            found.setdefault(key(who), []).append(index)
    return found


def _holds_own_output(folder: Folder) -> bool:
    """Whether `build` wrote here: its two reports, or one beside finished dossiers."""
    reports = {"核查报告.html", "核查报告.xlsx"}.intersection(folder.files)
    return len(reports) == 2 or (bool(reports) and any(is_own_output(sub) for sub in folder.folders))


def _self_and_above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]


def _all_numbered(folder: Folder) -> bool:
    labels = [label_of(sub.name) for sub in folder.folders]
    return all(label.number and label.parted and label.name and not _NOT_A_NAME.search(label.name) for label in labels)


def _has_files(folder: Folder) -> bool:
    pending = [folder]
    while pending:
        here = pending.pop()
        if here.files or here.special or here.problem:
            return True
        pending += here.folders
    return False
