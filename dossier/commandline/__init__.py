"""What can be written on the command line: arguments, options and help of each command, which opens its room late.

A family of commands is a module with a Typer of its own; `FAMILIES` is their order in the help.
"""

from __future__ import annotations

from dossier.commandline import cabinet, county, daily, decisions, desk, letters, months

FAMILIES = (daily.app, desk.app, decisions.app, letters.app, months.app, cabinet.app, county.app)
