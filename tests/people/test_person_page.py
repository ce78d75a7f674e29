"""The page of one person, for those who run things and for everybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from core.clock import moved_to
from nudges.sweeping import sweep
from people.models import User
from tests.make import NOW, TODAY, make_pair, make_person, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_admin(client: Client) -> Client:
    admin = make_person("Maya", "Admin")
    make_program(admin=admin)
    client.force_login(admin)
    return client


def test_who_reads_the_directory_finds_address_manager_and_pairs_of_a_person(as_admin: Client) -> None:
    boss = make_person("Ruth", "Boss")
    person = make_person("Jo", "O’Hara & Sons", email="jo@example.org", manager=boss)
    page = as_admin.get(f"/people/{person.pk}/").content.decode()
    assert "jo@example.org" in page
    assert "reports to Ruth Boss" in page
    assert "/search/?q=Jo%20O%E2%80%99Hara%20%26%20Sons" in page
    assert 'href="/people/"' in page


def test_the_other_half_reads_neither_address_nor_manager_there(client: Client) -> None:
    pair = make_pair("mentoring", status="active")
    User.objects.filter(pk=pair.guide.pk).update(email="leo@example.org", manager=make_person("Ruth", "Boss"))
    client.force_login(pair.learner)
    page = client.get(f"/people/{pair.guide.pk}/").content.decode()
    assert "leo@example.org" not in page
    assert "Ruth Boss" not in page
    assert "/search/?q=" not in page


def test_a_mentor_from_outside_sees_the_own_mentee_and_nobody_else_until_the_last_day(client: Client) -> None:
    """S2-27: no directory, nobody of another pair, and no way in once the day is over."""
    leo = make_person("Leo", email="leo@elsewhere.example", leaves_on=TODAY)
    mine = make_pair(guide=leo, learner=make_person("Amara", "Okafor"))
    theirs = make_pair(program=mine.program, guide=make_person("Ines", "Vidal"), learner=make_person("Jo", "Vidal"))
    client.force_login(leo)
    with moved_to(NOW):
        assert client.get("/people/").status_code == 403
        for pair, status in ((mine, 200), (theirs, 404)):
            assert client.get(f"/pairs/{pair.pk}/").status_code == status
            assert client.get(f"/people/{pair.learner.pk}/").status_code == status
        assert "Amara Okafor" in client.get("/search/?q=okafor").content.decode()
        assert "Jo Vidal" not in client.get("/search/?q=vidal").content.decode()
        told = {row["family_name"] for row in client.get("/api/v1/people/").json()["results"]}
    assert ("Okafor" in told, "Vidal" in told) == (True, False)
    with moved_to(NOW + timedelta(days=1)):
        sweep(NOW + timedelta(days=1))
        assert client.get(f"/pairs/{mine.pk}/").status_code == 302


def test_whoever_was_added_is_shown_with_the_way_to_let_them_in(as_admin: Client) -> None:
    page = as_admin.post("/people/add/", {"given_name": "Ada", "email": "ada@example.org"}, follow=True)
    assert page.redirect_chain == [(f"/people/{User.objects.get(email='ada@example.org').pk}/", 302)]
    assert "Make an invitation link" in page.content.decode()


@pytest.mark.parametrize("field", ["email", "employee_id"])
def test_a_second_person_of_one_address_or_id_is_refused_in_words(as_admin: Client, field: str) -> None:
    make_person("Yuki", email="y@example.org", employee_id="7")
    said = {"email": "Y@example.org", "employee_id": "7"}[field]
    page = as_admin.post("/people/add/", {"given_name": "Yuki", field: said}).content.decode()
    assert "Somebody in the directory has this" in page
    assert "already exists" not in page
