"""The API of people: what its filters tell."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from people.models import User
from tests.make import make_pair, make_person, make_program

pytestmark = pytest.mark.django_db


def found(reader: User, **asked: Any) -> list[str]:
    client = Client()
    client.force_login(reader)
    answer = client.get("/api/v1/people/", asked)
    assert answer.status_code == 200
    return [row["name"] for row in answer.json()["results"]]


def test_an_address_an_id_and_a_manager_find_somebody_for_those_only_who_read_the_directory() -> None:
    """A hit tells whose they are: letter by letter an id could be guessed."""
    boss, admin = make_person("Ruth"), make_person("Maya")
    make_program(admin=admin)
    leo = make_person("Leo", "Brandt", email="lb@example.org", employee_id="P-1047", manager=boss)
    amara = make_pair("mentoring", guide=leo).learner
    asked: list[dict[str, Any]] = [{"q": "leo p-10"}, {"q": "lb@"}, {"manager": str(boss.pk)}]
    for each in asked:
        assert found(admin, **each) == ["Leo Brandt"]
        assert found(amara, **each) == []
    assert found(amara, q="leo bra") == ["Leo Brandt"]
