"""附件1 of a child as it will print, a page a picture, with the cells that ask for something marked."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from dossier.build import annex_seen
from dossier.desk.annex_view import annex_cells, marks_of
from dossier.desk.bench import Bench
from dossier.desk.hall import TellError, bench_of, hall_of, page
from dossier.desk.looking import case_of
from dossier.desk.pictures import Wish
from dossier.evidence import CACHE_FOLDER
from dossier.files.clock import this_day
from dossier.files.data import templates_folder
from dossier.files.write import write_bytes
from dossier.pages.page import PDF

_ONE = threading.Lock()
"""One form is typeset at a time: the typesetter of a workspace is shared."""


def annex(request: Request) -> Response:
    """The form as pictures, as a piece of the page; or why there is none."""
    bench = bench_of(request)
    own_id = request.path_params["case_id"]
    review = case_of(bench, own_id)[1]
    check = bench.known.check
    if review is None or check is None:
        return page(request, "annex.html", why="还在看这个孩子的材料。", pages=0, own_id=own_id, stamp="")
    with _ONE:
        made = annex_seen(
            check,
            review,
            bench.specs,
            templates_folder(),
            this_day(),
            marks_of(annex_cells(check, review, bench.specs)),
        )
        if isinstance(made, str):
            return page(request, "annex.html", why=made, pages=0, own_id=own_id, stamp="")
        write_bytes(_place(bench, own_id), made)
    stamp = hashlib.sha256(made).hexdigest()[:16]
    return page(request, "annex.html", why="", pages=_count(made), own_id=own_id, stamp=stamp)


def picture(request: Request) -> Response:
    """A page of the form that was typeset last."""
    hall, bench = hall_of(request), bench_of(request)
    place = _place(bench, request.path_params["case_id"])
    if hall.pictures is None or not place.is_file():
        raise TellError("附件1 还没有排好。", 404)
    wish = Wish(
        place=str(place),
        media_type=PDF,
        sha256=hashlib.sha256(place.read_bytes()).hexdigest(),
        page=request.path_params["number"],
        turn=0,
        width=800,
    )
    drawn = hall.pictures.picture(wish)
    if isinstance(drawn, str):
        raise TellError(drawn, 404)
    return Response(drawn, media_type="image/jpeg")


def _place(bench: Bench, own_id: str) -> Path:
    return bench.root / CACHE_FOLDER / "pictures" / f"annex-{bench.sessions.id_of('annex', own_id)}.pdf"


def _count(pdf: bytes) -> int:
    from io import BytesIO

    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)
