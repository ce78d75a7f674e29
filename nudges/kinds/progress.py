"""What the two work on: a value that is due, a review of the values, looking back at the pair itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from goals.models import LookBack, Metric, Review
from nudges import links, walltime
from nudges.kinds.entry import DAY, Fact, NudgeKind, with_both
from nudges.models import Nudge, Topic
from relationships.kinds import KINDS
from relationships.models import Relationship, StatusChange

# What has an end has reviews of its values; what has none is looked back at.
WITH_REVIEWS = [kind for kind, module in KINDS.items() if module.HAS_END_DATE]
WITH_LOOK_BACKS = [kind for kind, module in KINDS.items() if not module.HAS_END_DATE]


def value_due(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """The day of the next value has come: who enters it (S0-08)."""
    metrics = Metric.objects.value_due(now.date() + 2 * DAY).filter(next_value_on__gte=now.date() - 10 * DAY)
    metrics = with_both(metrics, "next_value_on", "enters", pair="goal__relationship__")
    for metric in metrics if fact is None else metrics.filter(pk=fact):
        pair, on = metric.goal.relationship, metric.next_value_on
        yield Fact(metric.pk, getattr(pair, metric.enters), pair.pk, on=on, revision=on.isoformat())


def review_due(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """So long after the last review, or after the start, as the program says: both; once more a period later."""
    last = Review.objects.filter(relationship=OuterRef("pk")).order_by("-held_on").values("held_on")[:1]
    pairs = _active(WITH_REVIEWS, fact).annotate(since=Coalesce(Subquery(last), "starts_on"))
    for pair in _around(pairs, now):
        for person in (pair.learner, pair.guide):
            yield _period(pair, person, pair.since)


def look_back_due(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Half a year since one's own last look back, or since it began: both, each at their own time."""
    began = StatusChange.objects.filter(relationship=OuterRef("pk"), to_status="active").order_by("at")
    first = Coalesce(Subquery(began.values("at")[:1]), "proposed_at")
    pairs = _active(WITH_LOOK_BACKS, fact).annotate(began=TruncDate(first))
    for role in ("learner", "guide"):
        last = LookBack.objects.filter(relationship=OuterRef("pk"), author=OuterRef(role)).order_by("-on_day")
        own = pairs.annotate(since=Coalesce(Subquery(last.values("on_day")[:1]), "began"))
        for pair in _around(own, now):
            yield _period(pair, getattr(pair, role), pair.since)


def _active(kinds: list[str], fact: UUID | None) -> QuerySet[Any]:
    pairs = Relationship.objects.working().filter(kind__in=kinds, status="active").select_related("program")
    pairs = with_both(pairs, "program__review_days")
    return pairs if fact is None else pairs.filter(pk=fact)


def _around(pairs: QuerySet[Any], now: datetime) -> QuerySet[Any]:
    """Those whose period ends about now, for the first or the second time."""
    near = Q(pk__in=[])
    for days in pairs.order_by().values_list("program__review_days", flat=True).distinct():
        for periods in (1, 2):
            day = now.date() - periods * days * DAY
            near |= Q(program__review_days=days, since__gte=day - 10 * DAY, since__lte=day + 2 * DAY)
    return pairs.filter(near)


def _period(pair: Any, person: Any, since: date) -> Fact:
    days = pair.program.review_days
    on = since + days * DAY
    return Fact(pair.pk, person, pair.pk, on=on, revision=since.isoformat(), offsets=(0, days))


def value_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    return {"button_url": links.value(Metric.objects.select_related("goal").get(pk=nudge.fact).goal)}


def review_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    return {"button_url": links.review(nudge.pair)}


def look_back_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    half_years = round((walltime.local_day(now, nudge.recipient) - date.fromisoformat(nudge.revision)).days / 182)
    return {"half_years": half_years, "button_url": links.look_back(nudge.pair)}


def is_value_due(pair: Relationship, role: str | None, today: date) -> bool:
    """Does this half owe a value today? The mail about a session says that it fits on the same page."""
    return Metric.objects.value_due(today).filter(goal__relationship=pair, enters=role or "").exists()


PROGRESS = Topic.PROGRESS

ENTRIES = [
    NudgeKind("value-due", value_due, value_words, "value_due", topic=PROGRESS, offsets=(0, 3), keeps=3 * DAY),
    NudgeKind("review-due", review_due, review_words, "review", topic=PROGRESS, offsets=(0,), keeps=7 * DAY),
    NudgeKind("look-back", look_back_due, look_back_words, "look_back", topic=PROGRESS, offsets=(0,), keeps=10 * DAY),
]
