"""The home of a coach (screens, screen 8): what the rows of the caseload come to."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from goals.models import Metric
from people.models import User
from relationships.models import Relationship
from tests.make import NOW, TODAY, make_goal, make_pair, make_person, make_program, make_session
from tests.pages import page_of

pytestmark = pytest.mark.django_db
SHOWN: dict[str, Any] = {"claimed_at": NOW, "confirmed_at": NOW}


@pytest.fixture
def coach() -> User:
    return make_person("Dana")


def coached(coach: User, number: int, **fields: Any) -> Relationship:
    program = fields.pop("program", None) or make_program("coaching")
    return make_pair("coaching", guide=coach, program=program, learner=make_person("Tom", f"No{number}"), **fields)


def facts(page: str) -> list[str]:
    title = page.partition('<div class="title">')[2].partition('<div class="needs')[0]
    return re.findall(r"<span>([^<]+)</span>", title.partition('class="facts">')[2].partition("</div>")[0])


def test_the_facts_count_active_coachees_and_what_comes_until_sunday(coach: User) -> None:
    """Of one coachee every session of the week, not the next one alone; today is a Tuesday."""
    first, _contract = coached(coach, 1), coached(coach, 2, status="contracting")
    for days in (1, 5, 6):
        make_session(first, starts_at=NOW + timedelta(days=days))
    assert facts(page_of(coach)) == ["1 active coachee", "2 sessions to come this week"]


def test_nothing_is_counted_where_there_is_nothing(coach: User) -> None:
    coached(coach, 1, status="contracting")
    assert facts(page_of(coach)) == []


def test_who_ends_within_thirty_days_can_be_shown_alone(coach: User) -> None:
    coached(coach, 1, ends_on=TODAY + timedelta(days=31))
    assert "Ends within 30 days" not in page_of(coach)
    coached(coach, 2, ends_on=TODAY + timedelta(days=30))
    assert re.search(r'<a href="/\?show=ending"[^>]*>Ends within 30 days</a>', page_of(coach))
    alone = page_of(coach, "/?show=ending")
    table = alone.partition("<table")[2].partition("</table>")[0]
    assert ("Tom No2" in table, "Tom No1" in table) == (True, False)
    assert facts(alone) == ["2 active coachees"]


def test_without_anybody_who_ends_soon_the_page_says_so(coach: User) -> None:
    coached(coach, 1, ends_on=TODAY + timedelta(days=31))
    assert "None of them ends within 30 days." in page_of(coach, "/?show=ending")


def test_the_values_that_are_due_are_those_of_the_page_that_takes_them(coach: User) -> None:
    """Not of a goal that is reached, and not of a coaching that is paused: nobody could enter them there."""
    pair, paused = coached(coach, 1), coached(coach, 2)
    make_goal(pair, 20, state="attained", **SHOWN, claimed_by=pair.learner, confirmed_by=coach)
    for other in (pair, pair, paused):
        make_goal(other, 20)
    Metric.objects.update(next_value_on=TODAY)
    assert "Values due (3)" in page_of(coach)
    assert "3 measures are due" in page_of(coach, "/values/")
    Relationship.objects.filter(pk=paused.pk).update(status="paused")
    assert "Values due (2)" in page_of(coach)
    assert "2 measures are due" in page_of(coach, "/values/")
    Metric.objects.update(next_value_on=TODAY + timedelta(days=1))
    assert "Values due (" not in page_of(coach)
