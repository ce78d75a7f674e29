"""The first run: one link, four steps, a program. Where it stands is read from what is there."""

from __future__ import annotations

import re
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.clock import day_here, moved_to
from core.models import AuditEvent, Organization
from people import organization
from people.admin_link import make_admin_link
from people.importing.applying import apply_plan
from people.importing.options import ImportOptions
from people.importing.planning import plan_import
from people.models import EmailChange, User
from people.tables import read_table
from programs.models import Program
from tests.make import NOW, make_pair, make_person, make_program

SAID = {"name": "Tidewater", "time_zone": "Pacific/Auckland", "given_name": "Sam", "family_name": "Ode"}
pytestmark = pytest.mark.django_db


def pressed(link: str, client: Client) -> Any:
    """The page that the one-time link leads to."""
    return client.post(re.sub(r"^https?://[^/]+", "", link), follow=True)


@pytest.fixture
def sam(client: Client, settings: Any) -> User:
    """The first admin, signed in by the link, of an installation that sends mail."""
    settings.EMAIL_IS_SENT = True
    pressed(make_admin_link("http://testserver"), client)
    return User.objects.get()


def where(client: Client) -> str:
    return str(client.get("/setup/", follow=True).request["PATH_INFO"])


def test_the_link_leads_to_the_first_step_and_each_step_to_the_next(client: Client, sam: User) -> None:
    assert where(client) == "/setup/organization/"
    client.post("/setup/organization/", SAID)
    assert where(client) == "/setup/mail/"
    User.objects.filter(pk=sam.pk).update(email="sam@example.org")
    client.post("/setup/mail/", {"email": "sam@example.org"})
    assert where(client) == "/setup/people/"
    make_person("Noor")
    assert where(client) == "/setup/program/"
    page = client.post("/setup/program/", {"name": "Spring", "template": "coaching-half_year"}, follow=True)
    program = Program.objects.get()
    assert page.request["PATH_INFO"] == f"/programs/{program.pk}/"
    assert "name a help contact" in page.content.decode(), "what comes next"
    assert program.admin_rows.get().person == sam
    assert where(client) == "/"


def test_each_step_can_be_skipped_and_is_offered_again_later(client: Client, sam: User) -> None:
    steps = ["/setup/organization/", "/setup/mail/", "/setup/people/", "/setup/program/"]
    for here, after in zip(steps, [*steps[1:], "/"], strict=True):
        page = client.get(here).content.decode()
        assert re.search(rf'href="{after}"[^>]*>(Skip for now|Not now)<', page), here
    assert where(client) == steps[0]
    home = client.get("/").content.decode()
    assert "Step 1 of 4: Organization." in home
    client.post("/setup/organization/", SAID)
    assert "Step 2 of 4: Mail." in client.get("/").content.decode()
    make_program()
    assert "of 4" not in client.get("/").content.decode()


def test_the_steps_show_where_one_is_and_what_is_done(client: Client, sam: User) -> None:
    client.post("/setup/organization/", SAID)
    shown = [(step.label, step.state) for step in client.get("/setup/people/").context["steps"]]
    assert shown == [("Organization", "done"), ("Mail", ""), ("People", "now"), ("First program", "")]


def test_the_organization_says_where_its_days_begin_and_whose_zone_nobody_said(client: Client, sam: User) -> None:
    client.post("/setup/organization/", SAID)
    sam.refresh_from_db()
    assert (sam.name, sam.time_zone) == ("Sam Ode", "Pacific/Auckland")
    assert day_here(NOW.replace(hour=12)) == NOW.date().replace(day=NOW.day + 1)
    csv = b"name,email\nNia Newcomer,nia@example.org\n"
    client.post("/people/add/", {"given_name": "Ada"})
    apply_plan(plan_import(read_table(csv), ImportOptions(), NOW.date()), by=sam, now=NOW)
    assert set(User.objects.values_list("time_zone", flat=True)) == {"Pacific/Auckland"}
    client.post("/setup/organization/", {**SAID, "name": "Tidewater Sensors", "time_zone": "Europe/Berlin"})
    assert (Organization.objects.count(), Organization.here().name) == (1, "Tidewater Sensors")
    assert User.objects.get(given_name="Ada").time_zone == "Pacific/Auckland", "what is written stays"


def test_a_step_that_is_not_filled_in_says_so_and_writes_nothing(client: Client, sam: User) -> None:
    page = client.post("/setup/organization/", {"name": "", "time_zone": "Nowhere", "given_name": ""})
    assert sorted(page.context["form"].errors) == ["given_name", "name", "time_zone"]
    page = client.post("/setup/program/", {"name": "Spring", "template": "training"})
    assert list(page.context["form"].errors) == ["template"]
    assert not Organization.objects.exists()
    assert not Program.objects.exists()


