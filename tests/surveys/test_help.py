"""Asking for a talk: what the contact reads, and what stays with whoever asked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from core.clock import moved_to
from people.models import User
from relationships.models import Relationship
from surveys import helping
from surveys.models import HelpRequest
from tests.make import NOW, make_pair, make_person

pytestmark = pytest.mark.django_db
NO_REASON = "You get no answers and no reason"
ASKED = "for a talk on <time datetime="


def page_of(client: Client, reader: User | None, asked: HelpRequest) -> str:
    assert reader is not None
    client.force_login(reader)
    return client.get(f"/help-requests/{asked.pk}/").content.decode()


def test_the_contact_is_told_what_they_read_and_what_they_do_not(client: Client) -> None:
    """The sentence above somebody's own words does not say that there are none."""
    pair = make_pair()
    contact = pair.program.help_contact
    page = page_of(client, contact, helping.ask(pair, "Please call me", by=pair.learner, now=NOW))
    assert NO_REASON not in page
    assert "You do not see answers of check-ins, only what Amara chose to write. Nobody else is told." in page
    assert NO_REASON in page_of(client, contact, helping.ask(pair, by=pair.guide, now=NOW))


def test_whoever_asked_reads_that_they_did_and_when(client: Client) -> None:
    """On the pair's pages and on the form, so that nobody wonders whether it was sent."""
    pair = make_pair()
    helping.ask(pair, "Please call me", by=pair.learner, now=NOW)
    client.force_login(pair.learner)
    with moved_to(NOW):
        for path in (f"/pairs/{pair.pk}/", f"/pairs/{pair.pk}/sessions/", f"/pairs/{pair.pk}/help/"):
            assert ASKED in client.get(path).content.decode(), path
        assert "Please call me" in client.get(f"/pairs/{pair.pk}/help/").content.decode()


def test_nobody_but_who_asked_and_the_contact_learns_that_somebody_did(client: Client) -> None:
    """S0-43: neither the other half nor the line nor who runs the program, on any page they can open of this pair."""
    boss, other_boss, sam = make_person("Ruth"), make_person("Rolf"), make_person("Sam", is_org_admin=True)
    learner, guide = make_person("Amara", manager=boss), make_person("Leo", manager=other_boss)
    pair = make_pair(learner=learner, guide=guide)
    admin = pair.program.admin_rows.get().person
    pages = ["", "goals/", "notes/", "sessions/", "agreement/", "help/", "check-ins/", "facts/"]
    paths = ["/", "/team/", "/inbox/", "/pairs/", *(f"/pairs/{pair.pk}/{page}" for page in pages)]
    before = seen_by(client, (guide, boss, other_boss, admin, sam), paths)
    helping.ask(pair, "Please call me", by=learner, now=NOW)
    assert seen_by(client, (guide, boss, other_boss, admin, sam), paths) == before


def seen_by(client: Client, people: tuple[User, ...], paths: list[str]) -> dict[tuple[str, str], str]:
    """Every page as each of these reads it, without the token that differs each time."""
    found = {}
    with moved_to(NOW):
        for person in people:
            client.force_login(person)
            for path in paths:
                page = client.get(path).content.decode()
                found[person.given_name, path] = re.sub(r'\b\w{64}\b|nonce="[^"]+"', "", page)
    return found


def test_a_second_press_asks_once_and_other_words_ask_again() -> None:
    """The contact gets one mail; whoever has more to say is heard."""
    pair = make_pair()
    first = helping.ask(pair, "Please call me", by=pair.learner, now=NOW)
    assert helping.ask(pair, "Please call me ", by=pair.learner, now=NOW + timedelta(minutes=5)) == first
    assert helping.ask(pair, "Please call me", by=pair.guide, now=NOW) != first
    assert helping.ask(pair, "It is urgent now", by=pair.learner, now=NOW + timedelta(minutes=6)) != first
    assert helping.ask(pair, "Please call me", by=pair.learner, now=NOW + timedelta(days=1)) != first


def test_where_the_contact_has_left_who_asked_is_told_and_asks_somebody_else(client: Client) -> None:
    """What was written for one person is read by no other; it does not wait for ever either."""
    pair = make_pair()
    asked = helping.ask(pair, "Please call me", by=pair.learner, now=NOW)
    User.objects.filter(pk=asked.contact_id).update(is_active=False)
    maya = pair.program.admin_rows.get().person
    client.force_login(pair.learner)
    told = "has left before answering"
    with moved_to(NOW + timedelta(days=3)):
        for path in (f"/pairs/{pair.pk}/", f"/pairs/{pair.pk}/help/", f"/help-requests/{asked.pk}/"):
            assert told in client.get(path).content.decode(), path
        assert f"Write to {maya.first_name}" in client.get(f"/help-requests/{asked.pk}/").content.decode()
        overview = client.get(f"/pairs/{pair.pk}/").content.decode()
        assert f"{maya.name} only" in overview
        assert f"Write to {maya.first_name}</a>" in overview, "for the first time"
        assert [*HelpRequest.objects.left_alone()] == [asked]
        again = helping.ask(Relationship.objects.get(), "Please call me", by=pair.learner, now=NOW + timedelta(days=3))
        assert again.contact == maya
        assert told not in client.get(f"/pairs/{pair.pk}/").content.decode()
        assert "write to" not in client.get(f"/help-requests/{asked.pk}/").content.decode().casefold(), "they did"
    assert not HelpRequest.objects.left_alone()
    assert not HelpRequest.objects.visible_to(maya).filter(pk=asked.pk)


def test_who_asked_and_has_no_pair_any_more_is_led_to_nobody(client: Client) -> None:
    pair = make_pair(status="ended", ended_on=NOW.date())
    asked = HelpRequest.objects.create(
        relationship=pair, person=pair.learner, contact=make_person("Noor"), asked_at=NOW
    )
    User.objects.filter(pk=asked.contact_id).update(is_active=False)
    client.force_login(pair.learner)
    with moved_to(NOW + timedelta(days=800)):
        page = client.get(f"/help-requests/{asked.pk}/").content.decode()
    assert "has left before answering" in page
    assert "Write to" not in page
