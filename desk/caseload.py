"""A coach's caseload: one row for each coachee, by need, then by next session. No ranking, no scores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from goals.panels import caseload
from people.models import User
from relationships.models import Relationship, Session


@dataclass(frozen=True)
class CaseRow:
    """One coachee: next session, sessions of those planned, weeks of the whole, goals in words, end."""

    pair: Relationship
    next: Session | None
    held: int
    week: int
    weeks: int
    goals: Any


def rows(me: User, pairs: list[Relationship], now: datetime) -> list[CaseRow]:
    """The pairs that `me` guides and that work towards goals; empty for everybody else."""
    goals = caseload(me, now)
    mine = [pair for pair in pairs if pair.pk in goals and pair.status != "proposed"]
    if not mine:
        return []
    sessions = Session.objects.visible_to(me).filter(relationship__in=mine)
    held = dict(sessions.held().order_by().values_list("relationship_id").annotate(n=Count("id")))
    coming: dict[Any, Session] = {}
    for session in sessions.coming(now):
        coming.setdefault(session.relationship_id, session)
    made = [_row(pair, coming.get(pair.pk), held.get(pair.pk, 0), goals[pair.pk], now) for pair in mine]
    return sorted(
        made, key=lambda row: (not row.goals.behind, row.next is None, row.next.starts_at if row.next else now)
    )


def _row(pair: Relationship, coming: Session | None, held: int, goals: Any, now: datetime) -> CaseRow:
    whole = (pair.ends_on - pair.starts_on).days if pair.ends_on and pair.starts_on else 0
    gone = (now.date() - pair.starts_on).days if pair.starts_on else 0
    return CaseRow(pair, coming, held, max(0, min(gone, whole)) // 7, whole // 7, goals)
