"""One home for all of a person's roles: what waits, then a card for each pair."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from core.clock import moved_to
from relationships import agendas
from relationships.models import AgendaItem, Relationship
from surveys.models import Round
from tests.make import (
    NOW,
    TODAY,
    make_agreement,
    make_aim,
    make_enrollment,
    make_goal,
    make_line,
    make_pair,
    make_person,
    make_plan,
    make_program,
    make_session,
)
from tests.pages import page_of

pytestmark = pytest.mark.django_db


def test_a_person_with_several_roles_has_one_home() -> None:
    """S0-01: mentee of one, coachee of another, mentor of a third: three cards in the right words, each of which opens
    the workspace of its kind."""
    person = make_person("Ines")
    make_pair("mentoring", learner=person, guide=make_person("Leo"))
    make_pair("coaching", learner=person, guide=make_person("Dana"))
    make_pair("mentoring", guide=person, learner=make_person("Jo"))
    page = page_of(person)
    opens = {heading: url for url, heading in re.findall(r'href="([^"]+)">Open<span class="vh"> ([^<]+)<', page)}
    works_on = {"You and Leo": "What I want", "Your coaching with Dana": "Goals", "You and Jo": "What Jo wants"}
    assert opens.keys() == works_on.keys()
    for heading, own in works_on.items():
        assert heading in page_of(person, opens[heading])
        found = re.findall(r"<h2[^>]*>([^<]*)</h2>", page_of(person, f"{opens[heading]}goals/"))
        assert [title for title in works_on.values() if title in found] == [own]


def test_an_empty_home_says_what_its_person_is_here_for() -> None:
    noor = make_person("Noor", "Haddad")
    program = make_program(admin=make_person("Maya"), help_contact=noor)
    assert "Nothing waits in your inbox." in page_of(program.admin_rows.get().person)
    assert "/people/import/" in page_of(make_person("Sam", is_org_admin=True))
    words = f"Nobody waits for a talk with you. You are the help contact of {program.name}."
    assert words in page_of(noor)
    assert "You take part in nothing yet." in page_of(make_person("Jo"))


def test_a_proposed_pair_asks_for_an_answer_and_then_no_more() -> None:
    pair = make_pair(status="proposed")
    assert "could be your mentor" in page_of(pair.learner)
    pair.say_yes(by=pair.learner, now=NOW)
    assert "could be your mentor" not in page_of(pair.learner)
    assert "could be your mentee" in page_of(pair.guide), "a yes of one half leaves the other's page as it was"


def test_what_was_logged_is_shown_to_the_other_half_and_to_nobody_who_logged_it() -> None:
    pair = make_pair()
    held = {"status": "held", "starts_at": NOW - timedelta(days=1), "minutes": 45}
    make_session(pair, **held, logged_by=pair.guide, logged_at=NOW)
    words = f"{pair.guide.first_name} logged"
    assert words in page_of(pair.learner)
    assert "logged" not in page_of(pair.guide)


def test_what_waits_is_said_to_whom_it_waits_for() -> None:
    pair = make_pair(signed=False)
    make_agreement(pair, signed=False)
    make_session(pair, starts_at=NOW - timedelta(days=1))
    page = page_of(pair.guide)
    assert "waits for your signature" in page
    assert "How did" in page
    assert "It did not take place" in page


def test_the_one_who_leads_is_asked_to_pick_a_first_date() -> None:
    pair = make_pair(status="agreeing")
    assert "You lead: pick a time." in page_of(pair.learner)
    assert "You lead: pick a time." not in page_of(pair.guide)


def test_a_mentee_reads_what_they_want_on_the_card_and_the_mentor_does_not() -> None:
    pair = make_pair()
    assert "What I want" not in page_of(pair.learner)
    for sentence in ("Lead a team within two years", "Speak before the board"):
        last = make_aim(pair, sentence)
    page = page_of(pair.learner)
    assert "What I want" in page
    assert "Lead a team within two years" in page
    assert f'href="/pairs/{pair.pk}/goals/">2 aims<' in page
    assert "Lead a team" not in page_of(pair.guide)
    last.let_go(by=pair.learner, now=NOW)
    assert ">1 aim<" in page_of(pair.learner)


def test_the_team_page_says_how_many_report_to_one_and_when() -> None:
    manager = make_person("Ruth")
    for number in range(3):
        make_person("Jo", manager=manager, is_active=number != 2)
    client = Client()
    client.force_login(manager)
    with moved_to(NOW):
        page = client.get("/team/").content.decode()
    assert "<span>2 people</span>" in page
    assert re.search(r"as of <time[^>]*>Tue 17 Nov<", page)


def test_two_questions_that_wait_come_first() -> None:
    """S0-33: an admin may let them wait, but they are asked at sign-in."""
    pair = make_pair(status="agreeing")
    from programs.models import Application, Enrollment

    Application.objects.filter(enrollment__in=Enrollment.objects.filter(person=pair.learner)).update(
        wants=None, how=None
    )
    assert "what do you want to get out of this, and how?" in page_of(pair.learner)


def test_a_coach_reads_the_caseload_in_words() -> None:
    coach = make_person("Dana")
    program = make_program("coaching", admin=make_person("Maya"))
    for number in range(2):
        make_pair("coaching", guide=coach, program=program, learner=make_person("Tom", f"No{number}"), place=number + 1)
    page = page_of(coach)
    assert "Your coachees" in page
    assert "Tom No1" in page
    assert "No goal yet" in page


def test_who_waits_for_a_pair_is_told_so() -> None:
    enrollment = make_enrollment(make_program(), make_person("Jo"), "learner")
    assert "You are on the list for" in page_of(enrollment.person)


@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
@pytest.mark.parametrize("tab", ["", "goals/", "notes/", "sessions/", "agreement/"])
def test_every_tab_of_a_workspace_opens_for_both(kind: str, tab: str) -> None:
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


def test_a_coaching_leads_with_its_goals_and_a_mentoring_with_the_next_talk(client: Client) -> None:
    """S0-24: the first card of the workspace; the goals with how they stand, the talk with when it was last."""
    coaching, mentoring = make_pair("coaching"), make_pair("mentoring")
    make_goal(coaching, 20, 18, 17)
    for pair in (coaching, mentoring):
        make_session(pair)
        make_session(pair, status="held", starts_at=NOW - timedelta(days=20))
    first = {}
    for pair in (coaching, mentoring):
        client.force_login(pair.learner)
        with moved_to(NOW):
            first[pair.kind] = client.get(f"/pairs/{pair.pk}/").content.decode()
    headings = {kind: re.findall(r"<h2[^>]*>(.*?)</h2>", page, re.DOTALL)[0].strip() for kind, page in first.items()}
    assert (headings["coaching"], "Next conversation" in headings["mentoring"]) == ("Goals", True), headings
    assert "On track" in first["coaching"]
    assert "last talked Wed 28 Oct" in first["mentoring"]
    assert "goals-now" not in first["mentoring"]


def test_a_card_says_since_when_how_often_and_when_they_last_met() -> None:
    """screens, 6: in the words of each kind."""
    for kind, words in (("mentoring", "last talked Wed 28 Oct"), ("coaching", "last met Wed 28 Oct")):
        pair = make_pair(kind)
        make_session(pair)
        make_session(pair, status="held", starts_at=NOW - timedelta(days=20))
        page = page_of(pair.learner)
        assert f"<span>since 18 Sep</span><span>{words}</span><span>about every 4 weeks</span>" in page


def test_whoever_guides_reads_how_many_places_are_taken() -> None:
    """screens, 6 and 8: a proposed pair takes a place, an ended one takes none, and a learner's pair is no place."""
    program = make_program(places=3)
    mentor = make_person("Leo")
    for number, status in enumerate(("active", "proposed", "ended")):
        make_pair(program=program, guide=mentor, status=status, place=number + 1, learner=make_person("Amara"))
    make_pair(program=program, learner=mentor)
    assert "2 of 3 taken." in page_of(mentor)


