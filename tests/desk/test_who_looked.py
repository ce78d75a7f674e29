""" "Who looked": what people who run things opened or did about somebody, and nothing that is kept from them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core.clock import moved_to
from core.errors import NotYours
from core.models import AuditEvent
from core.verbs import VERBS
from desk.own import looking
from people import profiles
from people.models import User
from programs.models import Enrollment
from tests.audit.acts import import_everything
from tests.make import NOW, make_enrollment, make_pair, make_person, make_program

pytestmark = pytest.mark.django_db


def told(person: User) -> str:
    browser = Client()
    browser.force_login(person)
    return " ".join(browser.get(reverse("desk:who_looked")).content.decode().split())


def opened(reader: User, path: str) -> int:
    browser = Client()
    browser.force_login(reader)
    with moved_to(NOW):
        return browser.get(path).status_code


def test_who_runs_things_and_opens_a_profile_or_a_pair_is_told_to_its_people() -> None:
    maya = make_person("Maya", "Lindqvist")
    pair = make_pair(program=make_program(admin=maya))
    assert "Nobody yet." in told(pair.learner)
    assert opened(maya, reverse("people:person", args=[pair.learner.pk])) == 200
    assert opened(maya, reverse("desk:facts", args=[pair.pk])) == 200
    page = told(pair.learner)
    assert "opened your profile" in page
    assert "opened the facts of your pair" in page
    other = told(pair.guide)
    assert "opened the facts of your pair" in other
    assert "opened your profile" not in other, "that was the other one's profile"


def test_a_list_that_was_taken_out_is_told_to_those_who_belong_to_it() -> None:
    """One row in the audit for the file, and a line for each who takes part where it is from."""
    maya = make_person("Maya", "Lindqvist")
    program = make_program(admin=maya)
    inside, draft, elsewhere = people = [make_person(name) for name in ("Amara", "Ben", "Otto")]
    make_enrollment(program, inside, "learner")
    make_enrollment(program, draft, "learner", status="draft")
    make_enrollment(make_program(), elsewhere, "learner")
    Enrollment.objects.update(created_at=NOW - timedelta(days=1))
    User.objects.filter(pk__in=[inside.pk, draft.pk]).update(created_at=NOW - timedelta(days=1))
    User.objects.filter(pk=elsewhere.pk).update(created_at=NOW + timedelta(days=1))
    words = "took out a list of people that you belong to as a file"
    for path, readers in (
        (f"/programs/{program.pk}/applications/?download=csv", {inside}),
        ("/pairs/?download=csv", {inside}),
        ("/people/?download=csv", {inside, draft}),
    ):
        before = {person: told(person).count(words) for person in people}
        assert opened(maya, path) == 200
        for person in people:
            assert told(person).count(words) - before[person] == (person in readers), (path, person)
    assert AuditEvent.objects.filter(verb="list.export").count() == 3


def test_ones_own_looks_and_those_of_the_other_half_are_not_told() -> None:
    pair = make_pair()
    assert opened(pair.guide, reverse("people:person", args=[pair.learner.pk])) == 200
    assert opened(pair.learner, reverse("people:person", args=[pair.learner.pk])) == 200
    assert not AuditEvent.objects.filter(verb="person.look").exists()
    assert "Nobody yet." in told(pair.learner)


def test_a_look_at_a_page_that_is_refused_leaves_nothing() -> None:
    pair, stranger = make_pair(), make_person("Otto")
    assert opened(stranger, reverse("desk:facts", args=[pair.pk])) == 404
    assert opened(pair.guide, reverse("desk:facts", args=[pair.pk])) == 403
    with pytest.raises(NotYours):
        looking.look_at_pair(pair, by=pair.guide, now=NOW)
    with pytest.raises(NotYours):
        profiles.look_at(pair.guide, by=stranger, now=NOW)
    assert not AuditEvent.objects.filter(verb__endswith=".look").exists()


def test_a_proposal_that_came_to_nothing_is_not_told() -> None:
    admin, lapsed = make_person("Olga", is_org_admin=True), make_pair(status="lapsed")
    looking.look_at_pair(lapsed, by=admin, now=NOW)
    assert "Nobody yet." in told(lapsed.learner)


def test_what_the_two_do_is_not_told_even_where_one_runs_the_program() -> None:
    """Otherwise "who looked" would tell what the other half decided."""
    guide = make_person("Leo")
    pair = make_pair(program=make_program(admin=guide), guide=guide)
    looking.look_at_pair(pair, by=guide, now=NOW)
    assert "Nobody yet." in told(pair.learner)


def test_who_may_not_be_seen_is_not_named() -> None:
    person, admin = make_person("Amara"), make_person("Olga", "Hidden", is_org_admin=True)
    profiles.look_at(person, by=admin, now=NOW)
    page = told(person)
    assert "Hidden" not in page
    assert "Somebody who runs things here" in page


def test_the_list_comes_in_pages_with_the_latest_first() -> None:
    person, admin = make_person("Amara"), make_person("Olga", is_org_admin=True)
    for _ in range(51):
        profiles.look_at(person, by=admin, now=NOW)
    profiles.set_work(person, by=admin, now=NOW, grade="5")
    page = told(person)
    assert "Page 1 of 2" in page
    assert page.index("wrote down your profession") < page.index("opened your profile")


def test_who_notes_that_somebody_wants_to_be_erased_or_takes_it_back_is_told() -> None:
    admin = make_person("Ola", "Berg", is_org_admin=True)
    maya, never_here = make_person("Maya", "Lindqvist"), make_person("Ben", "Okafor")
    for person in (maya, never_here):
        profiles.ask_for_deletion(person, by=admin, now=NOW)
    profiles.take_back_deletion(never_here, by=admin, now=NOW)
    assert "noted that you want to be erased" in told(maya)
    page = told(never_here)
    assert "took back that you want to be erased" in page
    assert "noted that you want to be erased" in page


def test_every_line_is_about_a_verb_that_there_is() -> None:
    import_everything()
    imported = {"person.update"}  # what a file does to many at once
    assert set(looking.WORDS) - set(VERBS) == imported
