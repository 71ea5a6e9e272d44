"""The desk: the whole job in a browser on this machine, on the values of the rooms above; it decides nothing itself.

serve           a page server on 127.0.0.1 until Ctrl-C
fresh_address   of a desk that runs already
write_starter   a file to double-click

    sessions, guard, running     who may come in
    bench                        the workspace, judged again whenever it changes; pages rest on its last judgement
    cells, rows, case_page …     PURE: what pages show, as values
    looking, changing, working, opening   addresses: show, decide, build, open
    server                       all of it behind the guard
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dossier.desk.running import Running, fresh_address, remembered
from dossier.desk.starter import write_starter
from dossier.model import Specs

__all__ = ["Running", "fresh_address", "remembered", "serve", "write_starter"]


def serve(root: Path, specs: Specs, *, port: int | None, announce: Callable[[str], None]) -> None:
    """Serve until Ctrl-C. `announce` gets the address that lets a browser in once, when it can be asked.

    Raises ImportError where the extra `desk` is not installed.
    """
    from dossier.desk.server import serve as run

    run(root, specs, port=port, announce=announce)
