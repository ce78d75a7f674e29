"""Who is in one reporting line: one above the other, or both with the same manager."""

from __future__ import annotations

from itertools import combinations

import pytest

from people.lines import line_between, managers_above, share_a_line
from people.models import User
from tests.make import make_person

pytestmark = pytest.mark.django_db

# Who → whose report: a tree with a side branch, somebody alone, and two who are each other's manager.
MANAGER = {"boss": "ceo", "lead": "boss", "amara": "lead", "twin": "lead", "other": "ceo", "a": "b", "b": "a"}
ABOVE = {
    "amara lead", "amara boss", "amara ceo", "twin lead", "twin boss", "twin ceo", "lead boss", "lead ceo", "boss ceo",
    "other ceo", "a b",
}  # fmt: skip
SAME_MANAGER = {"amara twin", "boss other"}
IN_ONE_LINE = {frozenset(names.split()) for names in ABOVE | SAME_MANAGER}


def test_who_is_in_one_line_of_two_and_of_many() -> None:
    people = {name: make_person(name) for name in {*MANAGER, *MANAGER.values(), "alone"}}
    for name, manager in MANAGER.items():
        User.objects.filter(pk=people[name].pk).update(manager=people[manager])
    manager_of = managers_above(person.pk for person in people.values())
    for one, other in combinations(people, 2):
        expected = {one, other} in IN_ONE_LINE
        for first, second in ((people[one], people[other]), (people[other], people[one])):
            assert bool(line_between(first.pk, second.pk, manager_of)) is expected, (one, other)
            assert share_a_line(first, second) is expected, (one, other)
