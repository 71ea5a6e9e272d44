"""What can stop a run, and the exit code of each.

DossierError
├── UsageError      2   the words on the command line do not fit
├── WorkspaceError  3   workspace.yaml, roster, case folder or case.yaml
├── SpecError       3   evidence_specs/
├── TemplateError   3   templates/
├── ToolError       4   an outside program is missing, fails or hangs
└── OutputError     5   the result cannot be written

Problems with the evidence are not here: they are `model.Finding` values.
Exit codes are public and never renumbered (contract §5).
"""

from __future__ import annotations

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
