"""Write the demo workspace: roster, settings, case folders with papers, and the faults in them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PIL import Image, ImageFilter

import dossier.demo.camera as camera
import dossier.demo.scenes as scenes
from dossier.demo.cases import DemoCase, File, make_cases
from dossier.demo.drawing import Fonts, demo_fonts, draw_pictures
from dossier.demo.encode import locked, scanner_pdf
from dossier.demo.people import term_name
from dossier.demo.records import home_teaching_record, persuasion_record
from dossier.demo.roster import make_roster
from dossier.errors import UsageError
from dossier.files.fixed_zip import steady_office
from dossier.files.write import writing

_MARK = "# 演示用的工作区：孩子、单位和材料都是编出来的"
"""First line of the demo's workspace.yaml: by it a later demo knows what it may write over."""
_SCENES: Mapping[str, Callable[..., Image.Image]] = {
    "home_teaching": scenes.home_teaching,
    "class_room": scenes.class_room,
    "yard": scenes.yard,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Studio:
    """What all files are made with."""

    pages: Mapping[tuple[int, str], list[Image.Image]]
    """Case number and path → its papers, drawn."""
    fonts: Fonts
    today: date
    dpi: int


def make_demo(folder: Path, today: date, *, dpi: int = 200) -> None:
    """Write the demo workspace into `folder` (made if it is not there); the same day gives the same bytes.

    Raises UsageError where `folder` holds anything but an earlier demo: nobody's roster is ever written over;
    OutputError where it cannot be written.
    """
    _refuse_others_work(folder)
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)  # before the drawing, which takes its time
    cases = make_cases(today)
    files = [(case, file) for case in cases if case.has_folder for file in case.files]
    fonts = demo_fonts()
    studio = _Studio(pages=_draw(files, fonts, dpi), fonts=fonts, today=today, dpi=dpi)
    with writing(folder):
        _write_all(folder, cases, files, studio)


def _write_all(
    folder: Path, cases: Sequence[DemoCase], files: Sequence[tuple[DemoCase, File]], studio: _Studio
) -> None:
    today = studio.today
    (folder / "workspace.yaml").write_text(_settings(today), encoding="utf-8", newline="\n")
    (folder / "名册.xlsx").write_bytes(steady_office(make_roster(cases, today), today))
    with ThreadPoolExecutor(max_workers=2) as workers:
        list(workers.map(lambda job: _write(folder, job[1], studio, job[0]), enumerate(files)))
    for case in cases:
        if case.decisions:
            (folder / case.folder / "case.yaml").write_text(case.decisions, encoding="utf-8", newline="\n")
    _write_inbox(folder, studio)


def _refuse_others_work(folder: Path) -> None:
    try:
        is_free = not folder.exists() or not any(folder.iterdir())
        is_demo = is_free or (folder / "workspace.yaml").read_text("utf-8").startswith(_MARK)
    except (OSError, UnicodeDecodeError):
        is_demo = False
    if not is_demo:
        raise UsageError(f"「{folder}」里已经有别的东西，没有改动", hint="请换一个新的文件夹名。")


def _settings(today: date) -> str:
    return (
        f"{_MARK}\n"
        "unit: 唐河县城郊乡中心学校\ncounty: 唐河县\n"
        f"term: {term_name(today)}\nfilled_on: {today}\nclerk: 赵文博\ninspector: 李春梅\n"
    )


def _draw(files: Iterable[tuple[DemoCase, File]], fonts: Fonts, dpi: int) -> dict[tuple[int, str], list[Image.Image]]:
    """All papers of all files, drawn in one go."""
    wanted = [((case.number, file.path), paper) for case, file in files for paper in file.papers]
    drawn = draw_pictures([paper for _, paper in wanted], fonts, seed=7, dpi=dpi)
    pages: dict[tuple[int, str], list[Image.Image]] = {}
    for (key, _), picture in zip(wanted, drawn, strict=True):
        pages.setdefault(key, []).append(picture)
    return pages


def _write(root: Path, job: tuple[DemoCase, File], studio: _Studio, index: int) -> None:
    case, file = job
    path = root / case.folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_damaged(_content(case, file, studio, index), file.damage))


def _content(case: DemoCase, file: File, studio: _Studio, index: int) -> bytes:
    if file.data is not None:
        return file.data
    if file.lesson is not None:
        return steady_office(home_teaching_record(case.child, *file.lesson, studio.fonts), studio.today)
    if file.talks:
        return steady_office(persuasion_record(case.child, file.talks, studio.fonts), studio.today)
    if file.scene:
        return _photograph(file, studio.today)
    pages = studio.pages[case.number, file.path]
    seen = [_look(page, file.look, index * 31 + number, studio.dpi) for number, page in enumerate(pages)]
    return _saved(seen, "." + file.damage if file.damage == "png" else Path(file.path).suffix.casefold(), studio)


def _look(page: Image.Image, look: str, seed: int, dpi: int) -> Image.Image:
    if look == "photo":
        return camera.photograph(page, seed=seed, size=(9 * dpi, 12 * dpi))
    return page if look == "clean" else camera.scan(page, seed=seed, grey=look == "grey")


def _saved(pictures: list[Image.Image], suffix: str, studio: _Studio) -> bytes:
    out = io.BytesIO()
    first = pictures[0]
    if suffix == ".pdf":
        return scanner_pdf(pictures, studio.today, dpi=studio.dpi, quality=60)
    if suffix == ".png":
        first.quantize(64).save(out, "PNG", dpi=(studio.dpi, studio.dpi))
    elif suffix == ".heic":
        import pillow_heif

        pillow_heif.from_pillow(first).save(out, quality=60, enc_params={"preset": "ultrafast"})
    else:
        first.save(out, "JPEG", quality=66)
    return out.getvalue()


def _photograph(file: File, today: date) -> bytes:
    picture = _SCENES[file.scene](seed=file.seed)
    exif = Image.Exif()
    if file.damage == "blurred":
        picture = picture.filter(ImageFilter.GaussianBlur(9))
    elif file.damage == "cropped":
        width, height = picture.size
        picture = picture.crop((width // 12, height // 14, width - width // 20, height))
        picture = picture.resize((1000, round(1000 * picture.height / picture.width)))
    elif file.damage == "sideways":
        picture = picture.transpose(Image.Transpose.ROTATE_90)
        exif[0x0112] = 6  # Orientation: turn clockwise to show
    day = file.taken or today
    exif.get_ifd(0x8769)[0x9003] = f"{day:%Y:%m:%d} 10:{file.seed % 60:02}:08"  # DateTimeOriginal
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=78, exif=exif)
    return out.getvalue()


def _damaged(data: bytes, damage: str) -> bytes:
    if damage == "truncated":
        return data[: len(data) * 3 // 5]
    return locked(data, "demo") if damage == "encrypted" else data


def _write_inbox(root: Path, studio: _Studio) -> None:
    """A paper that nobody has sorted yet."""
    inbox = root / "收件箱"
    inbox.mkdir(exist_ok=True)
    page = next(iter(studio.pages.values()))[0]
    _look(page, "photo", 99, studio.dpi).save(inbox / "微信图片_20220305101530.jpg", "JPEG", quality=60)
