"""Reads the people of a program as a run needs them: a fixed number of queries, whatever their number.

Only people without a pair and free places are gathered: a pair that exists is never moved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from pairing.frozen import Frozen
from pairing.grades import guess_order, ranks_of
from pairing.models import Decision
from pairing.people_input import Pair, Person, RoleHeld, Rules
from people.models import PersonSkill, User
from people.models import RoleHeld as RoleHeldRow
from programs.kinds import Role
from programs.models import Enrollment, Exclusion, Program
from relationships.models import Relationship

What = Decision.What


def gather(program: Program, today: date, seed: int = 1) -> Frozen:
    """Everybody who could be paired in this program today, in an order that the seed decides.

    Guides without a free place are among them, with none: somebody without a pair is told that they are full.
    """
    people = _People(program, today)
    learners = [row for row in people.rows if row.role == Role.LEARNER and people.needs_a_pair(row)]
    guides = [row for row in people.rows if row.role == Role.GUIDE]
    learners, guides = shuffled(learners, seed), shuffled(guides, seed)
    return Frozen(
        learners=tuple(people.person(row) for row in learners),
        guides=tuple(people.person(row) for row in guides),
        places=tuple(people.free_places(row) for row in guides),
        rules=people.rules(learners, guides),
        learner_enrollments={str(row.person_id): str(row.pk) for row in learners},
        guide_enrollments={str(row.person_id): str(row.pk) for row in guides},
        pins=people.pairs_decided(What.KEEP),
    )


def shuffled(rows: Sequence[Enrollment], seed: int) -> list[Enrollment]:
    """In an order that follows from the keys and the seed: among equals nobody is first for ever."""
    ordered = sorted(rows, key=lambda row: row.pk)
    return [ordered[at] for at in np.random.default_rng(seed).permutation(len(ordered))]


def grade_order(program: Program, rows: Iterable[Enrollment]) -> list[str]:
    """The program's own order, or else a guess from the grades of those who take part."""
    return list(program.grade_order) or guess_order(row.person.grade for row in rows)


def program_grades(program: Program) -> tuple[list[str], list[str]]:
    """For the page: the order in use, and the grades that occur and have no place in it."""
    rows = list(Enrollment.objects.taking_part().filter(program=program).select_related("person"))
    order = grade_order(program, rows)
    ranks = ranks_of(order)
    return order, sorted({row.person.grade for row in rows if row.person.grade.strip().casefold() not in {*ranks, ""}})


