"""The register, told: as text for the terminal, JSON (contract §10), and an Excel list."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from dossier.files.fixed_zip import steady_office
from dossier.files.write import write_bytes
from dossier.letters.register import SCHEMA, letter_row
from dossier.model import Answer, Letter, LetterKind, LetterState
from dossier.specs import read_number

_STATES = {LetterState.ISSUED: "已开具", LetterState.DELIVERED: "已送达", LetterState.VOID: "作废"}
_HEADS = (
    "文号",
    "文书",
    "出具单位",
    "案号",
    "学生",
    "受文者",
    "发文日期",
    "期限",
    "状态",
    "送达",
    "作废原因",
    "收回的材料",
    "经办人",
    "文件",
)
_WIDTHS = (26, 22, 22, 10, 14, 18, 12, 12, 8, 26, 24, 30, 10, 40)  # fmt: skip


def with_answers(letters: Sequence[Letter], answers: Mapping[str, Sequence[Answer]]) -> tuple[Letter, ...]:
    """The letters with the papers by which they came home."""
    return tuple(
        replace(letter, answered_by=tuple(answers.get(letter.number or "", letter.answered_by))) for letter in letters
    )


def format_json(letters: Sequence[Letter], units: Mapping[int, str] | None = None) -> str:
    """The register as JSON of contract §10, with a final newline; of a county, each letter with its unit.

    `units`: place in `letters` → the unit in whose register it stands, '' for the county's own.
    """
    rows = [letter_row(one) for one in letters]
    if units is not None:
        rows = [{**row, "unit": units.get(place, "")} for place, row in enumerate(rows)]
    return json.dumps({"schema": SCHEMA, "letters": rows}, ensure_ascii=False, indent=1) + "\n"


def format_text(letters: Sequence[Letter], kinds: Mapping[str, LetterKind]) -> str:
    """One line a letter, and how many of each state."""
    if not letters:
        return "还没有开过文书。"
    lines = [_line(letter, kinds) for letter in letters]
    counts = "，".join(
        f"{word} {count} 件" for state, word in _STATES.items() if (count := sum(one.state is state for one in letters))
    )
    return "\n".join([*lines, f"共 {len(letters)} 件：{counts}。"])


def _line(letter: Letter, kinds: Mapping[str, LetterKind]) -> str:
    title = kinds[letter.kind].title if letter.kind in kinds else letter.kind
    words = [
        letter.number or f"（草稿，由{letter.issuer}编号）",
        title,
        _children(letter),
        f"发给{letter.to}" if letter.to else "",
        letter.date.isoformat(),
        f"期限 {letter.deadline.isoformat()}" if letter.deadline else "",
        _STATES[letter.state],
        f"{letter.delivered.on.isoformat()} {letter.delivered.how}" if letter.delivered and not letter.is_void else "",
        f"（{letter.void.reason}）" if letter.void else "",
        f"收回 {'、'.join(one.path for one in letter.answered_by)}" if letter.answered_by else "",
    ]
    return "　".join(word for word in words if word)


def _children(letter: Letter) -> str:
    names = {child.id: child.name for child in letter.children}
    return "、".join(f"{case} {names.get(case, '')}".strip() for case in letter.cases)


def write_xlsx(letters: Sequence[Letter], kinds: Mapping[str, LetterKind], target: Path, today: date) -> None:
    """Write the register as an Excel list; the same register gives the same bytes. Raises OutputError."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("文书登记")
        for column, (title, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        for row, letter in enumerate(letters, 1):
            for column, text in enumerate(_cells(letter, kinds)):
                sheet.write_string(row, column, text, cell)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(letters)), len(_HEADS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    write_bytes(target, steady_office(out.getvalue(), today))


def _cells(letter: Letter, kinds: Mapping[str, LetterKind]) -> tuple[str, ...]:
    delivered, void = letter.delivered, letter.void
    return (
        letter.number or "（草稿）",
        kinds[letter.kind].title if letter.kind in kinds else letter.kind,
        letter.issuer,
        "、".join(letter.cases),
        "、".join(child.name for child in letter.children),
        letter.to,
        letter.date.isoformat(),
        letter.deadline.isoformat() if letter.deadline else "",
        _STATES[letter.state],
        f"{delivered.on.isoformat()} {delivered.how} {delivered.to}".strip() if delivered else "",
        f"{void.on.isoformat()} {void.reason}" if void else "",
        "、".join(one.path for one in letter.answered_by),
        letter.by,
        "、".join(path for path in letter.files if path.endswith(".pdf")),
    )


def number_key(letter: Letter) -> tuple[str, int, int]:
    """Sorts letters by 代字, year and number; drafts last."""
    number = read_number(letter.number or "")
    return (number.word, number.year, number.n) if number else ("\uffff", 0, 0)
