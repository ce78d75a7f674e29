"""Acting in a pair's place by JSON: with a reason, upon the state that was read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from core.clock import moved_to
from people.models import User
from tests.make import NOW, make_enrollment, make_pair, make_person, make_program

pytestmark = pytest.mark.django_db
PAIRS = "/api/v1/mentoring-relationships/"


def act(client: Client, by: User, path: str, etag: str = "*", **body: Any) -> Any:
    client.force_login(by)
    with moved_to(NOW):
        return client.post(path, json.dumps(body), content_type="application/json", headers={"If-Match": etag})


def test_of_two_who_act_on_what_they_read_the_second_is_told(client: Client) -> None:
    """And the reason stays with the people who run the program."""
    maya, noa = make_person("Maya"), make_person("Noa")
    program = make_program(admin=maya)
    program.admin_rows.create(person=noa)
    pair = make_pair(program=program)
    client.force_login(noa)
    seen = client.get(f"{PAIRS}{pair.pk}/")["ETag"]
    answer = act(client, maya, f"{PAIRS}{pair.pk}/rest-on-behalf/", seen, reason="On leave", until="2026-12-24")
    assert (answer.json()["status"], answer.json()["wakes_on"]) == ("resting", "2026-12-24")
    assert act(client, noa, f"{PAIRS}{pair.pk}/end-on-behalf/", seen, reason="On leave").status_code == 412
    assert act(client, noa, f"{PAIRS}{pair.pk}/rest-on-behalf/", reason="On leave").status_code == 409
    (row,) = client.get("/api/v1/on-behalf/").json()["results"]
    assert (row["what"], row["reason"], row["by"], row["on_day"]) == ("rest", "On leave", str(maya.pk), "2026-12-24")
    client.force_login(pair.learner)
    assert client.get("/api/v1/on-behalf/").json()["results"] == []


def test_nobody_acts_for_a_pair_of_their_own_nor_without_a_reason(client: Client) -> None:
    admin = make_person("Maya")
    pair = make_pair(program=make_program(admin=admin), guide=admin)
    path = f"{PAIRS}{pair.pk}/end-on-behalf/"
    assert act(client, admin, path, reason="Time").status_code == 403
    other = make_pair(program=pair.program)
    answer = act(client, admin, f"{PAIRS}{other.pk}/end-on-behalf/", reason=" ")
    assert set(answer.json()["errors"]) == {"reason"}


def test_a_pair_is_handed_over_to_somebody_with_a_free_place(client: Client) -> None:
    admin, free = make_person("Maya"), make_person("Fay")
    program = make_program(admin=admin)
    pair = make_pair(program=program)
    path = f"{PAIRS}{pair.pk}/hand-over/"
    assert act(client, admin, path, reason="Moves away", guide=str(free.pk)).status_code == 409
    make_enrollment(program, free, "guide")
    assert act(client, admin, path, reason="Moves away", guide=str(free.pk)).json()["status"] == "ended"
    (following, _old) = client.get(PAIRS).json()["results"]
    assert (following["mentor"]["id"], following["status"]) == (str(free.pk), "proposed")
