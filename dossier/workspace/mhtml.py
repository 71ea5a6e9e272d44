"""Tables in web pages that are one file (MHTML, RFC 2557): what some exporters, and Excel itself, call .xls."""

from __future__ import annotations

import email
import re
from email.message import Message
from pathlib import PurePosixPath

from dossier.workspace.markup import read_markup
from dossier.workspace.sheet import Sheet, UnreadableTableError

_HEAD = re.compile(rb"\A[\s\xef\xbb\xbf]*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+?", re.DOTALL)
_MARK = re.compile(rb"^(?:MIME-Version:|Content-Type:\s*(?:multipart/|text/html))", re.IGNORECASE | re.MULTILINE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_WRONG = "是单个文件网页（mht），里面没有表格；请用 Excel 或 WPS 打开后另存为 .xlsx"


def is_mhtml(raw: bytes) -> bool:
    """Whether the file begins with the head of a web page that is one file."""
    head = raw[:4096]
    return bool(_HEAD.match(head) and _MARK.search(head.split(b"\n\n")[0].split(b"\r\n\r\n")[0]))


def read_mhtml(raw: bytes, name: str) -> tuple[Sheet, ...]:
    """The tables of the page and its frames (Excel writes one for each sheet). Raises UnreadableTableError."""
    sheets: list[Sheet] = []
    for part in email.message_from_bytes(raw.lstrip(b"\xef\xbb\xbf\r\n\t ")).walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml", "application/octet-stream"):
            continue
        text = _text(part)
        if re.search(r"<t[dh][\s>]", text, re.IGNORECASE):
            sheets += read_markup(text, _title(part) or name)
    filled = tuple(sheet for sheet in sheets if any(sheet.rows))
    if not filled:
        raise UnreadableTableError(_WRONG)
    return (Sheet(name, filled[0].rows, filled[0].merges),) if len(filled) == 1 else filled


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    told = part.get_content_charset() or (found[1].decode() if (found := _CHARSET.search(data[:4096])) else "")
    for charset in (told, "utf-8-sig", "gb18030"):
        charset = "gb18030" if charset.casefold() in ("gb2312", "gbk", "x-gbk", "gb_2312-80") else charset
        try:
            return data.decode(charset) if charset else data.decode("utf-8-sig")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("gb18030", "replace")


def _title(part: Message) -> str:
    """Excel names its frames sheet001.htm; a title would stand in another part."""
    place = str(part.get("Content-Location", "")).replace("\\", "/")
    return PurePosixPath(place).stem
