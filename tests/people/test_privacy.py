"""The privacy text: read before anything else, in versions that stay as they were read (issue 3 point 3)."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.data_classes import DataClass, registry
from core.errors import NotPossible
from desk.own import classes
from desk.own.periods import PERIODS
from people import privacy
from people.models import PrivacyReading, PrivacyText, User
from tests.make import NOW, make_person, make_program

pytestmark = pytest.mark.django_db


def publish(purpose: str = "To help people grow.") -> PrivacyText:
    admin = make_person("Olga", is_org_admin=True)
    text = privacy.write(by=admin, now=NOW, purpose=purpose, contacts="Dora Data, dora@example.org")
    return privacy.publish(text, by=admin, now=NOW)


def browser_of(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def test_nobody_is_held_up_before_there_is_a_text() -> None:
    browser = browser_of(make_person("Amara"))
    assert browser.get("/me/").status_code == 200
    assert browser.get("/privacy/read/").headers["Location"] == "/privacy/"
    assert "has not written yet" in Client().get("/privacy/").content.decode()


def test_everyone_reads_it_once_and_then_goes_on_to_where_they_were_going() -> None:
    publish()
    browser = browser_of(make_person("Amara"))
    led = browser.get("/me/?tab=1", follow=True)
    assert led.redirect_chain == [("/privacy/read/?next=%2Fme%2F%3Ftab%3D1", 302)]
    page = led.content.decode()
    assert "To help people grow." in page
    assert "Dora Data" in page
    data = {"text": str(led.context["text"].pk), "next": led.context["next"]}
    assert browser.post("/privacy/read/", data).headers["Location"] == "/me/?tab=1"
    assert browser.get("/me/").status_code == 200
    browser.post("/privacy/read/", data)
    assert PrivacyReading.objects.count() == 1


def test_a_new_version_is_read_anew_and_the_old_one_stays_as_it_was_read() -> None:
    first = publish("To help.")
    person = make_person("Amara")
    privacy.read(first, by=person, now=NOW)
    browser = browser_of(person)
    assert browser.get("/me/").status_code == 200
    admin = make_person("Olga", is_org_admin=True)
    privacy.write(by=admin, now=NOW, purpose="To help more.", contacts="Dora")
    assert browser.get("/me/").status_code == 200, "a draft is nothing to read yet"
    second = privacy.write(by=admin, now=NOW, purpose="To help most.", contacts="Dora")
    assert second.number == 2
    privacy.publish(second, by=admin, now=NOW)
    assert browser.get("/me/").status_code == 302
    with pytest.raises(NotPossible):
        privacy.read(first, by=person, now=NOW)
    with pytest.raises(NotPossible):
        privacy.publish(first, by=admin, now=NOW)
    privacy.write(by=admin, now=NOW, purpose="Something else", contacts="Dora")
    first.refresh_from_db()
    assert first.purpose == "To help."
    assert PrivacyReading.objects.get().text == first


def test_what_is_posted_before_reading_is_not_lost_and_one_can_sign_out() -> None:
    publish()
    browser = browser_of(make_person("Amara"))
    assert browser.post(reverse("people:devices")).headers["Location"] == reverse("people:devices")
    assert browser.get("/accounts/logout/").status_code == 200


def test_nobody_is_led_to_another_site() -> None:
    publish()
    browser = browser_of(make_person("Amara"))
    page = browser.get("/privacy/read/?next=https://evil.example/")
    assert page.context["next"] == "/"
    away = {"text": str(page.context["text"].pk), "next": "//evil.example/"}
    assert browser.post("/privacy/read/", away).headers["Location"] == "/"


@pytest.mark.parametrize("text", ["nonsense", "", "018f0000-0000-7000-8000-000000000000"])
def test_a_version_that_is_not_there_is_not_read(text: str) -> None:
    publish()
    assert browser_of(make_person("Amara")).post("/privacy/read/", {"text": text}).status_code == 404


def test_only_an_org_admin_writes_and_sees_how_many_have_read() -> None:
    text = publish()
    admin, person = make_person("Olga", is_org_admin=True, last_login=NOW), make_person("Amara", last_login=NOW)
    make_person("Never", "Here")
    for reader in (admin, person):
        privacy.read(text, by=reader, now=NOW)
    make_person("Otto", last_login=NOW)
    assert privacy.readers_of(text, admin) == (2, 3)
    assert "read by 2 of 3" in browser_of(admin).get("/privacy/write/").content.decode()
    runner = make_person("Maya")
    make_program(admin=runner)
    privacy.read(text, by=runner, now=NOW)
    assert browser_of(runner).get("/privacy/write/").status_code == 403
    with pytest.raises(PermissionDenied):
        privacy.write(by=runner, now=NOW, purpose="Mine", contacts="Me")
    with pytest.raises(PermissionDenied):
        privacy.publish(text, by=runner, now=NOW)


def test_a_draft_is_kept_and_shown_to_nobody_else() -> None:
    admin = make_person("Olga", is_org_admin=True)
    browser = browser_of(admin)
    browser.post("/privacy/write/", {"purpose": "A first try", "contacts": "Dora"})
    assert "A first try" in browser.get("/privacy/write/").content.decode()
    assert "A first try" not in Client().get("/privacy/").content.decode()
    browser.post("/privacy/write/", {"purpose": "A first try", "contacts": "Dora", "publish": "1"})
    assert "A first try" in Client().get("/privacy/").content.decode()


def test_the_page_says_of_every_class_who_reads_it_and_how_long_it_is_kept() -> None:
    """The lines come from the registry: a class that comes into use appears by itself."""
    assert set(classes.WORDS) == set(DataClass)
    page = " ".join(Client().get("/privacy/").content.decode().split())
    for each in set(registry().values()):
        assert str(classes.WORDS[each][0]) in page
    for period in PERIODS:
        assert str(period.what) in page


def test_strangers_do_not_learn_which_programs_there_are() -> None:
    program = make_program(data_contact="data@example.org")
    assert program.name not in Client().get("/privacy/").content.decode()
    assert "data@example.org" in browser_of(make_person("Amara")).get("/privacy/").content.decode()
