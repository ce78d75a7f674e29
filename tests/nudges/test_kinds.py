"""Every kind in the registry: due, not yet due, stale, twice, quiet hours, untrue, moved session, ended pair, switched
off, the days when clocks change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from nudges.delivering import deliver
from nudges.kinds import KINDS
from nudges.models import Category, Nudge, ReminderSetting, switch
from nudges.noticing import notice
from nudges.sweeping import sweep
from people.models import User
from programs import applying
from relationships.models import Relationship, Session
from tests import make
from tests.make import NOW, make_enrollment, make_person, make_program, make_session
from tests.nudges import asked_alone, by_hand, scenarios
from tests.nudges.scenarios import DAY, MINUTE, STORIES, Story

pytestmark = pytest.mark.django_db
STOPPED_BY_A_SESSION = ("first-session", "quiet", "plan-again", "quiet-again")
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


@cache
def due_when_told_now(kind: str) -> datetime:
    with transaction.atomic():
        due = STORIES[kind]().due
        transaction.set_rollback(True)
    return due


def told_so_that_it_is_due_on(day: date, kind: str, monkeypatch: pytest.MonkeyPatch) -> Story:
    """The same story at another time; what is due at once is told on the afternoon before."""
    due = due_when_told_now(kind)
    before = DAY if due == NOW else due.date() - NOW.date()
    now = datetime.combine(day - before, time(15 if due == NOW else 9), tzinfo=UTC)
    for module in (make, scenarios, asked_alone, by_hand):
        monkeypatch.setattr(module, "NOW", now)
        monkeypatch.setattr(module, "TODAY", now.date())
    for module in (scenarios, asked_alone):
        monkeypatch.setattr(module, "MORNING", now.replace(hour=8, minute=30))
    story = STORIES[kind]()
    with_end = Relationship.objects.filter(ends_on__isnull=False)
    with_end.update(starts_on=now.date() - 50 * DAY, ends_on=now.date() + 150 * DAY)
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
def test_a_moved_session_makes_its_old_words_untrue_and_leaves_all_others_alone(kind: str, only: Any) -> None:
    story = noticed(kind, only)
    about = Session.objects.filter(pk__in=Nudge.objects.values("fact"))
    is_about = about.exists()
    if story.pair and not is_about:
        make_session(story.pair, starts_at=story.due + 5 * DAY, planned_at=NOW - 30 * DAY)
    moved, old = about if is_about else Session.objects.all(), list(Nudge.objects.values_list("pk", flat=True))
    moved.update(starts_at=F("starts_at") + DAY, revision=F("revision") + 1)
    deliver(story.due)
    if not is_about:
        gone = STOPPED_BY_A_SESSION if story.pair else ()
        assert bool(mail.outbox) == (kind not in gone)
        return
    assert states(kind) == {"cancelled"}
    assert not mail.outbox
    only(kind, "session-moved") if kind == "session-planned" else only(kind)
    for day in range(4):
        sweep(story.due + day * DAY)
    assert {row.recipient for row in Nudge.objects.filter(state="sent", revision__gt="0")} == story.to
    assert set(Nudge.objects.filter(pk__in=old).values_list("state", flat=True)) == {"cancelled"}


@every_kind
@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_morning_stays_half_past_eight_on_the_days_when_clocks_change(
    kind: str, day: date, only: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In Berlin, where the night before was an hour shorter or longer; the story is told so that it is due that day."""
    if KINDS[kind].category != Category.MORNING:
        return
    only(kind)
    story = told_so_that_it_is_due_on(day, kind, monkeypatch)
    User.objects.update(time_zone="Europe/Berlin")
    story.happen()
    morning = datetime.combine(day, time(8, 30), tzinfo=ZoneInfo("Europe/Berlin"))
    sweep(morning - MINUTE)
    assert not mail.outbox
    sweep(morning)
    assert mail.outbox


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


def test_what_was_switched_on_again_comes_again(only: Any) -> None:
    story = noticed("quiet", only)
    for person in story.to:
        for off in (True, False):
            switch(person, {"pair"}, off=off, by=person, now=NOW)
    deliver(story.due)
    assert mail.outbox


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


@every_kind
def test_a_kind_reads_at_once_all_that_its_facts_need(kind: str, only: Any) -> None:
    """A field that a kind did not name would be asked for again with every fact."""
    story = tell(kind, only)
    story.happen()
    with CaptureQueriesContext(connection) as asked:
        notice(story.due)
    assert Nudge.objects.filter(kind=kind).exists()
    one_by_one = [query["sql"] for query in asked if query["sql"].endswith("LIMIT 21")]  # how a single row is read
    assert one_by_one == []


def test_a_place_is_told_in_one_word_and_one_of_a_file_in_none() -> None:
    """Taken in, moved up from the waiting list, brought in by an admin's file: each is told apart by its own row."""
    program = make_program()
    admin, by_file = program.admin_rows.get().person, make_person()
    decided, waited, moved_up = (
        make_enrollment(program, make_person(), "learner", status=status)
        for status in ("applied", "waitlisted", "applied")
    )
    for enrollment in (decided, waited):
        applying.accept(enrollment, by=admin, now=NOW)
    applying.waitlist(moved_up, by=admin, now=NOW)
    applying.promote(moved_up, by=None, now=NOW)
    applying.take_in(program, by_file, "learner", by=admin, now=NOW)
    notice(NOW)
    told = set(Nudge.objects.values_list("kind", "recipient"))
    assert told == {("accepted", decided.person_id), ("accepted", waited.person_id), ("promoted", moved_up.person_id)}
