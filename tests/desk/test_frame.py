"""What stands around every page."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from desk.roles import Roles, roles_of
from people.models import User
from tests.make import make_pair, make_person, make_program

pytestmark = pytest.mark.django_db


def test_everyone_has_a_home_a_profile_and_help(client: Client) -> None:
    client.force_login(make_person("Amara"))
    for path in ("/", "/me/", "/help/", "/programs/"):
        assert client.get(path).status_code == 200


def test_an_admin_has_an_inbox_and_a_participant_does_not(client: Client) -> None:
    admin = make_person("Maya")
    make_program(admin=admin)
    client.force_login(admin)
    assert client.get("/inbox/").status_code == 200
    client.force_login(make_person("Amara"))
    assert client.get("/inbox/").status_code == 403


def test_without_mail_the_org_admin_is_told_and_nobody_else(client: Client, settings: Any) -> None:
    words = "Nobody gets mail until EMAIL_URL is set."
    for person, is_sent, told in (
        (make_person("Sam", is_org_admin=True), False, True),
        (make_person("Sal", is_org_admin=True), True, False),
        (make_person("Amara"), False, False),
    ):
        settings.EMAIL_IS_SENT = is_sent
        client.force_login(person)
        assert (words in client.get("/", follow=True).content.decode()) is told


def test_pages_behind_sign_in_are_kept_by_no_cache(client: Client) -> None:
    client.force_login(make_person("Amara"))
    assert "no-store" in client.get("/")["Cache-Control"]


def test_a_pair_opens_for_its_two_people_alone(client: Client) -> None:
    pair = make_pair()
    client.force_login(pair.learner)
    assert f"You and {pair.guide.first_name}" in client.get(f"/pairs/{pair.pk}/").content.decode()
    client.force_login(make_person("Otto"))
    assert client.get(f"/pairs/{pair.pk}/").status_code == 404


def test_what_everyone_has_fits_the_row_of_a_phone_and_stands_at_the_foot_of_an_admin(client: Client) -> None:
    admin = make_person()
    make_program(admin=admin)
    for person, in_the_row in ((make_person(), True), (admin, False)):
        client.force_login(person)
        links = client.get("/help/").context
        own = {"/me/", "/help/"}
        urls = {link["url"] for link in links["nav_first"]}
        assert (len(urls & own) == 2) == in_the_row
        assert (len(urls) <= 3) == in_the_row
        assert len(urls | {link["url"] for link in links["nav_foot"]}) == len(urls) + (0 if in_the_row else 2)


def test_a_page_without_the_rail_does_not_ask_what_a_person_is_here(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[User] = []

    def ask(user: User) -> Roles:
        asked.append(user)
        return roles_of(user)

    monkeypatch.setattr("desk.frame.roles_of", ask)
    client.force_login(make_person("Otto"))
    assert client.get(f"/pairs/{make_pair().pk}/").status_code == 404
    assert asked == []
    assert client.get("/help/").status_code == 200
    assert len(asked) == 1


def test_a_request_under_a_name_that_is_not_ours_is_refused_in_words(settings: Settings) -> None:
    """Refused before anybody is known, so that the page has to do without a person; scanners ask so all day."""
    settings.ALLOWED_HOSTS, settings.DEBUG = ["manyhands.example.org"], False
    answer = Client(raise_request_exception=False, headers={"host": "other.example.org"}).get("/help/")
    assert answer.status_code == 400
    assert "We could not read that" in answer.content.decode()


def test_the_help_page_gives_a_way_to_write_to_the_help_contact(client: Client) -> None:
    """By mail, and about one's own pair by the form; the contact is not told to write to themselves."""
    pair = make_pair()
    contact = pair.program.help_contact
    assert contact is not None
    client.force_login(pair.learner)
    page = client.get("/help/").content.decode()
    assert f'href="mailto:{contact.email}"' in page
    assert f'href="/pairs/{pair.pk}/help/"' in page
    assert f'href="mailto:{contact.email}"' in client.get(f"/programs/{pair.program_id}/").content.decode()
    client.force_login(make_person("Otto"))
    page = client.get("/help/").content.decode()
    assert f'href="mailto:{contact.email}"' in page
    assert str(pair.pk) not in page
    client.force_login(contact)
    assert "You are the help contact." in client.get("/help/").content.decode()
