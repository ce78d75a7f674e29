"""After a session was logged: one more number, if one is due."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from core.clock import moved_to
from goals.models import CoachingGoal, Measurement, Metric
from tests.make import NOW, TODAY, make_goal, make_pair, make_session

pytestmark = pytest.mark.django_db


def due_goal(kind: str = "coaching") -> CoachingGoal:
    pair = make_pair(kind)
    goal = make_goal(pair)
    Metric.objects.filter(goal=goal).update(next_value_on=TODAY)
    return goal


def test_a_due_value_is_asked_for_after_the_log_and_saved_from_there(client: Client) -> None:
    goal, other = due_goal(), due_goal()
    pair = goal.relationship
    session = make_session(
        pair, status="held", starts_at=NOW - timedelta(days=1), logged_by=pair.learner, logged_at=NOW
    )
    client.force_login(pair.learner)
    with moved_to(NOW):
        page = client.get(f"/sessions/{session.pk}/logged/").content.decode()
        assert "One more number?" in page
        client.post("/values/", {f"{goal.metric.pk}-value": "16"})
    assert [int(row.value) for row in Measurement.objects.filter(metric=goal.metric, on_day=TODAY)] == [16]
    assert not Measurement.objects.filter(metric=other.metric, on_day=TODAY).exists()


def test_nothing_is_asked_when_nothing_is_due(client: Client) -> None:
    pair = make_pair("coaching")
    session = make_session(pair, status="held", starts_at=NOW - timedelta(days=1), logged_by=pair.guide, logged_at=NOW)
    client.force_login(pair.guide)
    with moved_to(NOW):
        assert "One more number?" not in client.get(f"/sessions/{session.pk}/logged/").content.decode()
