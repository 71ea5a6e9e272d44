"""A dossier as it is now against what lies in the cabinet: page by page, and sheet of paper by sheet of paper. PURE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dossier.filing import Manifest, ManifestRow
from dossier.model import Filed, FiledRow

Row = FiledRow | ManifestRow
_OWN = {"cover": "封面", "contents": "卷内目录", "closing": "备考表", "annex-1": "登记表"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafPage:
    """One page: what people call it, and what stands on it."""

    name: str
    """Its label; of a page without one what it is; '' of a blank."""
    title: str = ""
    is_labelled: bool = False
    is_gone: bool = False
    content: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One sheet of paper: a page, or in duplex front and back."""

    pages: tuple[LeafPage, ...]
    physical: tuple[int, ...]
    """PDF pages, from 1."""

    @property
    def name(self) -> str:
        """By what it is found in the folder; unlike that of any other sheet."""
        return "、".join(page.name for page in self.pages if page.name)

    @property
    def content(self) -> tuple[LeafPage, ...]:
        """All that can be seen on it; a blank back is as good as none."""
        return tuple(page for page in self.pages if page.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What of the filed pages came, went or became another; (label, title) each."""

    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    own: tuple[str, ...] = ()
    """Our sheets without a number that are to be exchanged."""

    @property
    def is_empty(self) -> bool:
        """Whether cabinet and dossier agree."""
        return not (self.added or self.removed or self.changed or self.own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One line of a 换页单."""

    action: str
    """insert, exchange or remove."""
    leaf: Leaf
    after: str = ""
    """Of what is put in: the sheet behind which it goes; '' at the very front."""


def leaves_of(rows: Sequence[Row], *, duplex: bool) -> list[Leaf]:
    """The sheets of paper of a dossier, in order."""
    total = max((row.first_page + row.pages - 1 for row in rows), default=0)
    seen: dict[str, int] = {}
    pages = [_page(rows, page, seen) for page in range(1, total + 1)]
    step = 2 if duplex else 1
    return [
        Leaf(pages=tuple(pages[at : at + step]), physical=tuple(range(at + 1, min(at + step, total) + 1)))
        for at in range(0, total, step)
    ]


def _page(rows: Sequence[Row], page: int, seen: dict[str, int]) -> LeafPage:
    here = [row for row in rows if row.first_page <= page < row.first_page + row.pages]
    told = [row for row in here if row.part != "blank"]
    if not told:
        return LeafPage(name="")
    row, at = told[0], page - told[0].first_page
    label = row.labels[at] if row.labels else ""
    content = [f"{_at(one.keys, page - one.first_page)} {_at(one.texts, page - one.first_page)}" for one in told]
    name = label
    if not label:
        kind = _OWN.get(row.part, row.title)
        seen[kind] = seen.get(kind, 0) + 1
        name = kind if seen[kind] == 1 else f"{kind}（{seen[kind]}）"
    is_gone = row.part == "evidence" and all(one.source_pages == () for one in told)
    return LeafPage(
        name=name, title=row.title, is_labelled=bool(label), is_gone=is_gone, content=tuple(sorted(content))
    )


def _at(values: object, place: int) -> str:
    return str(values[place]) if isinstance(values, (tuple, list)) and place < len(values) else ""


def difference(filed: Filed, now: Manifest) -> Difference:
    """What differs from the cabinet, label by label."""
    before = {page.name: page for leaf in leaves_of(filed.plan, duplex=False) for page in leaf.pages if page.name}
    after = {page.name: page for leaf in leaves_of(now.plan, duplex=False) for page in leaf.pages if page.name}
    added = [page for name, page in after.items() if page.is_labelled and name not in before]
    gone = [page for name, page in before.items() if page.is_labelled and _went(page, after.get(name))]
    changed = [
        page
        for name, page in after.items()
        if page.is_labelled
        and name in before
        and page.content != before[name].content
        and not _went(before[name], page)
    ]
    own = [
        name
        for name in {**before, **after}
        if not (before.get(name) or after[name]).is_labelled
        and (name not in before or name not in after or before[name].content != after[name].content)
    ]
    return Difference(added=_named(added), removed=_named(gone), changed=_named(changed), own=tuple(own))


def _went(before: LeafPage, after: LeafPage | None) -> bool:
    return after is None or (after.is_gone and not before.is_gone)


def _named(pages: Sequence[LeafPage]) -> tuple[tuple[str, str], ...]:
    return tuple((page.name, page.title) for page in pages)


def exchanges(old: Sequence[Leaf], new: Sequence[Leaf]) -> list[Exchange]:
    """What to do with the paper in the folder, from front to back, so that it is the new dossier."""
    before = {leaf.name: leaf for leaf in old}
    named = {leaf.name for leaf in new}
    made: list[Exchange] = []
    last = ""
    for leaf in new:
        known = before.get(leaf.name)
        if known is None:
            made.append(Exchange(action="insert", leaf=leaf, after=last))
        elif known.content != leaf.content:
            made.append(Exchange(action="exchange", leaf=leaf))
        last = leaf.name
    made += [Exchange(action="remove", leaf=leaf) for leaf in old if leaf.name not in named]
    return made


def followed(old: Sequence[Leaf], todo: Sequence[Exchange]) -> list[Leaf]:
    """The folder after a person did what the 换页单 says."""
    folder = list(old)
    for one in todo:
        names = [leaf.name for leaf in folder]
        if one.action == "insert":
            folder.insert(names.index(one.after) + 1 if one.after else 0, one.leaf)
        elif one.action == "exchange":
            folder[names.index(one.leaf.name)] = one.leaf
        else:
            del folder[names.index(one.leaf.name)]
    return folder
