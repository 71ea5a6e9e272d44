"""Pages that only show: start, all cases, a case, page pictures, what changed. A GET changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response

from dossier.county import find_county
from dossier.desk.annex_view import annex_cells
from dossier.desk.bench import Bench
from dossier.desk.case_page import CaseView, case_view
from dossier.desk.deciding import stamp
from dossier.desk.hall import TellError, bench_of, fragment, hall_of, is_piece, page, query
from dossier.desk.inbox import GROUPS, inbox_rows, place_of_file
from dossier.desk.pictures import WIDTHS, Wish
from dossier.desk.rows import SORTS, Asked, Row, by_category, chosen, totals_of
from dossier.errors import DossierError
from dossier.evidence import CACHE_FOLDER, Cache
from dossier.files.hashes import digest_of
from dossier.model import Case, EvidenceFile, Review
from dossier.pages.page import PDF
from dossier.workspace import INBOX, entries_of

_FIRST_SECONDS = 3.0
"""So long a page waits for the first judgement; then it shows what is known."""
_SECTION_ROWS = 50
_MOST_ROWS = 100
"""So many rows at most are exchanged one by one; of more the whole table is."""


async def home(request: Request) -> Response:
    """To the cases, or to the start where no workspace is on the desk."""
    return RedirectResponse("/cases" if hall_of(request).bench is not None else "/start", 303)


def start(request: Request) -> Response:
    """Choose, make or open a workspace; the units of a county."""
    hall = hall_of(request)
    county = find_county(hall.start_root, hall.specs) if hall.start_root is not None else None
    units = [unit.name for unit in county.units] if county is not None else []
    return page(request, "start.html", units=units, problem="")


def cases(request: Request) -> Response:
    """The page of all cases, or its table alone."""
    hall = hall_of(request)
    if hall.bench is None:
        return start(request)
    bench = hall.bench
    bench.wait(1, _FIRST_SECONDS)
    return page(request, "cases_table.html" if is_piece(request) else "cases.html", **_table(request, bench))


def cases_rows(request: Request) -> Response:
    """The rows of these cases and the totals, as JSON, for a page that shows the same rows in the same order."""
    bench = bench_of(request)
    values = _table(request, bench)
    wanted = set(request.query_params.getlist("id")[:_MOST_ROWS])
    rows = {
        row.id: fragment(request, "cases_row.html", row=row, words=values["words"])
        for row in values["rows"]
        if row.id in wanted
    }
    totals = fragment(request, "cases_totals.html", **values)
    return JSONResponse({"order": values["order"], "rows": rows, "totals": totals})


def _table(request: Request, bench: Bench) -> dict[str, Any]:
    rows, asked = all_rows(bench), Asked.of(request.query_params)
    kept = chosen(rows, asked)
    known = bench.known
    return {
        "asked": asked,
        "words": asked.as_words(),
        "rows": kept,
        "order": digest_of(*(row.id for row in kept), str(known.changed_all))[:16],
        "sections": [kept[at : at + _SECTION_ROWS] for at in range(0, len(kept), _SECTION_ROWS)],
        "totals": totals_of(rows),
        "waiting": [row for row in kept if row.state.char in ("未齐", "待看")],
        "matrices": by_category(kept) if asked.view == "cat" else (),
        "sorts": SORTS,
        "folders": known.check.findings if known.check is not None else (),
    }


def all_rows(bench: Bench) -> tuple[Row, ...]:
    """A row a case, by what is known now."""
    return bench.known.rows


def case(request: Request) -> Response:
    """The page of one case."""
    bench = bench_of(request)
    bench.wait(1, _FIRST_SECONDS)
    own_id = request.path_params["case_id"]
    return case_shown(request, bench, own_id, request.query_params.get("file", ""), piece=is_piece(request))


def case_shown(
    request: Request, bench: Bench, own_id: str, file_id: str, *, piece: bool, said: str = "", code: int = 200
) -> Response:
    """The page of a case with one of its files open."""
    version = bench.known.version  # read first: what is judged meanwhile is looked at again
    found, review = case_of(bench, own_id)
    bench.looked_at = found.id
    view = view_of(bench, found, review)
    asked = Asked.of(request.query_params)
    ids = [row.id for row in chosen(all_rows(bench), asked)]
    at = ids.index(own_id) if own_id in ids else -1
    number = request.query_params.get("page", "1")
    file = view.file(file_id)
    gone = bool(file_id) and file is None
    file = file or view.file("")
    opened = max(1, min(int(number), file.pages)) if file is not None and file.pages and number.isdecimal() else 1
    values: dict[str, Any] = {
        "view": view,
        "file": file,
        "gone": gone,
        "opened": opened,
        "next_open": view.next_open(file.id) if file is not None else None,
        "words": asked.as_words(),
        "place": (at + 1, len(ids)),
        "before": ids[at - 1] if at > 0 else "",
        "after": ids[at + 1] if 0 <= at < len(ids) - 1 else "",
        "stamps": _stamps(bench, found),
        "papers": bench.specs.papers,
        "said": said,
        "turn": _turn_of(review, file.path if file is not None else "", opened),
        "version": version,
        "facts": annex_cells(bench.known.check, review, bench.specs),
        "ids": {one.path: one.id for one in view.files},
    }
    return page(request, "case_work.html" if piece else "case.html", code, **values)


def case_of(bench: Bench, own_id: str) -> tuple[Case, Review | None]:
    """A case and its judgement. Raises TellError where the roster has none so numbered."""
    review = bench.known.reviews.get(own_id)
    found = review.case if review is not None else bench.known.case(own_id)
    if found is None:
        raise TellError(f"名册里没有 {own_id}。", 404)
    return found, review


def view_of(bench: Bench, found: Case, review: Review | None) -> CaseView:
    """What the page of a case shows."""
    return case_view(bench.known.check, found, review, lambda path: bench.sessions.id_of(found.own_id, path))


def decisions(request: Request) -> Response:
    """The case.yaml of a case as it stands, with the numbers of its lines."""
    bench = bench_of(request)
    found, review = case_of(bench, request.path_params["case_id"])
    place = found.on_disk(bench.root, "case.yaml")
    lines = place.read_bytes().decode("utf-8-sig", "replace").splitlines() if place.is_file() else []
    problems = [one for one in (review.findings if review is not None else ()) if one.rule.startswith("decision")]
    return page(request, "decisions.html", found=found, lines=lines, problems=problems)


def _stamps(bench: Bench, found: Case) -> object:
    """(action, key words) → the stamp of the entry, for the page's forms."""
    try:
        entries = entries_of(bench.root, found, bench.specs)
    except DossierError:
        entries = {}
    return lambda section, *key: stamp(entries, section, tuple(key))


