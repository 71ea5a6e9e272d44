"""Forms without a number: made anew whenever they are asked for, and not registered."""

from __future__ import annotations

from collections.abc import Sequence

from dossier.files.names import name_key
from dossier.letters.issue import Bench, file_names
from dossier.letters.model import Ready
from dossier.model import Letter
from dossier.review import child_of


def make_forms(ready: Sequence[Ready], bench: Bench) -> tuple[Letter, ...]:
    """Write the forms' files; the same day's form for the same child takes the place of the last one.

    Raises DossierError where one cannot be made; those before it stand.
    """
    made: list[Letter] = []
    for one in ready:
        taken = {name_key(path) for letter in made for path in letter.files}
        ask = one.ask
        letter = Letter(
            number=None,
            kind=ask.wish.kind.id,
            issuer=ask.wish.issuer,
            cases=tuple(review.case.id for review in ask.reviews),
            to=ask.to,
            date=ask.wish.date,
            deadline=ask.wish.deadline,
            files=file_names(one, None, taken),
            by=ask.wish.by,
            children=tuple(child_of(review.case, review.facts) for review in ask.reviews),
            facts=one.values,
        )
        bench.make(letter)
        made.append(letter)
    return tuple(made)
