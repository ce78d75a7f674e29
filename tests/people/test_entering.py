"""Getting in: codes, invitations, another address."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.core.internal import ratelimit
from django.apps import apps
from django.core import mail
from django.db import connections
from django.test import Client
from django.urls import reverse

from core import clock
from core.errors import NotPossible
from people import addresses, invitations
from people.admin_link import make_admin_link
from people.models import EmailChange, Invitation, User
from people.tokens import token_for
from tests.make import make_person

pytestmark = pytest.mark.usefixtures("own_counters")  # who asks for a code too often waits, and they count by minutes


def ask_for_code(client: Client, address: str) -> str:
    client.post("/accounts/login/code/", {"email": address})
    found = re.search(r"\d{6}", mail.outbox[-1].subject.replace(" ", "")) if mail.outbox else None
    return found.group() if found else ""


def enter_code(client: Client, code: str, **more: str) -> None:
    client.post("/accounts/login/code/confirm/", {"code": code, **more})


def is_signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


@pytest.mark.django_db
def test_a_mailed_code_lets_in_who_has_no_password(client: Client) -> None:
    person = make_person("Amara")
    enter_code(client, ask_for_code(client, person.email or ""))
    assert is_signed_in(client)


@pytest.mark.django_db
def test_the_mailed_code_is_in_the_subject_and_both_forms_say_the_same(client: Client) -> None:
    """screens, section 5: the words, and why one gets them; so too a mail that allauth writes itself."""
    person = make_person("Amara")
    code = ask_for_code(client, person.email or "")
    [letter] = mail.outbox
    assert letter.subject == f"Your sign-in code: {code[:3]} {code[3:]}"
    text, why = letter.body.split("-- \n")
    assert text.strip() == "It works for 15 minutes. If you did not ask for it, do nothing."
    assert why.strip() == "Why you get this: it is about how you sign in."
    enter_code(client, code)
    client.post("/accounts/password/set/", {"password1": "another horse battery", "password2": "another horse battery"})
    assert len(mail.outbox) == 2
    each: Any
    for each in mail.outbox:
        seen = unescape(re.sub(r"<[^>]+>", " ", each.alternatives[0].content.split("<body")[1].split(">", 1)[1]))
        assert sorted(re.findall(r"\w+", seen)) == sorted(re.findall(r"\w+", f"{each.subject} {each.body}"))
        assert each.from_email.startswith("Manyhands <")
        assert "!" not in each.body


@pytest.mark.django_db
def test_who_sets_a_first_password_stays_signed_in_here_and_nowhere_else(client: Client) -> None:
    person = make_person("Amara")
    elsewhere = Client()
    for device in (client, elsewhere):
        enter_code(device, ask_for_code(device, person.email or ""))
    words = "another horse battery"
    answer = client.post("/accounts/password/set/", {"password1": words, "password2": words})
    assert answer.headers["Location"] == "/me/"
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


@pytest.mark.django_db
def test_an_unknown_address_gets_the_same_answer_and_no_mail(client: Client) -> None:
    person = make_person("Amara")
    known = client.post("/accounts/login/code/", {"email": person.email})
    unknown = Client().post("/accounts/login/code/", {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [sent.to for sent in mail.outbox] == [[person.email]]


@pytest.mark.django_db
def test_a_device_stays_signed_in_only_if_it_asks(client: Client) -> None:
    person = make_person("Amara")
    enter_code(client, ask_for_code(client, person.email or ""))
    assert client.session.get_expire_at_browser_close()
    device = Client()
    enter_code(device, ask_for_code(device, person.email or ""), remember="on")
    assert device.session.get_expiry_age() == pytest.approx(timedelta(days=60).total_seconds(), abs=60)


@pytest.mark.django_db
def test_a_session_dies_with_deactivation(client: Client) -> None:
    person = make_person("Amara")
    client.force_login(person)
    assert is_signed_in(client)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_looking_at_an_invitation_does_not_use_it_up(client: Client) -> None:
    link = make_admin_link("")
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert not is_signed_in(client)
    client.post(link)
    assert is_signed_in(client)
    assert Client().get(link).status_code == 404


@pytest.mark.django_db
def test_a_second_start_leaves_every_table_as_it_was_until_the_link_was_used(client: Client) -> None:
    def counts() -> list[int]:
        return [model._base_manager.count() for model in apps.get_models() if not model._meta.proxy]

    link, before = make_admin_link(""), counts()
    assert (make_admin_link(""), counts()) == (link, before)
    client.post(link)
    assert make_admin_link("") != link


@pytest.mark.django_db
def test_an_invitation_runs_out() -> None:
    person = make_person("Amara")
    row = invitations.invite(person, "/", by=None, now=clock.now())
    assert invitations.find(invitations.token_of(row), clock.now() + timedelta(days=15)) is None


@pytest.mark.django_db
def test_the_table_holds_no_token() -> None:
    row = invitations.invite(make_person("Amara"), "/", by=None, now=clock.now())
    stored = Invitation.objects.values().get(pk=row.pk)
    assert invitations.token_of(row) not in [str(value) for value in stored.values()]


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_exactly_one_uses_an_invitation() -> None:
    row = invitations.invite(make_person("Amara"), "/", by=None, now=clock.now())

    def attempt(_: int) -> bool:
        try:
            invitations.use(row, by=None, now=clock.now())
        except NotPossible:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(8))) == 1


@pytest.mark.django_db
def test_a_new_address_counts_when_its_owner_confirms(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    person = make_person("Amara", email="old@example.org")
    client.force_login(person)
    change = addresses.ask(person, "New@Example.org", by=person, now=clock.now())
    person.refresh_from_db()
    assert person.email == "old@example.org"
    token = token_for("address", change.pk)
    assert client.get(f"/address/{token}/").status_code == 200
    person.refresh_from_db()
    assert person.email == "old@example.org"
    Client().post(f"/address/{token}/")
    person.refresh_from_db()
    assert person.email == "new@example.org"


@pytest.mark.django_db
def test_a_changed_address_signs_out_everywhere_and_tells_the_old_one(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    person, elsewhere = make_person("Amara", email="old@example.org"), Client()
    for device in (client, elsewhere):
        enter_code(device, ask_for_code(device, "old@example.org"))
        assert is_signed_in(device)
    change = addresses.ask(person, "new@example.org", by=person, now=clock.now())
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        addresses.confirm(change, by=None, now=clock.now())
    assert not is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert [letter.to for letter in mail.outbox] == [["old@example.org"]]


@pytest.mark.django_db
@pytest.mark.parametrize(("wrong", "lets_in"), [(4, True), (5, False)])
def test_a_code_stands_four_wrong_tries_and_no_fifth(client: Client, wrong: int, lets_in: bool) -> None:
    code = ask_for_code(client, make_person("Amara").email or "")
    for _ in range(wrong):
        enter_code(client, "000000" if code != "000000" else "111111")
    enter_code(client, code)
    assert is_signed_in(client) == lets_in


@pytest.mark.django_db
@pytest.mark.parametrize("asks_again", [True, False])
def test_a_link_to_a_mistyped_address_is_over_once_another_was_asked_for_or_used(asks_again: bool) -> None:
    person, now = make_person("Amara"), clock.now()
    wrong = addresses.ask(person, "amara@exmaple.org", by=person, now=now)
    if asks_again:
        addresses.ask(person, "amara@example.org", by=person, now=now)
    else:
        right = EmailChange.objects.create(
            person=person, new_email="amara@example.org", asked_by=person, token_hash="x", asked_at=now,
            expires_at=now + addresses.VALID_FOR,
        )  # fmt: skip
        addresses.confirm(right, by=None, now=now)
    with pytest.raises(NotPossible, match="has run out"):
        addresses.confirm(wrong, by=None, now=now)


@pytest.mark.django_db
def test_five_addresses_a_day_are_asked_and_no_sixth() -> None:
    """Each is a mail to somebody who may have nothing to do with it."""
    person, now = make_person("Amara"), clock.now()
    for number in range(5):
        addresses.ask(person, f"amara{number}@example.org", by=person, now=now)
    with pytest.raises(NotPossible, match="Enough links for one day"):
        addresses.ask(person, "amara6@example.org", by=person, now=now)
    assert addresses.ask(person, "amara6@example.org", by=person, now=now + timedelta(days=1, minutes=1))


@pytest.mark.django_db
def test_ten_codes_an_hour_go_to_one_address_and_no_more(monkeypatch: pytest.MonkeyPatch, own_counters: Any) -> None:
    """Each can be guessed at five times: with three a minute and no more to it, half of a month finds one."""
    person, now = make_person("Amara"), [time.time()]
    monkeypatch.setattr(ratelimit, "time", SimpleNamespace(**{**vars(time), "time": lambda: now[0]}))
    for _ in range(12):
        now[0] += 61
        ask_for_code(Client(), person.email or "")
    assert len(mail.outbox) == 10
    now[0] += 3600
    ask_for_code(Client(), person.email or "")
    assert len(mail.outbox) == 11


@pytest.mark.django_db
def test_nobody_takes_an_address_of_somebody_else() -> None:
    person, other = make_person("Amara"), make_person("Leo")
    change = addresses.ask(person, other.email or "", by=person, now=clock.now())
    with pytest.raises(NotPossible, match="Somebody else"):
        addresses.confirm(change, by=None, now=clock.now())
    assert EmailChange.objects.get().used_at is None


@pytest.mark.django_db
def test_an_admin_never_changes_the_address_of_somebody_who_has_signed_in() -> None:
    admin, person = make_person("Sam", is_org_admin=True), make_person("Amara", last_login=clock.now())
    with pytest.raises(NotPossible, match="only Amara can change"):
        addresses.ask(person, "sam@example.org", by=admin, now=clock.now())
    assert not EmailChange.objects.exists()
    newcomer = make_person("Jo")
    assert addresses.ask(newcomer, "jo@example.org", by=admin, now=clock.now()).person == newcomer


@pytest.mark.django_db
def test_a_way_to_another_address_is_offered_to_who_may_take_it(client: Client) -> None:
    admin, newcomer = make_person("Sam", is_org_admin=True), make_person("Jo")
    client.force_login(admin)
    assert reverse("people:address", args=[newcomer.pk]) in client.get(f"/people/{newcomer.pk}/").content.decode()
    User.objects.filter(pk=newcomer.pk).update(last_login=clock.now())
    assert reverse("people:address", args=[newcomer.pk]) not in client.get(f"/people/{newcomer.pk}/").content.decode()
