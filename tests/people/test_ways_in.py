"""Ways in that others hand out, and what is off where no mail is sent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from core import clock
from core.errors import NotPossible, NotYours
from core.models import AuditEvent
from people import addresses, invitations
from people.models import EmailChange, Invitation, User
from people.tokens import token_for
from tests.make import make_person, make_program


def make_link(client: Client, person: User) -> str:
    """Press the button on the person's page; the path that the next page shows."""
    page = client.post(reverse("people:invitation_link", args=[person.pk])).content.decode()
    found = re.search(r"<code>https?://[^/]+(/invitation/[^<]+)</code>", page)
    assert found is not None
    return found[1]


@pytest.fixture
def admin(db: None) -> User:
    return make_person("Maya", "Admin")


@pytest.fixture
def as_admin(client: Client, admin: User) -> Client:
    make_program(admin=admin)
    client.force_login(admin)
    return client


@pytest.mark.parametrize("email", ["amara@example.org", None])
def test_a_link_made_on_a_persons_page_lets_that_person_in_once(as_admin: Client, email: str | None) -> None:
    person = make_person("Amara", "Okafor", email=email)
    page = reverse("people:person", args=[person.pk])
    assert "Make an invitation link" in as_admin.get(page).content.decode()
    link, theirs = make_link(as_admin, person), Client()
    theirs.post(link)
    assert theirs.get("/me/").context["user"] == person
    assert Client().post(link).status_code == 404
    assert "Make an invitation link" not in as_admin.get(page).content.decode()
    assert AuditEvent.objects.filter(verb="person.invite", object_id=Invitation.objects.get().pk).count() == 1


def test_the_link_is_shown_once_and_a_new_one_ends_it(as_admin: Client) -> None:
    person = make_person("Amara")
    first = make_link(as_admin, person)
    token = first.split("/")[2]
    assert token not in as_admin.get(reverse("people:person", args=[person.pk])).content.decode()
    second = make_link(as_admin, person)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_nobody_makes_a_link_for_somebody_who_has_signed_in(as_admin: Client) -> None:
    """Whoever holds the link gets in as that person."""
    person = make_person("Amara", last_login=clock.now())
    assert as_admin.post(reverse("people:invitation_link", args=[person.pk])).status_code == 409
    assert not Invitation.objects.exists()


def test_a_link_ends_when_its_person_gets_in_another_way(as_admin: Client) -> None:
    person = make_person("Amara")
    link = make_link(as_admin, person)
    Client().force_login(person)
    assert Client().post(link).status_code == 404


def test_an_address_that_an_admin_asked_for_ends_when_its_person_gets_in(admin: User) -> None:
    make_program(admin=admin)
    person, now = make_person("Amara"), clock.now()
    token = token_for("address", addresses.ask(person, "maya@example.org", by=admin, now=now).pk)
    assert addresses.find(token, now) is not None
    Client().force_login(person)
    assert addresses.find(token, now) is None
    with pytest.raises(NotPossible):
        addresses.confirm(EmailChange.objects.get(), by=None, now=now)


def test_who_runs_a_program_opens_no_door_of_those_who_run_things(admin: User) -> None:
    make_program(admin=admin)
    org_admin, other = make_person("Sam", is_org_admin=True), make_person("Otto")
    make_program(admin=other)
    for person in (org_admin, other):
        with pytest.raises(NotYours):
            invitations.invite(person, "/", by=admin, now=clock.now())
        with pytest.raises(NotYours):
            addresses.ask(person, "maya@example.org", by=admin, now=clock.now())
    assert invitations.invite(other, "/", by=org_admin, now=clock.now()).person == other


@pytest.mark.django_db
def test_who_runs_nothing_makes_no_link(client: Client) -> None:
    leader = make_person("Ruth")
    person = make_person("Amara", manager=leader)
    client.force_login(leader)
    assert "Make an invitation link" not in client.get(reverse("people:person", args=[person.pk])).content.decode()
    assert client.post(reverse("people:invitation_link", args=[person.pk])).status_code == 403
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_without_mail_no_password_is_reset(client: Client, settings: Any) -> None:
    person = make_person("Amara")
    person.set_password("correct horse battery")
    person.save()
    settings.EMAIL_IS_SENT = True
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"/accounts/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert link is not None
    assert "csrfmiddlewaretoken" in client.get(reverse("account_reset_password")).content.decode()
    assert client.get(link[0]).status_code == 302, "allauth hides the key in the session"
    settings.EMAIL_IS_SENT = False
    mail.outbox.clear()
    pages = [
        client.get(reverse("account_reset_password")),
        client.post(reverse("account_reset_password"), {"email": person.email}),
        client.get(link[0]),
        client.post(link[0], {"password1": "another horse battery", "password2": "another horse battery"}),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "Mail is not set up here" in page.content.decode()
        assert "<form" not in page.content.decode()
    assert mail.outbox == []
    person.refresh_from_db()
    assert person.check_password("correct horse battery")


@pytest.mark.django_db
def test_where_every_recovery_code_is_used_there_is_none_to_download(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = make_person()

    def page(codes: list[str]) -> str:
        return render_to_string("mfa/recovery_codes/index.html", {"unused_codes": codes, "total_count": 10}, request)

    link = reverse("mfa_download_recovery_codes")
    assert link in page(["12345678"])
    assert link not in page([])
