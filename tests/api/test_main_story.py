"""The main story through HTTP alone: from an empty house to a pair that met, each person with a token of their own."""

from __future__ import annotations

import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from core import clock
from core.ids import new_id
from pairing.running import run_next
from people import api_tokens
from people.admin_link import first_org_admin
from people.models import User
from tests.make import NOW

pytestmark = pytest.mark.django_db


class Somebody:
    """A program that acts for one person, and knows nothing but a token and the schema's addresses."""

    def __init__(self, token: str) -> None:
        self._token, self._client = token, Client()

    def _ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {self._token}", **headers}
        text = "" if body is None else json.dumps(body)
        return self._client.generic(method, f"/api/v1/{path}", text, "application/json", headers=sent)

    def read(self, path: str) -> Any:
        return self._ask("GET", path).json()

    def rows(self, path: str) -> list[Any]:
        found: list[Any] = self.read(path)["results"]
        return found

    def make(self, path: str, **body: Any) -> Any:
        """Sent twice with one key, as a program does that lost the answer: made once."""
        key = {"Idempotency-Key": str(new_id())}
        answer = self._ask("POST", path, body, **key)
        assert answer.status_code == 201, answer.content
        assert self._ask("POST", path, body, **key).content == answer.content
        return answer.json()

    def do(self, path: str, method: str = "POST", **body: Any) -> Any:
        """A verb upon a thing as it was read a moment ago."""
        one = "/".join(path.split("/")[:2]) + "/"
        etag = self._ask("GET", one)["ETag"]
        answer = self._ask(method, path, body or None, **{"If-Match": etag})
        assert answer.status_code in {200, 204}, answer.content
        return answer.json() if answer.content else None


def by_console(email: str) -> Somebody:
    """A token made at the server, where the first admin sits."""
    out = io.StringIO()
    scopes = [part for scope in api_tokens.SCOPES for part in ("--scope", scope)]
    call_command("api_token", email, *scopes, "--json", stdout=out)
    return Somebody(json.loads(out.getvalue())["token"])


@pytest.fixture
def house() -> Somebody:
    """The first admin of an empty installation."""
    with clock.moved_to(NOW):
        admin = first_org_admin(NOW)
    User.objects.filter(pk=admin.pk).update(email="admin@example.org")
    with clock.moved_to(NOW):
        return by_console("admin@example.org")


def at(moment: datetime) -> Any:
    return clock.moved_to(moment)


def test_from_an_empty_house_to_a_pair_that_met(house: Somebody) -> None:
    with at(NOW):
        people = {
            name: house.make("people/", given_name=name, family_name="Ng", email=f"{name.lower()}@example.org")
            for name in ("Maya", "Leo", "Amara")
        }
        program = house.make("programs/", name="Mentoring 2027", kind="mentoring")
        path = f"programs/{program['id']}/"
        facts = {"purpose": "To learn from each other", "starts_on": "2026-11-01", "data_contact": "maya@example.org"}
        house.do(path, "PATCH", help_contact=people["Maya"]["id"], **facts)
        house.do(f"{path}name-admin/", person=people["Maya"]["id"])
        maya, leo, amara = (by_console(f"{name}@example.org") for name in ("maya", "leo", "amara"))
        maya.do(f"{path}open/")
        pair = paired(maya, leo, amara, program["id"])
        agreed(leo, amara, pair)
        held = met(leo, amara, pair)
    assert held["status"] == "held"
    assert held["confirmed_by"] == people["Leo"]["id"]
    with at(NOW + timedelta(days=30)):
        amara.do(f"mentoring-relationships/{pair}/end/")
        assert leo.read(f"mentoring-relationships/{pair}/")["status"] == "ended"
        amara.make("thank-yous/", relationship=pair, text="For your patience")
        assert [row["text"] for row in leo.rows("thank-yous/")] == ["For your patience"]
        assert maya.rows("thank-yous/") == []


def paired(maya: Somebody, leo: Somebody, amara: Somebody, program: str) -> str:
    """They apply, are taken in and brought together, and both say yes. → the id of the pair."""
    written = [
        (leo, leo.make("enrollments/", program=program, role="guide", offers="Time", places=1)),
        (amara, amara.make("enrollments/", program=program, role="learner", wants="To lead", how="By talking")),
    ]
    for person, enrollment in written:
        person.do(f"enrollments/{enrollment['id']}/send/")
        maya.do(f"enrollments/{enrollment['id']}/accept/")
    run = maya.make("runs/", program=program)
    assert run_next(now=NOW)  # what the worker does
    assert maya.read(f"runs/{run['id']}/")["matched"] == 1
    maya.do(f"runs/{run['id']}/publish/")
    (pair,) = leo.rows("mentoring-relationships/")
    for person in (leo, amara):
        person.do(f"mentoring-relationships/{pair['id']}/say-yes/")
    assert leo.read(f"mentoring-relationships/{pair['id']}/")["status"] == "agreeing"
    return str(pair["id"])


def agreed(leo: Somebody, amara: Somebody, pair: str) -> None:
    """One writes the agreement, both sign it."""
    texts = {"purpose": "To lead a team", "how_we_work": "Every four weeks"}
    agreement = amara.make("agreements/", relationship=pair, based_on=0, cadence_days=28, **texts)
    amara.do(f"agreements/{agreement['id']}/sign/", shows=["takes_place"])
    leo.do(f"agreements/{agreement['id']}/sign/")
    assert leo.read(f"agreements/{agreement['id']}/")["in_force_at"] is not None


def met(leo: Somebody, amara: Somebody, pair: str) -> Any:
    """A session with an agenda: planned, held, confirmed; and what came of it. → the session."""
    when = {"starts_at": "2026-11-24T14:00:00Z", "zone": "Europe/Berlin", "minutes": 60, "form": "video"}
    session = amara.make("sessions/", relationship=pair, **when)
    line = amara.make("agenda-items/", relationship=pair, layer="session", text="The board")
    suggestion = leo.make("agenda-items/suggest/", relationship=pair, layer="session", text="The budget")
    amara.do(f"agenda-items/{suggestion['id']}/accept/")
    with at(NOW + timedelta(days=8)):
        amara.do(f"sessions/{session['id']}/hold/", minutes=50, form="video", talked_about=[line["id"]])
        assert leo.read(f"agenda-items/{line['id']}/")["status"] == "done"
        leo.do(f"sessions/{session['id']}/confirm/")
        me = leo.read(f"mentoring-relationships/{pair}/")["mentor"]["id"]
        action = leo.make("action-items/", relationship=pair, text="Send the deck", owner=me, session=session["id"])
        leo.do(f"action-items/{action['id']}/tick/")
        return leo.read(f"sessions/{session['id']}/")
