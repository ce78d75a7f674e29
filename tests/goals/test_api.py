"""Goals and aims over the API: what the walks of tests/api cannot know."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from goals.models import CoachingGoal
from people.models import User
from tests.api.test_kinds_in_json import NOT_IN_MENTORING, keys_of
from tests.make import TODAY, make_aim, make_goal, make_pair, make_value

pytestmark = pytest.mark.django_db
AIMS = {"intents": "Intent", "aims": "Aim", "strategies": "Strategy", "look-backs": "LookBack"}


def send(client: Client, method: str, path: str, body: Any = None) -> Any:
    headers = {"If-Match": "*"}
    return client.generic(method, f"/api/v1/{path}", json.dumps(body or {}), "application/json", headers=headers)


@pytest.mark.parametrize("resource", AIMS)
def test_nothing_of_mentoring_is_measured(client: Client, learner: User, resource: str) -> None:
    """C7, S3-22: aims have no target, no status of attainment and no day by which they must be done."""
    make_aim(make_pair("mentoring", learner=learner))
    client.force_login(learner)
    answered = client.get(f"/api/v1/{resource}/").json()["results"]
    described = json.loads(client.get("/api/schema/").content)["components"]["schemas"][AIMS[resource]]["properties"]
    for names in (keys_of(answered), set(described)):
        assert not {name for name in names if NOT_IN_MENTORING.search(name)}


def test_each_kind_takes_its_own(client: Client) -> None:
    coaching, mentoring = make_pair("coaching"), make_pair("mentoring")
    goal = {"title": "Calls", "direction": "up", "amount": "8", "due_on": "2027-02-01"}
    client.force_login(mentoring.guide)
    assert send(client, "POST", "goals/", {**goal, "relationship": str(mentoring.pk)}).status_code == 403
    assert send(client, "POST", "reviews/", {"what_next": "On", "relationship": str(mentoring.pk)}).status_code == 403
    client.force_login(coaching.learner)
    assert send(client, "POST", "intents/", {"sentence": "Lead", "relationship": str(coaching.pk)}).status_code == 403
    look_back = {"answer": "go_on", "relationship": str(coaching.pk)}
    assert send(client, "POST", "look-backs/", look_back).status_code == 403


def test_an_edit_that_says_the_weight_leaves_target_and_yes_as_they_are(client: Client) -> None:
    goal = make_goal(make_pair("coaching"), 19)
    client.force_login(goal.relationship.guide)
    answer = send(client, "PATCH", f"goals/{goal.pk}/", {"weight": 3})
    assert (answer.status_code, answer.json()["weight"], answer.json()["state"]) == (200, 3, "accepted")
    assert goal.metric.targets.count() == 1


def test_another_target_waits_for_the_coachees_yes(client: Client) -> None:
    """S0-30: the old one counts until then."""
    goal = make_goal(make_pair("coaching"), 19)
    client.force_login(goal.relationship.guide)
    assert send(client, "PATCH", f"goals/{goal.pk}/", {"amount": "6.5"}).json()["state"] == "proposed"
    metric = client.get("/api/v1/metrics/").json()["results"][0]
    targets = {row["id"]: row["amount"] for row in client.get("/api/v1/targets/").json()["results"]}
    assert (targets[metric["counting_target"]], targets[metric["open_target"]]) == ("8.0000", "6.5000")


def test_an_upper_end_belongs_to_a_range(client: Client) -> None:
    goal = make_goal(make_pair("coaching"), 19)
    client.force_login(goal.relationship.guide)
    assert set(send(client, "PATCH", f"goals/{goal.pk}/", {"upper": "9"}).json()["errors"]) == {"upper"}


@pytest.mark.parametrize("said", [16, 16.5, True, "", "-", ".5", "1e3", "16,5", "1.23456", "12345678901", "١٦"])
def test_a_value_is_its_digits_as_a_text(client: Client, said: Any) -> None:
    goal = make_goal(make_pair("coaching"))
    client.force_login(goal.relationship.learner)
    body = {"metric": str(goal.metric.pk), "value": said, "on_day": str(TODAY)}
    assert set(send(client, "POST", "measurements/", body).json()["errors"]) == {"value"}
    assert send(client, "POST", "measurements/", {**body, "value": "-16.25"}).json()["value"] == "-16.2500"


def test_measures_whose_value_is_due_are_found_by_day(client: Client) -> None:
    goal = make_goal(make_pair("coaching"))
    make_value(goal, 19, TODAY)  # the next one in two weeks
    client.force_login(goal.relationship.learner)
    assert client.get(f"/api/v1/metrics/?due_by={TODAY}").json()["results"] == []
    assert len(client.get("/api/v1/metrics/?due_by=2026-12-31").json()["results"]) == 1


def test_a_review_closes_goals_of_its_own_pair_only(client: Client) -> None:
    pair = make_pair("coaching")
    mine, other = make_goal(pair), make_goal(make_pair("coaching", guide=pair.guide))
    client.force_login(pair.guide)
    body = {"relationship": str(pair.pk), "closes": [str(mine.pk), str(other.pk)]}
    assert send(client, "POST", "reviews/", {"relationship": str(pair.pk)}).status_code == 400  # it says nothing
    assert send(client, "POST", "reviews/", body).status_code == 409
    assert CoachingGoal.objects.filter(state="dropped").count() == 0
    assert send(client, "POST", "reviews/", {**body, "closes": [str(mine.pk)]}).status_code == 201
    assert CoachingGoal.objects.get(state="dropped") == mine


def test_both_agree_to_the_version_that_counts(client: Client) -> None:
    """C7, S0-10."""
    intent = make_aim(make_pair("mentoring"))
    client.force_login(intent.relationship.learner)
    changed = send(client, "PATCH", f"intents/{intent.pk}/", {"sentence": "Lead two teams"}).json()
    assert (changed["agreed"]["sentence"], changed["waiting"]["sentence"]) == ("Lead a team", "Lead two teams")
    assert changed["waiting"]["how"] == ["Shadow a lead"]
    client.force_login(intent.relationship.guide)
    agreed = send(client, "POST", f"intents/{intent.pk}/agree/").json()
    assert (agreed["agreed"]["sentence"], agreed["waiting"]) == ("Lead two teams", None)
