"""A day is the reader's, and a stored one the pair's: near midnight it is another one in Auckland and Los Angeles."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from core.errors import NotPossible
from desk import caseload, headings, waiting
from desk.inbox.entry import Desk
from desk.pairs import shown_to
from goals import cards
from goals.panels import GoalsInWords
from nudges.sweeping import sweep
from people.importing import running as importing
from programs import applying, running
from programs.models import Program
from relationships import panels, proposing
from relationships.models import Relationship
from relationships.sweeping import advance
from surveys import rounds
from surveys.models import Round
from tests.make import UTC, make_enrollment, make_goal, make_pair, make_person, make_program, make_session, make_value

pytestmark = pytest.mark.django_db

AUCKLAND, ANGELES = "Pacific/Auckland", "America/Los_Angeles"
# The moment, the zone of both, the day it is for them: a day after and a day before that of UTC.
NIGHTS = [
    (datetime(2026, 11, 17, 12, 0, tzinfo=UTC), AUCKLAND, date(2026, 11, 18)),
    (datetime(2026, 11, 18, 3, 0, tzinfo=UTC), ANGELES, date(2026, 11, 17)),
]
at_night = pytest.mark.parametrize(("now", "zone", "today"), NIGHTS, ids=["auckland", "los angeles"])


def two(zone: str, other: str = "") -> dict[str, Any]:
    return {"guide": make_person("Leo", time_zone=other or zone), "learner": make_person("Amara", time_zone=zone)}


@at_night
def test_it_ends_on_the_day_it_is_for_the_two(now: datetime, zone: str, today: date) -> None:
    pair = make_pair(**two(zone))
    pair.end(by=pair.guide, now=now)
    assert pair.ended_on == today


@at_night
def test_it_starts_and_waits_for_answers_on_their_days(now: datetime, zone: str, today: date) -> None:
    program, people = make_program(), two(zone)
    for role, person in people.items():
        make_enrollment(program, person, role)
    pair = proposing.propose(program, **people, by=None, now=now)
    assert pair.answer_by == today + timedelta(days=10)
    for person in people.values():
        Relationship.objects.get(pk=pair.pk).say_yes(by=person, now=now)
    assert Relationship.objects.get(pk=pair.pk).starts_on == today


@at_night
def test_the_last_day_for_applying_is_over_at_the_midnight_of_who_applies(
    now: datetime, zone: str, today: date
) -> None:
    program, person = make_program(), make_person("Jo", time_zone=zone)
    Program.objects.filter(pk=program.pk).update(applications_until=today)
    program.refresh_from_db()
    applying.write(program, "learner", by=person, now=now)
    with pytest.raises(NotPossible):
        applying.write(program, "guide", by=person, now=now + timedelta(days=1))


@at_night
def test_the_days_of_waiting_count_from_their_day(now: datetime, zone: str, today: date) -> None:
    pair = make_pair(status="proposed", proposed_at=now, **two(zone))
    assert pair.asked_on == today


@pytest.mark.parametrize("zones", [(AUCKLAND, ANGELES), (ANGELES, AUCKLAND)])
def test_no_day_is_over_before_it_is_over_for_both(zones: tuple[str, str]) -> None:
    """18 November has come in Auckland and in UTC, and in Los Angeles it is the last day for an answer."""
    pair = make_pair(status="proposed", answer_by=date(2026, 11, 17), **two(*zones))
    now = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
    assert advance(now)["lapsed"] == 0
    pair.say_yes(by=pair.guide, now=now)
    assert advance(now + timedelta(hours=6))["lapsed"] == 1


@pytest.mark.parametrize(("hours", "status"), [(-1, "active"), (1, "closing")])
@pytest.mark.parametrize("zone", [AUCKLAND, ANGELES])
def test_a_coaching_comes_to_its_end_at_their_midnight(zone: str, hours: int, status: str) -> None:
    end = date(2026, 12, 1)
    pair = make_pair("coaching", ends_on=end, **two(zone))
    midnight = datetime(2026, 12, 2, tzinfo=ZoneInfo(zone))
    advance((midnight + timedelta(hours=hours)).astimezone(UTC))
    pair.refresh_from_db()
    assert pair.status == status


@at_night
def test_the_panel_offers_to_log_until_the_readers_day_is_over(now: datetime, zone: str, today: date) -> None:
    for last, may in ((today, True), (today - timedelta(days=1), False)):
        pair = make_pair("coaching", ends_on=last - timedelta(days=14), **two(zone))
        assert panels.sessions_panel(pair.learner, pair, now)["may_log"] is may


@at_night
def test_a_check_in_counts_its_days_from_their_day(now: datetime, zone: str, today: date) -> None:
    pair = make_pair(**two(zone))
    make_session(pair, starts_at=now, status="held", logged_by=pair.guide, logged_at=now)
    rounds.open_due(today + timedelta(days=30))
    assert Round.objects.get().opens_on == today + timedelta(days=30)


@at_night
def test_a_check_in_opens_on_the_day_of_the_two(now: datetime, zone: str, today: date) -> None:
    pair = make_pair(**two(zone))
    first = now - timedelta(days=30)
    make_session(pair, starts_at=first, status="held", logged_by=pair.guide, logged_at=first)
    sweep(now)
    assert Round.objects.get().opens_on == today


@at_night
def test_what_is_nobodys_own_has_the_day_of_the_organization(
    now: datetime, zone: str, today: date, settings: Any
) -> None:
    settings.TIME_ZONE = zone
    admin = make_person("Ada", is_org_admin=True)
    program = running.create_open(
        "Spring", "coaching", admin=admin, help_contact=admin, data_contact="d@x.org", now=now
    )
    assert program.starts_on == today
    make_person("Jo", email="jo@x.org")
    for last_day, left in ((today, 0), (today - timedelta(days=1), 1)):
        content = f"Email,Name,Leaving date\njo@x.org,Jo Day,{last_day.isoformat()}\n".encode()
        job = importing.receive(by=admin, file_name="people.csv", content=content, now=now)
        importing.choose(job, by=admin, asked={}, email_domain="", now=now)
        assert importing.report_of(job)["left"] == left, last_day


@at_night
def test_the_heading_and_the_home_speak_of_the_readers_day(now: datetime, zone: str, today: date) -> None:
    pair = make_pair(status="proposed", proposed_at=now, answer_by=today, **two(zone))
    assert f"since {today.day} Nov" in headings.facts(pair.learner, pair, now)[0]
    [need] = waiting.of_pairs(pair.learner, list(shown_to(pair.learner, today)), now)
    assert f"{today.day} Nov;" in strip_tags(str(need.text))
    assert Desk(me=pair.guide, programs=[], now=now).today == today


@at_night
def test_the_caseload_counts_weeks_to_the_readers_day(now: datetime, zone: str, today: date) -> None:
    for days, week in ((7, 2), (6, 1)):
        pair = make_pair("coaching", starts_on=today - timedelta(days=days), **two(zone))
        goals = {pair.pk: GoalsInWords("", [], 0)}
        assert caseload.rows(pair.guide, [pair], goals, now)[0].week == week


@at_night
def test_a_correction_is_dated_by_the_readers_day(now: datetime, zone: str, today: date) -> None:
    goal = make_goal(make_pair("coaching"))
    value: Any = make_value(goal, 9, date(2026, 11, 1), replaced_at=now)
    with timezone.override(zone):
        assert cards._note(value, today) == f"Corrected on {today.day} Nov."


def test_an_answer_after_the_last_day_is_refused_to_both() -> None:
    pair = make_pair(status="proposed", answer_by=date(2026, 11, 17), **two(ANGELES))
    with pytest.raises(NotPossible):
        pair.say_yes(by=pair.guide, now=datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
