"""The rhythm of values, reviews, check-ins, help and silence over time, with a sweep on every morning."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from goals import looking_back
from goals.models import Review
from nudges.kinds.progress import look_back_due
from nudges.models import Nudge
from nudges.sweeping import sweep
from people.models import User
from relationships.models import Relationship
from surveys.models import Answer, HelpRequest, Round
from tests.make import NOW, TODAY, make_agreement, make_pair, make_program, make_session
from tests.nudges.scenarios import DAY, MINUTE, MORNING, value_due

pytestmark = pytest.mark.django_db


def mornings(start: int, end: int) -> None:
    """Sweep at 08:30 on each day from `start` until before `end`, counted from today."""
    for n in range(start, end):
        sweep(MORNING + n * DAY)


def sent(kind: str, person: Any) -> list[datetime]:
    rows = Nudge.objects.filter(kind=kind, recipient=person, state="sent").order_by("sent_at")
    return list(rows.values_list("sent_at", flat=True))


def test_a_review_every_two_weeks_is_asked_for_once_and_once_more_if_nobody_held_it(only: Any) -> None:
    """S0-08: 14 days later exactly one mail each; the sweep again sends none."""
    only("review-due")
    pair = make_pair("coaching", program=make_program("coaching", review_days=14))
    Review.objects.create(relationship=pair, held_on=TODAY, held_by=pair.guide, created_at=NOW)
    mornings(1, 14)
    assert not mail.outbox
    mornings(14, 15)
    assert [m.subject for m in mail.outbox] == [
        "Your review with Dana is due this week", "Review with Tom is due this week",
    ]  # fmt: skip
    mornings(15, 45)
    assert sent("review-due", pair.learner) == [MORNING + 14 * DAY, MORNING + 28 * DAY], "then silence"


def test_a_value_is_asked_for_once_more_after_three_days_then_silence(only: Any) -> None:
    """S0-08: two words about one value, then nobody nags until it was entered."""
    only("value-due")
    story = value_due()
    story.happen()
    mornings(0, 24)
    [person] = story.to
    assert sent("value-due", person) == [MORNING + 5 * DAY, MORNING + 8 * DAY]
    assert {m.subject for m in mail.outbox} == {"This week’s number"}


def test_a_check_in_that_was_skipped_is_not_asked_for_again(only: Any) -> None:
    """C16: one reminder after a week for who did nothing; none for who skipped; the subject names nobody."""
    only("check-in")
    pair = make_pair()
    make_session(pair, status="held", starts_at=NOW - 30 * DAY)
    mornings(0, 1)
    asked = Round.objects.get()
    assert [m.subject for m in mail.outbox] == ["Two minutes for your check-in"] * 2
    Answer.objects.create(round=asked, person=pair.learner, skipped=True, at=NOW)
    mornings(1, 20)
    assert sent("check-in", pair.learner) == [MORNING]
    assert sent("check-in", pair.guide) == [MORNING, MORNING + 7 * DAY]
    assert "Still open until Tuesday. Skipping is fine." in mail.outbox[-1].body
    assert "Amara" not in "".join(f"{m.subject} {m.body}" for m in mail.outbox)


def test_help_is_told_to_the_named_contact_alone_and_names_nobody(only: Any) -> None:
    """S0-41: at once, also at night; no name in the mail, no trace among what was sent about the pair."""
    only("help-wanted")
    pair = make_pair()
    contact = pair.program.help_contact
    assert contact is not None
    night = NOW.replace(hour=23)
    HelpRequest.objects.create(
        relationship=pair, person=pair.learner, contact=contact, asked_at=night, words="zqcanaryqz"
    )
    sweep(night)
    [letter] = mail.outbox
    assert letter.to[0].endswith(f"<{contact.email}>")
    source = letter.message().as_string()
    for secret in ("Amara", "Leo", "zqcanaryqz", str(pair.pk), str(pair.learner.email)):
        assert secret not in source
    assert Nudge.objects.sent_days(pair) == []


def test_each_half_is_asked_to_look_back_half_a_year_after_their_last_one(guide: User) -> None:
    pair = make_pair(guide=guide, proposed_at=NOW - 182 * DAY)
    assert {(fact.recipient, fact.on) for fact in look_back_due(NOW)} == {(guide, TODAY), (pair.learner, TODAY)}
    looking_back.answer(pair, "go_on", by=guide, now=NOW)
    assert [fact.recipient for fact in look_back_due(NOW)] == [pair.learner]


def test_a_pair_at_rest_is_left_alone(only: Any) -> None:
    only("quiet", "check-in", "look-back", "first-session")
    pair = make_pair(status="resting")
    make_session(pair, status="held", starts_at=NOW - 90 * DAY)
    mornings(0, 30)
    assert not mail.outbox


@pytest.mark.parametrize("status", ["resting", "active"])
def test_a_pair_at_rest_is_not_asked_to_sign(only: Any, status: str) -> None:
    """It was told: no reminders meanwhile."""
    only("agreement-to-sign")
    pair = make_pair(status="active")
    make_agreement(pair, signed=False)
    Relationship.objects.filter(pk=pair.pk).update(status=status)
    mornings(0, 8)
    assert bool(mail.outbox) is (status == "active")


def test_a_busy_month_brings_at_most_one_morning_mail_in_three_days(only: Any) -> None:
    """Whatever comes together, nobody gets more."""
    pair = make_pair("coaching")
    others = [make_pair("coaching", learner=pair.learner) for _ in range(2)]
    for n, one in enumerate([pair, *others]):
        Relationship.objects.filter(pk=one.pk).update(starts_on=TODAY - (25 - n) * DAY)
        for day in range(n, 20, 4):
            make_session(one, starts_at=NOW + day * DAY, planned_at=NOW - 20 * DAY)
    for n in range(20):
        for hour in (0, 14):
            sweep(MORNING + n * DAY + timedelta(hours=hour) + MINUTE)
    rows = Nudge.objects.filter(recipient=pair.learner, category="morning", state="sent")
    days = sorted(set(rows.values_list("sent_at__date", flat=True)))
    assert len(days) >= 5
    assert all(later - earlier >= 3 * DAY for earlier, later in itertools.pairwise(days))
    wrong_hour = rows.exclude(sent_at__hour__gte=8, sent_at__hour__lt=20)
    assert not wrong_hour.exists()
