"""The API speaks in kinds: two resources, two schemas."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from people.models import User
from tests.make import make_pair, make_person, make_program

pytestmark = pytest.mark.django_db

COACHING, MENTORING = "/api/v1/coaching-engagements/", "/api/v1/mentoring-relationships/"


def keys_of(value: object) -> set[str]:
    """Every key of a JSON value, however deep."""
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys_of(inner)}
    return {key for inner in value for key in keys_of(inner)} if isinstance(value, list) else set()


def test_each_resource_holds_its_own_kind(client: Client) -> None:
    person = make_person("Ines")
    coaching, mentoring = make_pair("coaching", learner=person), make_pair("mentoring", learner=person)
    client.force_login(person)
    assert [row["id"] for row in client.get(COACHING).json()["results"]] == [str(coaching.pk)]
    assert [row["id"] for row in client.get(MENTORING).json()["results"]] == [str(mentoring.pk)]


def test_mentoring_has_no_end_target_or_status_of_goals_anywhere(client: Client) -> None:
    """S0-16, C7: no such field in the answer nor in the schema."""
    pair = make_pair("mentoring")
    client.force_login(pair.learner)
    answered = keys_of(client.get(f"{MENTORING}{pair.pk}/").json())
    schema = json.loads(client.get("/api/schema/?format=json").content)
    described = keys_of(schema["components"]["schemas"]["MentoringRelationship"]["properties"])
    for names in (answered, described):
        assert not {name for name in names if name in {"ends_on", "end_date"} or "target" in name or "metric" in name}
    assert "ends_on" in keys_of(schema["components"]["schemas"]["CoachingEngagement"]["properties"])


def test_a_stranger_finds_nothing(client: Client, outsider: User) -> None:
    pair = make_pair()
    client.force_login(outsider)
    assert client.get(MENTORING).json()["results"] == []
    assert client.get(f"{MENTORING}{pair.pk}/").status_code == 404
    assert client.get(f"{COACHING}{pair.pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 10, 50])
def test_a_list_needs_as_many_queries_for_any_number(
    rows: int, client: Client, django_assert_num_queries: object
) -> None:
    admin = make_person("Maya")
    program = make_program(admin=admin, places=100)
    for number in range(rows):
        make_pair(program=program, place=number + 1)
    client.force_login(admin)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(client.get(MENTORING).json()["results"]) == rows
