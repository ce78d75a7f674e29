"""`manage.py sweep`, the beat entry, the pages about reminders."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from core import clock
from core.errors import NotPossible
from nudges import links
from nudges.budget import verdict
from nudges.models import Nudge, ReminderSetting, Snooze, State
from nudges.noticing import notice
from nudges.sweeping import sweep
from people.models import User
from relationships import agreeing, scheduling
from relationships.agreeing import Terms
from relationships.sweeping import advance
from tests.make import NOW, TODAY, make_goal, make_pair, make_session
from tests.nudges.scenarios import DAY, MORNING

pytestmark = pytest.mark.django_db


def swept(*options: str) -> dict[str, int]:
    out = StringIO()
    call_command("sweep", "--json", *options, stdout=out)
    return dict(json.loads(out.getvalue()))


def test_sweep_prints_one_object_and_a_second_run_sends_nothing() -> None:
    make_session(make_pair(), planned_at=NOW)
    first = swept("--now", NOW.isoformat())
    assert first == {"noticed": 2, "sent": 2, "skipped_stale": 0, "dropped": 0, "pending": 0}
    assert swept("--now", NOW.isoformat()) == {**first, "noticed": 0, "sent": 0}
    assert len(mail.outbox) == 2


def test_a_rehearsal_says_what_would_go_and_leaves_no_trace() -> None:
    make_session(make_pair(), planned_at=NOW)
    assert swept("--now", NOW.isoformat(), "--dry-run")["sent"] == 2
    assert not mail.outbox
    assert not Nudge.objects.exists()
    assert swept("--now", NOW.isoformat())["sent"] == 2


def test_a_rehearsal_changes_no_row_of_any_table_where_a_sweep_would_change_many() -> None:
    """A proposal that runs out, a check-in that opens, a session that nobody confirmed, and their mails."""
    make_pair(status="proposed", proposed_at=NOW - 12 * DAY, answer_by=TODAY - 2 * DAY)
    pair = make_pair()
    make_session(pair, status="held", starts_at=NOW - 30 * DAY)
    make_session(pair, starts_at=NOW - 20 * DAY)
    before = every_row()
    assert swept("--now", MORNING.isoformat(), "--dry-run")["noticed"] > 0
    assert every_row() == before
    swept("--now", MORNING.isoformat())
    changed = {label for label, rows in every_row().items() if rows != before[label]}
    assert {"relationships.Relationship", "relationships.Session", "surveys.Round", "nudges.Nudge"} <= changed


def every_row() -> dict[str, list[str]]:
    return {model._meta.label: sorted(map(_said, model._base_manager.values_list())) for model in apps.get_models()}


def _said(row: tuple[Any, ...]) -> str:
    """With bytes by what they hold: PostgreSQL gives a view of them, which prints its address."""
    return str([bytes(value) if isinstance(value, memoryview) else value for value in row])


def test_sweep_refuses_a_moment_that_is_none() -> None:
    with pytest.raises(CommandError, match="not a moment"):
        swept("--now", "yesterday")


def test_dropped_counts_what_was_cancelled() -> None:
    pair = make_pair()
    session = make_session(pair, planned_at=NOW)
    notice(NOW)
    type(session).objects.filter(pk=session.pk).update(status="missed")
    report = swept("--now", NOW.isoformat())
    assert (report["dropped"], report["pending"]) == (2, 0)


def test_beat_sweeps_every_minute_and_its_kicks_do_not_pile_up() -> None:
    entry: Any = settings.CELERY_BEAT_SCHEDULE["nudges"]
    assert (entry["task"], entry["schedule"]) == ("nudges.tasks.sweep", timedelta(minutes=1))
    assert entry["options"] == {"expires": 60}


def test_a_person_chooses_what_to_be_reminded_of(client: Client, learner: User) -> None:
    client.force_login(learner)
    assert client.get("/me/reminders/").status_code == 200
    client.post("/me/reminders/", {"wanted": ["pair", "check_ins"]})
    off = ReminderSetting.objects.visible_to(learner).filter(is_off=True).values_list("topic", flat=True)
    assert set(off) == {"sessions", "progress"}


def test_one_click_stops_the_topic_of_a_mail_without_signing_in_and_looking_changes_nothing(only: Any) -> None:
    only("session-log")
    pair = make_pair()
    make_session(pair, starts_at=NOW - DAY)
    sweep(MORNING)
    [letter] = [m for m in mail.outbox if m.to[0].startswith("Amara")]
    url = letter.extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.BASE_URL)
    anybody = Client(enforce_csrf_checks=True)
    assert anybody.get(url).status_code == 200
    assert not ReminderSetting.objects.exists()
    assert anybody.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    setting = ReminderSetting.objects.get()
    assert (setting.person, setting.topic, setting.is_off) == (pair.learner, "sessions", True)
    row = Nudge.objects.get(recipient=pair.learner)
    assert verdict(row, MORNING) == State.CANCELLED


def test_a_token_that_is_not_ours_is_not_found(client: Client, learner: User) -> None:
    good = links.one_click(learner, ["pair"]).removeprefix(settings.BASE_URL)
    assert client.get(good).status_code == 200
    assert client.post(good[:-3] + "xx/").status_code == 404
    assert not ReminderSetting.objects.exists()


def test_silence_is_pointed_out_once_and_a_snooze_moves_it(client: Client, only: Any) -> None:
    """S4-06, S0-27: no session for 1.5 times the cadence, one word each; snoozed four weeks, none until then."""
    only("quiet")
    pair = make_pair()
    make_session(pair, status="held", starts_at=NOW)
    at = MORNING + 42 * DAY
    assert sweep(at - DAY)["sent"] == 0
    assert sweep(at)["sent"] == 2
    client.force_login(pair.learner)
    with clock.moved_to(at):
        assert client.get(f"/pairs/{pair.pk}/remind-later/").status_code == 200
        assert not Snooze.objects.exists()
        assert client.post(f"/pairs/{pair.pk}/remind-later/").status_code == 302
    assert sum(sweep(at + n * DAY)["sent"] for n in range(28)) == 0
    sweep(at + 28 * DAY)
    last = Nudge.objects.filter(kind="quiet", state="sent").latest("sent_at")
    assert (last.recipient, last.revision) == (pair.learner, (TODAY + 70 * DAY).isoformat())


def test_nobody_else_puts_a_pair_off(client: Client, outsider: User) -> None:
    pair = make_pair()
    client.force_login(outsider)
    assert client.post(f"/pairs/{pair.pk}/remind-later/").status_code == 404
    assert not Snooze.objects.exists()


def test_nudges_are_read_by_their_recipient_and_told_without_names(outsider: User) -> None:
    pair = make_pair()
    make_session(pair, planned_at=NOW)
    sweep(NOW)
    assert [row.recipient for row in Nudge.objects.visible_to(pair.learner)] == [pair.learner]
    assert not Nudge.objects.visible_to(outsider).exists()
    assert Nudge.objects.sent_days(pair) == [{"kind": "session-planned", "day": TODAY}]


def test_another_cadence_moves_the_next_reminder_and_a_rest_stops_it(only: Any) -> None:
    """S3-20: monthly becomes quarterly with both signatures, either half writes it; resting pairs hear nothing."""
    only("quiet")
    pair, resting = make_pair(), make_pair()
    for each in (pair, resting):
        make_session(each, status="held", starts_at=NOW)
    agreed = agreeing.write(pair, Terms({"purpose": "Same"}, cadence_days=91), based_on=1, by=pair.guide, now=NOW)
    for person in (pair.learner, pair.guide):
        agreeing.sign(pair, agreed.version, by=person, now=NOW)
    assert scheduling.next_suggestion(pair.sessions.get(), NOW).date() == TODAY + 91 * DAY  # type: ignore[union-attr]
    resting.rest(by=resting.guide, now=NOW)
    assert sum(sweep(MORNING + n * DAY)["sent"] for n in (42, 136)) == 0
    assert sweep(MORNING + 137 * DAY)["sent"] == 2, "1.5 times 91 days, to the pair that goes on"
    assert {row.relationship for row in Nudge.objects.all()} == {pair}


def test_a_coaching_is_told_of_for_the_last_time_at_its_end_and_a_mentoring_always_has_a_next() -> None:
    """S1-24: once it is closed, one word that it is over and nothing more; a mentoring goes on, one next at a time."""
    coaching, mentoring = make_pair("coaching", ends_on=TODAY + 16 * DAY), make_pair()
    make_goal(coaching, 20, 19)
    for pair in (coaching, mentoring):
        make_session(pair, status="held", starts_at=NOW)
    for day in range(0, 75, 2):
        now = NOW + day * DAY
        advance(now)
        notice(now)
    coaching.refresh_from_db()
    assert coaching.status == "closed"
    last = Nudge.objects.filter(relationship=coaching).latest("due_at").due_at.date()
    assert coaching.ends_on is not None
    assert TODAY + 10 * DAY < last <= coaching.ends_on + 16 * DAY
    assert Nudge.objects.filter(relationship=mentoring, due_at__gt=NOW + 40 * DAY).exists()
    talk = mentoring.sessions.get()
    for _month in range(2 * 13):
        wall = scheduling.next_suggestion(talk, talk.starts_at)
        assert wall is not None
        planned: dict[str, Any] = {
            "wall": wall,
            "zone": talk.zone,
            "minutes": 60,
            "form": "video",
            "now": talk.starts_at,
        }
        following = scheduling.plan(mentoring, **planned, by=mentoring.learner)
        with pytest.raises(NotPossible):
            scheduling.plan(mentoring, **planned, by=mentoring.guide)
        talk = following
