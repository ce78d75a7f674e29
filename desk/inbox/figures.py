"""The figures below an inbox. Each is counted by a sweep (`desk.tallies`), and leads to the list that it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import day_of
from core.wording import clock, in_zone, moment, number, quantity
from desk import tallies
from desk.inbox import pairs, people
from desk.inbox.entry import Desk

# Of fewer pairs no share is said: it would be about somebody (C17).
FEWEST = 5
LISTS: dict[str, tuple[Any, Callable[[Desk], Any]]] = {
    "under-way": (gettext_lazy("Pairs under way"), pairs.under_way),
    "alone": (gettext_lazy("Without a pair"), people.alone),
    "talked": (gettext_lazy("Talked in the last 30 days"), pairs.talked),
}
# Lists by state, which no figure counts.
BY_STATE: dict[str, tuple[Any, Callable[[Desk], Any]]] = {
    "proposed": (gettext_lazy("Proposed"), pairs.proposed),
    "unsigned": (gettext_lazy("Not signed"), pairs.beginning),
    "resting": (gettext_lazy("Paused"), pairs.resting),
    "over": (gettext_lazy("Ended"), pairs.over),
}


@dataclass(frozen=True)
class Figure:
    """A number in words, and the list (`LISTS`) that makes it."""

    key: str
    label: Any
    value: str


@dataclass(frozen=True)
class Figures:
    """`as_of` is when they were counted, in words."""

    pairs: int
    alone: int
    rows: list[Figure]
    as_of: str


def figures(desk: Desk, kept: Any = None) -> Figures:
    """How many pairs, how many people without one, and the share of pairs that talked lately: as the sweep counted;
    `kept` is what `tallies.kept` asks, where the page has asked it."""
    found = tallies.summed(desk.me, desk.programs, desk.now, kept)
    values = {
        "under-way": number(found["under_way"]),
        "alone": number(found["alone"]),
        "talked": _share(found["talked"], found["working"]),
    }
    rows = [Figure(key, label, values[key]) for key, (label, _find) in LISTS.items()]
    return Figures(found["under_way"], found["alone"], rows, _as_of(found["counted_at"], desk))


def _share(talked: int, working: int) -> str:
    """Of those who do not rest."""
    if not working:
        return _("Nothing yet")
    return quantity(round(100 * talked / working), "%") if working >= FEWEST else _("Too few to show")


def _as_of(at: datetime, desk: Desk) -> str:
    """ "As of today, 06:00"; of another day, as when the sweep stands still, with that day."""
    zone = desk.me.time_zone
    if day_of(at, zone) == desk.today:
        return _("As of today, %(time)s") % {"time": clock(in_zone(at, zone))}
    return _("As of %(moment)s") % {"moment": moment(at, desk.today, zone)}
