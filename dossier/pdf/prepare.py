"""All pictures of a dossier, made ready in threads before any page is put together."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from PIL import Image

from dossier.model import Placed, Plan, Sheet
from dossier.pages.journal import Journal
from dossier.pages.page import Pages, open_pages
from dossier.pages.pictures import PageError
from dossier.pages.sources import Sources
from dossier.pdf import numbers
from dossier.pdf.geometry import Spot, fit, sheet_size
from dossier.pdf.image_streams import ImageStream, Wanted, page_stream, picture_stream
from dossier.pdf.options import PdfOptions, Pixels
from dossier.pdf.store import Store

Key = tuple[str, int]
"""(path, page) of a source page."""
_MOST_THREADS = 4
_AHEAD = 2
_SAFE_DPI = 200
"""Results that may wait for each thread: bounds the memory, and keeps the threads busy."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A picture in the store."""

    ticket: int
    image: ImageStream
    """Without its bytes."""
    is_corner_dark: bool = False


@dataclass(frozen=True, slots=True)
class _Task:
    placed: Placed
    spot: Spot
    sheet: Sheet
    wanted: Wanted
    media_type: str


def prepare(
    plan: Plan, sources: Sources, store: Store, options: PdfOptions, journal: Journal
) -> dict[Key, Ready | PageError]:
    """Make every picture that the plan places; a page that nobody can read is its error.

    Raises `WorkspaceError` where a file changed or is locked.
    """
    tasks: dict[str, list[_Task]] = defaultdict(list)
    for task in _tasks(plan, sources, options.pixels, options.print_dpi):
        tasks[task.placed.path].append(task)
    ready: dict[Key, Ready | PageError] = {}
    for task, made in _all_made(list(tasks.values()), sources, journal, options.threads):
        ready[task.placed.path, task.placed.page] = _stored(made, store)
    return ready


def _all_made(
    files: list[list[_Task]], sources: Sources, journal: Journal, threads: int
) -> Iterator[tuple[_Task, _Made]]:
    """Files of one page side by side; after them those of many, and those of which an earlier process may have died:
    one at a time, so that it is known which it was if it happens again."""
    together: list[_Task] = []
    alone: list[list[_Task]] = []
    for group in files:
        path = group[0].placed.path
        if journal.died_of("decoder", path):
            yield from ((task, PageError("unreadable", "an earlier process died of it")) for task in group)
        elif len(group) > 1 or journal.is_suspect("decoder", path):
            alone.append(group)
        else:
            together.append(group[0])
    yield from _in_threads(together, sources, journal, threads)
    for group in alone:
        if len(group) == 1:
            yield group[0], _whole_file(group[0], sources, journal)
        else:
            journal.at("decoder", group[0].placed.path)
            yield from _one_file(group, sources)


def prepare_safely(key: Key, plan: Plan, sources: Sources, store: Store) -> Ready | PageError:
    """Make one picture again the plain way: decoded upright to RGB by another decoder, nothing taken over."""
    tasks = _tasks(plan, sources, "print", _SAFE_DPI)
    task = next(task for task in tasks if (task.placed.path, task.placed.page) == key)
    return _stored(next(made for _, made in _one_file([task], sources)), store)


_Made = tuple[ImageStream, bool] | PageError


def _tasks(plan: Plan, sources: Sources, pixels: Pixels, dpi: int) -> Iterator[_Task]:
    for sheet in plan.sheets:
        size = sheet_size(landscape=sheet.landscape)
        for placed in sheet.placed:
            if placed.placeholder:
                continue
            file = sources.file(placed.path)
            if not stands_as_picture(placed, sources):
                continue
            wide, high = size_of(placed, sources)
            spot = fit(wide, high, placed.turn, placed.box or (0.0, 0.0, *size), size[1])
            wanted = Wanted(placed.page, (spot.width, spot.height), placed.turn, dpi, pixels, placed.prepared)
            yield _Task(placed, spot, sheet, wanted, file.media_type)


def stands_as_picture(placed: Placed, sources: Sources) -> bool:
    """Whether a picture is made of the page: it is one, or it was prepared."""
    return placed.prepared is not None or sources.file(placed.path).is_picture


def size_of(placed: Placed, sources: Sources) -> tuple[float, float]:
    """Width and height of what is placed, before it is turned; of what was prepared only their ratio matters."""
    if placed.prepared is not None:
        wide, high = placed.prepared.pixels
        return float(wide), float(high)
    fact = sources.file(placed.path).pages[placed.page - 1]
    return fact.width, fact.height


def _stored(made: _Made, store: Store) -> Ready | PageError:
    if isinstance(made, PageError):
        return made
    image, is_dark = made
    return Ready(store.add(image), replace(image, pieces=()), is_dark)


def _in_threads(tasks: list[_Task], sources: Sources, journal: Journal, threads: int) -> Iterator[tuple[_Task, _Made]]:
    """One file a task, in order, a bounded number ahead."""
    threads = min(_MOST_THREADS, threads)
    with ThreadPoolExecutor(threads) as pool:
        waiting: deque[tuple[_Task, Future[_Made]]] = deque()
        for task in tasks:
            waiting.append((task, pool.submit(_whole_file, task, sources, journal)))
            if len(waiting) > threads * _AHEAD:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()


def _whole_file(task: _Task, sources: Sources, journal: Journal) -> _Made:
    raw = sources.read(task.placed.path)
    with journal.reading("decoder", task.placed.path):
        try:
            image = picture_stream(raw, task.media_type, task.wanted)
            return image, _is_dark(raw, task)
        except PageError as error:
            return error


def _one_file(tasks: list[_Task], sources: Sources) -> Iterator[tuple[_Task, _Made]]:
    """The pages of one file that has many, opened once."""
    place = sources.on_disk(tasks[0].placed.path)
    try:
        with open_pages(place, tasks[0].media_type) as pages:
            for task in tasks:
                try:
                    image = page_stream(pages, task.media_type, task.wanted)
                    is_dark = _needs_look(task) and _looks_dark(_small(pages, task), task)
                    yield task, (image, is_dark)
                except PageError as error:
                    yield task, error
    except PageError as error:
        yield from ((task, error) for task in tasks)


def _needs_look(task: _Task) -> bool:
    size = sheet_size(landscape=task.sheet.landscape)
    return task.sheet.number is not None and numbers.needs_look(task.spot, size, task.sheet.side)


def _is_dark(raw: bytes, task: _Task) -> bool:
    if not _needs_look(task):
        return False
    with open_pages(raw, task.media_type) as pages:
        return _looks_dark(_small(pages, task), task)


def _small(pages: Pages, task: _Task) -> Image.Image:
    """A small picture of what will stand on the sheet."""
    placed = task.placed
    if placed.prepared is None:
        return pages.image(placed.page, long_side=numbers.LOOK_LONG_SIDE)
    from dossier.pages.flat import prepared_image

    return prepared_image(pages, placed.page, placed.prepared, long_side=numbers.LOOK_LONG_SIDE)


def _looks_dark(picture: Image.Image, task: _Task) -> bool:
    size = sheet_size(landscape=task.sheet.landscape)
    return numbers.is_taken(picture.rotate(-task.placed.turn, expand=True), task.spot, size, task.sheet.side)
