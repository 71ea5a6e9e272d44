"""`specs`: what each category must hold, as a table."""

from __future__ import annotations

from dossier.commands.opening import read_specs
from dossier.errors import ExitCode
from dossier.specs import format_specs
from dossier.terminal.output import has_colour, show, width


def run_specs() -> int:
    """Show the evidence specs as a table; SpecError names all that is wrong in them."""
    show(format_specs(read_specs(), width=width(), colour=has_colour()))
    return ExitCode.OK
