"""`specs`: what each category must hold, as a table."""

from __future__ import annotations

from dossier.errors import ExitCode
from dossier.files.data import specs_folder
from dossier.specs import format_specs, load_specs
from dossier.terminal.output import has_colour, show, width


def run_specs() -> int:
    """Show the evidence specs as a table; SpecError names all that is wrong in them."""
    show(format_specs(load_specs(specs_folder()), width=width(), colour=has_colour()))
    return ExitCode.OK
