"""How a measured goal stands: pure arithmetic over numbers and days (science.md §2.2), no tables, no clock.

progress = (value − first) / (target − first); the expected value lies on the straight line from the first value to the
target. Behind: progress is less than the share of the time that is over, minus a quarter, at two values running.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import wording

SLACK = Decimal("0.25")
ONE, ZERO = Decimal(1), Decimal(0)


class Direction(models.TextChoices):
    UP = "up", gettext_lazy("Up")
    DOWN = "down", gettext_lazy("Down")
    WITHIN = "within", gettext_lazy("Keep within a range")


@dataclass(frozen=True)
class Reading:
    """A value of a day."""

    on: date
    amount: Decimal


@dataclass(frozen=True)
class Way:
    """What was agreed: from a first value on a day to a target on another; `upper` for a range alone."""

    direction: str
    first: Decimal
    first_on: date
    target: Decimal
    due_on: date
    upper: Decimal | None = None

    @property
    def goal_amount(self) -> Decimal:
        """Where the expected line ends. For a range: its nearer end, or the first value if that lies inside."""
        if self.direction != Direction.WITHIN or self.upper is None:
            return self.target
        return min(max(self.first, self.target), self.upper)

    def progress(self, amount: Decimal) -> Decimal:
        """How much of the way is done: 0 at the first value, 1 at the target, below 0 on the wrong side.

        A range that is kept counts as the whole way; outside it the distance counts against it, in widths of the
        range where the way began inside.
        """
        if self.direction == Direction.WITHIN and self.upper is not None:
            return self._progress_to_range(amount, self.upper)
        way = self.target - self.first
        if not way:
            return ONE if self._is_reached(amount) else ZERO
        return (amount - self.first) / way

    def _progress_to_range(self, amount: Decimal, upper: Decimal) -> Decimal:
        if self.target <= amount <= upper:
            return ONE
        way = self.goal_amount - self.first
        if way:
            nearer = min(max(amount, self.target), upper)
            return ONE - abs(amount - nearer) / abs(way)
        nearer = min(max(amount, self.target), upper)
        return -abs(amount - nearer) / ((upper - self.target) or ONE)

    def _is_reached(self, amount: Decimal) -> bool:
        return amount <= self.target if self.direction == Direction.DOWN else amount >= self.target

    def elapsed(self, on: date) -> Decimal:
        """The share of the time that is over on a day, 0 to 1."""
        days = max((self.due_on - self.first_on).days, 1)
        return min(max(Decimal((on - self.first_on).days) / days, ZERO), ONE)

    def expected(self, on: date) -> Decimal:
        """The value on the straight line for a day."""
        return self.first + (self.goal_amount - self.first) * self.elapsed(on)

    def is_short(self, reading: Reading) -> bool:
        """Is this one value more than a quarter of the way short?"""
        return self.progress(reading.amount) < self.elapsed(reading.on) - SLACK

    def is_ahead(self, reading: Reading) -> bool:
        """Is this one value more than a quarter of the way further than expected?"""
        if self.direction == Direction.WITHIN:
            return False
        return self.progress(reading.amount) > self.elapsed(reading.on) + SLACK


def is_behind(way: Way, readings: Sequence[Reading]) -> bool:
    """Two values running more than a quarter of the way short; the first value itself does not count."""
    after = [reading for reading in readings if reading.on > way.first_on]
    return len(after) >= 2 and all(way.is_short(reading) for reading in after[-2:])


@dataclass(frozen=True)
class Standing:
    """How a goal stands in words. `tone` colors the pill: ok, warn, accent or nothing."""

    key: str
    label: str
    tone: str = ""


def standing(
    way: Way | None,
    readings: Sequence[Reading],
    *,
    today: date,
    due_since: date | None = None,
    state: str = "accepted",
    is_claimed: bool = False,
) -> Standing:
    """The word of a goal's pill. `way` is None without a first value or an accepted target; `readings` by day, the
    first value included; `due_since` is the day on which the next value was due, if that day has come."""
    if state == "attained":
        return Standing("attained", _("Shown by results"), "ok")
    if state == "dropped":
        return Standing("dropped", _("Let go"))
    if is_claimed:
        return Standing("claimed", _("Reached, to be confirmed"), "accent")
    if state == "proposed" and way is None:  # where only a new target waits, the old one goes on counting
        return Standing("proposed", _("Not accepted yet"))
    if not readings:
        return Standing("empty", _("No value yet"))
    if way is not None and is_behind(way, readings):
        return Standing("behind", _("Behind"), "warn")
    if due_since is not None and due_since < today:
        return Standing("due", _("Value due since %(day)s") % {"day": wording.short_day(due_since, today)})
    if way is not None and way.is_ahead(readings[-1]):
        return Standing("ahead", _("Ahead"), "ok")
    return Standing("on_track", _("On track"), "ok")
