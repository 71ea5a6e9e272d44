"""The front door: words in, exit codes out. Decides nothing; the one handler of exceptions stands here."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

import typer

from dossier.commandline import FAMILIES
from dossier.errors import DossierError, ExitCode, is_panic
from dossier.terminal.usage import Group, usage_words

app = typer.Typer(
    cls=Group,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="控辍保学「一生一案」：核查每个学生的材料是否齐全，并生成可归档的 Word 和 PDF 档案。\n\n"
    "第一次用，请先试：[bold]dossier demo[/bold]",
)

for family in FAMILIES:
    app.add_typer(family)


def main() -> None:
    """Run the program and leave with the exit code of contract §5."""
    _use_utf8()
    sys.exit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """One command line → its exit code; every exception becomes words here and nowhere else."""
    try:
        with _no_half_words():
            code: Any = app(words, prog_name="dossier", standalone_mode=False)
        if code == ExitCode.INTERRUPTED:  # Typer makes this of a Ctrl-C, and says nothing
            raise KeyboardInterrupt
        return int(code or 0)
    except DossierError as error:
        _say(str(error))
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        _say("已中断。做完的档案都在；再运行一次会接着做。")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        return ExitCode.OK
    except BaseException as error:  # the one place: anything unforeseen, panics of libraries too, is our bug
        if not isinstance(error, Exception) and not is_panic(error):
            raise
        return _leave_or_bug(error, words)


def _leave_or_bug(error: BaseException, words: list[str]) -> int:
    if isinstance(error, typer.Exit):
        return error.exit_code
    if hasattr(error, "format_message"):  # Typer's own: the words on the command line do not fit
        _say(usage_words(error))
        return ExitCode.USAGE
    from dossier.terminal.crash_log import write_bug_log

    _say(f"程序出错了，这不是您的问题。请把这个文件发给维护人员：{write_bug_log(error, words)}")
    return ExitCode.BUG


@contextlib.contextmanager
def _no_half_words() -> Iterator[None]:
    """A closed pipe (`| head`) is no error; flush here, where it can be caught."""
    yield
    sys.stdout.flush()


def _use_utf8() -> None:
    """Chinese must print on a Windows console of any code page."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    os.environ.setdefault("PYTHONUTF8", "1")


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201  (the front door speaks)


if __name__ == "__main__":
    main()
