"""What a move from one status to another needs."""

from __future__ import annotations

from dataclasses import dataclass

GUIDE = "guide"
LEARNER = "learner"
CLOCK = "clock"
PAIR = frozenset({GUIDE, LEARNER})
EITHER_OR_CLOCK = PAIR | {CLOCK}


@dataclass(frozen=True)
class Move:
    """Who may make a move (`guide`, `learner`, `clock`) and the names of the gates that must have nothing missing."""

    by: frozenset[str] = PAIR
    gates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """A row of the page "How the two differ": what it is about, this kind's answer, where one notices it."""

    about: str
    answer: str
    notice: str
