"""Where somebody is signed in, and the keys that let somebody in, belong to that person alone."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from core import clock
from core.errors import NotPossible, NotYours
from people import devices, passkeys
from people.models import User
from tests.make import make_person

pytestmark = pytest.mark.django_db


def signed_in_device(person: User, agent: str) -> Client:
    """A browser in which somebody signed in, written down as allauth does behind a sign-in page."""
    browser = Client()
    browser.force_login(person)
    key = browser.session.session_key
    UserSession.objects.create(user=person, session_key=key, user_agent=agent, ip=devices.NO_ADDRESS)
    return browser


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
            "Chrome on Windows",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/131.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15", "Safari on Mac"),
        ("curl/8", "An unknown browser"),
        ("", "An unknown browser"),
    ],
)
def test_a_device_is_called_by_its_browser_and_system(agent: str, name: str) -> None:
    assert devices.name_of(agent) == name


def test_nobody_ends_a_session_or_a_key_of_somebody_else() -> None:
    person, other, now = make_person("Amara"), make_person("Otto"), clock.now()
    theirs = signed_in_device(person, "Firefox/1 Linux")
    row = UserSession.objects.get(user=person)
    passkeys.add(person, by=person, now=now, name="My phone", credential={})
    key = passkeys.of(person).get().pk
    with pytest.raises(NotYours):
        devices.sign_out_there(person, row.pk, by=other, now=now)
    with pytest.raises(NotPossible):
        devices.sign_out_there(other, row.pk, by=other, now=now)
    with pytest.raises(NotYours):
        devices.sign_out_elsewhere(person, None, by=other, now=now)
    with pytest.raises(NotYours):
        passkeys.add(person, by=other, now=now, name="Mine", credential={})
    with pytest.raises(NotPossible):
        passkeys.remove(other, key, by=other, now=now)
    stranger = signed_in_device(other, "")
    assert stranger.post(reverse("people:sign_out_there", args=[row.pk])).status_code == 404
    assert stranger.post(reverse("people:remove_passkey", args=[key])).status_code == 404
    assert theirs.get("/me/").status_code == 200
    assert passkeys.of(person).count() == 1


def test_a_session_that_ended_by_itself_is_not_in_the_list() -> None:
    person = make_person("Amara")
    first, second = (signed_in_device(person, agent) for agent in ("Firefox/1 Windows", "Firefox/1 Linux"))
    assert "Firefox on Windows" in second.get(reverse("people:devices")).content.decode()
    first.logout()
    assert "Firefox on Windows" not in second.get(reverse("people:devices")).content.decode()


def test_the_list_of_devices_says_no_address() -> None:
    person = make_person("Amara")
    browser = signed_in_device(person, "Firefox/1 Linux")
    UserSession.objects.update(ip="192.0.2.17")
    assert "192.0.2.17" not in browser.get(reverse("people:devices")).content.decode()
    assert devices.forget_addresses() == 1
    assert devices.forget_addresses() == 0
    assert UserSession.objects.get().ip == devices.NO_ADDRESS
