"""What stands around every page."""

import pytest
from django.test import Client

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


def test_pages_behind_sign_in_are_kept_by_no_cache(client: Client) -> None:
    client.force_login(make_person("Amara"))
    assert "no-store" in client.get("/")["Cache-Control"]


def test_a_pair_opens_for_its_two_people_alone(client: Client) -> None:
    pair = make_pair()
    client.force_login(pair.learner)
    assert f"You and {pair.guide.first_name}" in client.get(f"/pairs/{pair.pk}/").content.decode()
    client.force_login(make_person("Otto"))
    assert client.get(f"/pairs/{pair.pk}/").status_code == 404
