"""The way in: the one-time address, and which workspace lies on the desk."""

from __future__ import annotations

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dossier.county import find_county
from dossier.demo import make_demo
from dossier.desk.guard import cookie_name
from dossier.desk.guard import page as plain_page
from dossier.desk.hall import hall_of, tell
from dossier.desk.jobs import Job
from dossier.errors import DossierError
from dossier.files.clock import this_day
from dossier.model import Specs
from dossier.workspace import create_workspace


def is_openable(root: Path, specs: Specs) -> bool:
    """Whether a folder goes onto the desk as it is: any but a county and an empty one."""
    try:
        if find_county(root, specs) is not None:
            return False
    except DossierError:
        return True
    return any(not entry.name.startswith(".") for entry in root.iterdir())


async def entered(request: Request) -> Response:
    """A browser that brings a token comes in, once."""
    hall = hall_of(request)
    cookie = hall.sessions.enter(request.query_params.get("t", ""))
    if cookie is None:
        return plain_page(403, "这个地址用过了。请双击「打开一生一案」重新打开，或再运行一次 dossier desk。")
    made = RedirectResponse("/", 303)
    port = request.url.port or 80
    made.set_cookie(cookie_name(port), cookie, httponly=True, samesite="strict", path="/")
    return made


async def open_folder(request: Request) -> Response:
    """Open a folder, or make a workspace in it where it is empty or not there."""
    form = await request.form()
    return await run_in_threadpool(_open, request, str(form.get("folder", "")), bool(form.get("new")))


def _open(request: Request, told: str, new: bool) -> Response:
    hall = hall_of(request)
    text = told.strip().strip('"“”')
    base = hall.start_root or Path.cwd()
    root = (base / Path(text).expanduser()) if text else base
    if new:
        create_workspace(root, hall.specs, this_day())
    elif not root.is_dir():
        return tell(request, f"没有这个文件夹：{root}。请检查写法，或点「新建」。")
    county = find_county(root, hall.specs)
    if county is not None:
        hall.start_root = root
        return _gone_to("/start")
    hall.open(root)
    return _gone_to("/cases")


async def open_unit(request: Request) -> Response:
    """Put a unit of the county on the desk."""
    form = await request.form()
    return await run_in_threadpool(_open_unit, request, str(form.get("unit", "")))


def _open_unit(request: Request, name: str) -> Response:
    hall = hall_of(request)
    county = find_county(hall.start_root, hall.specs) if hall.start_root is not None else None
    unit = next((one for one in county.units if one.name == name), None) if county is not None else None
    if unit is None:
        return tell(request, "没有这个单位。")
    hall.open(unit.root)
    return _gone_to("/cases")


def open_demo(request: Request) -> Response:
    """Make the invented workspace, then put it on the desk."""
    hall = hall_of(request)
    folder = (hall.start_root or Path.cwd()) / "演示"

    def work(job: Job) -> None:
        job.step(0, 1, "造演示数据")
        make_demo(folder, this_day())
        hall.open(folder)

    if not hall.jobs.begin("造演示数据", work):
        return tell(request, "还有一件事正在做，等它做完再来。", 409)
    return _gone_to("/make")


def _gone_to(address: str) -> Response:
    return Response(status_code=204, headers={"HX-Redirect": address})
