"""Reviews: when one is due, what is on the table, holding one. A review is never a session (S0-08, S0-44)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext as _

from core.errors import NotPossible
from core.verbs import verb
from goals import rules
from goals.models import CoachingGoal, Review
from people.models import User
from relationships import kinds
from relationships.halves import locked
from relationships.models import Relationship
from relationships.querysets import RelationshipQuerySet


def with_goals() -> list[str]:
    """The kinds that work with goals, and so hold reviews."""
    return [name for name, module in kinds.KINDS.items() if module.WORKS_WITH == rules.GOALS]


def holding() -> Any:
    """Active pairs that hold reviews, each with the day of its last one."""
    return with_last_review(Relationship.objects.filter(kind__in=with_goals(), status="active").for_page())


def with_last_review(pairs: RelationshipQuerySet) -> Any:
    """Each with the day of its last review, None before the first."""
    last = Review.objects.filter(relationship=OuterRef("pk")).values("relationship").annotate(on=Max("held_on"))
    return pairs.annotate(last_review_on=Subquery(last.values("on")))


def next_on(relationship: Any) -> date:
    """The day of the next review of a row from `with_last_review`: the program's rhythm after the last one, or
    after the start. It never lies beyond the end."""
    since = relationship.last_review_on or relationship.starts_on
    day: date = since + timedelta(days=relationship.program.review_days)
    return day


@verb("review.hold")
def hold(
    relationship: Relationship, *, what_helped: str = "", what_next: str = "", closes: Sequence[CoachingGoal] = (),
    by: User, now: datetime,
) -> Review:  # fmt: skip
    """Either half writes down today's review; the coach may close goals in it. Raises NotPossible for a second one on
    the same day, and for a goal of another pair."""
    rules.check(rules.may_hold_review(by, relationship), _("There are no reviews between you two."))
    if any(goal.relationship_id != relationship.pk for goal in closes):
        raise NotPossible(_("That is a goal of another pair."))
    relationship = locked(relationship)
    rules.must_be_under_way(relationship)
    try:
        with transaction.atomic():
            review = Review.objects.create(
                relationship=relationship, held_on=rules.day_of(now, by), what_helped=what_helped.strip() or None,
                what_next=what_next.strip() or None, held_by=by, created_at=now,
            )  # fmt: skip
    except IntegrityError:
        raise NotPossible(_("Today’s review is written already. You can read it among the reviews.")) from None
    for goal in closes:
        goal.drop(by=by, now=now)
    return review


def since_last(relationship: Relationship, before: date | None = None) -> tuple[date | None, list[CoachingGoal]]:
    """The day of the last review before `before`, and the goals with all that a page shows of them."""
    reviews = Review.objects.for_relationship(relationship)
    if before is not None:
        reviews = reviews.filter(held_on__lt=before)
    last = reviews.aggregate(on=Max("held_on"))["on"]
    return last, list(CoachingGoal.objects.for_relationship(relationship).kept().for_page())
