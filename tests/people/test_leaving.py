"""Who has a leaving date is gone once the day is over, and nobody else."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse

from core import clock
from core.errors import NotPossible
from core.models import AuditEvent
from nudges.sweeping import sweep
from people import addresses, invitations, leaving
from people.models import User
from people.tokens import token_for
from tests.make import NOW, TODAY, UTC, make_person
from tests.people.test_entering import ask_for_code, enter_code

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_sweep_ends_the_access_of_who_left_in_the_same_minute(client: Client) -> None:
    person = make_person("Amara", leaves_on=TODAY - DAY)
    enter_code(client, ask_for_code(client, person.email or ""))
    assert client.get("/me/").status_code == 200
    assert UserSession.objects.filter(user=person).exists()
    assert set(sweep(NOW)) == {"noticed", "sent", "skipped_stale", "dropped", "pending"}
    assert client.get("/me/").status_code == 302
    assert not UserSession.objects.filter(user=person).exists()
    person.refresh_from_db()
    assert (person.is_active, person.leaves_on) == (False, TODAY - DAY)
    assert AuditEvent.objects.filter(verb="person.leave_by_date", object_id=person.pk, actor_id=None).count() == 1


def test_who_has_no_date_or_whose_day_is_not_over_stays(client: Client) -> None:
    staying, last_day = make_person("Leo"), make_person("Amara", leaves_on=TODAY)
    client.force_login(staying)
    assert leaving.advance(NOW) == 0
    assert client.get("/me/").status_code == 200
    assert User.objects.active().filter(pk__in=[staying.pk, last_day.pk]).count() == 2


@pytest.mark.parametrize(
    ("zone", "at", "left"),
    [("Pacific/Auckland", datetime(2026, 11, 17, 10, 59, tzinfo=UTC), 0),
     ("Pacific/Auckland", datetime(2026, 11, 17, 11, 1, tzinfo=UTC), 1),
     ("America/Los_Angeles", datetime(2026, 11, 18, 7, 59, tzinfo=UTC), 0),
     ("America/Los_Angeles", datetime(2026, 11, 18, 8, 1, tzinfo=UTC), 1),
     ("Not/AZone", datetime(2026, 11, 18, 0, 1, tzinfo=UTC), 1)],
)  # fmt: skip
def test_the_day_is_over_at_midnight_where_the_person_is(zone: str, at: datetime, left: int) -> None:
    make_person("Amara", leaves_on=TODAY, time_zone=zone)
    assert leaving.advance(at) == left


def test_a_second_run_and_a_date_that_moved_change_nothing() -> None:
    person = make_person("Amara", leaves_on=TODAY - DAY)
    assert (leaving.advance(NOW), leaving.advance(NOW)) == (1, 0)
    stale = make_person("Jo", leaves_on=TODAY - DAY)
    User.objects.filter(pk=stale.pk).update(leaves_on=TODAY + DAY)
    with pytest.raises(NotPossible):
        leaving.end(stale, now=NOW)
    assert User.objects.active().filter(pk=stale.pk).exists()
    assert AuditEvent.objects.filter(object_id=person.pk).count() == 1


@pytest.mark.parametrize("way", ["code", "code asked for before", "invitation", "new address", "password"])
def test_no_way_in_that_was_open_before_lets_in_who_has_left(client: Client, way: str) -> None:
    """5.8: codes, links and passwords end in the same moment as the sessions."""
    person = make_person("Amara", email="amara@x.org")
    person.set_password("a long horse")
    person.save()
    link = invitations.link_of(invitations.invite(person, "/", by=None, now=clock.now()))
    change = addresses.ask(person, "new@x.org", by=person, now=clock.now())
    code = ask_for_code(client, "amara@x.org") if way == "code asked for before" else ""
    User.objects.filter(pk=person.pk).update(leaves_on=TODAY - DAY)
    person.refresh_from_db()
    leaving.end(person, now=NOW)
    if way == "code":
        mail.outbox.clear()
        assert ask_for_code(client, "amara@x.org") == ""
    elif way == "code asked for before":
        enter_code(client, code)
    elif way == "invitation":
        assert client.get(link).status_code == 404
        client.post(link)
    elif way == "new address":
        url = reverse("people:confirm_address", args=[token_for("address", change.pk)])
        assert client.get(url).status_code == 404
        client.post(url)
        assert User.objects.get(pk=person.pk).email == "amara@x.org"
    else:
        client.post("/accounts/login/", {"login": "amara@x.org", "password": "a long horse"})
    assert client.get("/me/").status_code == 302
