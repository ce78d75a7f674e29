"""Sessions: nothing is stored by browsers, and they end with the person's account."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from people.models import User
from tests.make import make_person
from tests.run_suite import ROOT

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


def test_the_answer_to_signing_out_is_not_stored_either(client: Client, person: User) -> None:
    client.force_login(person)
    response = client.post("/accounts/logout/")
    assert client.get(PAGE).status_code == 302
    assert "no-store" in response["Cache-Control"]


def test_a_session_dies_with_the_account(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get(PAGE).status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(PAGE).status_code == 302


def test_a_session_that_was_planted_is_another_one_after_the_sign_in(client: Client, person: User) -> None:
    """Whoever put a cookie into somebody's browser is not signed in with them (attack 18)."""
    session = client.session
    session["planted"] = True
    session.save()
    planted = client.cookies["sessionid"].value
    assert sign_in(client, "a long enough password") == 302
    assert client.get(PAGE).status_code == 200
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get(PAGE).status_code == 302


def test_a_closed_page_leads_to_the_sign_in(client: Client) -> None:
    response = client.get(PAGE)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_five_wrong_passwords_lock_the_right_one_out_in_every_process(
    client: Client, person: User, own_counters: Callable[[], None]
) -> None:
    """The count lies in the shared cache: another web worker, which here is a client of its own, sees it too."""
    for _ in range(5):
        assert sign_in(client, "wrong") == 200
    assert sign_in(Client(), "a long enough password") != 302
    own_counters()
    assert sign_in(Client(), "a long enough password") == 302


def test_the_lockout_counts_where_every_process_counts() -> None:
    assert type(cache._connections["default"]).__name__ in ("DatabaseCache", "RedisOrMemory")  # type: ignore[attr-defined]


def test_a_password_is_kept_by_argon2(tmp_path: Path) -> None:
    """In a process of its own, for the tests hash quickly (tests/conftest.py)."""
    words = "import django; django.setup(); from django.contrib.auth import hashers as h; print(h.make_password('x'))"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", words], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("argon2$argon2id$")
