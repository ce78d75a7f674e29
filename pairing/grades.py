"""From grades as words to ranks. A program may say the order; without it the order is guessed, shown, correctable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Ladders that are not in the order of their numbers or letters, lowest first.
LADDERS: tuple[tuple[str, ...], ...] = (
    (
        *("aa", "ao", "eo", "heo", "seo", "grade 7", "grade 6"),
        *("scs1", "scs2", "scs3", "scs4", "scs 1", "scs 2", "scs 3", "scs 4"),
    ),
    (
        *("trainee", "intern", "apprentice", "assistant", "junior", "associate", "officer", "analyst", "specialist"),
        *("professional", "mid", "intermediate", "senior", "lead", "principal", "staff", "supervisor", "manager"),
        *("senior manager", "head", "director", "senior director", "vice president", "vp", "senior vice president"),
        *("svp", "executive", "chief", "president", "ceo"),
    ),
)


def guess_order(grades: Iterable[str]) -> list[str]:
    """The grades that occur, lowest first: by a ladder that knows most of them, otherwise by their numbers.

    What the ladder does not know is left out, and counts for neither side.
    """
    written = sorted({grade.strip() for grade in grades if grade.strip()})
    if not written:
        return []
    known = max(LADDERS, key=lambda ladder: sum(grade.casefold() in ladder for grade in written))
    on_ladder = [grade for grade in written if grade.casefold() in known]
    if len(on_ladder) * 2 > len(written):
        return sorted(on_ladder, key=lambda grade: known.index(grade.casefold()))
    return sorted((grade for grade in written if re.search(r"\d", grade)), key=_by_number)


def _by_number(grade: str) -> tuple[str, int]:
    number = re.search(r"\d+", grade)
    stem = re.sub(r"\d+.*", "", grade).casefold()
    return stem, int(number[0]) if number else 0


def ranks_of(order: Sequence[str]) -> dict[str, int]:
    """Grade in lower case → its rank; what the order does not name has none."""
    return {grade.strip().casefold(): rank for rank, grade in enumerate(order, start=1)}
