"""One round of time: move what the clock moves, notice, deliver."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from core.clock import day_of
from nudges.delivering import deliver
from nudges.models import DROPPED, Nudge, State
from nudges.noticing import notice
from nudges.outbox import Answer, Outbox, Outcome
from people import leaving
from relationships.holding import mark_all_unconfirmed
from relationships.sweeping import FIRST_ON_EARTH, advance
from surveys.rounds import open_due


class Report(TypedDict):
    noticed: int
    sent: int
    skipped_stale: int
    dropped: int
    pending: int


def sweep(now: datetime, outbox: Outbox | None = None) -> Report:
    """Run everything once. A second run at the same moment finds nothing to do."""
    leaving.advance(now)
    advance(now)
    mark_all_unconfirmed(now)
    open_due(day_of(now, FIRST_ON_EARTH))
    noticed = notice(now)
    tally = deliver(now, outbox)
    return {
        "noticed": noticed,
        "sent": tally[State.SENT],
        "skipped_stale": tally[State.SKIPPED_STALE],
        "dropped": sum(tally[state] for state in DROPPED),
        "pending": Nudge.objects.unfinished().count(),
    }


def rehearse(now: datetime, outbox: NoMail | None = None) -> Report:
    """What a sweep would do, without a mail and without a trace."""
    with transaction.atomic():
        report = sweep(now, outbox or NoMail())
        transaction.set_rollback(True)
    return report


class NoMail(Outbox):
    """Takes every mail, sends none, and keeps the Message-IDs."""

    def __init__(self) -> None:
        super().__init__()
        self.message_ids: list[str] = []

    def open(self) -> None:
        return

    def hand_over(self, mail: EmailMultiAlternatives) -> Outcome:
        self.message_ids.append(mail.extra_headers["Message-ID"])
        return Outcome(Answer.ACCEPTED)
