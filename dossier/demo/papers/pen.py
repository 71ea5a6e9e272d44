"""The hand that sets a drawn paper: picks a wording, a way to write a day, to sign off, to fill a blank in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from dossier.demo.drawing import STYLES, Block, Paper, Style
from dossier.demo.people import Child, chinese_day
from dossier.demo.seals import Seal

T = TypeVar("T")

_DIGITS = "〇一二三四五六七八九"
_PENS = ("#1b2352", "#101014", "#23306e")


class Dice(Protocol):
    """What chooses: a numpy Generator for papers as life brings them, or `Plain` for papers as they ought to be."""

    def integers(self, low: int, high: int | None = None, /) -> Any:
        """A whole number from `low` (0 where only one is given) up to, not including, `high`."""

    def random(self) -> float:
        """A number from 0 up to, not including, 1."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Chooses what most offices do: the wording with the number `variant`, the middle of a range, what is likely."""

    variant: int = 0

    def integers(self, low: int, high: int | None = None, /) -> int:
        """`variant` among so many options; in a range, its middle and `variant` further."""
        if high is None:
            return self.variant % low
        return min((low + high - 1) // 2 + self.variant, high - 1)

    def random(self) -> float:
        """Below every share that is a half or more."""
        return 0.49


@dataclass(slots=True)
class Pen:
    """One paper of one child in the making; every choice is the dice's."""

    child: Child
    dice: Dice
    hands: tuple[str, ...] = ("Noto Sans SC",)
    """Families of the pen font."""
    where: str = ""
    """The school far away."""
    kind: str = ""
    """Why: 查无此人 …"""
    old_name: str = ""
    written: bool = False
    """The blanks of this paper are filled in by hand."""
    expires: date | None = None
    disability: tuple[int, int] | None = None
    """Kind 1–7 and grade 1–4 of a 残疾人证, where the roster says them."""
    seal: str = "own"
    """own, none, or the text of another office's seal."""
    signed: bool = True
    style: Style = STYLES[0]
    ink: str = _PENS[0]

    def __post_init__(self) -> None:
        self.style = STYLES[int(self.dice.integers(len(STYLES)))]
        self.ink = self.pick(*_PENS)
        self.hands = (self.pick(*self.hands), *self.hands)

    # ------------------------------------------------------------------ choices

    def pick(self, *options: T) -> T:
        return options[int(self.dice.integers(len(options)))]

    def chance(self, share: float) -> bool:
        return bool(self.dice.random() < share)

    def by_hand(self, share: float) -> bool:
        """Whether the blanks are filled in by hand; never on a plain paper."""
        return self.chance(share) and not isinstance(self.dice, Plain)

    def number(self, low: int, high: int) -> int:
        return int(self.dice.integers(low, high + 1))

    def ago(self, low: int = 8, high: int = 40) -> date:
        return self.child.today - timedelta(days=self.number(low, high))

    def day(self, day: date) -> str:
        """A day as offices write it."""
        return self.pick(
            chinese_day(day),
            chinese_day(day),
            chinese_day(day, padded=True),
            f"{day.year}.{day.month}.{day.day}",
            f"{day:%Y-%m-%d}",
            _in_characters(day),
        )

    def plain_day(self, day: date) -> str:
        """A day in digits."""
        return self.pick(chinese_day(day), chinese_day(day, padded=True), f"{day:%Y-%m-%d}", f"{day:%Y.%m.%d}")

    @property
    def name(self) -> str:
        """The child's name; two characters are now and then set apart."""
        name = self.child.name
        return f"{name[0]}　{name[1]}" if len(name) == 2 and self.chance(0.25) else name

    # ------------------------------------------------------------------ blocks

    def fill(self, text: str, **more: Any) -> dict[str, Any]:
        """What stands in a blank of a form: written, or typed."""
        return {"text": text, **({"font": self.hands, "ink": self.ink, "size": 1.15} if self.written else {}), **more}

    def prose(self, template: str, values: Mapping[str, str] | None = None, *, indent: bool = True) -> Block:
        """A paragraph with blanks {name}; filled by hand on a line where the paper is."""
        if not self.written:
            return {"kind": "para", "text": template.format(**(values or {})), "indent": indent}
        pieces: list[dict[str, Any]] = []
        for index, chunk in enumerate(template.replace("{", "\0{").replace("}", "}\0").split("\0")):
            is_blank = index % 2 == 1 or (chunk.startswith("{") and chunk.endswith("}"))
            if is_blank:
                pieces.append(self.fill((values or {})[chunk[1:-1]], line=True))
            elif chunk:
                pieces.append({"text": chunk})
        return {"kind": "mixed", "rows": [pieces], "indent": indent}

    def title(self, *options: str, **more: Any) -> Block:
        """One of the titles, its letters now and then set apart."""
        text = self.pick(*options)
        gap = self.pick(0.0, 0.1, 0.3, 0.5) if len(text) > 2 else self.pick(0.5, 1.0, 1.5, 0.0)
        return {"kind": "title", "text": text, "gap": gap, **more}

    def line(self, text: str, align: str = "left") -> Block:
        return {"kind": "line", "text": text, "align": align}

    def table(self, widths: Sequence[float], rows: Sequence[Sequence[Any]], height: float = 0, **more: Any) -> Block:
        tall = (height or 11) * self.pick(0.85, 1.0, 1.0, 1.12)
        return {"kind": "table", "widths": list(widths), "rows": [list(row) for row in rows], "height": tall, **more}

    def stamp(self, office: str, **more: Any) -> Seal | None:
        """The seal that lies on this paper."""
        if self.seal == "none":
            return None
        if self.seal != "own":
            return Seal(text=self.seal)
        more.setdefault("diameter", float(self.pick(38, 40, 42, 42, 45)))
        return Seal(text=office, **more)

    def signoff(self, office: str, day: date, *, below: str = "", who: str = "", above: float = 1.5) -> list[Block]:
        """Issuer, day and seal at the foot, in one of the common ways."""
        seal = self.stamp(office, below=below)
        shift = {"dx": self.number(-9, 9), "dy": self.number(-5, 6)}
        way = self.number(0, 5)
        lines = [office, self.day(day)]
        if way == 0 and seal is not None:
            lines = [f"单位（盖章）：{office}", self.day(day)]
        elif way == 1 and seal is not None:
            lines = ["（盖章）　　　　　", self.day(day)]
        elif way == 2 and who:
            lines = [office, who, self.day(day)]
        return [{"kind": "signoff", "lines": lines, "seal": seal, "above": above, **shift}]

    def signature(self, label: str, name: str, *, finger: bool = False, above: float = 0.8) -> Block:
        return {
            "kind": "signature",
            "label": label,
            "name": name if self.signed else None,
            "finger": finger and self.signed,
            "above": above,
            "left": self.chance(0.3),
        }

    def paper(self, *blocks: Block | Sequence[Block], **more: Any) -> Paper:
        flat: list[Block] = []
        for block in blocks:
            flat.extend([block] if isinstance(block, dict) else block)  # type: ignore[arg-type]  # a block is a dict
        style = more.pop("style", self.style)
        return Paper(blocks=tuple(flat), style=style, **more)

    def card(self, *blocks: Block | Sequence[Block], width: float, height: float, **more: Any) -> Paper:
        """A booklet or card on a sheet of its own size."""
        style = replace(self.style, title_size=18, body_size=12, table_size=11, margin_top=11, margin_x=15, leading=0.8)
        return self.paper(*blocks, width=width, height=height, style=style, **more)


Maker = Callable[[Pen], list[Paper]]


def plain(maker: Maker, child: Child, variant: int = 0, **more: Any) -> list[Paper]:
    """A paper in its plain look: the same child, `variant` and `more` (fields of Pen) give the same pages."""
    return maker(Pen(child=child, dice=Plain(variant), **more))


def _in_characters(day: date) -> str:
    def small(number: int) -> str:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")

    return "".join(_DIGITS[int(digit)] for digit in str(day.year)) + f"年{small(day.month)}月{small(day.day)}日"
