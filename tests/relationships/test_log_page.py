"""Screen 10 over HTTP: everything filled in, one tap, and never a second row."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from core.clock import moved_to
from notes.models import PrivateNote
from relationships.models import ActionItem, Relationship, Session
from tests.filled import Filled
from tests.make import NOW, TODAY, make_line, make_pair, make_person, make_program, make_session

pytestmark = pytest.mark.django_db


def behind(pair: Relationship, **fields: Any) -> Session:
    return make_session(pair, **{"starts_at": NOW - timedelta(hours=2), **fields})


@pytest.mark.parametrize("role", ["guide", "learner"])
@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_s1_15_the_filled_page_is_logged_by_one_tap_whoever_taps(client: Client, kind: str, role: str) -> None:
    pair = make_pair(kind)
    session = behind(pair, minutes=45)
    client.force_login(getattr(pair, role))
    url = reverse("relationships:session_log", args=[session.pk])
    page = client.get(url)
    assert len(page.content) < 30_000
    answer = client.post(url, Filled(page.content.decode()).data)
    session.refresh_from_db()
    assert (session.status, session.minutes, session.day) == ("held", 45, TODAY)
    assert answer.url == reverse("relationships:session_logged", args=[session.pk])  # type: ignore[attr-defined]


def test_s1_15_an_unplanned_talk_needs_no_more_than_day_length_and_save(client: Client) -> None:
    pair = make_pair()
    client.force_login(pair.learner)
    url = reverse("relationships:session_log_unplanned", args=[pair.pk])
    data = Filled(client.get(url).content.decode()).data
    assert data["day"] == TODAY.isoformat()
    client.post(url, {**data, "day": "2026-11-10", "minutes": "30"})
    session = Session.objects.get()
    assert (session.day, session.minutes, session.status) == (date(2026, 11, 10), 30, "held")


def test_what_the_other_half_logged_is_shown_for_confirming(client: Client) -> None:
    pair = make_pair()
    session = behind(pair, status="held", minutes=45, logged_by=pair.guide, logged_at=NOW)
    client.force_login(pair.learner)
    page = client.get(reverse("relationships:session_log", args=[session.pk])).content.decode()
    assert f"{pair.guide.first_name} logged this: talked, 45 min." in page
    client.post(reverse("relationships:session_confirm", args=[session.pk]))
    session.refresh_from_db()
    assert session.confirmed_by == pair.learner
    assert Session.objects.count() == 1


def test_what_stood_on_the_page_is_confirmed_by_one_press_and_nothing_else(client: Client) -> None:
    """What the other half has logged since was not read."""
    pair = make_pair()
    logged = {"status": "held", "logged_by": pair.guide, "logged_at": NOW}
    read = [make_session(pair, starts_at=NOW - timedelta(days=days), **logged) for days in (3, 9)]
    own = make_session(pair, status="held", starts_at=NOW, logged_by=pair.learner, logged_at=NOW)
    client.force_login(pair.learner)
    with moved_to(NOW):
        page = client.get(reverse("desk:pair_sessions", args=[pair.pk])).content.decode()
        assert "All 2 logs are right" in page
        seen = re.findall(r'name="session" value="([^"]+)"', page)
        assert set(seen) == {f"{session.pk} {session.stamp}" for session in read}
        later = make_session(pair, starts_at=NOW - timedelta(days=1), **logged)
        posted = {"session": [*seen, f"{own.pk} {own.stamp}", "no id at all"]}
        url = reverse("relationships:sessions_confirm", args=[pair.pk])
        assert client.post(url, posted).status_code == 302
        assert client.post(url, posted).status_code == 302, "pressed twice"
        assert client.post(url, {"session": f"{own.pk} {own.stamp}"}).status_code == 409
    confirmed = Session.objects.filter(confirmed_by=pair.learner)
    assert set(confirmed) == set(read)
    assert later not in confirmed


@pytest.mark.parametrize("name", ["session_confirm", "sessions_confirm"])
def test_a_log_that_was_changed_since_is_not_confirmed(client: Client, name: str) -> None:
    pair = make_pair()
    session = behind(pair, status="held", minutes=30, logged_by=pair.guide, logged_at=NOW - timedelta(hours=2))
    other = behind(pair, status="held", minutes=30, logged_by=pair.guide, logged_at=NOW - timedelta(hours=2))
    client.force_login(pair.learner)
    pages = client.get(reverse("desk:pair_sessions", args=[pair.pk])).content.decode()
    seen = re.findall(r'name="session" value="([^"]+)"', pages)
    assert f'name="seen" value="{session.stamp}"' in pages
    Session.objects.filter(pk=session.pk).update(minutes=120, logged_at=NOW - timedelta(hours=1))
    if name == "session_confirm":
        answer = client.post(reverse(f"relationships:{name}", args=[session.pk]), {"seen": session.stamp})
        assert "has changed this log meanwhile" in answer.content.decode()
    else:
        page = client.post(reverse(f"relationships:{name}", args=[pair.pk]), {"session": seen}, follow=True)
        assert "changed meanwhile is still there" in page.content.decode()
        other.refresh_from_db()
        assert other.confirmed_by == pair.learner
    session.refresh_from_db()
    assert session.confirmed_by is None


def test_a_change_by_the_other_half_changes_the_one_row(client: Client) -> None:
    pair = make_pair()
    session = behind(pair, status="held", minutes=45, logged_by=pair.guide, logged_at=NOW - timedelta(hours=1))
    client.force_login(pair.learner)
    url = reverse("relationships:session_log", args=[session.pk])
    data = Filled(client.get(url).content.decode()).data
    assert client.post(url, {**data, "minutes": "90"}).status_code == 302
    row = Session.objects.get()
    assert (row.minutes, row.logged_by, row.confirmed_by) == (90, pair.learner, None)
    assert client.post(url, {**data, "minutes": "30"}).status_code == 409
    assert Session.objects.get().minutes == 90


def test_an_unplanned_one_near_a_logged_one_asks_and_same_makes_no_second_row(client: Client) -> None:
    pair = make_pair()
    session = behind(pair, status="held", minutes=45, logged_by=pair.guide, logged_at=NOW)
    client.force_login(pair.learner)
    url = reverse("relationships:session_log_unplanned", args=[pair.pk])
    data = {**Filled(client.get(url).content.decode()).data, "minutes": "45"}
    asked = client.post(url, data)
    assert asked.status_code == 409
    assert "Same conversation as Tue 17 Nov, 45 min?" in strip_tags(asked.content.decode())
    again = Filled(asked.content.decode()).data
    client.post(url, {**again, "same": str(session.pk)})
    session.refresh_from_db()
    assert (Session.objects.count(), session.confirmed_by) == (1, pair.learner)
    client.post(url, {**again, "another": "1"})
    assert Session.objects.count() == 2


def test_same_takes_no_session_of_another_pair_of_mine(client: Client) -> None:
    pair = make_pair()
    elsewhere = behind(make_pair(learner=pair.learner), minutes=45)
    client.force_login(pair.learner)
    url = reverse("relationships:session_log_unplanned", args=[pair.pk])
    data = Filled(client.get(url).content.decode()).data
    assert client.post(url, {**data, "same": str(elsewhere.pk)}).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.status == "planned"


def test_a_day_to_come_comes_back_filled_with_the_day_that_was_meant(client: Client) -> None:
    pair = make_pair("coaching")
    session = behind(pair)
    client.force_login(pair.learner)
    url = reverse("relationships:session_log", args=[session.pk])
    data = {**Filled(client.get(url).content.decode()).data, "day": "2026-12-17", "action-text": "Call the plants"}
    answer = client.post(url, data)
    assert answer.status_code == 409
    assert "A session cannot be in the future. Did you mean 17 Nov?" in answer.content.decode()
    assert "Call the plants" in answer.content.decode()
    assert not ActionItem.objects.exists()


def test_an_action_and_a_private_note_ride_along(client: Client) -> None:
    pair = make_pair()
    session = behind(pair)
    client.force_login(pair.learner)
    url = reverse("relationships:session_log", args=[session.pk])
    data = Filled(client.get(url).content.decode()).data
    client.post(url, {**data, "action-text": "Ask Priya", "action-owner": str(pair.guide_id), "note-text": "Brave"})
    assert ActionItem.objects.get().owner == pair.guide
    note = PrivateNote.objects.get()
    assert (note.text, note.author, note.session) == ("Brave", pair.learner, session)


def test_the_mentee_ticks_what_was_talked_about_and_the_mentor_is_not_asked(client: Client) -> None:
    pair = make_pair()
    line = make_line(pair)
    session = behind(pair)
    url = reverse("relationships:session_log", args=[session.pk])
    client.force_login(pair.guide)
    assert "talked_about" not in client.get(url).content.decode()
    client.force_login(pair.learner)
    data = Filled(client.get(url).content.decode()).data
    client.post(url, {**data, "talked_about": [str(line.pk)]})
    line.refresh_from_db()
    assert line.status == "done"


def test_s0_13_after_saving_a_coaching_reads_how_many_of_how_many(client: Client) -> None:
    pair = make_pair("coaching", program=make_program("coaching", sessions_planned=6))
    for days in (40, 20):
        behind(pair, starts_at=NOW - timedelta(days=days), status="held", logged_by=pair.guide, logged_at=NOW)
    session = behind(pair)
    client.force_login(pair.learner)
    url = reverse("relationships:session_log", args=[session.pk])
    page = client.post(url, Filled(client.get(url).content.decode()).data, follow=True).content.decode()
    assert "3 of 6." in page


def test_after_saving_a_mentoring_reads_no_number_and_plans_the_next_by_one_tap(client: Client) -> None:
    pair = make_pair()
    session = behind(pair)
    client.force_login(pair.learner)
    url = reverse("relationships:session_log", args=[session.pk])
    page = client.post(url, Filled(client.get(url).content.decode()).data, follow=True).content.decode()
    assert "You talk about every 4 weeks: plan the next one?" in page
    assert " of " not in page.split("</h1>")[0].split("<h1>")[1]
    client.post(reverse("relationships:session_plan_next", args=[session.pk]))
    assert Session.objects.planned().get().starts_at == session.starts_at + timedelta(weeks=4)


def test_after_the_first_session_of_a_coaching_the_next_is_offered_in_two_weeks(client: Client) -> None:
    pair = make_pair("coaching")
    session = behind(pair, status="held", logged_by=pair.guide, logged_at=NOW)
    client.force_login(pair.guide)
    page = client.get(reverse("relationships:session_logged", args=[session.pk])).content.decode()
    assert "In 2 weeks, Tue 1 Dec" in " ".join(strip_tags(page).split())


def test_moved_after_the_fact_stays_one_row(client: Client) -> None:
    pair = make_pair()
    session = behind(pair)
    client.force_login(pair.guide)
    url = reverse("relationships:session_missed", args=[session.pk])
    assert client.post(url, {"why": "moved"}).status_code == 200  # to when?
    assert client.post(url, {"why": "moved", "wall": "2026-11-20T15:00"}).status_code == 302
    row = Session.objects.get()
    assert (row.status, row.day, row.revision) == ("planned", date(2026, 11, 20), 1)


def test_nothing_is_logged_on_a_day_before_the_two_came_together(client: Client) -> None:
    """Planned or not, and what is corrected: the sentence stands at the day, and nothing typed is lost."""
    pair = make_pair(proposed_at=NOW - timedelta(days=30))
    client.force_login(pair.learner)
    early, first = "2026-10-17", "2026-10-18"
    unplanned = reverse("relationships:session_log_unplanned", args=[pair.pk])
    planned = reverse("relationships:session_log", args=[behind(pair).pk])
    logged = reverse(
        "relationships:session_log", args=[behind(pair, status="held", logged_by=pair.guide, logged_at=NOW).pk]
    )
    for url in (unplanned, planned, logged):
        data = {**Filled(client.get(url).content.decode()).data, "action-text": "Call the plants", "another": "1"}
        answer = client.post(url, {**data, "day": early})
        assert answer.status_code == 409
        assert answer.content.decode().count("You two came together on 18 Oct: choose that day or a later one.") == 2
        assert "Call the plants" in answer.content.decode()
    assert Session.objects.held().count() == 1
    assert client.post(unplanned, {**data, "day": first}).status_code == 302


@pytest.mark.parametrize(
    ("zone", "wall"), [("Europe/Berlin", "0001-01-01T00:00"), ("America/New_York", "9999-12-31T23:59")]
)
@pytest.mark.parametrize("page", ["session_missed", "session_change", "session_plan"])
def test_a_year_beyond_all_calendars_is_asked_about(client: Client, page: str, zone: str, wall: str) -> None:
    pair = make_pair(learner=make_person("Amara", time_zone=zone))
    session = behind(pair) if page == "session_missed" else make_session(pair)
    client.force_login(pair.learner)
    data = {"why": "moved", "wall": wall, "minutes": "60", "form": "video", "revision": session.revision}
    path = reverse(f"relationships:{page}", args=[(pair if page == "session_plan" else session).pk])
    answer = client.post(path, data)
    assert answer.status_code == 409
    assert "There is no such day. Did you mean another year?" in answer.content.decode()
    assert f'value="{wall}"' in answer.content.decode()
