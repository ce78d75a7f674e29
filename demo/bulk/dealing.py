"""Who is paired with whom in an invented organization, under the rules that publishing keeps.

No place is taken twice at a time, nobody meets somebody of the own line, no two are brought together twice, and of the
guides those that are known are asked first (weights fall as one over the rank).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from demo import life
from demo.life import Life
from demo.organization import leads
from people.lines import line_between
from people.models import User

TRIES = 40


class TooFew(Exception):
    """So few people cannot be so many pairs."""


@dataclass
class Guide:
    """Somebody with places in one program; `free` is the day from which each place is free."""

    person: User
    free: list[int]
    first: int = 0

    def place_on(self, day: int) -> int | None:
        """The lowest place that is free on a day."""
        return next((number for number, since in enumerate(self.free, start=1) if since <= day), None)


@dataclass(frozen=True)
class Deal:
    life: Life
    guide: Guide
    learner: User
    place: int


@dataclass
class Dealer:
    """Deals the lives of one program after another; `paired` are all pairs of a kind so far."""

    rng: random.Random
    people: Sequence[User]
    paired: set[tuple[str, UUID, UUID]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.manager_of: Mapping[UUID, UUID | None] = {person.pk: person.manager_id for person in self.people}

    def guides(self, lives: Sequence[Life]) -> list[Guide]:
        """Enough of them for the day on which most pairs are open, most of them people who lead."""
        changes = sorted([(each.begins, 1) for each in lives] + [(each.free_again, -1) for each in lives])
        needed = open_now = 0
        for _day, change in changes:
            open_now += change
            needed = max(needed, open_now)
        asked = {person.pk: self.rng.random() < (0.8 if leads(person) else 0.12) for person in self.people}
        pool = [*(one for one in self.people if asked[one.pk]), *(one for one in self.people if not asked[one.pk])]
        found: list[Guide] = []
        while sum(len(guide.free) for guide in found) < needed * 1.2 + 3:
            if len(found) == len(pool) // 2:
                raise TooFew
            found.append(Guide(pool[len(found)], [-life.HISTORY * 2] * life.places(self.rng)))
        return found

    def deal(self, kind: str, lives: Sequence[Life]) -> tuple[list[Deal], list[Guide]]:
        """Each life gets two people; a learner takes part once in a program. Raises TooFew."""
        guides = self.guides(lives)
        taken = {guide.person.pk for guide in guides}
        learners = [person for person in self.people if person.pk not in taken]
        self.rng.shuffle(learners)
        weights = [1 / rank for rank in range(1, len(guides) + 1)]
        deals = []
        for each in sorted(lives, key=lambda each: each.begins):
            at, guide, place = self._two_for(kind, learners, guides, weights, each.begins)
            learner = learners.pop(at)
            guide.free[place - 1] = each.free_again
            guide.first = min(guide.first, each.begins)
            self.paired.add((kind, guide.person.pk, learner.pk))
            deals.append(Deal(each, guide, learner, place))
        return deals, guides

    def _two_for(
        self, kind: str, learners: list[User], guides: list[Guide], weights: list[float], day: int
    ) -> tuple[int, Guide, int]:
        """Where the next learner stands for whom there is a guide with a place on that day."""
        for at in reversed(range(len(learners))):
            for guide in [*self.rng.choices(guides, weights, k=TRIES), *guides]:
                place = guide.place_on(day)
                if place and self._fits(kind, guide.person, learners[at]):
                    return at, guide, place
        raise TooFew

    def _fits(self, kind: str, guide: User, learner: User) -> bool:
        if (kind, guide.pk, learner.pk) in self.paired:
            return False
        return not line_between(guide.pk, learner.pk, self.manager_of)
