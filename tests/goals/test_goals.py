"""Goals of a coaching: who proposes, who accepts, what a changed target does, when it counts as reached."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.clock import moved_to
from core.errors import NotPossible, Stale
from core.models import AuditEvent
from goals import proposing
from goals.models import CoachingGoal
from people.models import User
from tests.make import NOW, TODAY, make_agreement, make_goal, make_pair, make_plan, make_value

pytestmark = pytest.mark.django_db
TERMS = proposing.Terms(
    title="Late deliveries", amount=Decimal(8), due_on=date(2027, 3, 1), unit="%", direction="down", source="ERP"
)


def propose(pair: Any, terms: proposing.Terms = TERMS, **more: Any) -> CoachingGoal:
    return proposing.propose(pair, terms, by=pair.guide, now=NOW, **more)


def test_a_coaching_becomes_active_only_with_an_accepted_metric_goal() -> None:
    """S0-06, S4-14: without a goal 4xx and what is missing; with a goal, own words and first value it is active."""
    pair = make_pair("coaching", status="assessing")
    make_plan(pair)
    with pytest.raises(NotPossible) as refused:
        pair.move("active", by=pair.guide, now=NOW)
    assert refused.value.missing == [
        "a goal that can be measured is missing.",
        "Tom has not written why it matters.",
        "a first value for each goal is missing.",
    ]
    goal = propose(pair)
    assert pair.missing_to("active") == [
        "Tom has not accepted the goal.",
        "Tom has not written why it matters.",
        "a first value for each goal is missing.",
    ]
    goal.accept(by=pair.learner, now=NOW)
    goal.write_own_words("I want to stop apologizing.", by=pair.learner, now=NOW)
    goal.metric.enter_value(Decimal(22), TODAY, by=pair.learner, now=NOW)
    pair.move("active", by=pair.guide, now=NOW)
    assert pair.status == "active"


def test_a_goal_needs_the_coachees_own_words_and_is_set_for_one_person_at_a_time(client: Client) -> None:
    """S1-08: not active without "why it matters"; no page or resource takes one goal for several people."""
    pair, other = make_pair("coaching", status="assessing"), make_pair("coaching")
    make_plan(pair)
    goal = make_goal(pair, own_words=None)
    assert pair.missing_to("active") == ["Tom has not written why it matters."]
    with pytest.raises(PermissionDenied):
        goal.write_own_words("It must matter to him.", by=pair.guide, now=NOW)
    client.force_login(pair.guide)
    for path in ("/api/v1/coaching-engagements/", f"/api/v1/coaching-engagements/{pair.pk}/"):
        assert client.post(path, {"goals": [{"title": "Same for all"}]}).status_code == 405
    with moved_to(NOW):
        facts = {"title": "Late", "unit": "%", "direction": "down", "first": "22", "first_on": "2026-11-17",
                 "amount": "8", "due_on": "2027-03-01", "cadence_days": "14", "enters": "learner", "skills": "improve",
                 "horizon": "current_role", "weight": "1", "pairs": [str(pair.pk), str(other.pk)]}  # fmt: skip
        assert client.post(reverse("goals:add", args=[pair.pk]), facts).status_code == 302
    assert CoachingGoal.objects.for_relationship(pair).count() == 2
    assert not CoachingGoal.objects.for_relationship(other).exists()


def test_a_waiver_with_a_reason_stands_for_the_first_value() -> None:
    pair = make_pair("coaching", status="assessing")
    goal = make_goal(pair, first=None)
    with pytest.raises(NotPossible):
        goal.metric.waive_first_value("  ", by=pair.learner, now=NOW)
    assert pair.missing_to("active")[0] == "a first value for each goal is missing."
    goal.metric.waive_first_value("No numbers before the new system", by=pair.learner, now=NOW)
    assert "a first value for each goal is missing." not in pair.missing_to("active")


def test_a_first_value_that_was_corrected_still_stands() -> None:
    """The gate asks for a first value that counts, not for one that was replaced."""
    pair = make_pair("coaching", status="assessing")
    goal = make_goal(pair)
    first = goal.metric.first_value
    assert first is not None
    first.correct(Decimal(23), by=pair.learner, now=NOW)
    assert "a first value for each goal is missing." not in pair.missing_to("active")


def test_goals_say_which_skills_they_are_about_and_can_be_filtered_by_it(client: Client) -> None:
    """S0-07, S4-28: improve, develop or both; the horizon starts as the current role."""
    pair = make_pair("coaching")
    for skills in ("improve", "develop", "both"):
        propose(pair, replace(TERMS, skills=skills))
    client.force_login(pair.learner)
    for skills in ("improve", "develop", "both"):
        found = client.get("/api/v1/goals/", {"skills": skills}).json()["results"]
        assert [goal["skills"] for goal in found] == [skills]
    assert {goal.horizon for goal in CoachingGoal.objects.all()} == {"current_role"}


def test_the_coach_proposes_and_only_the_coachee_accepts() -> None:
    """S0-30: proposed, then accepted by the coachee."""
    pair = make_pair("coaching")
    goal = propose(pair)
    assert goal.state == "proposed"
    assert goal.metric.counting_target is None
    with pytest.raises(PermissionDenied):
        goal.accept(by=pair.guide, now=NOW)
    goal.accept(by=pair.learner, now=NOW)
    assert goal.state == "accepted"
    assert [target.amount for target in goal.metric.targets.all() if target.accepted_at] == [8]


def test_a_changed_target_returns_the_goal_to_proposed_and_the_old_one_counts_until_then() -> None:
    """S0-30: back to proposed, both versions kept; the new one counts with the coachee's yes."""
    pair = make_pair("coaching")
    goal = make_goal(pair)
    proposing.edit(goal, replace(TERMS, amount=Decimal(10), source="ERP"), goal.version, by=pair.guide, now=NOW)
    goal = CoachingGoal.objects.for_page().get()
    assert goal.state == "proposed"
    assert (goal.metric.counting_target.amount, goal.metric.open_target.amount) == (8, 10)
    goal.accept(by=pair.learner, now=NOW)
    goal = CoachingGoal.objects.for_page().get()
    assert (goal.state, goal.metric.counting_target.amount, goal.metric.open_target) == ("accepted", 10, None)
    assert [target.amount for target in goal.metric.targets.all()] == [8, 10]


