"""`manage.py sweep`, the beat entry, the pages about reminders."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from core import clock
from nudges import links
from nudges.budget import verdict
from nudges.models import Nudge, ReminderSetting, Snooze, State
from nudges.noticing import notice
from nudges.outbox import mail_is_set_up
from nudges.sweeping import sweep
from people.models import User
from tests.make import NOW, TODAY, make_pair, make_session
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


def test_whether_mail_leaves_this_machine_is_known(settings: Any) -> None:
    settings.EMAIL_IS_SENT = False
    assert not mail_is_set_up()
    settings.EMAIL_IS_SENT = True
    assert mail_is_set_up()


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


def test_nudges_are_read_by_their_recipient_and_counted_without_names(outsider: User) -> None:
    pair = make_pair()
    make_session(pair, planned_at=NOW)
    sweep(NOW)
    assert [row.recipient for row in Nudge.objects.visible_to(pair.learner)] == [pair.learner]
    assert not Nudge.objects.visible_to(outsider).exists()
    assert Nudge.objects.sent_days(pair) == [{"kind": "session-planned", "day": TODAY}]
    assert Nudge.objects.all().counts() == [{"kind": "session-planned", "day": TODAY, "n": 2}]
