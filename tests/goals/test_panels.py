"""What workspaces and homes show of this floor."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.needs import Need
from goals import panels, reading, reviewing, waiting
from goals.models import CoachingGoal
from goals.panels import GoalsInWords, goals_panel, released
from nudges.models import Nudge
from nudges.noticing import notice
from people.models import User
from relationships.models import Relationship
from tests.make import (
    NOW,
    TODAY,
    make_agreement,
    make_aim,
    make_goal,
    make_line,
    make_pair,
    make_program,
    make_session,
    make_value,
)

pytestmark = pytest.mark.django_db


def pairs_of(user: User, only: Any = None) -> list[Any]:
    pairs = Relationship.objects.shared_with(user, TODAY).open().for_page()
    return list(reviewing.with_last_review(pairs if only is None else pairs.filter(pk=only.pk)))


def needs(user: User, now: datetime, only: Any = None) -> list[Need]:
    """What a home asks, or with `only` a workspace."""
    pairs = pairs_of(user, only)
    rows = reading.of_home(user, pairs) if only is None else reading.of_pair(pairs[0])
    return waiting.needs(user, pairs, rows, now)


def caseload(user: User, now: datetime) -> dict[UUID, GoalsInWords]:
    pairs = pairs_of(user)
    return panels.caseload(user, pairs, reading.of_home(user, pairs), now)


def shown(user: User, pair: Any) -> str:
    panel = goals_panel(user, Relationship.objects.for_page().get(pk=pair.pk), NOW)
    return render_to_string("goals/_towards.html", {"panel": panel, "today": TODAY})


def test_the_card_says_how_the_goal_stands() -> None:
    """Screen 9, S4-15: from, to, by when, how often, who enters; now, expected, share of way and time; own words."""
    pair = make_pair("coaching")
    make_goal(pair, 20, 18, 17)
    html = shown(pair.learner, pair).replace("\u00a0", " ")
    for words in (
        "From 22 % down to 8 % by 26 Mar", "every 2 weeks", "Tom enters, from: the ERP report", "On track",
        "I want to stop apologizing", "Now", "Expected by today", "The numbers", "You and Dana",
    ):  # fmt: skip
        assert re.search(words, html), words


def test_each_half_finds_only_the_acts_that_are_theirs() -> None:
    """The buttons come from the rules that guard the verbs."""
    pair = make_pair("coaching")
    make_goal(pair, state="proposed")
    coach, coachee = shown(pair.guide, pair), shown(pair.learner, pair)
    assert "/accept/" in coachee
    assert "/accept/" not in coach
    assert "Add a goal" in coach
    assert "Add a goal" not in coachee


def test_a_mentoring_shows_old_and_new_side_by_side_and_nothing_of_coaching() -> None:
    pair = make_pair()
    intent = make_aim(pair, "Lead a team")
    intent.suggest_change(1, "Lead a plant", horizons=["life"], how=[], by=pair.guide, now=NOW)
    html = shown(pair.learner, pair)
    assert "Changed. It counts when you both agree." in html
    assert "Lead a team" in html
    assert "Lead a plant" in html
    assert not re.search(r"\bcoach|\btarget|%|data-tone=\"(warn|bad|ok)\"", html, re.IGNORECASE)


def test_a_mentoring_without_aims_is_fine() -> None:
    pair = make_pair()
    assert "No aims yet, and that is fine." in shown(pair.guide, pair)


@pytest.mark.parametrize("fill", [caseload, needs])
def test_a_caseload_asks_as_often_for_fifty_pairs_as_for_one(fill: Any, guide: User) -> None:
    counts = []
    program = make_program("coaching")
    for number in range(50):
        pair = make_pair("coaching", guide=guide, program=program, place=number + 1)
        make_goal(pair, 20, 19)
        if number + 1 in {1, 10, 50}:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                found = fill(guide, NOW)
            counts.append(len(asked))
    assert len(found) >= 50
    assert len(set(counts)) == 1


def test_a_pair_with_fifty_goals_asks_as_often_as_with_one(client: Client) -> None:
    """Panel and page of due values, with released goals and the last of the fifty shown."""
    pair = make_pair("coaching")
    client.force_login(pair.guide)
    counts: dict[str, list[int]] = {"panel": [], "page": []}
    for number in range(50):
        make_goal(pair, 20, title=f"Goal {number}.", released_at=NOW)
        if number + 1 in {1, 10, 50}:
            with CaptureQueriesContext(connection) as asked:
                html = shown(pair.learner, pair)
            counts["panel"].append(len(asked))
            with clock.moved_to(NOW), CaptureQueriesContext(connection) as asked:
                page = client.get(reverse("goals:values")).content.decode()
            counts["page"].append(len(asked))
    assert "Goal 49." in html
    assert "Goal 49." in page
    assert {name: len(set(found)) for name, found in counts.items()} == {"panel": 1, "page": 1}


def test_an_aim_more_asks_nothing_more() -> None:
    pair = make_pair()
    counts = []
    for number in range(50):
        make_aim(pair, f"Aim {number}.")
        if number + 1 in {1, 10, 50}:
            with CaptureQueriesContext(connection) as asked:
                html = shown(pair.learner, pair)
            counts.append(len(asked))
    assert "Aim 49." in html
    assert len(set(counts)) == 1


def test_the_caseload_says_goals_in_words(guide: User) -> None:
    """Screen 8: "1 behind, 1 on track"."""
    pair, empty = make_pair("coaching", guide=guide), make_pair("coaching", guide=guide)
    goal = make_goal(pair, 23, 24, 25)
    for days in (60, 74):
        make_value(goal, 24, TODAY + timedelta(days=days))
    make_goal(pair, 20, 19, 18)
    later = NOW + timedelta(days=76)
    found = caseload(guide, later)
    assert found[pair.pk].words.startswith("1 behind, 1 value due")
    assert found[pair.pk].behind == [goal]
    assert found[empty.pk].words == "No goal yet"


def test_time_runs_ahead_of_progress_and_the_coach_is_told() -> None:
    """S4-17: 70 % of the time, 30 % of the way: amber, and a line with an act on the coach's home."""
    pair = make_pair("coaching", ends_on=TODAY + timedelta(days=30))
    make_goal(pair)
    assert pair.starts_on is not None
    assert pair.ends_on is not None
    for value, share in ((18, 0.6), (17.8, 0.7)):
        on = pair.starts_on + timedelta(days=round(share * (pair.ends_on - pair.starts_on).days))
        assert "behind" not in str(needs(pair.guide, NOW)), "one value is no trend"
        make_value(CoachingGoal.objects.for_page().get(), value, on)
    assert 'data-tone="warn"' in shown(pair.learner, pair)
    assert "Tom, Late deliveries: behind for 2 values." in [str(need.text) for need in needs(pair.guide, NOW)]
    assert "behind" not in str(needs(pair.learner, NOW))


