import pytest

from dossier.facts import agree
from tests.facts.build import labels


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("school", "唐河县城郊乡中心学校", "城郊乡中心学校"),
        ("school", "城郊一中", "唐河县城郊乡第一初级中学"),
        ("nation", "汉", "汉族"),
        ("household_address", "河南省南阳市唐河县城郊乡王岗村3组17号", "城郊乡王岗村3组17号"),
        ("household_address", "唐河县城郊乡王岗村", "河南省南阳市唐河县城郊乡王岗村3组17号"),
        ("household_address", "城郊乡王岗村三组17号", "城郊乡王岗村3组17号"),
        ("guardian1_phone", "13708150899 / 13708150898", "13708150899"),
        ("guardian1_relation", "父子", "父亲"),
        ("grade", "初一", "七年级"),
        ("grade", "7年级", "七年级"),
        ("class_name", "七年级2班", "2班"),
        ("class_name", "702", "七（2）班"),
        ("health", "良好", "健康或良好"),
        ("birth", "2012-03", "2012-03-05"),
        ("guardian1_name", "买买提・艾力", "买买提·艾力"),
        ("guardian1_name", "黃建國", "黄建国"),
        ("disability_kind", "肢体残疾", "肢体"),
    ],
)
def test_written_differently_and_still_the_same(field, one, other):
    assert agree(field, one, other, labels().values)
    assert agree(field, other, one, labels().values)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("school", "唐河县城郊乡中心学校", "唐河县湖阳镇中心学校"),
        ("school", "城郊乡第一小学", "城郊乡第二小学"),
        ("school", "城郊一小", "城郊乡第一初级中学"),
        ("nation", "回族", "汉族"),
        ("household_address", "唐河县城郊乡王岗村3组17号", "唐河县城郊乡李庄村3组17号"),
        ("household_address", "唐河县城郊乡王岗村3组17号", "唐河县城郊乡王岗村5组17号"),
        ("guardian1_phone", "13708150899", "13708150898"),
        ("guardian1_relation", "父亲", "母亲"),
        ("grade", "八年级", "七年级"),
        ("class_name", "七年级2班", "七年级3班"),
        ("birth", "2012-03-05", "2012-03-06"),
        ("guardian1_name", "黄建国", "黄建军"),
    ],
)
def test_different_things_are_different(field, one, other):
    assert not agree(field, one, other, labels().values)