def _turn_of(review: Review | None, path: str, number: int) -> int:
    """How the page is turned, by the person or by the reader."""
    parts = review.parts if review is not None else ()
    return next((part.turn for part in parts if part.path == path and number in part.pages), 0)


def inbox(request: Request) -> Response:
    """Papers that nobody has sorted yet."""
    bench = bench_of(request)
    bench.wait(1, _FIRST_SECONDS)
    return inbox_shown(request, bench, piece=is_piece(request))


def inbox_shown(
    request: Request, bench: Bench, *, piece: bool, said: str = "", problems: Sequence[str] = ()
) -> Response:
    """The inbox, by groups of sureness."""
    known, rows = bench.known, inbox_rows(bench, bench.known.check)
    listed = known.workspace.unsorted if known.workspace is not None else ()
    lying = {path.removeprefix(f"{INBOX}/") for path in listed}
    values: dict[str, Any] = {
        "rows": rows,
        "groups": GROUPS,
        "children": known.workspace.cases if known.workspace is not None else (),
        "papers": bench.specs.papers,
        "waiting": len(lying - {_lies(row.path) for row in rows}),
        "said": said,
        "problems": problems,
    }
    return page(request, "inbox_work.html" if piece else "inbox.html", **values)


def _lies(path: str) -> str:
    """The file of the inbox that a paper lies in: a zip, where it was unpacked from one."""
    first, zipped, _ = path.partition(".zip/")
    return f"{first}.zip" if zipped else path


# ---------------------------------------------------------------------------- pictures and originals


def file_of(bench: Bench, file_id: str) -> tuple[Case, EvidenceFile]:
    """The file that an id stands for. Raises TellError where there is none (any more)."""
    own_id, path = bench.sessions.words_of(file_id) or ("", "")
    found = bench.known.case(own_id)
    if found is None or path not in found.paths:
        raise TellError("这份文件刚从文件夹里移走了。", 404)
    return found, next((file for file in found.files if file.path == path), EvidenceFile(path=path))


