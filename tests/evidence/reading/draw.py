"""Small real pages, drawn by the tests: words, seals, handwriting."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

RED = (200, 30, 40)


@cache
def font(size):
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return ImageFont.truetype(str(next(sorted_fonts(folder))), size)


def sorted_fonts(folder):
    return iter(sorted(path for path in folder.rglob("*") if path.suffix in (".ttf", ".otf", ".ttc")))


def a_sheet(*lines, size=(1240, 1754)):
    """White paper with a title and lines below it."""
    sheet = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(sheet)
    for index, text in enumerate(lines):
        if index == 0:
            pen.text((size[0] / 2, 160), text, fill="black", font=font(52), anchor="mm")
        else:
            pen.text((140, 220 + 80 * index), text, fill="black", font=font(34))
    return sheet


def a_table(pick, size=(1240, 1754)):
    """A page that is one table of words, a little askew; `pick` is a Random."""
    sheet = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(sheet)
    high, wide = pick.choice([30, 36, 42, 50]), pick.choice([60, 80, 110, 150])
    last = 200 + (1300 // high) * high
    for y in range(200, last + 1, high):
        pen.line((80, y, 1160, y), fill="black", width=2)
    for x in range(80, 1161, wide):
        pen.line((x, 200, x, last), fill="black", width=3)
    for y in range(200, last, high):
        for x in range(80, 1100, wide):
            words = "".join(pick.choices("姓名性别汉族学校班级年月日", k=max(1, (wide - 10) // 22)))
            pen.text((x + 6, y + 4), words, fill="black", font=font(20))
    return sheet.rotate(pick.uniform(-3, 3), fillcolor="white")


def with_seal(sheet, text="唐河县公安局湖阳镇派出所", at=(800, 900), radius=130, ink=RED):
    """The same with a round seal: rim, words along it, a star."""
    pen = ImageDraw.Draw(sheet)
    x, y = at
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=ink, width=7)
    points = [
        (x + r * np.sin(np.pi * k / 5), y - r * np.cos(np.pi * k / 5))
        for k in range(10)
        for r in [radius * (0.3 if k % 2 == 0 else 0.12)]
    ]
    pen.polygon(points, fill=ink)
    for index, letter in enumerate(text):
        angle = -120 + 240 * index / max(1, len(text) - 1)
        tile = Image.new("L", (60, 60), 0)
        ImageDraw.Draw(tile).text((30, 30), letter, fill=255, font=font(34), anchor="mm")
        tile = tile.rotate(-angle, resample=Image.Resampling.BICUBIC)
        turn = np.radians(angle)
        left, top = x + 0.76 * radius * np.sin(turn) - 30, y - 0.76 * radius * np.cos(turn) - 30
        sheet.paste(ink, (round(left), round(top)), tile)
    return sheet


def pixels(sheet):
    return np.asarray(sheet.convert("RGB"))


CORNERS = ((222, 205), (1354, 239), (1219, 1707), (248, 1632))
"""Where the corners of an A4 sheet fall in a picture of 1500 × 2000, tilted by 14 degrees before a telephone."""
A_CARD = (856, 540)


def photographed(paper, corners=CORNERS, size=(1500, 2000), desk=(70, 55, 45)):
    """A paper on a desk, seen aslant."""
    scene = np.full((size[1], size[0], 3), desk, np.uint8)
    wide, high = paper.size
    matrix = cv2.getPerspectiveTransform(
        np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32), np.array(corners, np.float32)
    )
    cv2.warpPerspective(
        np.asarray(paper), matrix, size, dst=scene, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
    )
    return scene


def a_card(words="姓名 黄欣梓", colour=(205, 222, 235)):
    card = Image.new("RGB", A_CARD, colour)
    pen = ImageDraw.Draw(card)
    for row in range(5):
        pen.text((60, 60 + 85 * row), words, fill="black", font=font(44))
    return card
