"""The keys of case.yaml as people write them, English or Chinese (contract §1)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

Keys = Mapping[str, tuple[str, ...]]

SECTIONS: Keys = {
    "files": ("材料", "文件"),
    "facts": ("事实",),
    "waived": ("豁免", "免交"),
    "confirmed": ("确认",),
    "accepted": ("认可", "接受"),
}
PART: Keys = {
    "type": ("类型", "材料", "是"),
    "pages": ("页", "页码", "页号"),
    "turn": ("转", "旋转"),
    "left_out": ("不放", "不放进档案", "排除"),
}
FILE: Keys = {
    **PART,
    "parts": ("各部分", "部分", "分开"),
    "not": ("不是",),
    "flat": ("拉平", "展平"),
    "same_sheet": ("同一页", "同页", "正反面"),
}
BESIDE_PARTS = ("not", "flat", "same_sheet")
"""Keys of a file that say nothing of which paper it is."""
PERSON: Keys = {"by": ("谁", "谁定的"), "on": ("日期",), "reason": ("理由", "原因")}
ACCEPTED: Keys = {
    **PERSON,
    "rule": ("规则", "问题"),
    "path": ("文件", "材料"),
    "with": ("另一个案", "另一个学生", "同"),
}


def key_of(written: str, keys: Keys) -> str | None:
    """The key that is meant; None where it is none of `keys`."""
    text = "".join(unicodedata.normalize("NFKC", written).split()).casefold().replace("-", "_")
    return next((name for name, others in keys.items() if text == name or text in others), None)


def all_names(keys: Keys) -> list[str]:
    """What may be written, for did-you-mean."""
    return [*keys, *(name for names in keys.values() for name in names)]