def picture(request: Request) -> Response:
    """A page of a file as JPEG."""
    hall, bench = hall_of(request), bench_of(request)
    file_id, number = request.path_params["file_id"], request.path_params["number"]
    width = request.query_params.get("w", "800")
    turn = request.query_params.get("turn", "0")
    if (
        not width.isdecimal()
        or int(width) not in WIDTHS
        or turn not in ("0", "90", "180", "270")
        or hall.pictures is None
    ):
        raise TellError("没有这样的图。", 404)
    place, kind, sha256 = _drawn_from(bench, file_id)
    wish = Wish(place=str(place), media_type=kind, sha256=sha256, page=number, turn=int(turn), width=int(width))
    drawn = hall.pictures.picture(wish)
    if isinstance(drawn, str):
        raise TellError(drawn, 404)
    return Response(drawn, media_type="image/jpeg")


def _drawn_from(bench: Bench, file_id: str) -> tuple[Path, str, str]:
    """Where the pages of a file of a case or of the inbox are drawn from, as what, and the file's sha256."""
    lying = place_of_file(bench, file_id)
    if lying is not None:
        place, proposal = lying
        file = EvidenceFile(path=proposal.path, media_type=proposal.media_type, sha256=proposal.sha256)
        if file.is_picture or file.media_type == PDF:
            return place, file.media_type, file.sha256
        typeset = Cache(bench.root / CACHE_FOLDER).word_pdf(file.sha256)
    else:
        found, file = file_of(bench, file_id)
        if not file.is_usable:
            raise TellError("这份文件没有能看的页。", 404)
        typeset, kind = _to_draw(bench, found, file)
        if typeset is not None:
            return typeset, kind, file.sha256
    if typeset is None:
        raise TellError("这份文件没有能看的页。", 404)
    return typeset, PDF, file.sha256


def _to_draw(bench: Bench, found: Case, file: EvidenceFile) -> tuple[Path | None, str]:
    """The file whose pages are drawn: itself, or what its Word file looks like typeset."""
    if file.is_picture or file.media_type == PDF:
        return found.on_disk(bench.root, file.path), file.media_type
    return Cache(bench.root / CACHE_FOLDER).word_pdf(file.sha256), PDF


def original(request: Request) -> Response:
    """The file itself, to be saved; never shown by the browser."""
    bench = bench_of(request)
    found, file = file_of(bench, request.path_params["file_id"])
    name = quote(file.path.rpartition("/")[2])
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Content-Security-Policy": "sandbox"}
    place = found.on_disk(bench.root, file.path)
    if place.is_symlink() or not place.is_file():
        raise TellError("这份文件刚从文件夹里移走了。", 404)
    return FileResponse(place, media_type="application/octet-stream", headers=headers)


# ---------------------------------------------------------------------------- what changed


async def changes(request: Request) -> Response:
    """What changed since a version: ids of cases and how far background work is. No names."""
    hall = hall_of(request)
    bench = hall.bench
    if bench is None:
        return JSONResponse({"version": 0, "cases": []})
    since = request.query_params.get("since", "0")
    known = bench.known
    seen = int(since) if since.isdecimal() else 0
    job = hall.jobs.job
    return JSONResponse({
        "version": known.version,
        "cases": [own_id for own_id, version in known.changed.items() if version > seen],
        "elsewhere": known.changed_all > seen,
        "problem": bool(known.problem),
        "step": [bench.step.what, bench.step.done, bench.step.total],
        "job": [job.state, job.done, job.total] if job is not None else None,
    })  # fmt: skip


def next_case(request: Request) -> Response:
    """To the next case of the filter that needs a person."""
    bench, asked = bench_of(request), Asked.of(request.query_params)
    rows = chosen(all_rows(bench), asked)
    ids = [row.id for row in rows]
    here = request.query_params.get("from", "")
    at = ids.index(here) + 1 if here in ids else 0
    for row in (*rows[at:], *rows[:at]):
        if row.state.char in ("未齐", "待看") and row.id != here:
            return RedirectResponse(f"/cases/{quote(row.id, safe='')}{query(asked.as_words())}", 303)
    return RedirectResponse(f"/cases{query(asked.as_words())}", 303)
