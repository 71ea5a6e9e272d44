"""Writing so that a reader sees the old or the new, whole; what the disk says, in words."""

from __future__ import annotations

import contextlib
import os
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from dossier.errors import OutputError, disk_code, disk_words, is_held

_WAITS = (0.1, 0.2, 0.4, 0.8, 1.5)
"""Seconds between tries while another program has the file: a virus scanner lets go, Word does not."""
_LONGEST_NAME = 60
"""Characters of a name that the temporary one repeats whole."""


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
    code = disk_code(caught)
    if code in ("ENOSPC", "EDQUOT"):
        return "磁盘满了。请清出空间，或用 --output 换一个盘。已经做好的档案不受影响。"
    if code == "EROFS":
        return (
            "请关掉 U 盘的写保护，或把整个工作目录拷到电脑上再做；有 --output 的命令也可以换一个文件夹。"
            "原来的文件没有动。"
        )
    if code in ("EACCES", "EPERM", "EBUSY", "ETXTBSY"):
        return (
            "请关闭正在打开的档案（Word、WPS 或 PDF 阅读器），或确认这个文件夹可以写入；也可用 --output 换一个文件夹。"
            "原来的文件没有动。"
        )
    if code == "ENAMETOOLONG":
        return "路径太长。请把工作目录移到更靠近盘符根目录的地方，如 D:\\控辍保学。"
    return "请确认文件夹可以写入；也可用 --output 换一个文件夹。"


def put_in_place(source: Path, target: Path) -> None:
    """Give `source` the name `target`, over what stands there, in one step; both lie on one disk.

    While another program has one of them open it is tried again for three seconds. Raises OSError; the old stands then.
    """
    for wait in _WAITS:
        try:
            source.replace(target)
        except OSError as error:
            if not is_held(error):
                raise
            time.sleep(wait)
        else:
            return
    source.replace(target)


@contextlib.contextmanager
def replacing(target: Path, *, lasting: bool = False) -> Iterator[Path]:
    """A place beside `target` to write to; what was written takes its place when the block ends well.

    Readers see the old file or the new one, whole. `lasting`: also after the power fails, for what is kept for good
    (the bytes are on the disk before the name is). Raises OSError; `writing` around it tells that in words.
    """
    beside = target.with_name(f".{_short(target.name)}.{os.getpid()}.tmp")
    try:
        yield beside
        if lasting:
            with beside.open("rb+") as stream:
                os.fsync(stream.fileno())
        put_in_place(beside, target)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _short(name: str) -> str:
    """A name that stays one of its own when it is cut: the longest that a disk takes leaves no room for more."""
    return name if len(name) <= _LONGEST_NAME else f"{name[:20]}.{zlib.crc32(name.encode('utf-8', 'replace')):08x}"


def write_bytes(target: Path, data: bytes) -> None:
    """Write `data` whole or not at all, with its folder. Raises OutputError in words."""
    with writing(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as beside:
            beside.write_bytes(data)


def write_text(target: Path, text: str) -> None:
    """Write `text` as UTF-8, whole or not at all, with its folder. Raises OutputError in words."""
    write_bytes(target, text.encode("utf-8"))