def test_an_edit_that_changes_no_meaning_keeps_the_goal_accepted() -> None:
    pair = make_pair("coaching")
    goal = make_goal(pair)
    assert pair.ends_on is not None
    same = replace(TERMS, due_on=pair.ends_on, cadence_days=7, weight=3)
    proposing.edit(goal, same, goal.version, by=pair.guide, now=NOW)
    assert (goal.state, goal.weight, goal.metric.cadence_days) == ("accepted", 3, 7)


def test_an_edit_of_an_older_version_is_stale() -> None:
    pair = make_pair("coaching")
    goal = make_goal(pair)
    with pytest.raises(Stale):
        proposing.edit(goal, TERMS, goal.version + 1, by=pair.guide, now=NOW)
    assert CoachingGoal.objects.get().state == "accepted"


def test_only_the_coach_sets_goals_and_nobody_in_mentoring_does() -> None:
    """S0-35: a mentor has no way to set a target; S0-30: the coach has. SQLite's guard against a leaf of the wrong kind
    is this refusal."""
    coaching, mentoring = make_pair("coaching"), make_pair("mentoring", ends_on=None)
    for pair, person in ((coaching, coaching.learner), (mentoring, mentoring.guide), (mentoring, mentoring.learner)):
        with pytest.raises(PermissionDenied):
            proposing.propose(pair, TERMS, by=person, now=NOW)
    assert not CoachingGoal.objects.exists()


@pytest.mark.parametrize(
    ("direction", "first", "amount", "words"),
    [
        ("down", 22, 30, "The target lies on the wrong side: you chose ‘down’, so it must be below 22."),
        ("up", 22, 8, "The target lies on the wrong side: you chose ‘up’, so it must be above 22."),
        ("down", 22, 22, "The target lies on the wrong side: you chose ‘down’, so it must be below 22."),
    ],
)
def test_a_target_on_the_wrong_side_is_refused(direction: str, first: int, amount: int, words: str) -> None:
    pair = make_pair("coaching")
    with pytest.raises(NotPossible, match=words):
        propose(pair, replace(TERMS, direction=direction, amount=Decimal(amount)), first=Decimal(first))
    assert not CoachingGoal.objects.exists()


def test_a_range_needs_two_ends() -> None:
    pair = make_pair("coaching")
    with pytest.raises(NotPossible):
        propose(pair, replace(TERMS, direction="within", amount=Decimal(40), upper=Decimal(35)))
    goal = propose(pair, replace(TERMS, direction="within", amount=Decimal(35), upper=Decimal(45)), first=Decimal(40))
    assert goal.metric.targets.get().upper == 45


@pytest.mark.parametrize("due_on", [TODAY, date(2027, 3, 27)])
def test_a_target_lies_between_today_and_the_end(due_on: date) -> None:
    with pytest.raises(NotPossible):
        propose(make_pair("coaching"), replace(TERMS, due_on=due_on))


def test_own_words_are_the_coachees_alone() -> None:
    pair = make_pair("coaching")
    goal = make_goal(pair)
    with pytest.raises(PermissionDenied):
        goal.write_own_words("Because I say so", by=pair.guide, now=NOW)
    goal.write_own_words("Peace of mind", by=pair.learner, now=NOW)
    assert CoachingGoal.objects.get().own_words == "Peace of mind"


def test_reached_takes_two_people() -> None:
    """S0-15: the coachee says so, and it stays claimed; the coach confirms, and it is shown by results. C11: never the
    same person."""
    pair = make_pair("coaching")
    goal = make_goal(pair, 12, 8)
    with pytest.raises(PermissionDenied):
        goal.claim_reached(by=pair.guide, now=NOW)
    with pytest.raises(NotPossible):
        goal.confirm_reached(by=pair.guide, now=NOW)
    goal.claim_reached(by=pair.learner, now=NOW)
    assert (goal.state, goal.is_claimed) == ("accepted", True)
    with pytest.raises(PermissionDenied):
        goal.confirm_reached(by=pair.learner, now=NOW)
    goal.confirm_reached(by=pair.guide, now=NOW)
    assert (goal.state, goal.is_claimed) == ("attained", False)