def test_needs_name_what_waits_for_each_half() -> None:
    pair = make_pair("coaching")
    make_goal(pair, state="proposed", title="New")
    make_goal(pair, 20, title="Late", claimed_by=pair.learner, claimed_at=NOW)
    texts = {user: [str(need.text) for need in needs(user, NOW)] for user in (pair.guide, pair.learner)}
    assert "Dana suggests a goal: New." in texts[pair.learner]
    assert "Late: a value is due." in texts[pair.learner]
    assert "Tom says it is reached: Late." in texts[pair.guide]
    assert "Review with Tom is due." in texts[pair.guide]


def test_an_aim_to_agree_waits_for_the_one_who_did_not_write_it() -> None:
    pair = make_pair()
    make_aim(pair, agreed=False)
    assert [str(need.text) for need in needs(pair.guide, NOW)] == ["Amara wrote an aim: it counts when you both agree."]
    assert needs(pair.learner, NOW) == []


def test_what_waits_of_one_pair_is_its_part_of_what_waits_of_all(guide: User, learner: User) -> None:
    coaching, done = (make_pair("coaching", guide=guide, learner=learner) for _ in range(2))
    make_goal(coaching, state="proposed", title="New")
    make_goal(coaching, 20, title="Late", claimed_by=learner, claimed_at=NOW)
    make_goal(done, 9, state="attained", claimed_by=learner, claimed_at=NOW, confirmed_by=guide, confirmed_at=NOW)
    mentoring = make_pair(guide=guide, learner=learner)
    make_aim(mentoring, agreed=False)
    for user, several in ((guide, 5), (learner, 2)):
        of_all = needs(user, NOW)
        assert len(of_all) >= several
        for pair in (coaching, done, mentoring):
            assert needs(user, NOW, pair) == [need for need in of_all if need.pair_id == pair.pk]


def test_a_sponsor_reads_title_target_and_standing_of_released_goals_and_nothing_else(sponsor: User) -> None:
    """C17, screen 11: never own words, notes or what was not released."""
    pair = make_pair("coaching", signed=False)
    make_agreement(pair, sponsor=sponsor, shows_takes_place=True, shows_goals=True)
    make_goal(pair, 20, released_at=NOW)
    make_goal(pair, title="Between us")
    rows = released(sponsor, NOW)[pair.pk]
    assert [set(row) for row in rows] == [{"title", "target", "standing"}]
    assert rows[0]["title"] == "Late deliveries"
    assert released(pair.guide, NOW) == {}


def test_when_every_goal_is_shown_by_results_closing_is_proposed_to_the_coach(client: Client) -> None:
    """S0-09: the coach is asked on the home; once it is closed nothing more is told than that."""
    pair = make_pair("coaching", signed=True)
    make_session(pair, status="held", starts_at=NOW - timedelta(days=7))
    goals = [make_goal(pair, 9, title=title) for title in ("Late", "Early")]
    proposal = "Every goal with Tom is shown by results. Close it early?"
    for goal in goals:
        assert proposal not in [str(need.text) for need in needs(pair.guide, NOW)]
        goal.claim_reached(by=pair.learner, now=NOW)
        goal.confirm_reached(by=pair.guide, now=NOW)
    [need] = [need for need in needs(pair.guide, NOW) if str(need.text) == proposal]
    assert proposal not in str(needs(pair.learner, NOW))
    client.force_login(pair.guide)
    with clock.moved_to(NOW):
        assert client.get(need.url).status_code == 200
        assert client.post(need.url, {"act": "begin"}).status_code == 302
    pair.refresh_from_db()
    assert pair.status == "closing"
    pair.close(by=pair.guide, now=NOW)
    Nudge.objects.all().delete()
    for day in range(0, 200, 20):
        notice(NOW + timedelta(days=day))
    assert set(Nudge.objects.values_list("kind", flat=True)) <= {"ended"}


def test_a_plan_and_the_ways_of_an_aim_bear_their_author(client: Client) -> None:
    """S4-10: strategy with steps in both kinds: the coach's plan, the mentee's own ways."""
    coaching, mentoring = make_pair("coaching"), make_pair()
    make_line(coaching, "plan", text="Map the suppliers")
    make_aim(mentoring)
    for pair, step, author in ((coaching, "Map the suppliers", "Dana"), (mentoring, "Shadow a lead", "Amara")):
        client.force_login(pair.learner)
        with clock.moved_to(NOW):
            page = client.get(reverse("desk:pair_goals", args=[pair.pk])).content.decode()
        words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        assert f"{step} {author}" in words or re.search(rf"Written by {author} .{{0,60}}{step}", words), words
