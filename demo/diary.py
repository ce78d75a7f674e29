"""Plays what people did over some weeks in the order in which it happened, with the clock moved to each moment.

A scene is a generator: it yields the moment of its next step and goes on when the diary gets there. Between the steps
the sweep runs as it would have run, so that mails, check-ins and lapses are those of a real program.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from zoneinfo import ZoneInfo

from core.clock import moved_to

Scene = Generator[datetime, None, None]

SEED = 20
# Hours (UTC) at which a morning has come: Berlin, Lisbon and Leeds; New York; Suva. Long ago one a day will do,
# in turns, because the first start has to be quick.
RECENT = -14
HOURS_LONG_AGO, HOURS_LATELY = ((7,), (13,)), (8, 13, 20)


@dataclass
class Diary:
    """`end` is the present; `day(-3)` is three days before it."""

    end: datetime
    now: datetime = field(init=False)
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    _agenda: list[tuple[datetime, int, Scene]] = field(default_factory=list)
    _number: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.now = self.end

    def day(self, days: int) -> date:
        """The day that lies so many days after today (before, if negative)."""
        return self.end.date() + timedelta(days=days)

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of such a day."""
        return datetime.combine(self.day(days), time(hour, minute), tzinfo=UTC)

    def workday(self, days: int) -> date:
        """The same, but a Friday or a Monday instead of a weekend."""
        found = self.day(days)
        return found + timedelta(days={5: -1, 6: 1}.get(found.weekday(), 0))

    def local_day(self, days: int, zone: str) -> date:
        """So many days after today on the calendar of a place."""
        return self.end.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)

    def add(self, scene: Scene) -> None:
        """A scene begins: it yields its first moment before it does anything."""
        self._go_on(scene)

    def play(self, sweep: Callable[[datetime], object], since: datetime) -> None:
        """Everything until the present, with the sweeps between. What lies beyond does not happen yet."""
        self.now = since
        self.add(self._sweeps(sweep, since))
        while self._agenda:
            moment, _number, scene = heappop(self._agenda)
            self.now = max(moment, self.now)
            with moved_to(self.now):
                self._go_on(scene)
        self.now = self.end

    def _go_on(self, scene: Scene) -> None:
        try:
            moment = next(scene, None)
        except Exception as error:
            error.add_note(f"in {scene}, {(self.now - self.end).days} days from the present")
            raise
        if moment is not None and moment < self.end:
            heappush(self._agenda, (moment, next(self._number), scene))

    def _sweeps(self, sweep: Callable[[datetime], object], since: datetime) -> Scene:
        for days in range((since.date() - self.end.date()).days, 1):
            for hour in HOURS_LATELY if days >= RECENT else HOURS_LONG_AGO[days % 2]:
                yield self.at(days, hour, 40)
                sweep(self.now)
