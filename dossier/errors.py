"""What can stop a run, and the exit code of each.

DossierError
├── UsageError      2   the words on the command line do not fit
├── WorkspaceError  3   workspace.yaml, roster, case folder or case.yaml
│   └── NoRosterError   none of its tables is a roster
├── SpecError       3   evidence_specs/
├── TemplateError   3   templates/
├── ToolError       4   an outside program is missing, fails or hangs
└── OutputError     5   the result cannot be written

Problems with the evidence are not here: they are `model.Finding` values.
Exit codes are public and never renumbered (contract §5).
"""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of every command."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    TOOL = 4
    OUTPUT = 5
    BUG = 70
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something is wrong: 名册.xlsx, 第3行; B.yaml:14; 附件1.docx, 表1第2行."""

    file: str
    spot: str = ""
    problem: str = ""

    def __str__(self) -> str:
        """The place as people read it, `file spot：problem`."""
        where = f"{self.file} {self.spot}".strip()
        return f"{where}：{self.problem}" if self.problem else where


def is_panic(error: BaseException) -> bool:
    """Whether a library written in Rust broke off: such errors are no `Exception`, and end no process by themselves."""
    return not isinstance(error, (Exception, KeyboardInterrupt, SystemExit, GeneratorExit))


class DossierError(Exception):
    """Something that ends the run (or, in a batch, this case).

    `message` says what, `places` say where (all at once), `hint` says what to do next.
    """

    exit_code = ExitCode.BUG

    def __init__(self, message: str, *, places: tuple[Place, ...] = (), hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.places = places
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross process borders whole."""
        return _rebuild, (type(self), self.message, self.places, self.hint)

    def __str__(self) -> str:
        """Message, one indented line a place, then the hint."""
        lines = [self.message, *(f"  {place}" for place in self.places)]
        if self.hint:
            lines.append(self.hint)
        return "\n".join(lines)


def _rebuild(kind: type[DossierError], message: str, places: tuple[Place, ...], hint: str) -> DossierError:
    return kind(message, places=places, hint=hint)


class UsageError(DossierError):
    """The command line asks for something that is not there."""

    exit_code = ExitCode.USAGE


class WorkspaceError(DossierError):
    """The workspace cannot be understood: settings, roster, case folder or case.yaml."""

    exit_code = ExitCode.INPUT


class NoRosterError(WorkspaceError):
    """The folder has no table that is a roster: no workspace, though it may be a county of workspaces."""


class SpecError(DossierError):
    """An evidence spec is wrong."""

    exit_code = ExitCode.INPUT


class TemplateError(DossierError):
    """A Word template is wrong, or asks for what the typesetter refuses by name."""

    exit_code = ExitCode.INPUT


class ToolError(DossierError):
    """An outside program is missing, failed or did not finish in time."""

    exit_code = ExitCode.TOOL


class OutputError(DossierError):
    """A result cannot be written: disk full, file open in Word, folder read-only."""

    exit_code = ExitCode.OUTPUT


_DISK_WORDS = {
    "EACCES": "没有权限，或正被别的程序打开",
    "EPERM": "没有权限，或正被别的程序打开",
    "EROFS": "这个磁盘是只读的",
    "ENOSPC": "磁盘满了",
    "EISDIR": "这是文件夹，不是文件",
    "ENOTDIR": "路径中间有一个不是文件夹",
    "ENOENT": "路径不存在",
    "EEXIST": "那里已经有一个同名的文件",
    "ENOTEMPTY": "文件夹不是空的",
    "ENAMETOOLONG": "路径太长",
    "EINVAL": "这个磁盘不接受这样的文件名",
    "EILSEQ": "这个磁盘不接受这样的文件名",
    "EFBIG": "文件太大",
    "EMFILE": "同时打开的文件太多",
    "ENFILE": "同时打开的文件太多",
    "EBUSY": "正被别的程序打开",
    "ETXTBSY": "正被别的程序打开",
    "EXDEV": "不在同一个磁盘上",
    "ELOOP": "链接绕成了圈",
    "EIO": "磁盘读写出错",
    "ENODEV": "磁盘已拔出或断开",
    "ENXIO": "磁盘已拔出或断开",
    "ENOMEM": "内存不够",
    "ETIMEDOUT": "磁盘没有回应",
    "EDQUOT": "磁盘配额用完了",
    "ESTALE": "网络磁盘断开了",
}
"""By name: not every system has every number."""
_WINDOWS = {
    **dict.fromkeys((32, 33, 1224), "EBUSY"),  # sharing, lock, mapped by another program
    19: "EROFS",
    **dict.fromkeys((39, 112), "ENOSPC"),
    **dict.fromkeys((111, 206), "ENAMETOOLONG"),
    123: "EINVAL",
    **dict.fromkeys((15, 21, 1167), "ENODEV"),  # no such drive, not ready, unplugged
    **dict.fromkeys((23, 1117, 1392), "EIO"),
    **dict.fromkeys((51, 53, 55, 59, 64, 67, 1231), "ESTALE"),  # the other computer or its share is gone
}
"""Numbers of Windows (System Error Codes) whose errno says less than they do."""
_WINDOWS_LONGEST = 259
_FOLDER_LONGEST = 247
"""Characters of a path that Windows takes (MAX_PATH without its end; for folders 12 less)."""


def disk_code(error: OSError) -> str:
    """The name of what the disk said, such as ENOSPC; the class of the error where it has none."""
    name = _WINDOWS.get(getattr(error, "winerror", None) or 0)
    name = name or errno.errorcode.get(error.errno or 0, type(error).__name__)
    return "ENAMETOOLONG" if name in ("ENOENT", "EINVAL") and _is_too_long(error) else name


def is_held(error: OSError) -> bool:
    """Whether another program may have the file open for a moment: a virus scanner, Word, a copy to a stick.

    Windows says "access denied" (5) of a file that is open as well as of one that is forbidden.
    """
    return getattr(error, "winerror", None) == 5 or disk_code(error) in ("EBUSY", "ETXTBSY")


def _is_too_long(error: OSError) -> bool:
    """Windows says of a path that is too long that it does not exist."""
    if sys.platform != "win32":
        return False
    paths = (str(path) for path in (error.filename, error.filename2) if isinstance(path, str | os.PathLike))
    return any(len(os.path.abspath(path)) > _FOLDER_LONGEST for path in paths)  # noqa: PTH100  (a text, not a place)


def disk_words(error: OSError) -> str:
    """What the disk said, in plain Chinese; an unknown saying is a number that a maintainer can look up."""
    name = disk_code(error)
    if name == "ENAMETOOLONG" and _is_too_long(error):
        return f"路径太长，Windows 最多 {_WINDOWS_LONGEST} 个字"
    if name in _DISK_WORDS:
        return _DISK_WORDS[name]
    if getattr(error, "winerror", None) and error.strerror and not error.strerror.isascii():
        return error.strerror  # Windows says it in the words of its own language
    return f"磁盘出错，代号 {name}"
