"""To whom a learner can be handed over: who has a place free, under the rules of every pair."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.db.models import Q

from people.lines import line_between, managers_above
from people.models import User
from programs.models import Enrollment, Exclusion
from relationships.models import Relationship


def free_guides(pair: Relationship) -> list[tuple[User, int]]:
    """Who else of the program has a place free and may be proposed to the learner, by name, with how many places.

    Left out, without a word about why: who is in one line with the learner, who was proposed before, and whoever of two
    wished not to be paired with the other.
    """
    learner = pair.learner
    rows = Enrollment.objects.taking_part().filter(program=pair.program_id, role="guide").select_related("person")
    guides = list(rows.exclude(person=learner).order_by("person__family_name", "person__given_name", "pk"))
    taken = Counter(Relationship.objects.open().filter(program=pair.program_id).values_list("guide_id", flat=True))
    not_these = _proposed_before(pair) | _unwished(pair)
    lines = managers_above([learner.pk, *(row.person_id for row in guides)])
    found = []
    for row in guides:
        row.program = pair.program
        free = row.capacity - taken[row.person_id]
        if free > 0 and row.person_id not in not_these and not line_between(learner.pk, row.person_id, lines):
            found.append((row.person, free))
    return found


def may_get(pair: Relationship, guide: User) -> bool:
    """Would `guide` be among them?"""
    return any(free == guide for free, _places in free_guides(pair))


def _proposed_before(pair: Relationship) -> set[UUID]:
    earlier = Relationship.objects.filter(kind=pair.kind, learner=pair.learner_id)
    return set(earlier.values_list("guide_id", flat=True))


def _unwished(pair: Relationship) -> set[UUID]:
    wishes = Exclusion.objects.filter(enrollment__program=pair.program_id)
    about = wishes.filter(Q(enrollment__person=pair.learner_id) | Q(person=pair.learner_id))
    both = about.values_list("enrollment__person_id", "person_id")
    return {person for wish in both for person in wish} - {pair.learner_id}