@dataclass
class _People:
    """The rows of a program, read once."""

    program: Program
    today: date
    rows: list[Enrollment] = field(init=False)

    def __post_init__(self) -> None:
        matchable = Enrollment.objects.matchable().filter(program=self.program)
        self.rows = list(matchable.select_related("person", "application", "program"))
        self.ids = {row.person_id for row in self.rows}
        self._read_pairs()
        self._read_decisions()
        self._read_profiles()
        self.ranks = ranks_of(grade_order(self.program, self.rows))
        wishes = Exclusion.objects.filter(enrollment__program=self.program)
        self.wishes = _collected(wishes.values_list("enrollment__person_id", "person_id"))

    def _read_pairs(self) -> None:
        among: Any = Relationship.objects.filter(kind=self.program.kind, learner__in=self.ids)
        self.earlier = frozenset(_texts(among.values_list("learner_id", "guide_id")))
        open_here = Relationship.objects.open().filter(program=self.program)
        here = list(open_here.values_list("learner_id", "guide_id"))
        self.existing = frozenset(_texts(here))
        self.paired = {learner for learner, _guide in here}
        self.taken = Counter(guide for _learner, guide in here)

    def _read_decisions(self) -> None:
        rows = Decision.objects.filter(program=self.program)
        found = rows.values_list("what", "learner__person_id", "guide__person_id")
        self.decided: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
        for what, learner, guide in found:
            self.decided[what].append((learner, guide))
        self.left_out = {learner for learner, _guide in self.decided[What.LEAVE_OUT]}

    def _read_profiles(self) -> None:
        skills = PersonSkill.objects.filter(person__in=self.ids)
        named = skills.values_list("person_id", "direction", "skill__name")
        self.skills = _collected(((person, direction), name) for person, direction, name in named)
        roles = RoleHeldRow.objects.filter(person__in=self.ids).values_list("person_id", "title", "from_on", "until_on")
        self.roles: dict[UUID, list[RoleHeld]] = defaultdict(list)
        for person, title, since, until in roles:
            self.roles[person].append(RoleHeld(title, _year(since), _year(until)))

    def needs_a_pair(self, row: Enrollment) -> bool:
        return row.person_id not in self.paired and row.person_id not in self.left_out

    def free_places(self, row: Enrollment) -> int:
        return max(0, row.capacity - self.taken[row.person_id])

    def pairs_decided(self, what: str) -> tuple[Pair, ...]:
        return tuple(sorted(_texts(self.decided[what])))

    def person(self, row: Enrollment) -> Person:
        """One side of a possible pair, as the criteria see it."""
        user, application = row.person, getattr(row, "application", None)
        rank = row.grade_rank if row.grade_rank is not None else self.ranks.get(user.grade.strip().casefold())
        aspired = (application.aspired_role or "") if application and row.role == Role.LEARNER else ""
        return Person(
            id=str(user.pk),
            name=user.first_name,
            manager_id=str(user.manager_id) if user.manager_id else None,
            roles_held=self._roles_of(user),
            aspired_role=aspired,
            skills_offered=frozenset(self.skills.get((user.pk, PersonSkill.Direction.OFFERED), ())),
            skills_wanted=frozenset(self.skills.get((user.pk, PersonSkill.Direction.WANTED), ())),
            profession=user.profession,
            grade_rank=rank,
            utc_offset_minutes=offset_minutes(user.time_zone, self.today),
            languages=frozenset(user.languages),
            department=user.department,
            wishes_not=frozenset(map(str, self.wishes.get(user.pk, ()))),
        )

    def _roles_of(self, user: User) -> tuple[RoleHeld, ...]:
        held = self.roles.get(user.pk, [])
        now = [] if not user.title or any(role.title == user.title for role in held) else [RoleHeld(user.title)]
        return tuple(sorted([*held, *now], key=lambda role: (role.title, role.from_year or 0, role.to_year or 0)))

    def rules(self, learners: Sequence[Enrollment], guides: Sequence[Enrollment]) -> Rules:
        """What forbids pairs, cut down to the lines above those who take part."""
        above = User.objects.filter(manager__isnull=False).values_list("pk", "manager_id")
        return Rules(
            manager_of=_lines_above(dict(above), [row.person_id for row in (*learners, *guides)]),
            earlier_pairs=self.earlier - self.existing,
            existing_pairs=self.existing,
            ruled_out=frozenset(self.pairs_decided(What.FORBID)),
        )


def _lines_above(manager_of: Mapping[UUID, UUID | None], people: Iterable[UUID]) -> dict[Any, Any]:
    """The managers of these people, of those managers, and so on up."""
    found: dict[Any, Any] = {}
    for person in people:
        at: UUID | None = person
        while at is not None and str(at) not in found:
            above = manager_of.get(at)
            found[str(at)] = str(above) if above else None
            at = above
    return found


def offset_minutes(zone: str, day: date) -> int:
    """How far a zone is from UTC at noon of that day; 0 for a zone that nobody knows."""
    try:
        offset = datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        return 0
    return int(offset.total_seconds() // 60) if offset else 0


def _collected(rows: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _texts(rows: Iterable[tuple[Any, Any]]) -> list[tuple[str, str]]:
    return [(str(learner), str(guide)) for learner, guide in rows]


def _year(day: date | None) -> int | None:
    return day.year if day else None
