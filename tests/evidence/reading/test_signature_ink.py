"""Places for signatures and the ink in them."""

from PIL import ImageDraw

from dossier.evidence.reading.signatures import find
from dossier.model import TextLine
from tests.evidence.reading.draw import a_sheet, font, pixels

LABEL = TextLine(text="家长签字：", box=(0.45, 0.5, 0.6, 0.52))


def a_place(write="", rule=False):
    sheet = a_sheet("情况说明")
    pen = ImageDraw.Draw(sheet)
    if write:
        pen.text((780, 870), write, fill=(30, 40, 120), font=font(44))
    if rule:
        pen.line((750, 918, 1100, 918), fill="black", width=3)
    (place,) = find([LABEL], pixels(sheet))
    return place


def test_an_empty_place_has_no_ink():
    assert a_place().ink < 0.05


def test_a_rule_to_write_on_is_no_ink():
    assert a_place(rule=True).ink < 0.08


def test_a_name_is_ink():
    assert a_place("王海涛", rule=True).ink > 0.3


def test_a_name_read_on_the_same_line_is_the_text():
    (place,) = find([TextLine(text="家长签字：王海涛", box=(0.4, 0.5, 0.8, 0.52))], None)

    assert place.text == "王海涛"


def test_a_name_read_beside_the_label_is_the_text_and_a_date_is_not():
    name = TextLine(text="王海涛", box=(0.62, 0.5, 0.75, 0.52))
    day = TextLine(text="2022年3月3日", box=(0.62, 0.5, 0.8, 0.52))

    assert find([LABEL, name], None)[0].text == "王海涛"
    assert find([LABEL, day], None)[0].text == ""


def test_two_labels_on_a_line_are_two_places():
    places = find([TextLine(text="家长签字：徐志强    教师签字：", box=(0.1, 0.5, 0.9, 0.52))], None)

    assert [(place.label, place.text) for place in places] == [("家长签字", "徐志强"), ("教师签字", "")]


def test_a_picture_in_a_word_file_is_a_signature():
    (place,) = find([TextLine(text="家长签字：［图］", box=(0, 0.9, 1, 1))], None)

    assert place.text
