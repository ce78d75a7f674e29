"""Every kind in the registry: due, not yet due, stale, twice, quiet hours, untrue, ended pair, switched off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core import mail

from nudges.delivering import deliver
from nudges.kinds import KINDS
from nudges.models import Category, Nudge, ReminderSetting
from nudges.noticing import notice
from nudges.sweeping import sweep
from tests.make import NOW
from tests.nudges.scenarios import DAY, MINUTE, STORIES, Story

pytestmark = pytest.mark.django_db
every_kind = pytest.mark.parametrize("kind", sorted(KINDS))


def tell(kind: str, only: Callable[..., None]) -> Story:
    only(kind)
    return STORIES[kind]()


def noticed(kind: str, only: Callable[..., None]) -> Story:
    """The story told up to the moment at which its rows wait to go."""
    story = tell(kind, only)
    story.happen()
    notice(story.due)
    assert Nudge.objects.filter(kind=kind, state="pending", due_at__lte=story.due).exists()
    return story


def states(kind: str) -> set[str]:
    return set(Nudge.objects.filter(kind=kind).values_list("state", flat=True))


@every_kind
def test_a_due_word_goes_to_whom_it_concerns_and_to_nobody_else(kind: str, only: Any) -> None:
    story = tell(kind, only)
    story.happen()
    sweep(story.due)
    sent = Nudge.objects.filter(kind=kind, state="sent")
    assert {row.recipient for row in sent} == story.to
    assert {m.to[0].split("<")[-1].strip(">") for m in mail.outbox} == {person.email for person in story.to}


@every_kind
def test_nothing_goes_before_it_is_due(kind: str, only: Any) -> None:
    story = tell(kind, only)
    if not KINDS[kind].offsets:
        sweep(story.due)
        assert not mail.outbox
        story.happen()
        return
    story.happen()
    sweep(story.due - MINUTE)
    assert not mail.outbox
    sweep(story.due)
    assert mail.outbox


@every_kind
def test_a_second_sweep_notices_nothing_and_sends_nothing(kind: str, only: Any) -> None:
    story = tell(kind, only)
    story.happen()
    first = sweep(story.due)
    assert first["noticed"] >= first["sent"] == len(story.to)
    count = len(mail.outbox)
    again = sweep(story.due)
    assert (again["noticed"], again["sent"], len(mail.outbox)) == (0, 0, count)


@every_kind
def test_what_is_of_no_use_any_more_is_skipped(kind: str, only: Any) -> None:
    noticed(kind, only)
    late = Nudge.objects.filter(kind=kind).latest("stale_after").stale_after
    deliver(late)
    assert states(kind) == {"skipped_stale"}
    assert not mail.outbox


@every_kind
def test_what_became_untrue_is_dropped_at_delivery(kind: str, only: Any) -> None:
    story = noticed(kind, only)
    story.gone()
    deliver(story.due)
    assert states(kind) == {"cancelled"}
    assert not mail.outbox


@every_kind
def test_a_pair_that_ended_gets_no_reminders(kind: str, only: Any) -> None:
    story = noticed(kind, only)
    if story.pair is None or story.survives_end:
        story.gone()
    else:
        pair = story.pair
        type(pair).objects.filter(pk=pair.pk).update(status=pair.rules_of_kind.ENDED_BY_ONE, ended_on=NOW.date())
    deliver(story.due)
    assert not mail.outbox


@every_kind
def test_nobody_is_written_to_at_night_unless_it_cannot_wait(kind: str, only: Any) -> None:
    noticed(kind, only)
    night = Nudge.objects.filter(kind=kind).earliest("due_at").due_at.replace(hour=22, minute=0)
    deliver(night)
    if KINDS[kind].category == Category.MORNING:
        assert not mail.outbox
        row = Nudge.objects.filter(kind=kind, state="pending").earliest("due_at")
        assert row.not_before == (night + DAY).replace(hour=8, minute=30)
    else:
        assert mail.outbox


@every_kind
def test_a_topic_that_is_switched_off_stays_off_and_the_rest_cannot_be(kind: str, only: Any) -> None:
    story = noticed(kind, only)
    for person in story.to:
        for topic in ("sessions", "pair", "progress", "check_ins"):
            ReminderSetting.objects.create(person=person, topic=topic, changed_at=NOW)
    deliver(story.due)
    assert bool(mail.outbox) == (KINDS[kind].category == Category.TRANSACTIONAL)


@every_kind
def test_a_person_who_left_or_has_no_address_gets_no_mail(kind: str, only: Any) -> None:
    story = noticed(kind, only)
    for n, person in enumerate(story.to):
        type(person).objects.filter(pk=person.pk).update(**({"is_active": False} if n else {"email": None}))
    deliver(story.due)
    assert not mail.outbox


def test_every_kind_that_waits_for_the_morning_can_be_switched_off() -> None:
    for kind in KINDS.values():
        assert (kind.category == Category.MORNING) == (kind.topic is not None), kind.name


def test_no_word_is_still_waiting_when_the_next_about_the_same_is_due() -> None:
    """So that one mail never says the same thing twice."""
    for kind in KINDS.values():
        gaps = [later - earlier for earlier, later in pairwise(sorted(kind.offsets))]
        assert kind.keeps <= min((gap * DAY for gap in gaps), default=kind.keeps), kind.name
        assert kind.keeps > timedelta(0)
