"""The two kinds side by side: how many pairs, in which programs, how often they meet, in whose words."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from demo import life
from demo.bulk.coaching import CoachingInBulk
from demo.bulk.mentoring import MentoringInBulk
from demo.bulk.pairs import InBulk
from demo.coaching_program import KINDNESS
from demo.coaching_program import PURPOSE as COACHING_PURPOSE
from demo.coaching_words import THEMES, Theme
from demo.life import Life
from demo.mentoring_program import PURPOSE as MENTORING_PURPOSE
from demo.mentoring_words import GAINS, OFFERS, PATHS, Path
from programs.kinds import Kind

Words = Theme | Path
SHARE_OF_COACHING = 0.35
MOST_SESSIONS = 300  # of one pair: eight years of weekly meetings, holidays left out


@dataclass(frozen=True)
class Side:
    """`names` are those of its programs, the biggest first; `counts(rng, sessions, pairs)` says who meets how often."""

    kind: str
    has_end: bool
    names: tuple[str, ...]
    purpose: str
    words: tuple[Words, ...]
    guide_says: Callable[[int], dict[str, str]]
    duo: type[InBulk]
    counts: Callable[[random.Random, int, int], list[int]]
    fields: dict[str, Any] = field(default_factory=dict)

    def lives(self, rng: random.Random, pairs: int, sessions: int) -> list[Life]:
        """How so many pairs go, with so many sessions at most. Raises ValueError where they do not fit."""
        courses = life.courses(rng, pairs)
        counts = iter(self.counts(rng, sessions, sum(course in life.MEET for course in courses)))
        return [
            life.draw(rng, course, next(counts) if course in life.MEET else 0, has_end=self.has_end)
            for course in courses
        ]

    def shared(self, rng: random.Random, lives: list[Life]) -> list[tuple[str, list[Life]]]:
        """Who is in which program: sizes fall as one over the rank, and a small one is none."""
        names = self.names[: max(1, len(lives) // 60)]
        found: list[tuple[str, list[Life]]] = [(name, []) for name in names]
        for each in lives:
            rng.choices(found, [1 / rank for rank in range(1, len(names) + 1)])[0][1].append(each)
        return found


def _mentor_says(number: int) -> dict[str, str]:
    return {"offers": OFFERS[number % len(OFFERS)], "gains": GAINS[number % len(GAINS)]}


COACHING = Side(
    Kind.COACHING.value, True, ("Coaching for new leads", "Coaching in change", "Coaching for experts", "Executives"),
    COACHING_PURPOSE, THEMES, lambda number: {"offers": KINDNESS}, CoachingInBulk,
    lambda rng, sessions, pairs: [life.of_coaching(rng) for _ in range(pairs)], {"weeks": 52},
)  # fmt: skip
MENTORING = Side(
    Kind.MENTORING.value, False,
    ("Mentoring across sites", "Women in engineering", "First year", "Field and office", "Back from leave"),
    MENTORING_PURPOSE, PATHS, _mentor_says, MentoringInBulk,
    lambda rng, sessions, pairs: life.shared_out(rng, sessions, pairs, most=MOST_SESSIONS),
)  # fmt: skip
