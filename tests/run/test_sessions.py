"""Sessions: nothing is stored by browsers, and they end with the person's account."""

import pytest
from django.core.cache import cache
from django.test import Client

from people.models import User
from tests.make import make_person

PAGE = "/accounts/sessions/"


@pytest.fixture
def person(db: None) -> User:
    return make_person("Ida", "Instance", email="ida@example.org", password="a long enough password")


def sign_in(client: Client, password: str) -> int:
    return client.post("/accounts/login/", {"login": "ida@example.org", "password": password}).status_code


def test_pages_behind_the_sign_in_are_not_stored(client: Client, person: User) -> None:
    client.force_login(person)
    response = client.get(PAGE)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_a_session_dies_with_the_account(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get(PAGE).status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(PAGE).status_code == 302


def test_a_closed_page_leads_to_the_sign_in(client: Client) -> None:
    response = client.get(PAGE)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_five_wrong_passwords_lock_the_right_one_out_in_every_process(client: Client, person: User) -> None:
    """The count lies in the shared cache: another web worker, which here is a client of its own, sees it too."""
    cache.clear()
    for _ in range(5):
        assert sign_in(client, "wrong") == 200
    assert sign_in(Client(), "a long enough password") != 302
    cache.clear()
    assert sign_in(Client(), "a long enough password") == 302


def test_the_lockout_counts_where_every_process_counts() -> None:
    assert type(cache._connections["default"]).__name__ in ("DatabaseCache", "RedisCache")  # type: ignore[attr-defined]
