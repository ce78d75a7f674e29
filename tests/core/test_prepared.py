"""A query that is compiled once answers like the one it was built from."""

import uuid
from typing import Any

import pytest
from django.db.models import Exists
from pytest_django import DjangoAssertNumQueries

from core.prepared import Prepared
from people.models import User
from tests.make import make_person

pytestmark = pytest.mark.django_db


def led(pk: uuid.UUID) -> Any:
    return User.objects.filter(pk=pk).annotate(leads=Exists(User.objects.filter(manager=pk)))


def test_each_key_gets_its_own_row_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    lead = make_person("Maya")
    learner = make_person("Amara", manager=lead)
    people: Any = Prepared(User, led)
    for person, leads in ((lead, True), (learner, False), (lead, True)):
        with django_assert_num_queries(1):
            found = people.about(person.pk)
        assert found == person
        assert (found.name, bool(found.leads)) == (person.name, leads)


def test_a_key_of_nobody_gets_nothing() -> None:
    assert Prepared(User, led).about(uuid.uuid4()) is None


def test_it_is_built_once() -> None:
    built: list[uuid.UUID] = []

    def build(pk: uuid.UUID) -> Any:
        built.append(pk)
        return led(pk)

    people = Prepared(User, build)
    for _ in range(3):
        people.about(make_person().pk)
    assert len(built) == 1
