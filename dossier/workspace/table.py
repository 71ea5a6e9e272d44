"""A table file → sheets of cells: xlsx and xls by python-calamine; csv, and the HTML or text that some call .xls."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dossier.errors import disk_words
from dossier.files.ole import SIGNATURE, is_locked_workbook, top_streams
from dossier.workspace.cells import Cell
from dossier.workspace.markup import read_markup
from dossier.workspace.mhtml import is_mhtml, read_mhtml
from dossier.workspace.sheet import LIMIT_ROWS, Sheet, UnreadableTableError, column_of

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et", ".csv", ".tsv")
LIMIT_BYTES = 50_000_000
_LIMIT_CELLS = 20_000_000
_OWN_MARK = re.compile(rb"<dc:creator[^>]*>dossier</dc:creator>")
"""The author that every workbook of ours names, but for the roster template."""
_LOCKED = "文件有密码，请先去掉密码另存一份"


def read_table(path: Path, *, own: bool = False, most_bytes: int = LIMIT_BYTES) -> tuple[Sheet, ...]:
    """The sheets of a table file, told by content, not by extension; at most `most_bytes`, unpacked.

    Raises UnreadableTableError; so it does for reports and ledgers that the program itself wrote, unless `own`.
    """
    try:
        if path.stat().st_size > most_bytes:
            raise UnreadableTableError(f"文件太大（超过 {most_bytes // 1_000_000} MB）")
        raw = path.read_bytes()
    except OSError as caught:
        raise UnreadableTableError(f"打不开（{disk_words(caught)}）") from None
    sheets = _sheets(raw, path.stem, own, most_bytes)
    if any(len(sheet.rows) > LIMIT_ROWS for sheet in sheets):
        raise UnreadableTableError(f"超过 {LIMIT_ROWS:,} 行")
    return sheets


def _sheets(raw: bytes, name: str, own: bool, most: int) -> tuple[Sheet, ...]:
    if raw.startswith(b"PK\x03\x04"):
        parts = _parts_of(raw, most)
        if not own and _OWN_MARK.search(parts.get("docProps/core.xml", b"")):
            raise UnreadableTableError("是本程序写的报表，不是名册")
        return tuple(_workbook(raw, parts))
    if raw.startswith(SIGNATURE):
        _refuse_locked(raw)
        return tuple(_workbook(raw, {}))
    if not raw.strip(b"\x00\r\n\t "):
        raise UnreadableTableError("文件是空的")
    if is_mhtml(raw):
        return read_mhtml(raw, name)
    text = decode(raw)
    if text.lstrip().startswith("<") and (marked := read_markup(text, name)):
        return marked
    return (Sheet(name, _delimited(text)),)


# ---------------------------------------------------------------------------- xlsx, xls


def _refuse_locked(raw: bytes) -> None:
    """A password locks an .xlsx as a whole, and of an .xls all but its first records."""
    tops = top_streams(raw)
    books = [tops[name] for name in ("workbook", "book") if name in tops]
    if "encryptedpackage" in tops or any(is_locked_workbook(raw, book) for book in books):
        raise UnreadableTableError(_LOCKED)
    if not tops and "EncryptedPackage".encode("utf-16-le") in raw:
        raise UnreadableTableError(_LOCKED)


def _parts_of(raw: bytes, most: int) -> dict[str, bytes]:
    """The XML parts of an xlsx, every part unpacked once under a limit: a zip bomb ends here."""
    parts: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > most:
                raise UnreadableTableError(f"解开后太大（超过 {most // 1_000_000} MB）")
            for entry in entries:
                with archive.open(entry) as part:
                    data = part.read(most - total + 1)
                total += len(data)
                if total > most:
                    raise UnreadableTableError(f"解开后太大（超过 {most // 1_000_000} MB）")
                parts[entry.filename] = data
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, zipfile.zlib.error):  # type: ignore[attr-defined]
        raise UnreadableTableError("文件已损坏，打不开（请用 WPS 或 Excel 打开后另存一份）") from None
    return parts


_ROW = re.compile(rb"<(?:\w+:)?row[\s>/]")
_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*(?<!/)>(?!</)""")
_FAR = re.compile(rb"""\br=["'](?:[A-Z]{3}\d+|[A-Z]{1,3}\d{6,}|\d{6,})["']""")
_BEYOND = re.compile(rb"""\br=["'](?=[A-Z]{2}|[A-Z]?\d{6})([A-Z]{0,3})(\d{1,7})["']""")
_CELLS = (b"<c ", b"<c>", b":c ", b":c>", b"<row", b":row")
_UNPLACED = re.compile(rb"""<(?:\w+:)?row\s[^>]*?\br=["'](\d{6,7})["'][^>]*>\s*<(?:\w+:)?c(?:\s(?![^>]*\br=)[^>]*)?>""")
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c [^>]*?r=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)"""
    rb"""\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_ERROR = re.compile(rb"""<(?:\w+:)?c (?=[^>]*?t=["']e["'])[^>]*?r=["']([A-Z]{1,3})(\d{1,7})["']""")


