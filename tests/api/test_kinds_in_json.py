"""The API speaks in kinds: two resources, two schemas."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.core.management import call_command
from django.test import Client

from core.api.problems import MEDIA_TYPE
from people.models import User
from tests.make import make_pair, make_person, make_program

pytestmark = pytest.mark.django_db

NOT_IN_MENTORING = re.compile("ends_on|end_date|target|metric|attain|progress|goal")
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
    """S0-16, S3-22, C7: no such field in the answer nor in the schema, and none of attainment."""
    pair = make_pair("mentoring")
    client.force_login(pair.learner)
    answered = keys_of(client.get(f"{MENTORING}{pair.pk}/").json())
    schema = json.loads(client.get("/api/schema/?format=json").content)
    described = keys_of(schema["components"]["schemas"]["MentoringRelationship"]["properties"])
    for names in (answered, described):
        assert not {name for name in names if NOT_IN_MENTORING.search(name)}
    assert "ends_on" in keys_of(schema["components"]["schemas"]["CoachingEngagement"]["properties"])


@pytest.mark.parametrize(
    ("kind", "path", "roles"),
    [("coaching", COACHING, ("coach", "coachee")), ("mentoring", MENTORING, ("mentor", "mentee"))],
)
def test_of_a_person_nothing_but_the_public_profile_is_told(
    client: Client, kind: str, path: str, roles: tuple[str, str]
) -> None:
    """D1, address and HR attributes, stays out (D0 only)."""
    pair = make_pair(kind)
    client.force_login(pair.learner)
    row = client.get(f"{path}{pair.pk}/").json()
    for role in roles:
        assert set(row[role]) == {"id", "name", "title", "department", "location"}


def test_who_is_not_signed_in_is_told_nothing(client: Client) -> None:
    pair = make_pair()
    for path in (MENTORING, f"{MENTORING}{pair.pk}/", COACHING):
        assert client.get(path).status_code == 401


def test_a_stranger_finds_nothing(client: Client, outsider: User) -> None:
    pair = make_pair()
    client.force_login(outsider)
    assert client.get(MENTORING).json()["results"] == []
    assert client.get(f"{MENTORING}{pair.pk}/").status_code == 404
    assert client.get(f"{COACHING}{pair.pk}/").status_code == 404


def test_what_does_not_fit_on_a_page_is_on_the_next_each_once(client: Client) -> None:
    """Pairs of one pairing have one moment, and the page breaks between them."""
    admin = make_person("Maya")
    program = make_program(admin=admin)
    pairs = {str(make_pair(program=program, place=number).pk) for number in range(1, 53)}
    client.force_login(admin)
    first = client.get(MENTORING).json()
    second = client.get(first["next"]).json()
    assert (len(first["results"]), len(second["results"]), first["previous"], second["next"]) == (50, 2, None, None)
    newest_first = sorted(pairs, reverse=True)  # ids grow with time
    assert [row["id"] for row in [*first["results"], *second["results"]]] == newest_first
    assert client.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize("path", ["no-id/", "00000000-0000-0000-0000-000000000000/"])
def test_what_is_not_there_is_told_in_json(path: str, client: Client, learner: User) -> None:
    client.force_login(learner)
    answer = client.get(f"{MENTORING}{path}")
    assert (answer.status_code, answer["Content-Type"], answer.json()["status"]) == (404, MEDIA_TYPE, 404)


def test_the_schema_says_what_is_answered(client: Client) -> None:
    """It is made without a warning, and names each field that an answer has."""
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=io.StringIO())
    schema = json.loads(client.get("/api/schema/?format=json").content)
    for kind, path, name in (
        ("coaching", COACHING, "CoachingEngagement"),
        ("mentoring", MENTORING, "MentoringRelationship"),
    ):
        pair = make_pair(kind)
        client.force_login(pair.learner)
        said = schema["components"]["schemas"][name]["properties"]
        assert set(client.get(f"{path}{pair.pk}/").json()) == set(said)
        assert "cursor" in {parameter["name"] for parameter in schema["paths"][path]["get"]["parameters"]}
