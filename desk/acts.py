"""What a workspace puts on top: the one act of its title, and the lines of "Needs you" of this pair."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from core.clock import day_of
from core.needs import Need
from core.wording import in_zone, short_day
from desk import waiting
from goals import reading
from goals.waiting import needs as goal_needs
from goals.waiting import value_due
from people.models import User
from relationships.models import Relationship
from surveys.panels import check_in_needs


class Act(NamedTuple):
    """A link that looks like a button."""

    label: str
    url: str


def needs_of(me: User, pair: Relationship, now: datetime) -> list[Need]:
    """What of this pair waits for `me`; nothing, once it has ended."""
    if not pair.is_open:
        return []
    return [
        *waiting.of_pairs(me, [pair], now),
        *goal_needs(me, [pair], reading.of_pair(pair), now),
        *check_in_needs(me, [pair]),
    ]


def title_act(me: User, pair: Relationship, now: datetime) -> Act | None:
    """Whichever is next: log what lies behind, read and sign, enter a value, plan."""
    if not pair.is_under_way:
        return None
    return _to_log(me, pair, now) or _to_sign(me, pair) or _to_measure(me, pair, now) or _to_plan(me, pair, now)


def _to_log(me: User, pair: Relationship, now: datetime) -> Act | None:
    today = day_of(now, me.time_zone)
    behind = next((row for row in pair.read.sessions.to_log(now) if row.status == "planned"), None)
    if behind is None or not pair.may_be_logged_on(today):
        return None
    when = short_day(in_zone(behind.starts_at, me.time_zone).date(), today)
    label = _("Log %(session)s of %(day)s") % {"session": pair.words["session"], "day": when}
    return Act(label, reverse("relationships:session_log", args=[behind.pk]))


def _to_sign(me: User, pair: Relationship) -> Act | None:
    need = next(iter(waiting.to_sign(me, [pair])), None)
    return Act(str(need.label), need.url) if need else None


def _to_measure(me: User, pair: Relationship, now: datetime) -> Act | None:
    url = value_due(me, pair, now)
    return Act(_("Enter a value"), url) if url else None


def _to_plan(me: User, pair: Relationship, now: datetime) -> Act | None:
    if not pair.may_be_planned_on(day_of(now, me.time_zone)):
        return None
    return Act(str(pair.rules_of_kind.PLAN_IT), reverse("relationships:session_plan", args=[pair.pk]))


def has_primary(panels: list[dict[str, Any]]) -> bool:
    """Does a part of the page offer the primary act already: to start, to join now, to write it down, to sign?"""
    return any(_offers(part["panel"]) for part in panels)


def _offers(panel: dict[str, Any]) -> bool:
    joins = panel.get("is_starting") and panel["session"].link
    writes = panel.get("may_change") and not panel.get("agreement")
    return bool(joins or writes or panel.get("may_sign") or (panel.get("is_ready") and panel.get("may_start")))
