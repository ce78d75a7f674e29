"""Coaches are not ranked by what their coachees reach (S2-35, C11)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from goals.models import CoachingGoal
from tests.doors.asking import Asker, labels_of, masked
from tests.doors.conftest import asker
from tests.doors.routes import all_routes
from tests.make import NOW, make_goal, make_pair, make_person, make_program

__all__ = ["asker"]
pytestmark = pytest.mark.django_db
RUN_THINGS = ("program_admin", "org_admin")


def every_page(asker: Asker) -> dict[tuple[str, str], str]:
    """Each page about a coaching, or about no pair, as each of those who run things reads it."""
    found = {}
    for route in (route for route in all_routes() if route.is_ours and "GET" in route.methods):
        for label in {"coaching", "-"} & set(labels_of(asker.world, route)):
            for role in RUN_THINGS:
                response = asker.ask(role, route, "GET", label)
                if response.status_code == 200:
                    found[route.name, role] = masked(response)
    return found


def test_no_page_of_those_who_run_things_changes_when_a_goal_is_reached(asker: Asker) -> None:
    """S2-35, C11: what a page does not tell it cannot rank by."""
    before = every_page(asker)
    for goal in CoachingGoal.objects.filter(state="accepted", claimed_at__isnull=True, released_at__isnull=True):
        goal.claim_reached(by=goal.relationship.learner, now=NOW)
        goal.confirm_reached(by=goal.relationship.guide, now=NOW)
    assert CoachingGoal.objects.filter(state="attained").count() > 1
    after = every_page(asker)
    assert len(after) > 40
    assert [place for place in before | after if before.get(place) != after.get(place)] == []


def test_the_json_does_not_group_coaches_by_what_was_reached(client: Client) -> None:
    """S2-35: no such field, and a parameter that asks for it is refused or changes nothing."""
    admin = make_person("Maya")
    program = make_program("coaching", admin=admin)
    for number, state in enumerate(("attained", "accepted")):
        pair = make_pair("coaching", program=program, guide=make_person("Dana"), place=number + 1)
        said: dict[str, Any] = {"claimed_by": pair.learner, "claimed_at": NOW}
        confirmed: dict[str, Any] = {"confirmed_by": pair.guide, "confirmed_at": NOW} if state == "attained" else {}
        make_goal(pair, state=state, **said, **confirmed)
    client.force_login(admin)
    path = "/api/v1/coaching-engagements/"
    plain = client.get(path).json()
    assert len(plain["results"]) == 2
    assert not {name for row in plain["results"] for name in row if "attain" in name or "goal" in name}
    for asked in ("group_by=coach", "ordering=-attainment", "ordering=attained"):
        answer = client.get(f"{path}?{asked}")
        assert answer.status_code == 400 or answer.json() == plain, asked
