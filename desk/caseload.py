"""A coach's caseload: one row for each coachee, by need, then by next session. No ranking, no scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.clock import day_of
from goals import rules
from goals.panels import GoalsInWords
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
    goals: GoalsInWords
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


def coached(me: User, pairs: list[Relationship]) -> list[Relationship]:
    """Those under way that `me` guides and that work towards goals: a coach reads them as a table, not as cards."""
    return [
        pair for pair in pairs if pair.is_under_way and pair.role_of(me) == "guide" and rules.holds(pair, rules.GOALS)
    ]


def rows(me: User, pairs: list[Relationship], goals: Mapping[Any, GoalsInWords], now: datetime) -> list[CaseRow]:
    """A row for each pair of these, which are `coached`."""
    made = [_row(me, pair, goals[pair.pk], now) for pair in pairs]
    return sorted(
        made, key=lambda row: (not row.goals.behind, row.next is None, row.next.starts_at if row.next else now)
    )


def _row(me: User, pair: Relationship, goals: GoalsInWords, now: datetime) -> CaseRow:
    today, coming = day_of(now, me.time_zone), pair.read.sessions.coming(now)
    sunday = today + timedelta(days=6 - today.weekday())
    week, weeks = weeks_of(pair, today) or (0, 0)
    return CaseRow(
        pair=pair,
        next=coming[0] if coming else None,
        this_week=sum(day_of(session.starts_at, me.time_zone) <= sunday for session in coming),
        held=pair.read.sessions.tally(me).held,
        week=week,
        weeks=weeks,
        goals=goals,
        ends_soon=pair.ends_on is not None and pair.ends_on <= today + ENDS_SOON,
    )
