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
    "EBUSY": "正被别的程序占用",
    "ETXTBSY": "正被别的程序占用",
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


def disk_words(error: OSError) -> str:
    """What the disk said, in plain Chinese; an unknown saying is a number that a maintainer can look up."""
    if getattr(error, "winerror", None) and error.strerror and not error.strerror.isascii():
        return error.strerror  # Windows says it in the words of its own language
    name = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return _DISK_WORDS.get(name) or f"磁盘出错，代号 {name}"
