"""What can go wrong with a Word form: it cannot be read, or it asks for what is not drawn."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused feature: `feature` is its Chinese name (文本框), `where` its place (第3段；表1第2行第1格).

    `elsewhere`: what it should show is not in this file, or in a form that only Word opens (a linked picture, an
    embedded web page). Another program cannot show it either and would leave it out without a word.
    """

    feature: str
    where: str
    elsewhere: bool = False

    def __str__(self) -> str:
        """`where：feature`, as people read it."""
        return f"{self.where}：{self.feature}"


class TypesetError(Exception):
    """Root of this package's errors."""


class Unreadable(TypesetError):  # noqa: N818 (the name people say)
    """The bytes are no sound .docx: damaged, not Word, encrypted, or larger unpacked than is allowed."""


class Refused(TypesetError):  # noqa: N818
    """The form uses features this typesetter does not draw. `refusals` names all of them with their places."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        super().__init__(refusals)
        self.refusals = refusals

    @property
    def feature(self) -> str:
        """The refused features, each once, joined by 、."""
        return "、".join(dict.fromkeys(refusal.feature for refusal in self.refusals))

    @property
    def elsewhere(self) -> bool:
        """Whether some of the content is elsewhere, so that the file must not be handed to another program."""
        return any(refusal.elsewhere for refusal in self.refusals)

    @property
    def where(self) -> str:
        """The place of the first refusal."""
        return self.refusals[0].where if self.refusals else ""

    def __str__(self) -> str:
        """All refusals, one after another."""
        return "不能排版：" + "；".join(str(refusal) for refusal in self.refusals)
