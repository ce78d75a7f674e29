"""What pairs under way can be reminded of by hand: a signature, a first date, the next one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q

from relationships.models import Agreement, Relationship, Session


class Occasion(StrEnum):
    SIGN = "sign"
    PLAN = "plan"
    QUIET = "quiet"


def newest_unsigned() -> Any:
    """Of each pair the newest version of the agreement, where it waits for a signature."""
    newer = Agreement.objects.filter(relationship=OuterRef("relationship"), version__gt=OuterRef("version"))
    return Agreement.objects.filter(~Exists(newer), in_force_at__isnull=True)


def occasions(pairs: Any, now: datetime) -> Iterator[tuple[Relationship, Occasion]]:
    """Each of the pairs for which something waits, with what waits first: one query for any number. The rows come with
    their two people."""
    coming = Session.objects.coming(now).filter(relationship=OuterRef("pk")).order_by()
    found = pairs.working().annotate(
        to_sign=Exists(newest_unsigned().filter(relationship=OuterRef("pk"))),
        is_planned=Exists(coming),
        last_held=Max("sessions__starts_at", filter=Q(sessions__status="held")),
    )
    for pair in found:
        if occasion := _occasion(pair, now):
            yield pair, occasion


def _occasion(pair: Any, now: datetime) -> Occasion | None:
    if pair.to_sign:
        return Occasion.SIGN
    if pair.is_planned or pair.is_past_end(pair.day_of(now)):
        return None
    if pair.last_held is None:
        return Occasion.PLAN
    return Occasion.QUIET if pair.last_held + timedelta(days=pair.cadence_days) < now else None


def occasion_of(pair: Relationship, now: datetime) -> Occasion | None:
    """What waits first for one pair; None where nothing does, at rest and once it is over."""
    return next((found for _pair, found in occasions(Relationship.objects.for_page().filter(pk=pair.pk), now)), None)
