"""After a restore nothing is mailed as new that may have gone out between the backup and the disk's death."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from nudges.delivering import deliver
from nudges.models import Nudge
from nudges.noticing import notice
from nudges.restoring import hold_as_ambiguous
from nudges.sweeping import sweep
from tests.make import NOW, make_pair, make_session
from tests.nudges.scenarios import DAY, MINUTE, MORNING, STORIES

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def mails() -> list[tuple[str, str]]:
    """To whom and under which Message-ID."""
    return sorted((m.to[0], m.extra_headers["Message-ID"]) for m in mail.outbox)


def the_database_as_it_was_before_the_mail_went() -> None:
    Nudge.objects.update(state="pending", message_id="", sent_at=None, attempts=0, claimed_by=None, lease_until=None)


@pytest.mark.parametrize("state", ["pending", "claimed", "sending"])
def test_what_was_due_since_the_backup_goes_again_as_the_same_mail(only: Any, state: str) -> None:
    only("session-planned", "session-tomorrow", "session-log", "session-agenda")
    pair = make_pair()
    make_session(pair, starts_at=NOW - DAY)
    make_session(pair, starts_at=NOW + DAY, planned_at=NOW - 5 * DAY)
    make_session(pair, starts_at=NOW + 3 * DAY, planned_at=NOW - 5 * DAY)
    sweep(MORNING + MINUTE)
    went = mails()
    assert Nudge.objects.filter(state="sent").count() > len(went) == 2, "several travel in one mail"
    the_database_as_it_was_before_the_mail_went()
    Nudge.objects.filter(due_at__lte=MORNING + MINUTE).update(state=state)
    mail.outbox.clear()
    hold_as_ambiguous(MORNING + HOUR)
    deliver(MORNING + HOUR)
    assert mails() == went


def test_a_nudge_that_may_have_gone_is_dropped(only: Any) -> None:
    only("quiet")
    story = STORIES["quiet"]("mentoring")
    story.happen()
    notice(story.due)
    assert Nudge.objects.filter(state="pending").exists()
    hold_as_ambiguous(story.due + HOUR)
    sweep(story.due + HOUR)
    assert set(Nudge.objects.values_list("state", "last_error_class")) == {("cancelled", "Ambiguous")}
    assert mail.outbox == []


def test_what_was_sent_stays_sent_and_what_is_not_due_waits_as_before(only: Any) -> None:
    only("session-planned", "session-tomorrow")
    make_session(make_pair(), starts_at=NOW + DAY + HOUR, planned_at=NOW)
    sweep(NOW)
    later = Nudge.objects.filter(due_at__gt=NOW)
    Nudge.objects.filter(pk__in=later.values("pk")[:1]).update(state="pending", sent_at=None)
    before = list(Nudge.objects.order_by("pk").values())
    assert {row["state"] for row in before} >= {"sent"}
    mail.outbox.clear()
    assert hold_as_ambiguous(NOW) == 0
    assert list(Nudge.objects.order_by("pk").values()) == before
    sweep(NOW)
    assert mail.outbox == []