def _workbook(raw: bytes, parts: dict[str, bytes]) -> Iterator[Sheet]:
    import python_calamine as calamine  # not needed for --help

    files = _sheet_files(parts)
    for xml in parts.values():
        if b"sheetData" in xml:
            _refuse_vast(xml)
    with _calamine_errors(calamine):
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for meta in book.sheets_metadata:
            if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            hidden = meta.visible != calamine.SheetVisibleEnum.Visible
            rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
            merges = tuple(sheet.merged_cell_ranges or ())
            yield Sheet(meta.name, rows, merges, hidden, _stale(files.get(meta.name, b"")))


class _calamine_errors:  # noqa: N801 - reads as a statement
    """Turns calamine's errors, and panics of its Rust code, into UnreadableTableError."""

    def __init__(self, calamine: Any) -> None:
        self.calamine = calamine

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if kind is None or error is None:
            return
        if isinstance(error, self.calamine.PasswordError) or "password" in str(error).lower():
            raise UnreadableTableError(_LOCKED) from None
        if isinstance(error, self.calamine.CalamineError | OSError | ValueError) or kind.__name__ == "PanicException":
            raise UnreadableTableError("不是能读的表格，或者已损坏（请用 WPS 或 Excel 打开后另存为 .xlsx）") from None


def _sheet_files(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Name of a sheet → its XML, for what calamine does not tell."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    trees = {}
    for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        tree = etree.fromstring(parts[name], parser) if parts.get(name) else None
        if tree is None:
            return {}
        trees[name] = tree
    targets = {item.get("Id"): str(item.get("Target")) for item in trees["xl/_rels/workbook.xml.rels"]}
    found = {}
    for item in trees["xl/workbook.xml"].iter("{*}sheet"):
        link = next((value for key, value in item.attrib.items() if str(key).endswith("}id")), None)
        target = targets.get(link, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        found[str(item.get("name"))] = parts.get(path, b"")
    return found


def _refuse_vast(xml: bytes) -> None:
    """One filled cell far away makes a table of billions of cells; such a table is not read."""
    if sum(1 for _ in _ROW.finditer(xml)) > LIMIT_ROWS:
        raise UnreadableTableError(f"超过 {LIMIT_ROWS:,} 行")
    if _is_plainly_small(xml) or not _FAR.search(xml):
        return
    rows = max((int(number) for number in _UNPLACED.findall(xml)), default=1)
    columns = 1
    for letters, number in _FILLED.findall(xml):
        rows, columns = max(rows, int(number)), max(columns, column_of(letters.decode()) + 1)
    if rows > LIMIT_ROWS:
        raise UnreadableTableError(f"超过 {LIMIT_ROWS:,} 行（第 {rows:,} 行还有内容）")
    if rows * columns > _LIMIT_CELLS:
        raise UnreadableTableError(f"表格太宽（{columns:,} 列）")


def _is_plainly_small(xml: bytes) -> bool:
    """Whether the table is within the limits even if each of its cells were filled: a long table, not a far cell."""
    beyond = set(_BEYOND.findall(xml))
    rows = max((int(number) for _, number in beyond), default=1)
    columns = max((column_of(letters.decode()) + 1 for letters, _ in beyond if letters), default=0)
    is_placed = xml.count(b' r="') >= sum(map(xml.count, _CELLS))
    return is_placed and max(rows, 99_999) <= LIMIT_ROWS and max(rows, 99_999) * max(columns, 26) <= _LIMIT_CELLS


def _stale(xml: bytes) -> frozenset[tuple[int, int]]:
    places = _ERROR.findall(xml) if b"e" in xml and (b't="e"' in xml or b"t='e'" in xml) else []
    if (b"<f" in xml or b":f" in xml) and re.search(rb"<(?:\w+:)?f[\s>/]", xml):
        places += _FORMULA.findall(xml)
    return frozenset((int(number) - 1, column_of(letters.decode())) for letters, number in places)


# ---------------------------------------------------------------------------- text


def decode(raw: bytes) -> str:
    """Text in UTF-8 (with or without mark), UTF-16 with mark, else GB18030. Raises UnreadableTableError."""
    encodings = ["utf-16"] if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTableError("文字编码无法识别（请另存为 UTF-8 的 csv 或 .xlsx）")


def _delimited(text: str) -> list[list[Cell]]:
    """Rows of a comma, tab or semicolon table."""
    text = text.replace("\x00", "")
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    delimiter = max("\t,;，", key=lambda mark: (sum(line.count(mark) for line in lines), mark == ","))
    csv.field_size_limit(1_000_000)
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(list(row))
            if len(rows) > LIMIT_ROWS:
                raise UnreadableTableError(f"超过 {LIMIT_ROWS:,} 行")
    except csv.Error:
        raise UnreadableTableError("不是能读的表格（引号不成对？）") from None
    return rows