def test_another_target_takes_back_that_the_old_one_is_reached() -> None:
    """Or the coach could raise the target and confirm as reached what nobody said of it."""
    pair = make_pair("coaching")
    goal = make_goal(pair, 12, 8)
    goal.claim_reached(by=pair.learner, now=NOW)
    goal.metric.change_target(Decimal(4), date(2027, 3, 1), by=pair.guide, now=NOW)
    goal = CoachingGoal.objects.get()
    assert not goal.is_claimed
    goal.accept(by=pair.learner, now=NOW)
    with pytest.raises(NotPossible, match="Nobody has said yet"):
        goal.confirm_reached(by=pair.guide, now=NOW)


def test_only_the_coachee_releases_a_goal_to_the_sponsor(sponsor: User) -> None:
    pair = make_pair("coaching", signed=False)
    make_agreement(pair, sponsor=sponsor, shows_takes_place=True, shows_goals=True)
    goal = make_goal(pair)
    with pytest.raises(PermissionDenied):
        goal.release(by=pair.guide, now=NOW)
    assert not CoachingGoal.objects.released_to(sponsor).exists()
    goal.release(by=pair.learner, now=NOW)
    assert list(CoachingGoal.objects.released_to(sponsor)) == [goal]
    goal.keep_to_ourselves(by=pair.learner, now=NOW)
    assert not CoachingGoal.objects.released_to(sponsor).exists()


def test_a_released_goal_stays_between_the_two_unless_the_contract_shows_goals(sponsor: User) -> None:
    pair = make_pair("coaching", signed=False)
    make_agreement(pair, sponsor=sponsor, shows_takes_place=True)
    make_goal(pair, released_at=NOW)
    assert not CoachingGoal.objects.released_to(sponsor).exists()


def test_goals_of_an_ended_pair_are_no_longer_open_and_do_not_change() -> None:
    """Derive, do not propagate: nothing updates the goal when the pair ends."""
    pair = make_pair("coaching")
    goal = make_goal(pair)
    assert CoachingGoal.objects.open().get() == goal
    pair.end(by=pair.learner, now=NOW)
    assert not CoachingGoal.objects.open().exists()
    goal.relationship.refresh_from_db()
    with pytest.raises(NotPossible):
        goal.claim_reached(by=pair.learner, now=NOW)


def test_every_verb_leaves_an_audit_row_of_its_program() -> None:
    pair = make_pair("coaching")
    goal = propose(pair, first=Decimal(22))
    goal.accept(by=pair.learner, now=NOW)
    rows = AuditEvent.objects.filter(program_id=pair.program_id).values_list("verb", "actor_id")
    assert ("goal.propose", pair.guide_id) in rows
    assert ("metric.enter_value", pair.guide_id) in rows
    assert ("goal.accept", pair.learner_id) in rows


def test_values_of_a_goal_keep_their_number_when_unit_or_direction_would_change() -> None:
    pair = make_pair("coaching")
    goal = make_goal(pair)
    make_value(goal, 20, TODAY)
    with pytest.raises(NotPossible):
        proposing.edit(goal, replace(TERMS, unit="days"), goal.version, by=pair.guide, now=NOW)


def test_the_coachee_accepts_the_goal_that_was_read(client: Client) -> None:
    """S0-30: a target that the coach changed in between waits for another yes."""
    pair = make_pair("coaching")
    goal = propose(pair)
    proposing.edit(CoachingGoal.objects.get(pk=goal.pk), replace(TERMS, amount=Decimal(4)), 1, by=pair.guide, now=NOW)
    client.force_login(pair.learner)
    url = reverse("goals:accept", args=[pair.pk, goal.pk])
    with moved_to(NOW):
        assert client.post(url, {"version": "1"}).status_code == 409
        assert client.post(url).status_code == 409
        assert CoachingGoal.objects.get().state == "proposed"
        assert client.post(url, {"version": "2"}).status_code == 302
    assert CoachingGoal.objects.get().state == "accepted"
    with pytest.raises(NotPossible):
        goal.accept(by=pair.learner, now=NOW)


@pytest.mark.parametrize("changed", [{"unit": "days"}, {"direction": "up", "amount": Decimal(8)}])
def test_another_unit_or_direction_is_another_goal_to_accept(changed: dict[str, Any]) -> None:
    pair = make_pair("coaching")
    goal = propose(pair)
    goal.accept(by=pair.learner, now=NOW)
    proposing.edit(goal, replace(TERMS, **changed), 1, by=pair.guide, now=NOW)
    assert CoachingGoal.objects.get().state == "proposed"


def test_nothing_is_waived_after_the_end() -> None:
    pair = make_pair("coaching", status="ended_early", ended_on=TODAY)
    with pytest.raises(NotPossible):
        make_goal(pair, first=None).metric.waive_first_value("No numbers", by=pair.learner, now=NOW)
