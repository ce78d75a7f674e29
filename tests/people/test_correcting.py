"""What changes between two files is put right by hand: a name, a manager, a leaving date; and nobody is added twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core.clock import moved_to
from core.errors import NotPossible, NotYours
from people import leaving, profiles
from people.models import User
from tests.make import NOW, TODAY, make_person, make_program
from tests.people.test_person_page import as_admin as as_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return make_person("Jo", "Reyes", email="jo@example.org", employee_id="P-6")


def press(client: Client, person: User, **said: Any) -> str:
    plain = {"given_name": "Jo", "family_name": "Reyes", "employee_id": "P-6", "manager": "", "leaves_on": ""}
    with moved_to(NOW):
        return client.post(f"/people/{person.pk}/correct/", {**plain, **said}, follow=True).content.decode()


def test_a_name_a_manager_and_a_leaving_date_change_by_hand(as_admin: Client, person: User) -> None:
    boss = make_person("Ruth", "Novak", employee_id="P-8")
    last = TODAY + timedelta(days=3)
    assert f"/people/{person.pk}/correct/" in as_admin.get(f"/people/{person.pk}/").content.decode()
    page = press(as_admin, person, family_name="Reyes-Lund", manager="P-8", leaves_on=last.isoformat())
    person.refresh_from_db()
    assert (person.name, person.manager, person.leaves_on) == ("Jo Reyes-Lund", boss, last)
    assert "reports to Ruth Novak" in page
    assert "leaves after" in page
    assert User.objects.search("lund").get() == person
    assert leaving.advance(NOW + timedelta(days=3)) == 0
    assert leaving.advance(NOW + timedelta(days=5)) == 1


def test_what_was_not_touched_stays_a_manager_without_address_or_id_too(as_admin: Client, person: User) -> None:
    boss = make_person("Ruth", "Novak", email=None, employee_id=None)
    User.objects.filter(pk=person.pk).update(manager=boss)
    assert 'value="Ruth Novak"' in as_admin.get(f"/people/{person.pk}/correct/").content.decode()
    press(as_admin, person, manager="Ruth Novak")
    person.refresh_from_db()
    assert person.manager == boss


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"manager": "nobody@example.org"}, "Nobody in the directory has this address or id."),
        ({"manager": "P-6"}, "Nobody reports to themselves"),
        ({"leaves_on": (TODAY - timedelta(days=1)).isoformat()}, "That day is over. Put today"),
        ({"manager": "P-7"}, "the two cannot lead each other"),
        ({"employee_id": "P-7"}, "Somebody in the directory has this id."),
        ({"given_name": "", "family_name": ""}, "Say at least one name."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    said: dict[str, str], words: str, as_admin: Client, person: User
) -> None:
    make_person("Al", "Below", employee_id="P-7", manager=person)
    assert words in press(as_admin, person, **said)
    person.refresh_from_db()
    assert (person.name, person.manager, person.employee_id) == ("Jo Reyes", None, "P-6")


def test_what_was_wrong_before_keeps_nobody_from_mending_the_rest(as_admin: Client, person: User) -> None:
    """Two who lead each other, and a last day that has gone by, as a file may have left them."""
    boss = make_person("Ruth", "Novak", employee_id="P-8", manager=person)
    User.objects.filter(pk=person.pk).update(manager=boss, leaves_on=TODAY - timedelta(days=1))
    press(as_admin, person, given_name="Joan", manager="P-8", leaves_on=(TODAY - timedelta(days=1)).isoformat())
    person.refresh_from_db()
    assert person.name == "Joan Reyes"


def test_only_who_runs_things_corrects_and_only_who_is_here(person: User) -> None:
    admin = make_person(is_org_admin=True)
    with pytest.raises(NotYours):
        profiles.correct(person, by=person, now=NOW, title="Queen")
    profiles.leave(person, by=admin, now=NOW, on=TODAY)
    with pytest.raises(NotPossible, match="has left"):
        profiles.correct(person, by=admin, now=NOW, title="Queen")


def test_only_another_org_admin_ends_the_access_of_one_and_nobody_the_last_ones() -> None:
    ola, runner = make_person("Ola", is_org_admin=True), make_person("Maya")
    make_program(admin=runner)
    with pytest.raises(NotYours, match="only another one says when they leave"):
        profiles.correct(ola, by=runner, now=NOW, leaves_on=TODAY)
    with pytest.raises(NotYours):
        profiles.leave(ola, by=runner, now=NOW, on=TODAY)
    with pytest.raises(NotPossible, match="is the only organization admin"):
        profiles.correct(ola, by=ola, now=NOW, leaves_on=TODAY)
    other = make_person("Sam", is_org_admin=True)
    profiles.correct(ola, by=other, now=NOW, leaves_on=TODAY)
    ola.refresh_from_db()
    assert ola.leaves_on == TODAY


def test_a_namesake_is_asked_about_once_and_added_when_it_is_somebody_else(as_admin: Client, person: User) -> None:
    said = {"given_name": "jo", "family_name": "REYES", "email": "jo.reyes@example.org"}
    page = as_admin.post("/people/add/", said).content.decode()
    assert "Already in the directory: Jo Reyes, jo@example.org." in page
    assert not User.objects.filter(email="jo.reyes@example.org").exists()
    as_admin.post("/people/add/", {**said, "is_another": "on"})
    assert User.objects.get(email="jo.reyes@example.org") != person


def test_who_may_not_see_somebody_in_the_directory_does_not_name_them(person: User) -> None:
    """The question about namesakes would otherwise say who is here."""
    make_program(admin=make_person())
    assert profiles.namesakes("Jo", "Reyes", seen_by=make_person()) == []
