"""The figures below an inbox. Each is counted as it stands, and leads to the list that it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.wording import clock, in_zone, number, quantity
from desk.inbox import pairs, people
from desk.inbox.entry import Desk

# Of fewer pairs no share is said: it would be about somebody (C17).
FEWEST = 5
LISTS: dict[str, tuple[Any, Callable[[Desk], Any]]] = {
    "under-way": (gettext_lazy("Pairs under way"), pairs.under_way),
    "alone": (gettext_lazy("Without a pair"), people.alone),
    "talked": (gettext_lazy("Talked in the last 30 days"), pairs.talked),
}


@dataclass(frozen=True)
class Figure:
    """A number in words, and the list (`LISTS`) that makes it."""

    key: str
    label: Any
    value: str


@dataclass(frozen=True)
class Figures:
    pairs: int
    alone: int
    rows: list[Figure]


def figures(desk: Desk) -> Figures:
    """How many pairs, how many people without one, and the share of pairs that talked lately."""
    under_way, alone = (LISTS[key][1](desk).count() for key in ("under-way", "alone"))
    values = {"under-way": number(under_way), "alone": number(alone), "talked": _share(desk)}
    return Figures(under_way, alone, [Figure(key, label, values[key]) for key, (label, _find) in LISTS.items()])


def _share(desk: Desk) -> str:
    """Of those who do not rest."""
    talked, working = pairs.talked(desk).count(), pairs.working(desk).count()
    if not working:
        return _("Nothing yet")
    return quantity(round(100 * talked / working), "%") if working >= FEWEST else _("Too few to show")


def as_of(desk: Desk) -> str:
    """ "As of today, 06:00": of this moment, as everything here is counted at every look."""
    return _("As of today, %(time)s") % {"time": clock(in_zone(desk.now, desk.me.time_zone))}
