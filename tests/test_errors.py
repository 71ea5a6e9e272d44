"""What the disk says reaches people in plain Chinese, from one place."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest

from dossier import errors
from dossier.errors import disk_words

ROOMS = Path(errors.__file__).parent
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.ENAMETOOLONG, errno.EMFILE])
def test_what_the_disk_says_is_said_in_chinese(code):
    words = disk_words(OSError(code, os.strerror(code)))

    assert CHINESE.search(words)
    assert os.strerror(code) not in words


def test_an_unknown_saying_of_the_disk_is_a_number_to_look_up():
    assert disk_words(OSError(errno.ENOTTY, "Inappropriate ioctl for device")) == "磁盘出错，代号 ENOTTY"
    assert disk_words(OSError("no number at all")) == "磁盘出错，代号 OSError"


def test_no_room_tells_people_what_the_system_says_in_its_own_language():
    speakers = [path for path in ROOMS.rglob("*.py") if ".strerror" in path.read_text("utf-8")]

    assert speakers == [ROOMS / "errors.py"]
