"""A sponsor's and a manager's page: exactly what was ticked and signed, each tick for itself (C17)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from desk.team import shown_to
from people.models import User
from relationships import agreeing
from relationships.models import Relationship
from tests.make import NOW, make_agreement, make_goal, make_pair, make_person, make_session
from tests.pages import page_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("tick", ["sessions", "end_date", "goals", None])
def test_each_tick_shows_its_own_and_nothing_beside_it(sponsor: User, tick: str | None) -> None:
    pair = make_pair("coaching", signed=False)
    make_agreement(pair, sponsor=sponsor, shows_takes_place=True, **({f"shows_{tick}": True} if tick else {}))
    make_session(pair, status="held", starts_at=NOW - timedelta(days=3))
    make_goal(pair, 12, released_at=NOW)
    [line] = shown_to(sponsor, NOW)
    planned = pair.program.sessions_planned
    assert planned
    assert (line.name, line.kind) == (pair.learner.name, "Coaching")
    assert (line.held, line.planned) == ((1, planned) if tick == "sessions" else (None, None))
    assert line.ends_on == (pair.ends_on if tick == "end_date" else None)
    assert len(line.goals) == (tick == "goals")


def test_without_the_first_tick_there_is_no_line_at_all(sponsor: User) -> None:
    pair = make_pair("coaching", signed=False)
    make_agreement(pair, sponsor=sponsor, shows_sessions=True, shows_end_date=True, shows_goals=True)
    assert shown_to(sponsor, NOW) == []


def test_a_sponsor_reads_again_what_they_signed_once_it_counts(sponsor: User) -> None:
    """Before the learner has signed, nobody learns of the coaching; from then on "My team" leads there, with or without
    a team of one's own (C17)."""
    pair, link = contract_of(sponsor, "shows_takes_place")
    assert Client().get(link).status_code == 302
    browser = Client()
    browser.force_login(sponsor)
    assert (browser.get(link).status_code, browser.get("/team/").status_code) == (404, 403)
    agreeing.sign(pair, 1, by=pair.learner, now=NOW)
    assert link in page_of(sponsor, "/team/")
    agreeing.sign(pair, 1, by=sponsor, now=NOW)
    page = page_of(sponsor, "/team/")
    assert link in page, "the coach has not signed yet"
    assert pair.guide.name not in page, "nothing on this page is about the other half"
    agreeing.sign(pair, 1, by=pair.guide, now=NOW)
    assert "You signed on" in page_of(sponsor, link)


def test_who_takes_back_that_it_may_be_known_is_on_no_page_of_the_sponsor(sponsor: User) -> None:
    make_person("Mina", manager=sponsor)
    pair, link = contract_of(sponsor, "shows_takes_place")
    for person in (pair.learner, sponsor, pair.guide):
        agreeing.sign(pair, 1, by=person, now=NOW)
    agreeing.narrow(pair, keep=(), by=pair.learner, now=NOW)
    assert pair.learner.name not in page_of(sponsor, "/team/")
    browser = Client()
    browser.force_login(sponsor)
    assert browser.get(link).status_code == 404


def test_a_sponsor_who_is_shown_nothing_signs_and_is_led_home(sponsor: User) -> None:
    pair, link = contract_of(sponsor)
    agreeing.sign(pair, 1, by=pair.learner, now=NOW)
    browser = Client()
    browser.force_login(sponsor)
    assert browser.post(link, {"version": 1})["Location"] == "/"
    assert browser.get(link).status_code == 404


def test_a_version_without_the_sponsor_leaves_them_the_one_that_counts(sponsor: User) -> None:
    pair, link = contract_of(sponsor, "shows_takes_place")
    for person in (pair.learner, sponsor, pair.guide):
        agreeing.sign(pair, 1, by=person, now=NOW)
    make_agreement(pair, version=2, signed=False)
    assert "You signed on" in page_of(sponsor, link)


def contract_of(sponsor: User, *shows: str) -> tuple[Relationship, str]:
    """A pair whose contract nobody has signed yet, and the sponsor's page of it."""
    pair = make_pair("coaching", signed=False)
    make_agreement(pair, signed=False, sponsor=sponsor, **dict.fromkeys(shows, True))
    return pair, reverse("relationships:sponsor", args=[pair.pk])