def test_a_workspace_counts_the_weeks_of_a_coaching_and_names_the_next_check_in_of_a_mentoring(client: Client) -> None:
    """screens, 7 and 9: the facts below the heading, the bar of the plan, the card of the check-ins."""
    coaching, mentoring = make_pair("coaching"), make_pair("mentoring")
    make_session(mentoring, status="held", starts_at=NOW - timedelta(days=20))
    pages = []
    for pair, tab in ((coaching, ""), (coaching, "goals/"), (mentoring, "")):
        client.force_login(pair.learner)
        with moved_to(NOW):
            pages.append(client.get(f"/pairs/{pair.pk}/{tab}").content.decode())
    assert "week 8 of 26" in pages[0]
    assert "ends 26 Mar 2027" in pages[0]
    assert "0 of 6 sessions, 8 of 26 weeks" in pages[1]
    assert re.search(r"Next on <time[^>]*>27 Nov<", pages[2])
    assert "week " not in pages[2]
    mentoring.rest(by=mentoring.learner, now=NOW)
    with moved_to(NOW):
        assert "Next on" not in client.get(f"/pairs/{mentoring.pk}/").content.decode()


def test_a_late_step_of_the_plan_waits_for_the_coach() -> None:
    """S0-31: what is late is amber in the plan, and a line on the home of whoever writes the plan."""
    pair = make_pair("coaching")
    make_line(pair, "plan", text="Map the suppliers", on_day=NOW.date() - timedelta(days=1))
    make_line(pair, "plan", text="Talk to the largest", on_day=NOW.date() + timedelta(days=1))
    assert "is late: Map the suppliers" in page_of(pair.guide)
    assert "is late" not in page_of(pair.learner)
    client = Client()
    client.force_login(pair.learner)
    with moved_to(NOW):
        plan = client.get(f"/pairs/{pair.pk}/goals/").content.decode()
    assert plan.count('data-tone="warn">Late<') == 1
    AgendaItem.objects.filter(relationship=pair).update(status="done")
    assert "is late" not in page_of(pair.guide)


