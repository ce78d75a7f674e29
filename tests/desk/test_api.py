"""The desk by JSON: acts on many rows, one's own data, the health of the installation."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core.clock import moved_to
from core.models import AuditEvent
from desk.checkup import CHECKS
from desk.together.working import work_next
from people import privacy, profiles
from people.models import DeletionRequest, User
from programs.models import Enrollment
from tests.make import NOW, make_enrollment, make_pair, make_person, make_private_note, make_program

pytestmark = pytest.mark.django_db
API = "/api/v1"


def post(client: Client, path: str, minutes: int = 0, **body: Any) -> Any:
    with moved_to(NOW + timedelta(minutes=minutes)):
        text = json.dumps(body) if body else ""
        return client.post(f"{API}{path}", text, content_type="application/json", headers={"If-Match": "*"})


def statuses(rows: list[Enrollment]) -> set[str]:
    return {row.status for row in Enrollment.objects.filter(pk__in=[row.pk for row in rows])}


def test_many_are_accepted_at_once_followed_and_taken_back(client: Client) -> None:
    """2.2 through the API: what it fits is done in the background, row by row, with ten minutes to undo it."""
    admin = make_person("Maya")
    program = make_program(admin=admin)
    rows = [make_enrollment(program, make_person("Jo"), "learner", status="applied") for _n in range(3)]
    declined = make_enrollment(program, make_person("Di"), "learner", status="declined")
    client.force_login(admin)
    things = [str(row.pk) for row in (*rows, declined)]
    made = post(client, "/batches/", program=str(program.pk), act="accept", things=things).json()
    assert (made["state"], made["waiting"], made["undo_until"]) == ("waiting", 3, None)
    work_next(now=NOW)
    one = f"/batches/{made['id']}/"
    with moved_to(NOW + timedelta(minutes=1)):
        done = client.get(f"{API}{one}").json()
        told = client.get(f"{API}/batch-rows/?batch={made['id']}").json()["results"]
    assert (done["state"], done["done"], done["undo_until"]) == ("done", 3, "2026-11-17T09:10:00Z")
    assert [row["state"] for row in told] == ["done"] * 3
    assert statuses(rows) == {"accepted"}
    assert post(client, f"{one}stop/", 1).status_code == 409
    assert post(client, f"{one}undo/", 9).json()["state"] == "undoing"
    work_next(now=NOW + timedelta(minutes=9))
    assert statuses(rows) == {"applied"}
    assert post(client, f"{one}undo/", 11).status_code == 409


def test_a_batch_says_why_where_its_act_asks_and_nothing_it_has_no_use_for(client: Client) -> None:
    admin = make_person("Maya")
    pair = make_pair(program=make_program(admin=admin))
    client.force_login(admin)

    def begin(**body: Any) -> Any:
        return post(client, "/batches/", program=str(pair.program_id), **{"act": "end", "things": None, **body})

    assert set(begin().json()["errors"]) == {"reason"}
    assert set(begin(reason="Over", until="2026-12-24").json()["errors"]) == {"until"}
    assert set(begin(act="accept", reason="Nice").json()["errors"]) == {"reason"}
    assert begin(reason="Over", things=[]).status_code == 409
    assert begin(reason="Over").json()["waiting"] == 1


def test_one_takes_a_copy_of_ones_own_data_as_on_the_page(client: Client) -> None:
    """Without what others wrote in private; that it was taken stands in the audit."""
    pair = make_pair()
    make_private_note(pair, text="She spoke up.")
    make_private_note(pair, author=pair.guide, text="He is tired.")
    client.force_login(pair.learner)
    answer = post(client, "/own-data/copy/")
    assert (answer.status_code, answer.json()["person"]) == (200, str(pair.learner_id))
    assert "She spoke up." in answer.content.decode()
    assert "He is tired." not in answer.content.decode()
    assert AuditEvent.objects.filter(verb="person.copy_own", object_id=pair.learner_id).count() == 1


def test_one_asks_to_be_erased_and_takes_it_back(client: Client, learner: User) -> None:
    client.force_login(learner)
    asked = post(client, "/deletion-requests/").json()
    assert asked["person"] == str(learner.pk)
    assert post(client, "/deletion-requests/").json() == asked
    client.force_login(make_person("Olga", is_org_admin=True))
    path, any_state = f"{API}/deletion-requests/{asked['id']}/", {"If-Match": "*"}
    assert client.delete(path, headers=any_state).status_code == 403
    client.force_login(learner)
    assert client.delete(path, headers=any_state).status_code == 204
    assert not DeletionRequest.objects.exists()


def test_one_reads_who_looked(client: Client, learner: User) -> None:
    admin = make_person("Olga", is_org_admin=True)
    profiles.look_at(learner, by=admin, now=NOW)
    client.force_login(learner)
    (row,) = client.get(f"{API}/looks/").json()["results"]
    assert (row["what"], row["at"]) == ("opened your profile", "2026-11-17T09:00:00Z")
    client.force_login(admin)
    assert client.get(f"{API}/looks/").json()["results"] == []


def test_the_privacy_text_is_read_in_the_version_in_force(client: Client, learner: User) -> None:
    admin = make_person("Olga", is_org_admin=True)
    first, second = (
        privacy.publish(privacy.write(purpose="To help", contacts="Dora", by=admin, now=NOW), by=admin, now=NOW)
        for _n in range(2)
    )
    privacy.write(purpose="To help more", contacts="Dora", by=admin, now=NOW)
    client.force_login(learner)
    assert [row["number"] for row in client.get(f"{API}/privacy-texts/").json()["results"]] == [2, 1]
    assert post(client, f"/privacy-texts/{first.pk}/read/").status_code == 409
    assert post(client, f"/privacy-texts/{second.pk}/read/").json()["read_at"] == "2026-11-17T09:00:00Z"


def test_the_health_is_told_to_organization_admins_alone(client: Client, learner: User) -> None:
    client.force_login(learner)
    assert client.get(f"{API}/health/").status_code == 403
    client.force_login(make_person("Olga", is_org_admin=True))
    parts = client.get(f"{API}/health/").json()["results"]
    assert [part["name"] for part in parts] == [check.name for check in CHECKS]
    assert all(part["is_good"] == (not part["mend"]) for part in parts)
