"""SVG pages → PDF by Typst, with the fonts at hand; what came out is compared with what went in."""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from dossier.ofd.package import Refused, Unreadable
from dossier.ofd.pages import Page, read_pages


def to_pdf(data: bytes, folders: Sequence[Path] = ()) -> bytes:
    """The PDF of an OFD file, with fonts of `folders` and those that come with the program.

    Raises Refused where something of it is not drawn, Unreadable where it is damaged.
    """
    try:
        pages = read_pages(data)
    except (Refused, Unreadable):
        raise
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
        raise Unreadable(f"{type(error).__name__}: {error}") from error
    pdf = _compiled(pages, tuple(str(folder) for folder in folders))
    _compare(pages, pdf)
    return pdf


def _compiled(pages: list[Page], folders: tuple[str, ...]) -> bytes:
    import typst

    with tempfile.TemporaryDirectory(prefix="dossier-ofd-") as name:
        work = Path(name)
        lines = ["#set page(margin: 0pt)"]
        for number, page in enumerate(pages):
            (work / f"{number}.svg").write_text(page.svg, encoding="utf-8")
            lines.append(
                f"#page(width: {page.width:.4f}mm, height: {page.height:.4f}mm)"
                f'[#image("{number}.svg", width: 100%, height: 100%)]'
            )
        own = {path: data for page in pages for path, data in page.fonts.items()}
        for number, data in enumerate(own.values()):
            (work / f"font{number}.{'otf' if data[:4] == b'OTTO' else 'ttf'}").write_bytes(data)
        (work / "main.typ").write_text("\n".join(lines), encoding="utf-8")
        fonts = _fonts(folders) if not own else _with(folders, str(work))
        try:
            made = typst.Compiler(input=str(work / "main.typ"), root=str(work), font_paths=fonts).compile(
                format="pdf", timestamp=0, pdf_tags=False
            )
        except (typst.TypstError, RuntimeError) as error:
            raise Unreadable(str(error)[:200]) from error
        except BaseException as error:
            if isinstance(error, (Exception, KeyboardInterrupt, SystemExit, GeneratorExit)):
                raise
            raise Refused("排不出来的文字或图形") from error  # a panic of the library
    assert isinstance(made, bytes)  # one PDF, not a list of pictures
    return made


@lru_cache(maxsize=4)
def _fonts(folders: tuple[str, ...]) -> Any:
    return _with(folders)


def _with(folders: tuple[str, ...], *more: str) -> Any:
    import pylopdf_fonts_zh_cn
    import typst

    own = str(Path(pylopdf_fonts_zh_cn.serif_path()).parent)
    here = [folder for folder in (*more, own, *folders) if Path(folder).is_dir()]
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=here)


def _folded(text: str) -> set[str]:
    """The different characters, however an extractor spells them; one drawn twice over itself counts once."""
    return {sign for sign in unicodedata.normalize("NFKC", text) if not sign.isspace()}


def _compare(pages: list[Page], pdf: bytes) -> None:
    """Every page is there, and every character that was to be written has a glyph."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        if len(document) != len(pages):
            raise Refused("页数对不上")
        for number, page in enumerate(pages, 1):
            opened = document[number - 1]
            text = opened.get_textpage()
            shown = _folded(text.get_text_range(errors="ignore"))
            text.close()
            opened.close()
            lost = sorted(_folded(page.text) - shown)
            if lost:
                raise Refused(f"现有字体没有的字「{''.join(lost[:8])}」", f"第{number}页")
    finally:
        document.close()
