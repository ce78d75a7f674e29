"""The figures of a dashboard, program by program: kept by a sweep, read by pages, counted anew by a command.

A tally says when it was counted, and a page says it with it. A program without one yet is counted as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from core.at_once import fetch
from desk.inbox.pairs import talked_lately
from desk.inbox.people import in_no_pair
from people.models import User
from programs.models import Enrollment, Program, Tally
from programs.querysets import known_programs
from relationships.models import Relationship

# Each figure: the rows that it counts, as the list behind it shows them (`desk.inbox.figures.LISTS`).
COUNTED: dict[str, Callable[[datetime], Any]] = {
    "under_way": lambda now: Relationship.objects.under_way(),
    "working": lambda now: Relationship.objects.under_way().working(),
    "talked": lambda now: talked_lately(Relationship.objects.under_way().working(), now),
    "alone": lambda now: in_no_pair(Enrollment.objects.all()),
}


def count(programs: Collection[UUID], now: datetime) -> list[Tally]:
    """As it stands at this moment."""
    counts = {name: _by_program(rows(now), programs) for name, rows in COUNTED.items()}
    fetch(*counts.values())
    found = {name: dict(rows) for name, rows in counts.items()}
    return [
        Tally(program_id=key, counted_at=now, **{name: counts.get(key, 0) for name, counts in found.items()})
        for key in programs
    ]


def _by_program(rows: Any, programs: Collection[UUID]) -> Any:
    return rows.filter(program__in=programs).order_by().values_list("program").annotate(n=Count("pk"))


def keep(now: datetime) -> int:
    """Count every program again. → how many."""
    made = Tally.objects.bulk_create(
        count(list(Program.objects.values_list("pk", flat=True)), now),
        update_conflicts=True,
        unique_fields=["program"],
        update_fields=[*COUNTED, "counted_at"],
    )
    return len(made)


def kept(me: User, programs: Collection[UUID]) -> QuerySet[Any, Any]:
    """What the sweep counted of these programs of `me`, for `summed`."""
    return Tally.objects.visible_to(me).filter(program__in=programs).values_list("program_id", "counted_at", *COUNTED)


def summed(me: User, programs: Collection[UUID], now: datetime, of: QuerySet[Any, Any] | None = None) -> dict[str, Any]:
    """Of these programs of `me` together: each figure, and `counted_at` of the oldest among them. `of` is what was
    `kept` of them, where a page has asked for it."""
    rows: list[Any] = list(kept(me, programs) if of is None else of)
    if new := set(programs) - {row[0] for row in rows}:
        own = new & set(known_programs(me) or Program.objects.run_by(me).values_list("pk", flat=True))
        fresh = count(own, now)
        rows += [(row.program_id, now, *(getattr(row, name) for name in COUNTED)) for row in fresh]
    totals = {name: sum(row[at] for row in rows) for at, name in enumerate(COUNTED, start=2)}
    return {**totals, "counted_at": min((row[1] for row in rows), default=now)}
