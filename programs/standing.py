"""How far a program has come. Its pairs are counted above this floor, by whoever registers when Django starts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from people.models import User
from programs.models import Program

STEPS = ("set_up", "invite", "pair", "under_way")


@dataclass(frozen=True)
class Pairs:
    """How many pairs are under way, and how many people who look for one have none."""

    under_way: int = 0
    alone: int = 0


Counter = Callable[[User, Program, datetime], Pairs]
_counter: Counter


def count_with(counter: Counter) -> None:
    """Register who counts the pairs of a program, as a person sees them at a moment."""
    global _counter
    _counter = counter


def pairs_of(program: Program, *, seen_by: User, now: datetime) -> Pairs:
    """The pairs of a program, as whoever is registered counts them."""
    return _counter(seen_by, program, now)


def states(*, is_set_up: bool, accepted: int, pairs: Pairs) -> dict[str, Any]:
    """Of each step of STEPS: "done", "now", or "" for what is to come. There is always one that is now."""
    reached = 3 if pairs.under_way else 2 if accepted else 1 if is_set_up else 0
    return {step: "done" if at < reached else "now" if at == reached else "" for at, step in enumerate(STEPS)}
