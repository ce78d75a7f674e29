"""How a benchmark measures and prints: ours and its twin in turns, median of CPU seconds, one line per goal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import process_time

TOLERANCE = 1.25  # a noisy machine may miss a goal by a quarter before the run counts as failed
HEAD = f"{'name':<38} {'ours':>9} {'twin':>9} {'ratio':>8} {'goal':>7}  met"


@dataclass(frozen=True)
class Row:
    """One measured goal: `ratio` = ours / twin, which has to stay at or below `goal`."""

    name: str
    ours: float
    twin: float
    goal: float

    @property
    def ratio(self) -> float:
        """How many times the twin's time we need."""
        return self.ours / self.twin if self.twin else 0.0

    @property
    def failed(self) -> bool:
        """Missed by more than the tolerance."""
        return self.ratio > self.goal * TOLERANCE

    def __str__(self) -> str:
        met = "yes" if self.ratio <= self.goal else "no"
        return f"{self.name:<38} {self.ours:>9.3f} {self.twin:>9.3f} {self.ratio:>7.3f}× {self.goal:>6}×  {met}"


@dataclass(frozen=True)
class Limit:
    """A goal without a twin: a figure that has to stay at or below `goal`, to the last if it is a count (`exact`)."""

    name: str
    ours: float
    goal: float
    exact: bool = False

    @property
    def failed(self) -> bool:
        return self.ours > self.goal * (1 if self.exact else TOLERANCE)

    def __str__(self) -> str:
        met = "yes" if self.ours <= self.goal else "no"
        return f"{self.name:<38} {self.ours:>9.3f} {'–':>9} {'–':>8} {self.goal:>7g}  {met}"


@dataclass(frozen=True)
class NotMeasured:
    """A goal about something that is not there, and why."""

    name: str
    why: str
    failed: bool = False

    def __str__(self) -> str:
        return f"{self.name:<38} {'–':>9} {'–':>9} {'–':>8} {'–':>7}  not measured: {self.why}"


Line = Row | Limit | NotMeasured


def tell(lines: list[Line]) -> int:
    """Prints the table; 1 if a goal was missed by more than is allowed."""
    print(HEAD)
    for line in lines:
        print(line, flush=True)
    return int(any(line.failed for line in lines))


def compare(ours: Callable[[], object], twin: Callable[[], object], rounds: int = 5) -> tuple[float, float]:
    """Median CPU seconds of both, taken in turns so that a slow minute of the machine hits both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for call, taken in zip((ours, twin), times, strict=True):
            start = process_time()
            call()
            taken.append(process_time() - start)
    return median(times[0]), median(times[1])
