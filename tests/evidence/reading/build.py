"""Builders of pages as they were read, for the tests of judging; nothing here recognises text."""

from functools import partial

from dossier.model import PageReading, Picture, Seal, SignaturePlace, TextLine
from tests.review.build import a_file, judged

PAPER = Picture(sharpness=500, brightness=250, paper=0.97, colour=5, size=(1415, 2000))
PHOTO = Picture(
    sharpness=120, brightness=130, paper=0.1, colour=110, size=(1600, 1200), fingerprint=b"x", thumbnail=b""
)


def a_seal(text="", colour="red", confidence=0.99):
    return Seal(box=(0.5, 0.4, 0.7, 0.55), colour=colour, text=text, confidence=confidence)


def a_page(*texts, number=1, seals=(), picture=PAPER, confidence=0.99, places=(), **more):
    """A page with these lines from top to bottom; the first one large and in the middle, as a title is."""
    lines = []
    for index, text in enumerate(texts):
        top = 0.08 + 0.05 * index
        box = (0.38, top, 0.62, top + 0.035) if index == 0 else (0.1, top, 0.9, top + 0.02)
        lines.append(TextLine(text=text, box=box, confidence=confidence))
    given = {"source": "ocr", "seals": tuple(seals), "picture": picture, "signatures": tuple(places)}
    return PageReading(page=number, lines=tuple(lines), **(given | more))


def a_table(*cells, title="学生基本信息表（学籍卡）", **more):
    """A page with a title and cells, two to a row: 姓名, 黄欣梓, 性别, 男 …"""
    page = a_page(title, **more)
    lines = list(page.lines)
    for index, text in enumerate(cells):
        top, left = 0.2 + 0.03 * (index // 2), 0.1 + 0.4 * (index % 2)
        lines.append(TextLine(text=text, box=(left, top, left + 0.3, top + 0.02), confidence=0.99))
    return PageReading(page=page.page, source="ocr", lines=tuple(lines), seals=page.seals, picture=page.picture)


def a_photo(*texts, number=1, **more):
    return a_page(*texts, number=number, picture=Picture(**(_fields(PHOTO) | more)))


def _fields(picture):
    return {name: getattr(picture, name) for name in Picture.__slots__}


def a_place(label="家长签字", text="", ink=0.0):
    return SignaturePlace(label=label, box=(0.5, 0.5, 0.8, 0.53), text=text, ink=ink)


def read_file(path, *pages, **more):
    """A file of these pages."""
    return a_file(path, pages=len(pages), readings=tuple(pages), **more)


def looked_at(*cases, **more):
    """The Check of these cases, judged by what stands on their pages."""
    return judged(*cases, **more)


def looked(case, **more):
    return looked_at(case, **more).reviews[0]


def proof(*children, number="411328201203059995", name="黄欣梓"):
    """The usual sentence of a police certificate."""
    return f"兹证明{name}，男，汉族，2012年3月5日出生，公民身份号码{number}，"


a_police_page = partial(
    a_page,
    "证 明",
    proof(),
    "户口已迁出注销，现不在我辖区居住。",
    "特此证明。",
    "唐河县公安局湖阳镇派出所",
    "2022年3月3日",
)
