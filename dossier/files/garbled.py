"""File names that a program unpacked in the wrong code: GBK or UTF-8 read as a Western one. PURE.

Chinese zips do not say in which code their names are; Info-ZIP and macOS take the IBM code page, others Latin-1. Where
the system's own code has no Chinese, Info-ZIP writes #U6d3e for 派, and a download by its address is called %E6%B4%BE.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import unquote

_HAN = "\u3400-\u9fff"
_CHINESE = re.compile(rf"[\x20-\x7e{_HAN}、。·—…‘’“”〔〕《》【】〇①-⑳Ⅰ-Ⅻ！（），－．０-９：；＆＋＿～Ａ-Ｚａ-ｚ×　]+")
_BOXES = re.compile(r"[\u2320\u2321\u2500-\u259f\u25a0]")
"""What the IBM code page has where GBK has most of its characters; nobody types them in a name."""
_ODD = re.compile(r"[\u0080-\u02ff\u0370-\u03ff\u2030-\u2e7f\ufffd]")
_HAN_SIGN = re.compile(rf"[{_HAN}]")
_PARTS_FOLDERS = re.compile(r"[/\\]")
_ESCAPED = re.compile(r"#U([0-9A-Fa-f]{4})")
UNPACK_AGAIN = "请用 7-Zip、Bandizip 或 WPS 重新解压原来的压缩包（编码选「简体中文」），再放进来；"
_READINGS: Sequence[tuple[str, str]] = (
    ("cp437", "utf-8"),
    ("cp437", "gb18030"),
    ("cp850", "utf-8"),
    ("cp850", "gb18030"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("cp1252", "gb18030"),
    ("latin-1", "gb18030"),
)
"""(taken for, really in)."""


def ungarbled(name: str) -> str:
    """The Chinese name that a garbled one stands for; the name itself where it is none, or nobody can tell."""
    if name.isascii():
        return _unescaped(name)
    if _HAN_SIGN.search(name):
        return name
    plain = unicodedata.normalize("NFC", name)
    best, told = 0.0, name
    for taken_for, really in _READINGS:
        try:
            text = plain.encode(taken_for).decode(really)
        except UnicodeError:
            continue
        score = _score(plain, text, really)
        if score > best:
            best, told = score, unicodedata.normalize("NFC", text)
    return told


def _unescaped(name: str) -> str:
    """The Chinese name behind Info-ZIP's #U6d3e or an address's %E6%B4%BE; the name itself where all is not Chinese."""
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), name)
    if text == name:
        text = unquote(name, errors="replace")
    is_name = _HAN_SIGN.search(text) and _CHINESE.fullmatch(text) and not _PARTS_FOLDERS.search(text)
    return unicodedata.normalize("NFC", text) if is_name else name


def is_garbled(name: str) -> bool:
    """Whether a name that is no Chinese looks as if it had been, and nobody can tell what."""
    odd = len(_ODD.findall(name))
    return "\ufffd" in name or bool(_BOXES.search(name)) or (odd >= 4 and odd * 2 > len(name))


def _score(garbled: str, text: str, really: str) -> float:
    """How sure a reading is, 0 for not at all: UTF-8 proves itself; GBK must give common characters, two of them.

    GB 2312 has its 3,755 most common characters first, at 0xB0 to 0xD7.
    """
    signs = _HAN_SIGN.findall(text)
    if not signs or not _CHINESE.fullmatch(text):
        return 0
    if really == "utf-8":
        return 2
    rows = [_row(sign) for sign in signs]
    known = sum(0xB0 <= row <= 0xF7 for row in rows)
    if known * 3 < len(signs) * 2 or (not _BOXES.search(garbled) and (len(signs) < 2 or known < len(signs))):
        return 0
    return (sum(0xB0 <= row <= 0xD7 for row in rows) + 0.1 * known) / len(signs)


def _row(sign: str) -> int:
    """The row of GB 2312 that has the character; 0 for none."""
    try:
        return sign.encode("gb2312")[0]
    except UnicodeEncodeError:
        return 0
