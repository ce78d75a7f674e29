"""What pairs under way can be reminded of by hand: a signature, a first date, the next one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

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
    for pair in with_occasion(pairs, now):
        if occasion := _occasion(pair, now):
            yield pair, occasion


def with_occasion(pairs: Any, now: datetime) -> Any:
    """What `occasion_of` asks of a pair, so that it need not ask again."""
    own = Session.objects.filter(relationship=OuterRef("pk")).order_by()
    return pairs.annotate(
        to_sign=Exists(newest_unsigned().filter(relationship=OuterRef("pk"))),
        is_planned=Exists(own.coming(now)),
        last_held=Subquery(own.held().order_by("-starts_at").values("starts_at")[:1]),
    )


def _occasion(pair: Any, now: datetime) -> Occasion | None:
    if not pair.is_working:
        return None
    if pair.to_sign:
        return Occasion.SIGN
    if pair.is_planned or pair.is_past_end(pair.day_of(now)):
        return None
    if pair.last_held is None:
        return Occasion.PLAN
    return Occasion.QUIET if pair.last_held + timedelta(days=pair.cadence_days) < now else None


def occasion_of(pair: Relationship, now: datetime) -> Occasion | None:
    """What waits first for one pair; None where nothing does, at rest and once it is over."""
    if not hasattr(pair, "to_sign"):
        pair = with_occasion(Relationship.objects.for_page(), now).get(pk=pair.pk)
    return _occasion(pair, now)
