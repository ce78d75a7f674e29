"""Taking due rows into one's own hands, on both databases, so that no row is in two hands at once.

PostgreSQL leaves out the rows that another claim has locked; SQLite has one writer at a time and ignores the words.
A claim is a lease with a token of its own. Every later write names the token, so that a worker whose lease ran out
cannot overwrite what the next one did.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Now

from core.ids import new_id
from nudges.kinds import RIDING
from nudges.models import Category, Nudge, State
from people.models import User

LEASE = timedelta(seconds=60)
BATCH = 50


def at_once(now: datetime, limit: int = BATCH) -> list[Nudge]:
    """Claim due rows that travel alone, oldest first.

    Locked rows are listed before they are claimed: as a subquery of the update, PostgreSQL may choose and lock them
    anew for every row it looks at, and the limit is lost.
    """
    due = Nudge.objects.due(now).exclude(travels_in_the_morning()).order_by("due_at")
    with transaction.atomic():
        chosen = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:limit])
        return _claim(Nudge.objects.filter(pk__in=chosen)) if chosen else []


def mornings(now: datetime, limit: int = BATCH) -> list[Nudge]:
    """Claim everything due for some people's morning mails, whole person by whole person.

    The person's row is locked while this is decided, and nobody is chosen for whom another worker is writing already:
    one mail, and one count of the days since the last.
    """
    due = Nudge.objects.due(now).filter(travels_in_the_morning())
    in_other_hands = Nudge.objects.unfinished().filter(
        travels_in_the_morning(), recipient=OuterRef("pk"), lease_until__gte=Now()
    )
    people = User.objects.filter(Exists(due.filter(recipient=OuterRef("pk")))).exclude(Exists(in_other_hands))
    with transaction.atomic():
        chosen = list(people.select_for_update(skip_locked=True, no_key=True).values_list("pk", flat=True)[:limit])
        return _claim(due.filter(recipient__in=chosen)) if chosen else []


def begin(rows: list[Nudge]) -> list[Nudge]:
    """Count an attempt and renew the lease; gives back those that are still in our hands."""
    for row in rows:
        row.attempts += 1
    return [row for row in rows if _write(row, attempts=row.attempts, lease_until=Now() + LEASE)]


def hand_over_begins(rows: list[Nudge], message_id: str) -> bool:
    """Mark the rows of one mail just before it is handed over. False: some are in other hands, do not send."""
    with transaction.atomic():
        fields = {"state": State.SENDING, "message_id": message_id, "lease_until": Now() + LEASE}
        if all(_write(row, **fields) for row in rows):
            return True
        transaction.set_rollback(True)
    return False


def finish(rows: Iterable[Nudge], state: State, *, error: str = "", sent_at: datetime | None = None) -> int:
    """The end of a nudge; returns how many rows were still ours to end."""
    fields = {"state": state, "sent_at": sent_at, "last_error_class": error, "lease_until": None, "claimed_by": None}
    return sum(_write(row, **fields) for row in rows)


def hold(rows: Iterable[Nudge], until: datetime, **fields: Any) -> None:
    """Put rows back until then."""
    for row in rows:
        _write(row, state=State.PENDING, not_before=until, lease_until=None, claimed_by=None, **fields)


def keep_ambiguous(rows: Iterable[Nudge], pause: timedelta, **fields: Any) -> None:
    """Leave rows in `sending`, so that they go again as the same mail with the same Message-ID after a pause."""
    for row in rows:
        _write(row, lease_until=Now() + pause, **fields)


def travels_in_the_morning() -> Q:
    return Q(category=Category.MORNING) | Q(kind__in=RIDING)


def _claim(rows: models.QuerySet[Any]) -> list[Nudge]:
    token = new_id()
    rows.update(
        state=Case(When(state=State.SENDING, then=Value(State.SENDING)), default=Value(State.CLAIMED)),
        claimed_by=token,
        lease_until=Now() + LEASE,
    )
    return _in_hand(token)


def _in_hand(token: UUID) -> list[Nudge]:
    mine = Nudge.objects.filter(claimed_by=token).select_related(
        "recipient", "relationship__program", "relationship__guide", "relationship__learner"
    )
    return list(mine.order_by(F("attempts"), "due_at", "pk"))


def _write(row: Nudge, **fields: Any) -> int:
    return Nudge.objects.filter(pk=row.pk, claimed_by=row.claimed_by).update(**fields)
