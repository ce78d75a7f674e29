"""What pairing knows about people: plain values, no database. Nothing here describes identity or health.

Whoever calls reads the rows, turns zones into offsets on the day of the run and fills these classes.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Id = Hashable
Pair = tuple[Id, Id]  # learner, guide


class RoleHeld(NamedTuple):
    """A role in somebody's history. Years are None where nobody knows; `to_year` is None while it is held."""

    title: str
    from_year: int | None = None
    to_year: int | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """One learner or guide. `wishes_not`: ids this person does not want to be paired with, told in confidence."""

    id: Id
    name: str
    manager_id: Id | None = None
    roles_held: tuple[RoleHeld, ...] = ()
    aspired_role: str = ""
    skills_offered: frozenset[str] = frozenset()
    skills_wanted: frozenset[str] = frozenset()
    profession: str = ""
    grade_rank: int | None = None
    utc_offset_minutes: int = 0
    languages: frozenset[str] = frozenset()
    department: str = ""
    country: str = ""
    wishes_not: frozenset[Id] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What a program's run has to respect beside the people themselves.

    `manager_of`: the manager of everybody in the directory, also of those who take no part: the line goes through them.
    `earlier_pairs` and `existing_pairs` are never made again; `ruled_out` are pairs an admin said no to by hand.
    `weights`: points per criterion by name, instead of the usual ones.
    """

    manager_of: Mapping[Id, Id | None] = field(default_factory=dict)
    earlier_pairs: frozenset[Pair] = frozenset()
    existing_pairs: frozenset[Pair] = frozenset()
    ruled_out: frozenset[Pair] = frozenset()
    weights: Mapping[str, int] | None = None


def plain(words: str) -> str:
    """A title or a skill as it is compared: case and spacing do not matter."""
    return " ".join(words.split()).casefold()


def _indexed(entries: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = defaultdict(list)
    for number, key in entries:
        index[key].append(number)
    return index


class Pool:
    """The two sides of one run, with look-ups that every criterion needs."""

    def __init__(self, learners: list[Person], guides: list[Person], rules: Rules) -> None:
        self.learners = learners
        self.guides = guides
        self.rules = rules
        self.tables: dict[str, tuple[NDArray[np.intp], NDArray[np.int16]]] = {}

    @cached_property
    def guides_by_role(self) -> dict[str, list[int]]:
        """Guides' indexes by a role that they hold or held."""
        return _indexed((j, plain(role.title)) for j, guide in enumerate(self.guides) for role in guide.roles_held)

    @cached_property
    def guides_by_skill(self) -> dict[str, list[int]]:
        """Guides' indexes by a skill that they offer."""
        return _indexed((j, plain(skill)) for j, guide in enumerate(self.guides) for skill in guide.skills_offered)

    @cached_property
    def offered(self) -> NDArray[np.float32]:
        """Skills × guides: 1 where the guide offers the skill."""
        table = np.zeros((len(self.guides_by_skill), len(self.guides)), dtype=np.float32)
        for number, guides in enumerate(self.guides_by_skill.values()):
            table[number, guides] = 1
        return table

    @cached_property
    def learner_index(self) -> dict[Id, int]:
        return {person.id: index for index, person in enumerate(self.learners)}

    @cached_property
    def guide_index(self) -> dict[Id, int]:
        return {person.id: index for index, person in enumerate(self.guides)}

    def manager_of(self, person: Person) -> Id | None:
        """The manager as the person carries it, or as the directory knows it."""
        return person.manager_id if person.manager_id is not None else self.rules.manager_of.get(person.id)

    def line_above(self, person: Person) -> list[Id]:
        """Manager, manager's manager and so on; a circle in the directory ends the walk."""
        above: list[Id] = []
        seen = {person.id}
        manager = self.manager_of(person)
        while manager is not None and manager not in seen:
            seen.add(manager)
            above.append(manager)
            manager = self._directory.get(manager)
        return above

    @cached_property
    def _directory(self) -> dict[Id, Id | None]:
        known = {person.id: person.manager_id for person in (*self.learners, *self.guides) if person.manager_id}
        return {**self.rules.manager_of, **known}
