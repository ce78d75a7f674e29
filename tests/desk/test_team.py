"""A sponsor's and a manager's page: exactly what was ticked and signed, each tick for itself (C17)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from desk.team import shown_to
from people.models import User
from relationships import agreeing
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
    """Before the learner has signed, nobody learns of the coaching (C17)."""
    pair = make_pair("coaching", signed=False)
    terms = make_agreement(pair, signed=False, sponsor=sponsor, shows_takes_place=True)
    make_person("Mina", manager=sponsor)  # so that the page is theirs from the beginning
    link = reverse("relationships:sponsor", args=[pair.pk])
    assert link not in page_of(sponsor, "/team/")
    for person in (pair.learner, pair.guide, sponsor):
        agreeing.sign(pair, terms.version, by=person, now=NOW)
    assert link in page_of(sponsor, "/team/")
    assert "You signed on" in page_of(sponsor, link)