def test_the_test_mail_goes_to_ones_own_address(client: Client, sam: User) -> None:
    User.objects.filter(pk=sam.pk).update(email="sam@example.org")
    client.post("/setup/organization/", SAID)
    with moved_to(NOW):
        page = client.post("/setup/mail/", {"email": "Sam@example.org"}, follow=True)
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [(["sam@example.org"], "A test mail from Manyhands")]
    assert "It arrived, go on" in page.content.decode()
    assert Organization.here().mail_tested_at == NOW
    assert AuditEvent.objects.filter(verb="organization.mail_works", actor_id=sam.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_has_no_address_yet_proves_one_with_the_same_mail(client: Client, sam: User) -> None:
    client.post("/setup/mail/", {"email": "sam@example.org"})
    link = re.search(r"http\S+(/address/\S+)", str(mail.outbox[-1].body))
    assert link is not None
    assert Organization.here().mail_tested_at is not None
    sam.refresh_from_db()
    assert sam.email is None, "an address counts once its owner has opened the link"
    Client().post(link[1])
    sam.refresh_from_db()
    assert sam.email == "sam@example.org"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("email", ["sam@example.org", "other@example.org"])
def test_a_mail_system_that_refuses_is_said_at_the_field_and_nothing_is_noted(
    client: Client, sam: User, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    User.objects.filter(pk=sam.pk).update(email="sam@example.org")

    def refuse(*args: object, **kwargs: object) -> int:
        raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    page = client.post("/setup/mail/", {"email": email})
    assert page.status_code == 200
    assert "did not take it: Connection unexpectedly closed" in page.context["form"].errors["email"][0]
    assert not Organization.objects.exists()


def test_what_lands_in_a_folder_proves_nothing(client: Client, sam: User, settings: Any) -> None:
    settings.EMAIL_IS_SENT = False
    User.objects.filter(pk=sam.pk).update(email="sam@example.org")
    page = client.post("/setup/mail/", {"email": "sam@example.org"}, follow=True).content.decode()
    assert "Written into the folder var/mail" in page
    assert "Set EMAIL_URL" in page
    assert not Organization.objects.exists()


def test_without_mail_the_step_says_how_people_get_in_meanwhile(client: Client, sam: User, settings: Any) -> None:
    words = "“Make an invitation link” gives a link that you hand over"
    settings.EMAIL_IS_SENT = False
    assert words in client.get("/setup/mail/").content.decode()
    settings.EMAIL_IS_SENT = True
    assert words not in client.get("/setup/mail/").content.decode()


def test_an_address_that_waits_in_the_folder_is_to_be_confirmed_before_one_signs_out(
    client: Client, sam: User, settings: Any
) -> None:
    settings.EMAIL_IS_SENT = False
    page = client.post("/setup/mail/", {"email": "sam@example.org"}, follow=True).content.decode()
    assert "Open the link in it before you sign out" in page


def test_an_admin_whom_no_mail_reaches_is_told_before_signing_out(client: Client, sam: User) -> None:
    """Their first link works once, and a sign-in code needs an address."""
    assert "You have no work e-mail here" in client.get("/").content.decode()
    User.objects.filter(pk=sam.pk).update(email="sam@example.org")
    assert "You have no work e-mail here" not in client.get("/").content.decode()


def test_an_address_of_somebody_else_is_not_taken(client: Client, sam: User) -> None:
    noor = make_person("Noor", email="noor@example.org")
    client.post("/setup/mail/", {"email": "noor@example.org"})
    Client().post("/address/x/")
    noor.refresh_from_db()
    sam.refresh_from_db()
    assert (noor.email, sam.email) == ("noor@example.org", None)
    assert EmailChange.objects.get().used_at is None


def test_nobody_but_an_org_admin_sets_anything_up(client: Client) -> None:
    admin = make_person("Maya")
    make_program(admin=admin)
    for person in (admin, make_person("Amara")):
        client.force_login(person)
        for step in ("", "organization/", "mail/", "people/", "program/"):
            assert client.get(f"/setup/{step}").status_code == 403
        assert client.post("/setup/organization/", SAID).status_code == 403
        with pytest.raises(Exception, match="Only an organization admin"):
            organization.describe(name="X", time_zone="UTC", by=person, now=NOW)
        assert "Name and time zone" not in client.get("/programs/").content.decode()
    assert not Organization.objects.exists()


def test_afterwards_the_pages_are_reached_from_the_programs(client: Client) -> None:
    client.force_login(make_person("Sam", is_org_admin=True))
    make_program()
    page = client.get("/programs/").content.decode()
    assert "/setup/organization/" in page
    saved = client.post("/setup/organization/", SAID)
    assert saved.headers["Location"] == "/"
    assert client.get("/setup/program/").headers["Location"] == "/programs/new/"


def test_every_step_asks_little(client: Client, sam: User) -> None:
    for step in ("organization", "mail", "people", "program"):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/setup/{step}/")
        assert len(asked) <= 8, [query["sql"] for query in asked]


def test_an_agreement_says_for_whom_the_server_is_run(client: Client) -> None:
    organization.describe(name="Tidewater", time_zone="UTC", by=None, now=NOW)
    pair = make_pair()
    client.force_login(pair.learner)
    assert "This server is run for Tidewater." in client.get(f"/pairs/{pair.pk}/agreement/").content.decode()
