"""One home for all of a person's roles: what waits, then a card for each pair."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from core.clock import moved_to
from people.models import User
from relationships import agendas
from tests.make import (
    NOW,
    make_agreement,
    make_enrollment,
    make_line,
    make_pair,
    make_person,
    make_program,
    make_session,
)

pytestmark = pytest.mark.django_db


def home_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    with moved_to(NOW):
        return client.get("/").content.decode()


def test_a_person_with_several_roles_has_one_home() -> None:
    """S0-01: mentee of one, coachee of another, mentor of a third: three cards in the right words."""
    person = make_person("Ines")
    make_pair("mentoring", learner=person, guide=make_person("Leo"))
    make_pair("coaching", learner=person, guide=make_person("Dana"))
    make_pair("mentoring", guide=person, learner=make_person("Jo"))
    page = home_of(person)
    for heading in ("You and Leo", "Your coaching with Dana", "You and Jo"):
        assert heading in page


def test_a_proposed_pair_asks_for_an_answer_and_then_no_more() -> None:
    pair = make_pair(status="proposed")
    assert "could be your mentor" in home_of(pair.learner)
    pair.say_yes(by=pair.learner, now=NOW)
    assert "could be your mentor" not in home_of(pair.learner)


def test_what_waits_is_said_to_whom_it_waits_for() -> None:
    pair = make_pair(signed=False)
    make_agreement(pair, signed=False)
    make_session(pair, starts_at=NOW - timedelta(days=1))
    page = home_of(pair.guide)
    assert "waits for your signature" in page
    assert "How did" in page
    assert "It did not take place" in page


def test_the_one_who_leads_is_asked_to_pick_a_first_date() -> None:
    pair = make_pair(status="agreeing")
    assert "You lead: pick a time." in home_of(pair.learner)
    assert "You lead: pick a time." not in home_of(pair.guide)


def test_two_questions_that_wait_come_first() -> None:
    """S0-33: an admin may let them wait, but they are asked at sign-in."""
    pair = make_pair(status="agreeing")
    from programs.models import Application, Enrollment

    Application.objects.filter(enrollment__in=Enrollment.objects.filter(person=pair.learner)).update(
        wants=None, how=None
    )
    assert "what do you want to get out of this, and how?" in home_of(pair.learner)


def test_a_coach_reads_the_caseload_in_words() -> None:
    coach = make_person("Dana")
    program = make_program("coaching", admin=make_person("Maya"))
    for number in range(2):
        make_pair("coaching", guide=coach, program=program, learner=make_person("Tom", f"No{number}"), place=number + 1)
    page = home_of(coach)
    assert "Your coachees" in page
    assert "Tom No1" in page
    assert "No goal yet" in page


def test_who_waits_for_a_pair_is_told_so() -> None:
    enrollment = make_enrollment(make_program(), make_person("Jo"), "learner")
    assert "You are on the list for" in home_of(enrollment.person)


@pytest.mark.parametrize("pairs", [1, 10, 50])
def test_a_home_needs_as_many_queries_for_any_number_of_pairs(pairs: int, django_assert_num_queries: object) -> None:
    mentor = make_person("Leo")
    program = make_program(places=100)
    for number in range(pairs):
        make_session(
            make_pair(program=program, guide=mentor, learner=make_person("Mentee", f"No{number}"), place=number + 1)
        )
    client = Client()
    client.force_login(mentor)
    with moved_to(NOW):
        client.get("/help/")
        with django_assert_num_queries(26):  # type: ignore[operator]
            page = client.get("/").content.decode()
    assert page.count("You and Mentee") >= pairs


@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
@pytest.mark.parametrize("tab", ["", "goals/", "notes/", "sessions/", "agreement/"])
def test_every_tab_of_a_workspace_opens_for_both(kind: str, tab: str) -> None:
    """S0-24: the workspace of each kind, for each half."""
    pair = make_pair(kind)
    make_session(pair)
    for person in (pair.guide, pair.learner):
        client = Client()
        client.force_login(person)
        with moved_to(NOW):
            page = client.get(f"/pairs/{pair.pk}/{tab}").content.decode()
        assert page.count("<h1") == 1
        assert {"coaching": "mentor", "mentoring": "coach"}[kind] not in page.lower().replace(
            "how coaching and mentoring", ""
        )


def test_the_mission_stands_on_every_tab_of_a_coaching() -> None:
    """S0-20: the mission is visible on top of every page of the engagement."""
    pair = make_pair("coaching")
    client = Client()
    client.force_login(pair.learner)
    for tab in ("", "goals/", "notes/", "sessions/", "agreement/"):
        assert "Get deliveries on time." in client.get(f"/pairs/{pair.pk}/{tab}").content.decode()


def test_a_suggestion_that_was_taken_off_waits_for_nobody() -> None:
    pair = make_pair()
    line = make_line(pair, status="suggested", author=pair.guide)
    assert "suggested a point" in home_of(pair.learner)
    agendas.remove(line, by=pair.guide, now=NOW)
    assert "suggested a point" not in home_of(pair.learner)
