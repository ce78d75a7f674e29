"""Which runs, and what hangs on them, a person may read: the people who run the program, nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from programs.querysets import run_by


class RunQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D2, with D9 in the frozen input: the admins of the program, who need it to pair."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(program__in=run_by(user))

    def for_page(self) -> Self:
        """With the program, whether none is newer, and how many have no pair; without all that went into it."""
        from pairing.models import Unmatched

        others = type(self)(self.model).filter(program=OuterRef("program"))
        same_moment = Q(made_at=OuterRef("made_at"), pk__gt=OuterRef("pk"))
        newer = others.filter(Q(made_at__gt=OuterRef("made_at")) | same_moment)
        alone = Unmatched.objects.filter(run=OuterRef("pk")).order_by().values("run").annotate(n=Count("pk"))
        found = self.select_related("program").defer("frozen")
        return found.annotate(is_newest=~Exists(newer), alone_total=Coalesce(Subquery(alone.values("n")), 0))

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-id")

    def under_way(self) -> Self:
        return self.filter(status__in=("waiting", "running"))

    def claimable(self, now: datetime) -> Self:
        """Asked for and not begun, or begun by a worker that has gone."""
        gone = Q(status="running", lease_until__lt=now)
        return self.filter(Q(status="waiting") | gone).order_by("made_at")

    def done(self) -> Self:
        return self.filter(status="done")


class OfRunQuerySet(models.QuerySet[Any]):
    """Rows that hang on a run: whoever may see it may see them."""

    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(run__program__in=run_by(user))


class MatchQuerySet(OfRunQuerySet):
    def for_page(self) -> Self:
        """With the people whom every row names."""
        found = self.select_related("run__program", "learner__person", "guide__person", "relationship")
        return found.defer("run__frozen")  # all that went into the run: every row would bring it along

    def weakest_first(self) -> Self:
        """Where a person is needed most."""
        return self.order_by("score", "learner__person__family_name", "learner__person__given_name", "id")

    def by_name(self) -> Self:
        return self.order_by("learner__person__family_name", "learner__person__given_name", "id")

    def named(self, words: str) -> Self:
        """Pairs in which somebody's name starts with each of the words."""
        found = self
        for word in words.split():
            one = Q(learner__person__given_name__istartswith=word) | Q(learner__person__family_name__istartswith=word)
            other = Q(guide__person__given_name__istartswith=word) | Q(guide__person__family_name__istartswith=word)
            found = found.filter(one | other)
        return found

    def to_publish(self) -> Self:
        """Not published yet, nor put back, nor marked in this run as not to be."""
        return self.filter(state="suggested")


class UnmatchedQuerySet(OfRunQuerySet):
    def for_page(self) -> Self:
        found = self.select_related("run__program", "learner__person").defer("run__frozen")
        return found.order_by("learner__person__family_name", "learner__person__given_name", "id")


class DecisionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The admins of the program."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(program__in=run_by(user))
