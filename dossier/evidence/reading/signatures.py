"""Where somebody should sign, and how much is written there. Measures, no judgement."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from dossier.evidence.reading.pixels import Pixels
from dossier.model import SignaturePlace, TextLine

_WHO = (
    "学生家长|家长|法定监护人|监护人|送教教师|送教人员|送教人|送教老师|家访教师|家访人员|家访人|走访人员|走访人|劝返人员|劝返人|"
    "任课教师|教师|老师|班主任|记录人|申请人|说明人|承诺人|具结人|证明人|被访人|受访人|谈话人|受送达人|送达人|代收人|见证人|"
    "参加人员|参与人员|村干部|负责人|校长|户主|本人|填表人|经办人|签收人"
)
LABEL = re.compile(
    rf"(?:(?P<who>{_WHO})(?:[(（][^)）]{{0,6}}[)）])?)?"
    r"(?:[(（]?(?:签字|签名|签章)(?:按印|按手印|捺印|手印|盖章|或盖章|并按手印|确认|处)*[)）]?(?:[(（]手印[)）])?|[(（](?:签字|签名|手印|签章)[)）])"
)
"""家长签字, 教师（签名）, 签名（手印）…"""
NAMED = re.compile(r"^(?P<who>说明人|申请人|承诺人|具结人|证明人|学生家长|家长|监护人)[:：]")
"""说明人：王某 at the foot of a statement is a signature too."""
_FOOT = 0.35
_BLANK = re.compile(r"[\s:：_＿—\-.。、,，()（）/\\|]+")
_NOT_A_NAME = re.compile(
    r"年.{0,3}月.{0,3}日|日期|时间|电话|联系|身份证|关系|单位|盖章|\d{4}[年.\-/]|^\W*[年月日\s]+\W*$"
)
_REACH = 12.0
_DARKER = 38


def find(lines: Sequence[TextLine], pixels: Pixels | None) -> tuple[SignaturePlace, ...]:
    """All places for signatures on a page; ink is measured where there is a picture of the page."""
    places = []
    for index, line in enumerate(lines):
        labels = list(LABEL.finditer(line.text))
        if not labels and line.box[1] >= _FOOT and (named := NAMED.match(line.text)):
            labels = [named]
        for number, label in enumerate(labels):
            end = labels[number + 1].start() if number + 1 < len(labels) else len(line.text)
            places.append(_place(lines, index, label, end, pixels))
    return tuple(places)


def _place(
    lines: Sequence[TextLine], index: int, label: re.Match[str], end: int, pixels: Pixels | None
) -> SignaturePlace:
    line = lines[index]
    _, y0, x1, y1 = line.box
    left, right = _at(line, label.start()), _at(line, label.end())
    reaches_on = end == len(line.text)
    limit = 1.0 if reaches_on else _at(line, end)
    text = _written(line.text[label.end() : end])
    if reaches_on:
        beside = [other for other in lines if other is not line and _is_beside(line, other)]
        nearest = min(beside, key=lambda other: other.box[0], default=None)
        if nearest is not None:
            if not text and not LABEL.search(nearest.text) and nearest.box[0] - x1 < _REACH / 2 * (y1 - y0):
                text = _written(nearest.text)
            if not text:
                limit = min(limit, nearest.box[0])
    ink = 0.0
    if pixels is not None:
        limit, ink = _measure(pixels, (right, y0, limit, y1))
    return SignaturePlace(
        label=label.group(0).strip(":："),
        box=(round(left, 4), round(y0, 4), round(max(limit, x1), 4), round(y1, 4)),
        text=text,
        ink=round(ink, 3),
    )


def _written(text: str) -> str:
    """What can be a signature in the text behind a label."""
    bare = _BLANK.sub("", text)
    return "" if _NOT_A_NAME.search(bare) else bare


def _is_beside(line: TextLine, other: TextLine) -> bool:
    middle = (other.box[1] + other.box[3]) / 2
    return line.box[1] - 0.01 <= middle <= line.box[3] + 0.01 and other.box[0] >= line.box[2] - 0.01


def _at(line: TextLine, index: int) -> float:
    """Where the character stands, by the widths of those before it."""
    widths = [2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in line.text]
    whole = sum(widths) or 1
    return line.box[0] + (line.box[2] - line.box[0]) * sum(widths[:index]) / whole


def _measure(pixels: Pixels, place: tuple[float, float, float, float]) -> tuple[float, float]:
    """(right end of what was looked at, ink in squares of the label's height)."""
    height, width = pixels.shape[:2]
    tall = (place[3] - place[1]) * height
    x0 = int(place[0] * width + 0.15 * tall)
    x1 = int(min(place[2] * width, x0 + _REACH * tall, 0.985 * width))
    y0, y1 = int(max(0, place[1] * height - 0.45 * tall)), int(min(height, place[3] * height + 0.35 * tall))
    if x1 - x0 < 0.8 * tall or y1 - y0 < 4 or tall < 6:
        return place[2], 0.0
    part = pixels[y0:y1, x0:x1]
    ink = _ink(part)
    return x1 / width, float(ink.sum()) / (tall * tall)


def _ink(part: Pixels) -> NDArray[Any]:
    """Written pixels: darker or redder than the paper, without rules and frames."""
    light = part.min(axis=2)
    paper = float(np.percentile(light, 80))
    mask = (light < paper - _DARKER).astype(np.uint8)
    long = max(15, part.shape[0])
    for shape in ((long, 1), (1, int(part.shape[0] * 0.85))):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, shape)
        rules = cv2.dilate(cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel), np.ones((3, 3), np.uint8))
        mask[rules > 0] = 0
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    labels = cv2.connectedComponents(mask, connectivity=8)[1]
    specks = [number for number in range(1, count) if stats[number, cv2.CC_STAT_AREA] < 5]
    written: NDArray[Any] = (mask > 0) & ~np.isin(labels, specks)
    return written
