"""Typer's own words in Chinese: headings, usage lines, and what is wrong with a command line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import typer
import typer.core

from dossier.terminal.output import program


def _listed(choices: str) -> str:
    return choices.replace("', '", "、").strip("'")


# What Typer says → what a clerk reads. The first pattern that fits is used.
_SAYINGS: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"Missing argument '?([^'.]*)'?.*", r"还没有写「\1」。"),
    (r"Missing option '?([^'.]*)'?.*", r"缺少选项 \1。"),
    (r"Missing command.*", "没有写要做什么（例如 check、build）。"),
    (r"No such command '(.*)'\..*", r"没有「\1」这个命令。"),
    (r"No such option: (\S+) \(Possible options: (.*)\)", r"没有 \1 这个选项，是不是：\2？"),
    (r"No such option: (\S+).*", r"没有 \1 这个选项。"),
    (r"Got unexpected extra arguments?\(?s?\)? \((.*)\)", r"多出来的内容：\1。路径或姓名里有空格时，请用引号括起来。"),
    (r"Option '?([^' ]*)'? requires an argument.*", r"选项 \1 后面要写内容。"),
    (
        r"Invalid value for '?([^':]*)'?: (?:Value error, )?'?(.*?)'? is not one of (.*?)\.?",
        lambda found: f"{found[1]} 不能写「{found[2]}」，可以写：{_listed(found[3])}。",
    ),
    (r"Invalid value for '?([^':]*)'?: .*'(.*)' does not exist\.", r"\1：找不到「\2」。"),
    (r"Invalid value for '?([^':]*)'?: .*greater than or equal to (\S+)", r"\1 写得不对：不能小于 \2。"),
    (r"Invalid value for '?([^':]*)'?: .*valid integer.*", r"\1 写得不对：应当是整数。"),
    (r"Invalid value for '?([^':]*)'?: (.*)", r"\1 写得不对：\2"),
)


def usage_words(problem: Any) -> str:
    """What is wrong with the command line, and how to see the help. `problem` is Typer's usage error."""
    said = str(problem.format_message())
    for pattern, words in _SAYINGS:
        found = re.fullmatch(pattern, said, re.DOTALL)
        if found:
            said = words(found) if callable(words) else found.expand(words)
            break
    said = re.sub(r"'([^']*)', ", r"\1、", said).replace("'", "")
    context = getattr(problem, "ctx", None)
    command = context.command_path.partition(" ")[2] if context else ""
    return f"{said}\n想看说明请输入：{' '.join((program(), command)).strip()} --help"


def _in_chinese(usage: str) -> str:
    usage = usage.replace("Usage: ", "用法：", 1).replace("[OPTIONS]", "[选项]")
    return usage.replace("COMMAND [ARGS]...", "命令 [参数]")


class Command(typer.core.TyperCommand):
    """A command whose help is Chinese throughout."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Usage, what it does, then a line for each argument and option."""
        _print_help(ctx, self, [("参数", _arguments(self, ctx)), ("选项", _options(self, ctx))])


class Group(typer.core.TyperGroup):
    """The program as a whole, likewise; commands stand in the order of the day's work, not of the alphabet."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Commands as they were defined."""
        return list(self.commands)

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
