"""From grades as words to ranks. A program may say the order; without it the order is guessed, shown, correctable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Ladders that are not in the order of their numbers or letters, lowest first; each rung as one word in lower case.
LADDERS: tuple[tuple[str, ...], ...] = (
    (
        *("aa", "administrativeassistant", "ao", "administrativeofficer", "eo", "executiveofficer"),
        *("heo", "higherexecutiveofficer", "seo", "seniorexecutiveofficer", "g7", "grade7", "g6", "grade6"),
        *("scs", "scs1", "scspb1", "scspayband1", "deputydirector", "scs2", "scspb2", "scspayband2", "director"),
        *("scs3", "scspb3", "scspayband3", "directorgeneral", "scs4", "scspb4", "permanentsecretary"),
    ),
    (
        *("trainee", "intern", "apprentice", "assistant", "junior", "associate", "officer", "analyst", "specialist"),
        *("professional", "mid", "intermediate", "senior", "lead", "principal", "staff", "supervisor", "manager"),
        *("seniormanager", "head", "director", "seniordirector", "vicepresident", "vp", "seniorvicepresident"),
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
    rungs = max(([_rung(grade, ladder) for grade in written] for ladder in LADDERS), key=_known)
    if _known(rungs) * 2 > len(written):
        return [grade for _rung, grade in sorted(zip(rungs, written, strict=True)) if _rung >= 0]
    return sorted((grade for grade in written if re.search(r"\d", grade)), key=_by_number)


def _known(rungs: Iterable[int]) -> int:
    return sum(rung >= 0 for rung in rungs)


def _rung(grade: str, ladder: Sequence[str]) -> int:
    """Where a grade stands, "G7", "grade 7" and "Grade 7 (G7)" alike; -1 where the ladder does not know it."""
    outside, within = re.sub(r"\(.*?\)", " ", grade), " ".join(re.findall(r"\((.*?)\)", grade))
    spellings = ("".join(re.findall(r"\w", text)).casefold() for text in (grade, outside, within))
    return next((ladder.index(spelling) for spelling in spellings if spelling in ladder), -1)


def _by_number(grade: str) -> tuple[str, int]:
    number = re.search(r"\d+", grade)
    stem = re.sub(r"\d+.*", "", grade).casefold()
    return stem, int(number[0]) if number else 0


def ranks_of(order: Sequence[str]) -> dict[str, int]:
    """Grade in lower case → its rank; what the order does not name has none."""
    return {grade.strip().casefold(): rank for rank, grade in enumerate(order, start=1)}
