"""Relationships as the inbox asks for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce

from desk.inbox.entry import Desk
from goals.models import Measurement
from nudges.kinds.pairs import SILENCE
from nudges.models import Nudge, State
from programs.models import Enrollment
from relationships import kinds
from relationships.lines import in_one_line as lines_of
from relationships.models import Relationship, Session, StatusChange

NO_ANSWER = timedelta(days=7)
UNSIGNED = timedelta(days=14)
NO_FIRST_SESSION = timedelta(days=21)
END_IS_NEAR = timedelta(days=14)
RECENT = timedelta(days=30)


def every(desk: Desk) -> Any:
    """The newest first."""
    return _of_programs(desk).order_by("-proposed_at", "id")


def _of_programs(desk: Desk) -> Any:
    return Relationship.objects.visible_to(desk.me).filter(program__in=desk.programs).for_page()


def _pairs(desk: Desk) -> Any:
    """With the moment of the second yes, or of what brought a pair in that ran before."""
    history = StatusChange.objects.filter(relationship=OuterRef("pk"))
    accepted = history.exclude(to_status="proposed").order_by("at", "id")
    return _of_programs(desk).annotate(
        said_yes_at=Coalesce(Subquery(accepted.values("at")[:1]), F("proposed_at"), output_field=DateTimeField()),
        ran_before=Exists(accepted.filter(from_status="")),
    )


def under_way(desk: Desk) -> Any:
    """Both said yes, and it has not ended."""
    return every(desk).under_way()


def working(desk: Desk) -> Any:
    """The same without those who rest."""
    return under_way(desk).working()


def proposed(desk: Desk) -> Any:
    """Asked, and not answered by both."""
    return every(desk).proposed()


def beginning(desk: Desk) -> Any:
    """Both said yes, and what they agree is not signed by everybody."""
    return every(desk).filter(pk__in=Relationship.objects.unsigned().values("pk"))


def resting(desk: Desk) -> Any:
    """Paused for a while, by themselves or in their place."""
    return under_way(desk).filter(status__in={module.RESTING for module in kinds.KINDS.values()})


def over(desk: Desk) -> Any:
    """Ended, or never came about."""
    return every(desk).exclude(pk__in=Relationship.objects.open().values("pk"))


def talked(desk: Desk) -> Any:
    """Those of them who talked lately."""
    return talked_lately(working(desk), desk.now)


def talked_lately(pairs: Any, now: datetime) -> Any:
    held = Session.objects.held().filter(relationship=OuterRef("pk"), starts_at__gt=now - RECENT)
    return pairs.filter(Exists(held))


def with_leaver(desk: Desk) -> Any:
    return _pairs(desk).filter(pk__in=Relationship.objects.with_leaver().values("pk")).order_by("proposed_at", "pk")


def in_one_line(desk: Desk) -> Any:
    """The two came into one reporting line, which the rules forbid."""
    found = lines_of(Relationship.objects.open().filter(program__in=desk.programs))
    return _pairs(desk).filter(pk__in=found).order_by("proposed_at", "pk")


def for_rows(desk: Desk) -> Any:
    """With all that a row of any cause says of a pair."""
    held = Session.objects.held().filter(relationship=OuterRef("pk")).order_by("-starts_at")
    return _pairs(desk).annotate(last_held=Subquery(held.values("starts_at")[:1]), may_remind=_may_remind(desk))


def _may_remind(desk: Desk) -> Exists:
    return Exists(Relationship.objects.to_remind(desk.now).filter(pk=OuterRef("pk")))


def unanswered(desk: Desk) -> Any:
    """Proposed for a week and not answered by both; `may_remind` where nobody was reminded lately."""
    long_ago = desk.now - NO_ANSWER
    asked = Q(told_on__isnull=True) | Q(told_on__lte=desk.today - NO_ANSWER)
    late = _pairs(desk).filter(asked, status="proposed", proposed_at__lte=long_ago).order_by("proposed_at", "pk")
    return late.annotate(may_remind=_may_remind(desk))


def fell_through(desk: Desk) -> Any:
    """The newest proposal of a learner who takes part did not come about by itself, and no other followed."""
    lapsed = StatusChange.objects.filter(relationship=OuterRef("pk"), to_status="lapsed", by__isnull=True)
    of_learner = Relationship.objects.filter(program=OuterRef("program"), learner=OuterRef("learner"))
    later = of_learner.filter(proposed_at__gt=OuterRef("proposed_at"))
    takes_part = Enrollment.objects.taking_part().filter(
        program=OuterRef("program"), person=OuterRef("learner"), role="learner"
    )
    found = _pairs(desk).filter(Exists(lapsed), Exists(takes_part), status="lapsed")
    return found.filter(~Exists(of_learner.open()), ~Exists(later)).order_by("ended_on", "pk")


def unsigned(desk: Desk) -> Any:
    late = Relationship.objects.unsigned().values("pk")
    return _pairs(desk).filter(pk__in=late, said_yes_at__lte=desk.now - UNSIGNED).order_by("said_yes_at", "pk")


def without_first_session(desk: Desk) -> Any:
    any_session = Session.objects.filter(relationship=OuterRef("pk"), status__in=["planned", "held", "unknown"])
    working = Relationship.objects.working().values("pk")
    late = _pairs(desk).filter(pk__in=working, said_yes_at__lte=desk.now - NO_FIRST_SESSION)
    return late.filter(~Exists(any_session)).order_by("said_yes_at", "pk")


def quiet(desk: Desk) -> Any:
    """Silent for longer than the reminders of it wait, reminded in this silence, and nothing planned (W2)."""
    held = Session.objects.held().filter(relationship=OuterRef("pk")).order_by("-starts_at")
    planned = Session.objects.planned().filter(relationship=OuterRef("pk"), starts_at__gt=desk.now)
    reminded = Nudge.objects.filter(relationship=OuterRef("pk"), kind="quiet", state=State.SENT)
    reminded = reminded.filter(sent_at__gt=OuterRef("last_held"))
    working = Relationship.objects.working().values("pk")
    silence = ExpressionWrapper(Cast("cadence_days", IntegerField()) * Value(timedelta(days=SILENCE)), DurationField())
    return (
        _pairs(desk)
        .annotate(last_held=Subquery(held.values("starts_at")[:1]))
        .annotate(speaks_by=ExpressionWrapper(F("last_held") + silence, DateTimeField()))
        .filter(~Exists(planned), Exists(reminded), pk__in=working, speaks_by__lt=desk.now)
        .order_by("last_held", "pk")
    )


def half_without_value(desk: Desk) -> Any:
    """Past half its time, and no goal has a value (W10, W11)."""
    today = desk.today
    measured = Measurement.objects.filter(metric__goal__relationship=OuterRef("pk"))
    with_end = [kind for kind, module in kinds.KINDS.items() if module.HAS_END_DATE]
    open_ones = _pairs(desk).filter(kind__in=with_end, ends_on__gte=today, status="active").filter(~Exists(measured))
    # Whole days: what is left to come is at most what is behind, and the day in the middle counts.
    left = ExpressionWrapper(F("ends_on") - Value(today + timedelta(days=1)), DurationField())
    behind = ExpressionWrapper(Value(today) - F("starts_on"), DurationField())
    late = open_ones.filter(starts_on__isnull=False).annotate(left=left, behind=behind).filter(left__lte=F("behind"))
    return late.order_by("ends_on", "pk")


def ending_soon(desk: Desk) -> Any:
    today = desk.today
    open_ones = _pairs(desk).filter(pk__in=Relationship.objects.working().values("pk"))
    return open_ones.filter(ends_on__range=(today, today + END_IS_NEAR)).order_by("ends_on", "pk")
