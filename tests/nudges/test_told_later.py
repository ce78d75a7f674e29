"""The mails about a proposal wait for the day that its publisher chose (4.3)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from nudges.sweeping import sweep
from tests.make import NOW, TODAY, make_pair, make_person
from tests.nudges.scenarios import DAY, MINUTE, MORNING

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def told_in_a_week() -> Any:
    return make_pair(
        status="proposed", proposed_at=NOW, told_on=TODAY + WEEK, answer_by=TODAY + WEEK + 10 * DAY,
        learner=make_person("Amara", time_zone="Asia/Tokyo"), guide=make_person("Leo", time_zone="UTC"),
    )  # fmt: skip


def recipients() -> list[str]:
    return [letter.to[0].split("<")[-1].strip(">") for letter in mail.outbox]


def test_each_is_told_at_nine_of_that_day_on_the_own_clock(only: Any) -> None:
    only("proposal")
    pair, nine = told_in_a_week(), NOW.replace(hour=9, minute=0) + WEEK
    for moment in (NOW, nine - timedelta(hours=9) - MINUTE):
        sweep(moment)
    assert recipients() == []
    sweep(nine - timedelta(hours=9))
    assert recipients() == [pair.learner.email]
    sweep(nine - MINUTE)
    assert recipients() == [pair.learner.email]
    sweep(nine)
    assert recipients() == [pair.learner.email, pair.guide.email]


def test_the_reminders_to_answer_count_from_that_day(only: Any) -> None:
    only("proposal-answer")
    pair = told_in_a_week()
    sweep(MORNING + 7 * DAY)
    sweep(MORNING + 10 * DAY - MINUTE)
    assert pair.guide.email not in recipients()
    sweep(MORNING + 10 * DAY)
    assert recipients().count(pair.guide.email) == 1
    sweep(MORNING + 14 * DAY)
    assert recipients().count(pair.guide.email) == 2
