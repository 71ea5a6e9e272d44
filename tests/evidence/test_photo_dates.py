"""When a photograph was taken."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.evidence.photo_dates import taken_from_exif, taken_from_name


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("wx_camera_1646409599999.jpg", (2022, 3, 4)),  # 23:59:59.999 in China, 15:59 in Greenwich
        ("wx_camera_1646409600000.jpg", (2022, 3, 5)),
        ("wx_camera_1646445330123.jpg", (2022, 3, 5)),
        ("2022年3月5日送教 微信图片_20220307101530.jpg", (2022, 3, 5)),
        ("送教2022.3.5/mmexport1646445330123.jpg", (2022, 3, 5)),
        ("IMG_20220305_101530.jpg", (2022, 3, 5)),
        ("IMG20220305101530.jpg", (2022, 3, 5)),
        ("Screenshot_20220305-101530_WeChat.png", (2022, 3, 5)),
        ("Screenshot_2022-03-05-10-15-30.png", (2022, 3, 5)),
        ("扫描全能王 2022-03-05 10.15.pdf", (2022, 3, 5)),
        ("CamScanner 03-06-2022 13.41.pdf", (2022, 3, 6)),
        ("家访2022.3.5.jpg", (2022, 3, 5)),
        ("2022年3月5日劝返.jpg", (2022, 3, 5)),
        ("照片/20220305.jpg", (2022, 3, 5)),
    ],
)
def test_a_time_in_the_name_is_the_day_it_was_taken(name, day):
    assert taken_from_name(name) == date(*day)


@pytest.mark.parametrize(
    "name",
    [
        "微信图片_20220305101530.jpg",
        "微信图片_20220305101530123.jpg",
        "微信图片_2022-03-05_101530.jpg",
        "mmexport1646445330123.jpg",
        "送教/mmexport1646445330123(1).jpg",
        "QQ图片20220305101530.jpg",
        "企业微信截图_16464453301234.png",
        "1646445330123.jpg",
        "microMsg.1646445330123.jpg",
    ],
)
def test_the_day_a_chat_app_saved_a_picture_is_not_the_day_it_was_taken(name):
    assert taken_from_name(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "学籍卡.pdf",
        "扫描_0001.pdf",
        "1(2).jpg",
        "20221305.jpg",
        "411328201203059991.jpg",
        "13812345678.jpg",
        "G411328201203059991.jpg",
        "20220305/学籍卡.pdf",
        "12345678901234567890.jpg",
    ],
)
def test_other_numbers_are_no_day(name):
    assert taken_from_name(name) is None


def test_what_the_camera_wrote():
    assert taken_from_exif("2022:03:05 10:15:30") == date(2022, 3, 5)


@pytest.mark.parametrize(
    "text", ["0000:00:00 00:00:00", "    :  :     :  :  ", "", None, "2022:02:30 00:00:00", "1970:01:01"]
)
def test_what_no_camera_means_is_no_day(text):
    assert taken_from_exif(text) is None
