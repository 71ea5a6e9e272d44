"""What certificates and letters say in sentences: 女，汉族，2012年7月10日出生；现在某校七年级就读. PURE."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dossier.facts.cells import around, touch
from dossier.facts.values import half, value_of
from dossier.model import FormPaper, FormValues, PageReading, Said, TextLine

_WELL = 0.985
_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SCHOOL = (
    rf"(?P<value>[{_HAN}\d]{{2,22}}?(?:学校|小学|中学|中心校|学院|幼儿园))"
    rf"(?=[{_HAN}\d（）()]{{0,12}}?(?:就读|上学|读书|学习))"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("id_number", re.compile(r"身份(?:证号码?|证件号码?|号码)[:：]?(?P<value>\d{17}[\dXx])(?!\d)")),
    ("sex", re.compile(r"[，,（(](?P<value>男|女)[，,；;（()）)]")),
    ("nation", re.compile(rf"[，,]\s*(?P<value>[{_HAN}]{{1,5}}族)[，,]")),
    ("birth", re.compile(r"(?P<value>(?:19|20)\d\d年\d{1,2}月\d{1,2}日)(?:出生|生[，,])")),
    ("school", re.compile(rf"(?:现在|现于|就读于|随.{{1,6}}在|转入|转学到|到)(?:贵地|我县|贵县|外地)?{_SCHOOL}")),
    ("school", re.compile(rf"(?:就读于|现就读于)(?P<value>[{_HAN}\d]{{2,22}}?(?:学校|小学|中学|中心校|学院|幼儿园))")),
)
_END = re.compile(r"[。：:]\s*$")


@dataclass(frozen=True, slots=True)
class _Text:
    """Lines of a paragraph run together, and where each begins."""

    text: str
    starts: tuple[tuple[int, TextLine], ...]

    def lines(self, start: int, end: int) -> list[TextLine]:
        """The lines that a piece of the text stands on."""
        ends = [*(begin for begin, _ in self.starts[1:]), len(self.text)]
        return [line for (begin, line), stop in zip(self.starts, ends, strict=True) if begin < end and start < stop]


def said_in_prose(reading: PageReading, paper: FormPaper, values: FormValues) -> Iterator[Said]:
    """Facts in the sentences of a page; the first of each."""
    whole = _whole(reading)
    told: set[str] = set()
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(whole.text):
            meaning = paper.also.get(name, name)
            value = value_of(meaning, match["value"].rpartition("在")[2], values)
            if not value or meaning in told:
                continue
            told.add(meaning)
            lines = whole.lines(match.start("value"), match.end("value"))
            is_sure = meaning in paper.sure and all(_is_clean(line, reading) for line in lines)
            yield Said(
                field=meaning, value=value, page=reading.page, box=around([line.box for line in lines]), sure=is_sure
            )


def _whole(reading: PageReading) -> _Text:
    text, starts = "", []
    for line in reading.lines:
        starts.append((len(text), line))
        text += half(line.text)
        if len(half(line.text)) < 15 or _END.search(text):
            text += "\n"
    return _Text(text, tuple(starts))


def _is_clean(line: TextLine, reading: PageReading) -> bool:
    if line.confidence < _WELL:
        return False
    return not any(touch(line.box, seal.box) for seal in reading.seals)
