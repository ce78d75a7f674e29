"""Whether a nudge may go: is it still of use, true, wanted; and not too many of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from nudges import walltime
from nudges.kinds import KINDS
from nudges.models import Category, Nudge, ReminderSetting, State
from people.models import User

DAYS_BETWEEN = 3
UNANSWERED = 2
# So often a worker may die over a row before it is given up.
MAX_BEGINNINGS = 5


def verdict(nudge: Nudge, now: datetime) -> State | None:
    """The state in which a nudge ends without being sent; None if it may go."""
    if nudge.attempts > MAX_BEGINNINGS:
        return State.DEAD
    if nudge.stale_after <= now:
        return State.SKIPPED_STALE
    kind = KINDS[nudge.kind]
    person = nudge.recipient
    if not person.is_active or not person.takes_mail or not kind.still_true(nudge, now):
        return State.CANCELLED
    if nudge.category == Category.MORNING and (_is_off(nudge) or _unanswered(nudge) >= UNANSWERED):
        return State.CANCELLED
    return None


def held_until(person: User, now: datetime) -> datetime | None:
    """When the next morning mail may go to this person; None: now. Never between 20:00 and 08:00, one in three days."""
    last = (
        Nudge.objects.sent()
        .filter(recipient=person, category=Category.MORNING)
        .order_by("-sent_at")
        .values_list("sent_at", flat=True)
        .first()
    )
    today = walltime.local_day(now, person)
    if last is not None:
        next_day = walltime.local_day(last, person) + timedelta(days=DAYS_BETWEEN)
        if next_day > today:
            return walltime.morning_of(next_day, person)
    return walltime.next_morning(now, person) if walltime.is_quiet(now, person) else None


def _is_off(nudge: Nudge) -> bool:
    topic = KINDS[nudge.kind].topic
    return ReminderSetting.objects.filter(person=nudge.recipient_id, topic=topic, is_off=True).exists()


def _unanswered(nudge: Nudge) -> int:
    """How often this person was told of this fact, as it is now, without the fact going away."""
    told = Nudge.objects.sent().filter(recipient=nudge.recipient_id, kind=nudge.kind, fact=nudge.fact)
    return int(told.filter(revision=nudge.revision).count())
