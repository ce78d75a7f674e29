"""Reviews: pages of their own, on a rhythm, never counted as sessions."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from core.errors import NotPossible
from goals import reviewing
from goals.models import Review
from relationships.models import Session
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


def test_a_review_is_due_on_the_programs_rhythm_after_the_last_one() -> None:
    """S0-08: fortnightly reviews are due 14 days after the start, then 14 days after the last one held."""
    pair = make_pair("coaching", program=make_program("coaching", review_days=14), starts_on=TODAY)
    assert reviewing.due(TODAY + timedelta(days=13)) == []
    assert [row.due_on for row in reviewing.due(TODAY + timedelta(days=14))] == [TODAY + timedelta(days=14)]
    reviewing.hold(pair, what_helped="Calling", by=pair.guide, now=NOW + timedelta(days=15))
    assert reviewing.due(TODAY + timedelta(days=28)) == []
    assert [row.relationship for row in reviewing.due(TODAY + timedelta(days=29))] == [pair]


def test_no_review_is_due_in_a_paused_coaching_nor_in_a_mentoring() -> None:
    make_pair("coaching", status="paused")
    make_pair()
    assert reviewing.due(TODAY + timedelta(days=300)) == []
