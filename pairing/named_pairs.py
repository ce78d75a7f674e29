"""The hard rules for pairs that somebody names, whether or not the two take part yet: the same rules as a run's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pairing.models import Decision
from pairing.people_input import Pair, Person, Rules
from pairing.scoring import forbidden_because
from people.lines import managers_above
from people.models import User
from programs.models import Exclusion, Program
from relationships.models import Relationship


class NamedPairs:
    """What stands against pairs among these people, read once for all of them."""

    def __init__(self, program: Program, people: Iterable[UUID]) -> None:
        ids = set(people)
        self.manager_of = managers_above(ids)
        wishes = Exclusion.objects.filter(enrollment__program=program, enrollment__person__in=ids)
        self.wishes: dict[UUID, set[str]] = defaultdict(set)
        for person, other in wishes.values_list("enrollment__person_id", "person_id"):
            self.wishes[person].add(str(other))
        among: Any = Relationship.objects.filter(kind=program.kind, learner__in=ids)
        self.earlier = {(str(one), str(other)) for one, other in among.values_list("learner_id", "guide_id")}
        marked = Decision.objects.filter(program=program, what=Decision.What.FORBID)
        told = marked.values_list("learner__person_id", "guide__person_id")
        self.ruled_out = {(str(one), str(other)) for one, other in told}

    def forbidden_by(self, learner: User, guide: User) -> str:
        """The name of the first hard rule against these two; "" if there is none."""
        pair: Pair = (str(learner.pk), str(guide.pk))
        rules = Rules(
            manager_of=self._above(learner, guide),
            earlier_pairs=frozenset({pair} & self.earlier),
            ruled_out=frozenset({pair} & self.ruled_out),
        )
        found = forbidden_because(self._person(learner), self._person(guide), rules)
        return found[0] if found else ""

    def _person(self, user: User) -> Person:
        manager = str(user.manager_id) if user.manager_id else None
        return Person(
            id=str(user.pk), name=user.first_name, manager_id=manager, wishes_not=frozenset(self.wishes[user.pk])
        )

    def _above(self, *two: User) -> dict[Any, Any]:
        """The lines of the two alone: copying everybody's for each pair would take long."""
        found: dict[Any, Any] = {}
        for person in two:
            at: UUID | None = person.pk
            while at is not None and str(at) not in found:
                above = self.manager_of.get(at)
                found[str(at)] = str(above) if above else None
                at = above
        return found
