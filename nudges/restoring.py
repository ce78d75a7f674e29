"""After a restore: what may have gone out between the backup and now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from nudges.claiming import travels_in_the_morning
from nudges.letters import message_id
from nudges.models import Nudge, State
from nudges.sweeping import NoMail, rehearse


@transaction.atomic
def hold_as_ambiguous(now: datetime) -> int:
    """Nobody can say of what was due by `now` whether it went before the disk died, so it counts as handed over
    without an answer (design, section 5): a reminder goes again as the same mail, a nudge is dropped. What was sent
    stays sent. Returns how many rows that are.

    Rows that travel together in a morning mail stay together, under the Message-ID that the first of them makes.
    """
    mails: dict[Any, str] = {}
    ran_out = Now() - timedelta(seconds=1)  # leases compare on the database's clock
    due = Nudge.objects.unfinished().filter(due_at__lte=now).order_by("due_at", "pk")
    together = set(due.filter(travels_in_the_morning()).values_list("pk", flat=True))
    for row in due:
        mail = row.message_id or mails.setdefault(row.recipient_id if row.pk in together else row.pk, message_id(row))
        Nudge.objects.filter(pk=row.pk).update(
            state=State.SENDING, message_id=mail, claimed_by=None, lease_until=ran_out, not_before=None
        )
    return len(due)


def mailed() -> set[str]:
    """The Message-IDs of what is known to have gone out, whole."""
    unsure = Nudge.objects.filter(state=State.SENDING).values("message_id")
    return set(Nudge.objects.sent().exclude(message_id__in=unsure).values_list("message_id", flat=True))


def would_mail(now: datetime) -> list[str]:
    """The Message-IDs of what a round of time would hand over now. Nothing is sent, and no trace is left."""
    outbox = NoMail()
    rehearse(now, outbox)
    return outbox.message_ids
