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
