"""A coach's caseload: one row for each coachee, by need, then by next session. No ranking, no scores."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from core.clock import day_of
from goals.panels import caseload
from people.models import User
from relationships.holding import weeks_of
from relationships.models import Relationship, Session

ENDS_SOON = timedelta(days=30)


@dataclass(frozen=True)
class CaseRow:
    """One coachee: next session, those still to come this week, sessions held, weeks of the whole, goals in words."""

    pair: Relationship
    next: Session | None
    this_week: int
    held: int
    week: int
    weeks: int
    goals: Any
    ends_soon: bool


@dataclass(frozen=True)
class Caseload:
    """The rows that are shown, and what all of them come to."""

    rows: list[CaseRow]
    only_ending: bool
    active: int
    sessions: int
    values_due: int
    ending: int

    @property
    def shows_all(self) -> bool:
        return not self.only_ending


def summed(table: list[CaseRow], *, only_ending: bool) -> Caseload | None:
    """What the rows come to, and of them those that end soon where only these are asked for. None without any row."""
    if not table:
        return None
    ending = [row for row in table if row.ends_soon]
    return Caseload(
        rows=ending if only_ending else table,
        only_ending=only_ending,
        active=sum(row.pair.status == "active" for row in table),
        sessions=sum(row.this_week for row in table),
        values_due=sum(row.goals.values_due for row in table),
        ending=len(ending),
    )


def rows(me: User, pairs: list[Relationship], now: datetime) -> list[CaseRow]:
    """The pairs that `me` guides and that work towards goals; empty for everybody else."""
    goals = caseload(me, now)
    mine = [pair for pair in pairs if pair.pk in goals and pair.is_under_way]
    if not mine:
        return []
    sessions = Session.objects.visible_to(me).filter(relationship__in=mine)
    held = dict(sessions.held().order_by().values_list("relationship_id").annotate(n=Count("id")))
    coming: dict[Any, list[Session]] = defaultdict(list)
    for session in sessions.coming(now):
        coming[session.relationship_id].append(session)
    made = [_row(me, pair, coming[pair.pk], held.get(pair.pk, 0), goals[pair.pk], now) for pair in mine]
    return sorted(
        made, key=lambda row: (not row.goals.behind, row.next is None, row.next.starts_at if row.next else now)
    )


def _row(me: User, pair: Relationship, coming: list[Session], held: int, goals: Any, now: datetime) -> CaseRow:
    today = day_of(now, me.time_zone)
    sunday = today + timedelta(days=6 - today.weekday())
    week, weeks = weeks_of(pair, today) or (0, 0)
    return CaseRow(
        pair=pair,
        next=coming[0] if coming else None,
        this_week=sum(day_of(session.starts_at, me.time_zone) <= sunday for session in coming),
        held=held,
        week=week,
        weeks=weeks,
        goals=goals,
        ends_soon=pair.ends_on is not None and pair.ends_on <= today + ENDS_SOON,
    )
