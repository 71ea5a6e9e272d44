"""What a letter may not say: sums of money and fines, laws that are not in force on its date. PURE."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from dossier.forms import chinese_date
from dossier.letters.fields import OF_LAW, TEXT_OF_LAW
from dossier.model import Law

_MONEY = re.compile(
    r"罚款|罚金|处罚|滞纳金"
    r"|(?:人民币|￥|¥)\s*[\d０-９]"
    r"|[\d０-９,，.．]*[\d０-９]\s*[多余]?\s*[百千万亿]*\s*元(?![旦宵])"
    r"|[零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+[多余]?元(?![旦宵])(?![\u4e00-\u9fff]{0,2}[乡镇村庄区县市街路巷营寨])"
)
"""元庄乡, 三元区 and 状元村 are places."""
_CITED = re.compile(r"《([^《》]{2,60}?(?:法|条例|规定|办法|通知|意见|细则|决定|方案))》")


def money_in(text: str) -> str:
    """What speaks of money or a fine; '' for nothing (domain §1.1: letters of persuasion never do)."""
    found = _MONEY.search(text)
    return found[0].strip() if found else ""


def wrong_citations(text: str, used: Collection[str], laws: Collection[Law], day: date) -> Iterator[str]:
    """Why the letter may not cite what it cites on `day`, in words: by fields of the template, and as written."""
    for name in sorted({name.partition("_")[2] for name in used if name.startswith((OF_LAW, TEXT_OF_LAW))}):
        known = [law for law in laws if law.name == name]
        if not any(law.holds_on(day) for law in known):
            yield f"模板引用「{name}」，{_when(known, day)}"
    for title in dict.fromkeys(_CITED.findall(text)):
        known = [law for law in laws if title in (law.title, law.title.removeprefix("中华人民共和国"))]
        if not known:
            yield f"《{title}》不在 law.yaml 里，不知道 {chinese_date(day)}是否有效"
        elif not any(law.holds_on(day) for law in known):
            yield f"《{title}》{_when(known, day)}"


def _when(known: Collection[Law], day: date) -> str:
    spans = [
        f"{chinese_date(law.valid_from)}起{f'至{chinese_date(law.valid_to)}' if law.valid_to else ''}有效"
        for law in known
    ]
    return f"{chinese_date(day)}没有有效的条文（{'；'.join(spans) or 'law.yaml 里没有'}）"
