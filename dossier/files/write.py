"""Writing so that a reader sees the old or the new, whole; what the disk says, in words."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from dossier.errors import OutputError, disk_words

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')

_ID_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")

_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def folder_name(case_id: str, name: str) -> str:
    """`{id}-{name}`, safe on every disk, at most 60 characters; an ID number never becomes a file name."""
    plain = unicodedata.normalize("NFC", f"{case_id}-{name}")
    plain = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cc", "Cf"))
    plain = _ID_NUMBER.sub(lambda found: f"{found[0][:6]}…", _NOT_IN_NAMES.sub("_", plain))
    plain = plain.strip(" .")[:60].rstrip(" .") or "_"
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextlib.contextmanager
def writing(where: Path) -> Iterator[None]:
    """Turn what the disk says into words: full, read-only, or open in another program."""
    try:
        yield
    except OSError as caught:
        raise OutputError(f"写不进去：{_shown(caught, where)}", hint=_advice(caught)) from caught


def _shown(caught: OSError, where: Path) -> str:
    """The place as the person named it (our temporary names mean nothing), and why in words."""
    told = getattr(caught.filename, "name", caught.filename)  # some libraries put their stream there
    named = Path(str(told)) if told else where
    inside = named.relative_to(where).parts if named.is_relative_to(where) else (named.name,)
    place = where if any(part.startswith(".") for part in inside) else named
    return f"{place}（{disk_words(caught)}）"


def _advice(caught: OSError) -> str:
    if caught.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return "磁盘满了。请清出空间，或用 --output 换一个盘。已经做好的档案不受影响。"
    if caught.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            "请关闭正在打开的档案（Word、WPS 或 PDF 阅读器），或确认这个文件夹可以写入；也可用 --output 换一个文件夹。"
        )
    if caught.errno == errno.ENAMETOOLONG:
        return "路径太长。请把工作目录移到更靠近盘符根目录的地方，如 D:\\控辍保学。"
    return "请确认文件夹可以写入；也可用 --output 换一个文件夹。"


def write_text(target: Path, text: str) -> None:
    """Write `text` whole or not at all, with its folder; raises OutputError in words."""
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.tmp")
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(target)
