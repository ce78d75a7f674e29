"""Reviews: pages of their own, on a rhythm, never counted as sessions."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from core.errors import NotPossible
from core.models import AuditEvent
from goals import reviewing
from goals.models import CoachingGoal, Review
from relationships.models import Relationship, Session
from tests.make import NOW, TODAY, make_goal, make_pair, make_program, make_review

pytestmark = pytest.mark.django_db


def test_a_review_is_a_dated_page_and_not_a_session(client: Client) -> None:
    """S0-44, S0-08: values since the last one, what helped, what next; sessions are counted without it."""
    pair = make_pair("coaching")
    make_goal(pair, 20, 19, 16)
    make_review(pair, held_on=date(2026, 10, 25))
    client.force_login(pair.guide)
    with clock.moved_to(NOW):
        page = client.get(reverse("goals:review", args=[pair.pk])).content.decode()
        assert "Values since 25 Oct" in page
        assert "16\u00a0%" in page
        assert "19\u00a0%" not in page
        client.post(reverse("goals:review", args=[pair.pk]), {"what_helped": "Calling", "what_next": "Weekly"})
    review = Review.objects.get(held_on=TODAY)
    assert (review.what_helped, review.what_next, review.held_by) == ("Calling", "Weekly", pair.guide)
    assert Session.objects.count() == 0


def hold(client: Client, pair: Relationship, **data: str) -> str:
    """Where holding the review of today leads."""
    with clock.moved_to(NOW):
        return client.post(reverse("goals:review", args=[pair.pk]), data).headers.get("Location", "")


def test_the_coach_decides_in_the_review_what_is_next_for_each_goal(client: Client) -> None:
    """Keep, change target, close: the target is changed on the page that the review leads to."""
    pair = make_pair("coaching")
    kept, closed, changed = (make_goal(pair, title=title) for title in ("Calls", "Faults", "Costs"))
    client.force_login(pair.guide)
    choices = {kept: "keep", closed: "close", changed: "change"}
    there = hold(client, pair, **{f"goal_{goal.pk.hex}": what for goal, what in choices.items()})
    assert there == reverse("goals:edit", args=[pair.pk, changed.pk])
    states = {goal.title: goal.state for goal in CoachingGoal.objects.all()}
    assert states == {"Calls": "accepted", "Faults": "dropped", "Costs": "accepted"}
    assert AuditEvent.objects.filter(verb="goal.drop", object_id=closed.pk, actor_id=pair.guide_id).exists()


def test_two_targets_to_change_are_offered_on_the_held_review(client: Client) -> None:
    pair = make_pair("coaching")
    goals = [make_goal(pair, title=title) for title in ("Calls", "Faults")]
    client.force_login(pair.guide)
    there = hold(client, pair, **{f"goal_{goal.pk.hex}": "change" for goal in goals})
    page = client.get(there).content.decode()
    assert all(reverse("goals:edit", args=[pair.pk, goal.pk]) in page for goal in goals)


def test_the_coachee_holds_a_review_and_decides_on_no_goal(client: Client) -> None:
    pair = make_pair("coaching")
    goal = make_goal(pair)
    client.force_login(pair.learner)
    with clock.moved_to(NOW):
        assert "Change target" not in client.get(reverse("goals:review", args=[pair.pk])).content.decode()
    hold(client, pair, what_helped="Calling", **{f"goal_{goal.pk.hex}": "close"})
    goal.refresh_from_db()
    assert (goal.state, Review.objects.count()) == ("accepted", 1)


def test_a_goal_that_cannot_be_closed_any_more_leaves_no_review() -> None:
    pair = make_pair("coaching")
    goal = make_goal(pair)
    read = CoachingGoal.objects.get(pk=goal.pk)
    goal.drop(by=pair.guide, now=NOW)
    with pytest.raises(NotPossible):
        reviewing.hold(pair, what_helped="Calling", closes=[read], by=pair.guide, now=NOW)
    assert not Review.objects.exists()


def test_a_review_of_nothing_is_refused(client: Client) -> None:
    pair = make_pair("coaching")
    goal = make_goal(pair)
    client.force_login(pair.guide)
    assert hold(client, pair, **{f"goal_{goal.pk.hex}": "keep"}) == ""
    assert not Review.objects.exists()


def test_a_second_review_of_a_day_is_refused() -> None:
    pair = make_pair("coaching")
    reviewing.hold(pair, what_helped="Calling", by=pair.guide, now=NOW)
    with pytest.raises(NotPossible):
        reviewing.hold(pair, what_helped="Calling", by=pair.learner, now=NOW)
    assert Review.objects.count() == 1


def test_there_are_no_reviews_in_a_mentoring() -> None:
    pair = make_pair()
    with pytest.raises(PermissionDenied):
        reviewing.hold(pair, what_helped="Calling", by=pair.guide, now=NOW)


def due(day: date) -> list[Any]:
    """The pairs that are asked for a review on this day."""
    return [pair for pair in reviewing.holding() if reviewing.next_on(pair) <= day]


def test_a_review_is_due_on_the_programs_rhythm_after_the_last_one() -> None:
    """S0-08, S4-22: fortnightly reviews are due 14 days after the start, then 14 days after the last one held."""
    pair = make_pair("coaching", program=make_program("coaching", review_days=14), starts_on=TODAY)
    assert due(TODAY + timedelta(days=13)) == []
    assert due(TODAY + timedelta(days=14)) == [pair]
    assert reviewing.next_on(due(TODAY + timedelta(days=14))[0]) == TODAY + timedelta(days=14)
    reviewing.hold(pair, what_helped="Calling", by=pair.guide, now=NOW + timedelta(days=15))
    assert due(TODAY + timedelta(days=28)) == []
    assert due(TODAY + timedelta(days=29)) == [pair]


def test_no_review_is_due_in_a_paused_coaching_nor_in_a_mentoring() -> None:
    make_pair("coaching", status="paused")
    make_pair()
    assert due(TODAY + timedelta(days=300)) == []
