"""Typer's own words in Chinese: headings, usage lines, and what is wrong with a command line."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

import typer
import typer.core

from dossier.terminal.output import program


def usage_words(problem: Any) -> str:
    """What is wrong with the command line, and how to see the help. `problem` is Typer's usage error."""
    words = _KINDS.get(type(problem).__name__, _otherwise)(problem)
    context = getattr(problem, "ctx", None)
    command = context.command_path.partition(" ")[2] if context else ""
    return f"{words}\n想看说明请输入：{' '.join((program(), command)).strip()} --help"


def _missing(problem: Any) -> str:
    is_argument = problem.param.param_type_name == "argument"
    return f"还没有写「{_name(problem.param)}」。" if is_argument else f"缺少选项 {_name(problem.param)}。"


def _no_such_option(problem: Any) -> str:
    near = "、".join(problem.possibilities or ())
    return f"没有 {problem.option_name} 这个选项{f'，是不是：{near}？' if near else '。'}"


def _no_value(problem: Any) -> str:
    return f"选项 {problem.option_name} 后面要写内容。"


def _wrong_value(problem: Any) -> str:
    """Values are checked by pydantic, whose errors know what kind they are and what was written."""
    name = _name(problem.param) if problem.param is not None else problem.param_hint or ""
    errors: list[Any] = getattr(problem.__cause__, "errors", list)()
    if not errors:  # a sentence of our own
        return f"{name} 写得不对：{problem.message}"
    kind, given, limits = errors[0]["type"], errors[0]["input"], errors[0].get("ctx", {})
    if kind == "value_error" and "|" in (problem.param.metavar or ""):
        return f"{name} 不能写「{given}」，可以写：{'、'.join(problem.param.metavar.split('|'))}。"
    if kind == "greater_than_equal":
        return f"{name} 写得不对：不能小于 {limits['ge']}。"
    return f"{name} 写得不对：应当是整数。" if kind == "int_parsing" else f"{name} 不能写「{given}」。"


def _otherwise(problem: Any) -> str:
    return str(problem.message)


_KINDS: dict[str, Callable[[Any], str]] = {
    "MissingParameter": _missing,
    "NoSuchOption": _no_such_option,
    "BadOptionUsage": _no_value,
    "BadParameter": _wrong_value,
}
"""Class of Typer's error → what a clerk reads."""


def _name(param: Any) -> str:
    return str(param.opts[0] if param.param_type_name == "option" else param.metavar or param.name)


def _in_chinese(usage: str) -> str:
    usage = usage.replace("Usage: ", "用法：", 1).replace("[OPTIONS]", "[选项]")
    return usage.replace("COMMAND [ARGS]...", "命令 [参数]")


class Command(typer.core.TyperCommand):
    """A command whose help is Chinese throughout."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does; what is too much is told in Chinese."""
        ctx.allow_extra_args = True
        rest: list[str] = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            ctx.fail(f"多出来的内容：{' '.join(rest)}。路径或姓名里有空格时，请用引号括起来。")
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, what it does, then a line for each argument and option."""
        _print_help(ctx, self, [("参数", _arguments(self, ctx)), ("选项", _options(self, ctx))])


class Group(typer.core.TyperGroup):
    """The program as a whole, likewise; commands stand in the order of the day's work, not of the alphabet."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Commands as they were defined."""
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As Typer does; a command that is none is told in Chinese, with the one that was likely meant."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = get_close_matches(args[0], self.commands, 1)
            ctx.fail(f"没有「{args[0]}」这个命令{f'，是不是「{near[0]}」？' if near else '。'}")
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, what it is for, then a line for each command."""
        commands = [(name, self.commands[name].help or "") for name in self.list_commands(ctx)]
        _print_help(ctx, self, [("命令", commands), ("选项", _options(self, ctx))])


def _arguments(command: Any, ctx: Any) -> list[tuple[str, str]]:
    return [
        (param.metavar or param.name, _help_of(param))
        for param in command.get_params(ctx)
        if param.param_type_name == "argument"
    ]


def _options(command: Any, ctx: Any) -> list[tuple[str, str]]:
    return [
        (_spelling(param), _help_of(param)) for param in command.get_params(ctx) if param.param_type_name == "option"
    ]


def _spelling(param: Any) -> str:
    names = " / ".join([*param.opts, *param.secondary_opts])
    return f"{names} {param.metavar}" if param.metavar and not param.is_flag else names


def _help_of(param: Any) -> str:
    return "显示这份说明。" if "--help" in param.opts else (param.help or "")


def _print_help(ctx: Any, command: Any, panels: list[tuple[str, list[tuple[str, str]]]]) -> None:
    from rich.console import Console  # slow to import; only --help pays for it
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    console.print(f"[bold]{_in_chinese(command.get_usage(ctx))}[/bold]\n")
    console.print(Text.from_markup(command.help or "", overflow="fold"))
    for title, rows in panels:
        if not rows:
            continue
        console.print(f"\n[bold]{title}[/bold]")
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for name, words in rows:
            table.add_row(Text(f"  {name}"), Text(words, overflow="fold"))
        console.print(table)
