"""Invented children of many places: names, twins, offices called this way and that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dossier.demo.people import Child, Place, school_year

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余"
GIVEN = "明宇轩涵梓佳怡浩雨欣思远琪泽阳晨若曦沐言嘉禾清安然悦童星野子墨书瑶俊杰婷静雅志强伟娜磊鑫䶮喆赟玥珺翀垚"
_DOUBLE = ("欧阳", "上官", "司马")
_LONG = ("阿依古丽·买买提", "古丽娜尔·艾山", "买买提江·吐尔逊", "扎西·次仁")
_TOWNS = (
    *("湖阳镇", "源潭镇", "郭滩镇", "张店镇", "桐寨铺镇", "上屯镇", "毕店镇", "古城乡", "东王集乡", "大河屯镇"),
    *("苍台镇", "黑龙镇", "少拜寺镇", "昝岗镇", "祁仪镇", "马振抚镇", "滨河街道", "文峰街道"),
)
_VILLAGES = (
    *("王岗村", "前刘村", "李庄村", "后张村", "小河村", "双庙村", "大杨村", "石桥村", "柳树村", "胡营村"),
    *("竹林寺村", "沙河铺村", "高庄村", "闫营村", "孙湾村", "三里屯村"),
)
_COUNTIES = (
    ("唐河县", "411328"),
    ("社旗县", "411327"),
    ("方城县", "411322"),
    ("桐柏县", "411330"),
    ("内乡县", "411325"),
)
FAR = (
    *("浙江省义乌市稠山第三小学", "江苏省昆山市新城第二中学", "广东省惠东县平海第一小学", "湖北省枣阳市南城第四小学"),
    *("福建省晋江市池店镇中心小学", "上海市松江区民工子弟学校", "山东省曹县第一初级中学"),
)
NEAR = (
    *("河南省泌阳县花园路第二小学", "河南省新野县城关第三初级中学", "河南省镇平县玉都第五小学"),
    *("河南省邓州市城区第六初级中学", "河南省郑州市中原区伏牛路小学"),
)
_AGES = {"E": (6, 6), "F": (16, 18)}


def make_child(category: str, dice: Any, today: date, before: tuple[str, Child] | None) -> Child:
    """A child of the category's age; now and then the twin of the child `before` (category, child)."""
    least, most = _AGES.get(category, (7, 14))
    if before is not None and dice.random() < 0.04 and category not in "EF" and before[0] not in "EF":
        twin = before[1]  # same day, same house, another number
        name = twin.name[:-1] + str(dice.choice(list(GIVEN)))
        return replace(twin, name=name, sequence=twin.sequence + (2 if twin.sequence < 995 else -2))
    age = int(dice.integers(least, most + 1))
    month, day = int(dice.integers(1, 13)), int(dice.integers(1, 29))
    year = school_year(today) - age - ((month, day) > (8, 31))
    sex = str(dice.choice(["男", "女"]))
    county, region = _COUNTIES[int(dice.integers(len(_COUNTIES)))]
    name, guardian = _name(dice)
    place = _place(dice, county)
    return Child(
        name=name,
        sex=sex,
        birth=date(year, month, day),
        today=today,
        region=region,
        sequence=int(dice.choice([991, 993, 995, 997] if sex == "男" else [990, 992, 994, 996])),
        place=place,
        school=_school(dice, place),
        guardian=guardian,
        relation=str(dice.choice(["父亲", "母亲", "祖父"])),
        grade="一二三四五六七八九"[max(0, min(8, age - 6))] + "年级",
        class_name=f"{int(dice.integers(1, 6))}班",
        phone=f"13{int(dice.integers(10**8, 10**9 - 1))}",
        house=f"{int(dice.integers(1, 9))}组{int(dice.integers(1, 60))}号",
    )


def _name(dice: Any) -> tuple[str, str]:
    if dice.random() < 0.06:
        return str(dice.choice(_LONG)), str(dice.choice(["买买提·艾力", "艾山·吐尔逊"]))
    family = str(dice.choice(_DOUBLE)) if dice.random() < 0.04 else str(dice.choice(list(SURNAMES)))
    given = "".join(dice.choice(list(GIVEN), size=int(dice.integers(1, 3))))
    return family + given, family + str(dice.choice(["建国", "秀英", "海涛", "桂兰", "永强", "国庆", "红梅"]))


def _school(dice: Any, place: Place) -> str:
    """Where the child goes to school; '' is the central school."""
    where, stem = f"{place.county}{place.town}", place.town[:-1].removesuffix("街")
    options = (
        *(
            "",
            "",
            f"{where}第一初级中学",
            f"{where}实验小学",
            f"{place.county}{stem}中心小学",
            f"{where}九年一贯制学校",
        ),
        *(f"{where}{place.village}小学", f"{place.county}第三小学", f"{place.county}友兰实验学校"),
    )
    return str(dice.choice(options))


def _place(dice: Any, county: str) -> Place:
    town, village = str(dice.choice(_TOWNS)), str(dice.choice(_VILLAGES))
    stem = town.removesuffix("街道").removesuffix("镇").removesuffix("乡")
    is_street = town.endswith("街道")
    home = f"{village.removesuffix('村')}社区" if is_street else village

    def pick(*options: str) -> str:
        return str(dice.choice(options))

    names = {
        "committee": f"{county}{town}{home}居民委员会"
        if is_street
        else pick(
            "", "", f"{county}{town}{village}村民委员会", f"{town}{village}民委员会", f"{county}{town}{village}委会"
        ),
        "police": pick("", f"{county}公安局{stem}派出所", f"{county}公安局{stem}派出所", f"{stem}派出所"),
        "government": f"{county}人民政府{town}办事处" if is_street else "",
        "central_school": pick("", "", f"{county}{town}中心校", f"{county}{town}第一中心学校"),
        "justice": pick("", f"{county}司法局{stem}司法所", f"{county}{town}司法所", f"{county}司法局"),
        "bureau": pick("", f"{county}教育体育局", f"{county}教育局", f"{county}教育和体育局", f"{county}教体局"),
        "special_school": pick("", "", f"{county}特殊教育中心学校", f"{county}培智学校"),
        "hospital": pick(
            "", "南阳市中心医院", f"{county}妇幼保健院", f"{county}中医院", "河南省人民医院", "南阳市第四人民医院"
        ),
        "kindergarten": pick("", f"{county}{town}小太阳幼儿园", f"{county}金色童年幼儿园", f"{town}{village}幼儿园"),
    }
    return Place(county=county, town=town, village=home, names=tuple(names.items()))
