"""Noticing: which facts deserve a word that nobody has been told yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from nudges import walltime
from nudges.kinds import KINDS
from nudges.kinds.entry import AT_ONCE, Fact, NudgeKind, offset_name
from nudges.models import Nudge

# So long before it is due a row is written.
AHEAD = timedelta(days=1)
BATCH = 500


def notice(now: datetime) -> int:
    """Write a row for every fact that deserves one; returns how many are new. The same facts again make none."""
    return sum(_insert(rows, now) for kind in KINDS.values() for rows in _batches(_rows(kind, now)))


def _rows(kind: NudgeKind, now: datetime) -> Iterator[Nudge]:
    for fact in kind.find(now, None):
        for row in _rows_of(kind, fact, now):
            if row.due_at <= now + AHEAD and row.stale_after > max(now, row.due_at):
                yield row


def _rows_of(kind: NudgeKind, fact: Fact, now: datetime) -> Iterator[Nudge]:
    """At once; or one row per offset. Of the mornings that passed before anybody looked only the last one counts, and
    it moves to the next morning: nobody is told the same thing twice in one mail."""
    offsets = kind.offsets_of(fact)
    if not offsets or fact.on is None:
        due_at = fact.at or now
        yield _row(kind, fact, AT_ONCE, due_at, due_at)
        return
    person, today = fact.recipient, walltime.local_day(now, fact.recipient)
    days = sorted(offsets)
    past = [n for n in days if fact.on + timedelta(days=n) < today]
    for n in past[-1:] + days[len(past) :]:
        morning = walltime.morning_of(fact.on + timedelta(days=n), person)
        due_at = walltime.next_morning(now, person) if n in past else morning
        yield _row(kind, fact, offset_name(n), morning, due_at)


def _row(kind: NudgeKind, fact: Fact, offset: str, meant_for: datetime, due_at: datetime) -> Nudge:
    stale_after = meant_for + kind.keeps
    return Nudge(
        recipient=fact.recipient,
        relationship_id=fact.relationship_id,
        kind=kind.name,
        category=kind.category,
        fact=fact.id,
        offset=offset,
        revision=fact.revision,
        key=f"{kind.name}:{fact.id}:{fact.recipient.pk}:{offset}:r{fact.revision}",
        due_at=due_at,
        stale_after=min(fact.until, stale_after) if fact.until else stale_after,
    )


def _insert(rows: list[Nudge], now: datetime) -> int:
    """Insert those whose key is new. Another worker may insert the same at the same time: the key decides."""
    known = set(Nudge.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    fresh = [row for row in rows if row.key not in known]
    if not fresh:
        return 0
    for row in fresh:
        row.noticed_at = now
    Nudge.objects.bulk_create(fresh, ignore_conflicts=True)
    return Nudge.objects.filter(pk__in=[row.pk for row in fresh]).count()


def _batches(rows: Iterator[Nudge]) -> Iterator[list[Nudge]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