def test_a_plan_waits_for_the_one_who_is_coached_until_it_is_accepted() -> None:
    pair = make_pair("coaching")
    make_line(pair, "plan")
    plan = make_plan(pair, accepted=False)
    assert "Dana suggests a plan." in page_of(pair.learner)
    assert "suggests a plan." not in page_of(pair.guide)
    plan.accept(plan.version, by=pair.learner, now=NOW)
    assert "suggests a plan." not in page_of(pair.learner)


def test_the_mission_stands_on_every_tab_of_a_coaching() -> None:
    """S0-20: the mission is visible on top of every page of the engagement, of its sessions and of its closing."""
    pair = make_pair("coaching")
    session = make_session(pair)
    client = Client()
    client.force_login(pair.learner)
    for path in (f"/sessions/{session.pk}/", f"/pairs/{pair.pk}/look-again/"):
        assert "Get deliveries on time." in client.get(path).content.decode()
    for tab in ("", "goals/", "notes/", "sessions/", "agreement/"):
        assert "Get deliveries on time." in client.get(f"/pairs/{pair.pk}/{tab}").content.decode()


def test_a_suggestion_that_was_taken_off_waits_for_nobody() -> None:
    pair = make_pair()
    line = make_line(pair, status="suggested", author=pair.guide)
    assert "suggested a point" in page_of(pair.learner)
    agendas.remove(line, by=pair.guide, now=NOW)
    assert "suggested a point" not in page_of(pair.learner)


@pytest.mark.parametrize("tab", ["", "goals/", "notes/", "sessions/", "agreement/"])
def test_a_mentoring_without_any_aim_is_active_and_nothing_is_red(tab: str, client: Client) -> None:
    """S1-18: zero aims, no assessment asked for, no mark of being behind."""
    pair = make_pair(status="agreeing")
    client.force_login(pair.learner)
    make_agreement(pair)
    with moved_to(NOW):
        client.post(f"/pairs/{pair.pk}/start/")
        pair.refresh_from_db()
        assert pair.status == "active"
        page = client.get(f"/pairs/{pair.pk}/{tab}").content.decode()
    assert not re.search(r'data-tone="(warn|bad)"|overdue|behind|assessment', page, re.IGNORECASE)


def test_an_ended_pair_is_linked_as_long_as_it_can_be_read_and_asks_for_nothing() -> None:
    pair = make_pair(status="active")
    closes_on = TODAY + timedelta(days=14)
    Round.objects.create(relationship=pair, instrument="trust", number=1, opens_on=TODAY, closes_on=closes_on)
    assert "Two minutes for your check-in" in page_of(pair.learner)
    pair.end(by=pair.guide, now=NOW)
    page = page_of(pair.learner)
    assert f'href="/pairs/{pair.pk}/"' in page
    assert "can be read until" in page
    assert 'id="pair-1"' not in page
    assert "Two minutes for your check-in" not in page
    Relationship.objects.update(ended_on=TODAY - timedelta(days=91))
    assert str(pair.pk) not in page_of(pair.learner)


def test_who_has_several_mentees_reads_whom_a_check_in_is_about() -> None:
    pair = make_pair(status="active", learner=make_person("Jo"))
    closes_on = TODAY + timedelta(days=14)
    Round.objects.create(relationship=pair, instrument="trust", number=1, opens_on=TODAY, closes_on=closes_on)
    assert "check-in about you and Jo" in page_of(pair.guide)


def test_what_was_logged_afterwards_is_told_by_its_day_alone() -> None:
    pair = make_pair(status="active", learner=make_person("Jo"))
    make_session(pair, status="held", starts_at=NOW - timedelta(days=2), logged_by=pair.learner, logged_at=NOW)
    assert re.search(r"Jo logged \w+ \d+ \w+, 60 min", page_of(pair.guide))


def test_who_has_several_logs_to_confirm_reads_one_line_that_leads_to_all() -> None:
    """A home of nothing else would answer nobody what to do next."""
    pair = make_pair(status="active", learner=make_person("Jo"))
    for days in range(2, 40, 7):
        starts_at = NOW - timedelta(days=days)
        make_session(pair, status="held", starts_at=starts_at, logged_by=pair.learner, logged_at=NOW)
    page = page_of(pair.guide)
    assert len(re.findall(r"Jo logged", page)) == 1
    assert re.search(r"Jo logged 6 \w+, the last one \w+ \d+ \w+", page)
    assert f'href="/pairs/{pair.pk}/sessions/"' in page


def test_a_begun_application_waits_on_the_home_as_long_as_it_can_be_sent() -> None:
    program = make_program(status="open")
    person = make_person()
    make_enrollment(program, person, "learner", status="draft")
    assert "saved, not sent yet" in page_of(person)
    type(program).objects.update(status="closed")
    assert "saved, not sent yet" not in page_of(person)
