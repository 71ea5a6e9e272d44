"""What all pages share: the workspace on the desk, who came in, the templates, and how a page is made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dossier import __version__
from dossier.desk.bench import Bench
from dossier.desk.cells import SIGNS, STATES
from dossier.desk.inbox import sort_now
from dossier.desk.jobs import Jobs
from dossier.desk.pictures import Pictures
from dossier.desk.roster_draft import Draft
from dossier.desk.sessions import Session, Sessions
from dossier.desk.wording import shown
from dossier.files.data import templates_folder
from dossier.model import Specs


@dataclass(slots=True)
class Hall:
    """The desk of one running program."""

    specs: Specs
    sessions: Sessions
    start_root: Path | None
    """The folder named on the command line; None: none was."""
    bench: Bench | None = None
    pictures: Pictures | None = None
    jobs: Jobs = field(default_factory=Jobs)
    drafts: dict[str, Draft] = field(default_factory=dict)
    """Rosters that came in and that nobody accepted yet."""
    environment: Environment = field(default_factory=lambda: _environment())

    def open(self, root: Path) -> None:
        """Put a workspace on the desk, in place of the one there."""
        if self.bench is not None:
            self.bench.close()
        if self.pictures is not None:
            self.pictures.close()
        self.bench = Bench(root, self.specs, self.sessions)
        self.bench.sort = sort_now
        self.pictures = Pictures(root / ".dossier" / "pictures")
        self.bench.start()

    def close(self) -> None:
        """Before the program ends."""
        if self.bench is not None:
            self.bench.close()
        if self.pictures is not None:
            self.pictures.close()


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(templates_folder() / "desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["mask"] = shown
    made.filters["quoted"] = lambda text: quote(str(text), safe="")
    made.globals.update(signs=SIGNS, states=STATES, program=__version__, query=query)
    return made


def query(words: Mapping[str, str], **other: str) -> str:
    """`?state=未齐&cat=K` of an address; '' where nothing is said."""
    kept = {name: value for name, value in {**words, **other}.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def hall_of(request: Request) -> Hall:
    """The desk that a request came to."""
    hall: Hall = request.app.state.hall
    return hall


def bench_of(request: Request) -> Bench:
    """The workspace on the desk. Raises NoBench where there is none."""
    bench = hall_of(request).bench
    if bench is None:
        raise NoBenchError
    return bench


class NoBenchError(Exception):
    """No workspace is on the desk."""


class TellError(Exception):
    """A request that cannot be done: the words for the person, and the code."""

    def __init__(self, words: str, code: int = 422) -> None:
        super().__init__("told")
        self.words = words
        self.code = code


def session_of(request: Request) -> Session:
    """The browser that asks; the guard let it in."""
    session: Session = request.scope["desk_session"]
    return session


def who_of(request: Request) -> str:
    """Who decides: what the person wrote, else the clerk of workspace.yaml."""
    bench = hall_of(request).bench
    workspace = bench.known.workspace if bench is not None else None
    return session_of(request).who or (workspace.settings.clerk if workspace is not None else "")


def page(request: Request, template: str, code: int = 200, **values: Any) -> HTMLResponse:
    """A page, or a piece of one, from its template."""
    return HTMLResponse(fragment(request, template, **values), status_code=code)


def fragment(request: Request, template: str, **values: Any) -> str:
    """The text of a page, or of a piece of one."""
    hall = hall_of(request)
    known = hall.bench.known if hall.bench is not None else None
    workspace = known.workspace if known is not None else None
    lying = known.check or known.workspace if known is not None else None
    shared = {
        "csrf": session_of(request).csrf,
        "headers": json.dumps({"X-CSRF": session_of(request).csrf}),
        "who": who_of(request),
        "known": known,
        "step": hall.bench.step if hall.bench is not None else None,
        "job": hall.jobs.job,
        "settings": workspace.settings if workspace is not None else None,
        "folder": hall.bench.root.name if hall.bench is not None else "",
        "inbox": len(lying.unsorted) if lying is not None else 0,
        "here": request.url.path,
    }
    return hall.environment.get_template(template).render({**shared, **values})


def is_piece(request: Request) -> bool:
    """Whether htmx asks for a piece of the page."""
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-history-restore-request") != "true"


def tell(request: Request, words: str, code: int = 422) -> Response:
    """Words for the message region of the page."""
    made = page(request, "message.html", code, words=words, kind="bad" if code >= 400 else "good")
    made.headers["HX-Retarget"] = "#message"
    made.headers["HX-Reswap"] = "innerHTML"
    return made
