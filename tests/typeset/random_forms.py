"""Forms put together by chance: paragraphs and tables with spans, merges, heights; always the same ones."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.typeset.docx import cell, document, par, row, run, table

_SIGNS = (
    "为贯彻落实中华人民共和国义务教育法切实做好控辍保学工作根据上级文件精神结合我县实际现就有关事项通知如下"
    "各乡镇人民政府中心学校要高度重视逐一核查建立台账做到人一案学生姓名性别出生日期家庭住址监护人电话"
)
_LOOKS = ("", "", '<w:sz w:val="18"/>', "<w:b/>", '<w:sz w:val="20"/>', '<w:rFonts w:eastAsia="黑体"/>')
_WIDTH = 8300


@dataclass(slots=True)
class _Maker:
    """One form in the making; every paragraph begins with its own number."""

    chance: random.Random
    count: int = 0
    merges: dict[int, int] = field(default_factory=dict)

    def paragraph(self, longest: int, *, indented: bool = False) -> str:
        """A paragraph of up to `longest` characters."""
        chance = self.chance
        self.count += 1
        text = f"{self.count}" + "".join(chance.choice(_SIGNS) for _ in range(chance.randint(2, max(longest, 2))))
        rules = ""
        if chance.random() < 0.3:
            before, after = chance.choice((0, 60, 120, 156)), chance.choice((0, 60, 156))
            rules += f'<w:spacing w:before="{before}" w:after="{after}"/>'
        if indented and chance.random() < 0.3:
            left, right, first = chance.choice((0, 210, 420)), chance.choice((0, 210)), chance.choice((0, 420))
            rules += f'<w:ind w:left="{left}" w:right="{right}" w:firstLine="{first}"/>'
        rules += f'<w:jc w:val="{chance.choice(("left", "center", "right", "both"))}"/>'
        return par(run(text, chance.choice(_LOOKS)), rules)

    def table(self) -> str:
        """A table of two to six columns and two to eight rows."""
        chance = self.chance
        columns = chance.randint(2, 6)
        shares = [chance.randint(700, 2200) for _ in range(columns)]
        grid = tuple(share * _WIDTH // sum(shares) for share in shares)
        count = chance.randint(2, 8)
        self.merges = {}
        rows = "".join(self.row(grid, count - 1 - number) for number in range(count))
        return table(rows, grid=grid, properties=chance.choice(("", '<w:jc w:val="center"/>')))

    def row(self, grid: tuple[int, ...], below: int) -> str:
        """A row; `below` rows follow."""
        chance, cells, column = self.chance, "", 0
        while column < len(grid):
            span = min(chance.randint(1, 3), len(grid) - column) if chance.random() < 0.25 else 1
            width = sum(grid[column : column + span])
            cells += self.cell(column, span, width, below)
            column += span
        height = f'<w:trHeight w:val="{chance.randint(300, 1400)}"/>' if chance.random() < 0.5 else ""
        return row(cells, properties=height)

    def cell(self, column: int, span: int, width: int, below: int) -> str:
        """A cell, perhaps merged with the one above or with some below."""
        chance = self.chance
        rules = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        content = ""
        if span == 1 and self.merges.get(column, 0):
            self.merges[column] -= 1
            rules, content = "<w:vMerge/>", par()
        else:
            for covered in range(column, column + span):
                self.merges[covered] = 0
            if span == 1 and below and chance.random() < 0.15:
                self.merges[column] = chance.randint(1, below)
                rules = '<w:vMerge w:val="restart"/>'
            short = chance.random() < 0.2
            content = self.paragraph(4) + self.paragraph(4) if short else self.paragraph(width // 140)
        align = chance.choice(("top", "center", "center", "bottom"))
        return cell(content, width, f'{rules}<w:vAlign w:val="{align}"/>')


def random_form(seed: int) -> bytes:
    """The form of this number."""
    maker = _Maker(random.Random(seed))
    chance = maker.chance
    count = chance.randint(3, 9)
    parts = [
        maker.paragraph(120, indented=True) if chance.random() < 0.6 else maker.table() + par()
        for _part in range(count)
    ]
    return document("".join(parts))


RANDOM_FORMS = {f"random-{seed:02}": random_form(seed) for seed in range(24)}
