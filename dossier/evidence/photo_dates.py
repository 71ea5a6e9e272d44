"""When a photograph was taken: what the camera wrote, else a time in the file's name, unless a chat app wrote it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""Phones write milliseconds since 1970 into names; a day begins by Chinese time."""

_DIGITS = re.compile(r"\d{4}")
_EPOCH = re.compile(r"(?<!\d)(1[2-9]\d{8})(\d{3})?(?!\d)")
"""wx_camera_1646445330, IMG_1646445330123: 2008 to 2033."""
_COMPACT = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?:[ _\-T]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?\d{0,3})?(?!\d)")
"""IMG_20220305_101530, Screenshot_20220305-101530, 20220305."""
_SPACED = re.compile(r"(?<!\d)(20\d{2})\s?[-._年/]\s?(\d{1,2})\s?[-._月/]\s?(\d{1,2})(?!\d)")
"""扫描全能王 2022-03-05 10.15, 2022.3.5, 2022年3月5日."""
_CAMSCANNER = re.compile(r"CamScanner[ _](\d{2})-(\d{2})-(20\d{2})", re.IGNORECASE)
"""CamScanner 03-06-2022 13.41: month first."""
_SAYS_EPOCH = re.compile(r"wx_camera|IMG|VID|pt20", re.IGNORECASE)
_SAVED = re.compile(
    r"(?:mmexport|microMsg|(?:企业)?微信(?:图片|截图|视频)|(?:WeChat|Weixin|WX)[ _-]?(?:Image|Work)?|"
    r"(?:QQ|钉钉|飞书)(?:图片|截图|空间)?|DingTalk|wework|export|tmp)[ _\-.]*\d[\d _\-.]*|^\d{13}$",
    re.IGNORECASE,
)
"""What chat apps call a picture: the day on which it was saved there, which may be long after it was taken."""


def taken_from_exif(text: object) -> date | None:
    """The day of an EXIF time such as `2022:03:05 10:15:30`; None for what no camera means (0000:00:00)."""
    found = re.match(r"\s*(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})", str(text))
    return _day(*found.groups()) if found else None


def taken_from_name(path: str) -> date | None:
    """The day that the file's name gives, if it gives one.

    What a chat app named (mmexport…, 微信图片_…) was taken on a day that nobody knows, unless a person wrote one
    beside it, in the name or in that of the folder.
    """
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if not _DIGITS.search(stem):
        return None
    rest = _SAVED.sub(" ", stem)
    return _day_in(rest) or (_day_in(folder) if rest != stem else None)


def _day_in(text: str) -> date | None:
    for pattern in (_COMPACT, _SPACED):
        for found in pattern.finditer(text):
            if day := _day(*found.groups()[:3]):
                return day
    if scanned := _CAMSCANNER.search(text):
        return _day(scanned[3], scanned[1], scanned[2])
    epoch = _EPOCH.search(text)
    if epoch and _SAYS_EPOCH.search(text):
        return datetime.fromtimestamp(int(epoch.group(1)), UTC).astimezone(CHINA).date()
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        taken = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return taken if 2000 <= taken.year < 2100 else None
