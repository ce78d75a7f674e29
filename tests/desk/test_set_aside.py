"""A row of the inbox may wait, or be no problem; it is back when its day has come or when it stands for something new
(screens, screen 2)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from core.clock import moved_to
from desk.inbox.causes import CAUSES
from programs.models import SetAside
from relationships.models import Relationship
from tests.desk.test_inbox import applied, help_asked, quiet
from tests.make import NOW, make_person, make_program, make_session

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def maya(client: Client) -> Any:
    admin = make_person("Maya")
    program = make_program(admin=admin)
    quiet(program, admin)
    client.force_login(admin)
    return program


def inbox(client: Client, at: datetime = NOW) -> str:
    with moved_to(at):
        return client.get("/inbox/").content.decode()


def press(client: Client, page: str, label: str, at: datetime = NOW) -> Any:
    """The button with this label, with what its form holds."""
    forms = re.findall(r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', page, re.DOTALL)
    action, inner = next((action, inner) for action, inner in forms if label in inner)
    fields = dict(re.findall(r'<input type="hidden" name="(until|next)" value="([^"]*)"', inner))
    with moved_to(at):
        return client.post(action, fields, follow=True).content.decode()


def test_a_row_that_is_snoozed_is_back_on_its_day(client: Client, maya: Any) -> None:
    page = inbox(client)
    assert "Quiet, already reminded (1)" in page
    after = press(client, page, "Snooze until Tue 24 Nov")
    assert "set aside until Tue 24 Nov." in after
    assert "Quiet, already reminded (" not in after
    assert "Quiet, already reminded (" not in inbox(client, NOW + WEEK - timedelta(days=1))
    assert "Quiet, already reminded (1)" in inbox(client, NOW + WEEK)


def test_what_is_no_problem_stays_away_until_it_stands_for_something_new(client: Client, maya: Any) -> None:
    after = press(client, inbox(client), "Not a problem")
    assert "Quiet, already reminded (" not in after
    assert "Quiet, already reminded (" not in inbox(client, NOW + 10 * WEEK)
    pair = Relationship.objects.get()
    make_session(pair, status="held", starts_at=NOW - WEEK)
    assert "Quiet, already reminded (1)" in inbox(client, NOW + 20 * WEEK), "another silence"


def test_it_is_taken_back_from_the_line_at_the_top(client: Client, maya: Any) -> None:
    after = press(client, inbox(client), "Not a problem")
    assert SetAside.objects.count() == 1
    assert "Quiet, already reminded (1)" in press(client, after, "Undo")
    assert not SetAside.objects.exists()


def section(page: str, name: str) -> str:
    return page.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]


@pytest.fixture
def noa(maya: Any) -> Any:
    """Runs the same program."""
    other = make_person("Noa", "Levi")
    maya.admin_rows.create(person=other)
    return other


def test_the_other_admin_sees_it_set_aside_by_whom_and_until_when_and_takes_it_back(
    client: Client, maya: Any, noa: Any
) -> None:
    applied(maya, noa)
    press(client, inbox(client), "Snooze until Tue 24 Nov")
    client.force_login(noa)
    page = inbox(client)
    with moved_to(NOW):
        assert "decision waits" not in client.get("/").content.decode(), "the home counts the same"
    aside = section(page, "aside")
    assert "Set aside (1)" in aside
    assert "Applications. " in aside
    assert f"Until Tue 24 Nov, by {maya.admin_rows.first().person.name}." in aside
    assert "Applications (1)" in press(client, page, "Take back")
    client.force_login(maya.admin_rows.first().person)
    page = inbox(client)
    assert "Applications (1)" in page
    assert "Set aside" not in page


def test_who_of_the_two_comes_second_reads_how_it_stands(client: Client, maya: Any, noa: Any) -> None:
    first, page = maya.admin_rows.first().person, inbox(client)
    press(client, page, "Not a problem")
    taken = inbox(client)
    client.force_login(noa)
    assert f"{first.name} set this aside already." in press(client, page, "Snooze until Tue 24 Nov")
    [kept] = SetAside.objects.all()
    assert (kept.by, kept.until) == (first, None)
    press(client, taken, "Take back")
    client.force_login(first)
    assert "It is back in the inbox already." in press(client, taken, "Take back")
    assert "Quiet, already reminded (1)" in inbox(client)


def test_once_the_day_has_come_the_other_admin_sets_it_aside_anew(client: Client, maya: Any, noa: Any) -> None:
    press(client, inbox(client), "Snooze until Tue 24 Nov")
    client.force_login(noa)
    press(client, inbox(client, NOW + WEEK), "Not a problem", NOW + WEEK)
    assert "Not a problem, says Noa Levi." in section(inbox(client, NOW + WEEK), "aside")
    assert SetAside.objects.count() == 1


def test_who_runs_another_program_neither_sees_nor_takes_back(client: Client, maya: Any) -> None:
    press(client, inbox(client), "Not a problem")
    kept = SetAside.objects.get()
    stranger = make_person("Otto")
    make_program(admin=stranger)
    client.force_login(stranger)
    assert "Set aside" not in inbox(client)
    for fields, status in (({}, 404), ({"next": "/inbox/"}, 302)):
        for thing in (kept.thing, kept.pk):
            assert client.post(f"/inbox/{thing}/take-back-quiet/", fields).status_code == status
    assert SetAside.objects.count() == 1


def test_a_call_for_help_cannot_be_set_aside(client: Client, maya: Any) -> None:
    admin = maya.admin_rows.get().person
    help_asked(maya, admin)
    [cause] = [cause for cause in CAUSES if cause.key == "help"]
    assert not cause.may_wait
    section = inbox(client).split('aria-labelledby="g-help"')[1].split("</section>")[0]
    assert "Not a problem" not in section


def test_a_cause_that_does_not_hold_is_not_found(client: Client, maya: Any) -> None:
    pair = Relationship.objects.get()
    for cause in ("leaver", "nonsense"):
        assert client.post(f"/inbox/{pair.pk}/set-aside-{cause}/").status_code == 404
    with moved_to(NOW):
        assert client.post(f"/inbox/{pair.pk}/set-aside-quiet/", {"until": "soon"}).status_code == 404
    assert not SetAside.objects.exists()
