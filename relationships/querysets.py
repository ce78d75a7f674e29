"""Which relationships, and what hangs on them, a person may read. Every text of a pair starts from the pair."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from programs.querysets import run_by
from relationships import kinds

# Both halves read what they shared for so many days after the end.
READABLE_DAYS = 90


def is_half(user: Any) -> Q:
    return Q(guide=user) | Q(learner=user)


def other_halves(user: Any) -> Q:
    """People whom `user` may see because the two are a pair, or are proposed as one."""
    pairs = _relationships().filter(is_half(user)).exclude(status="lapsed")
    return Q(pk__in=pairs.values("guide_id")) | Q(pk__in=pairs.values("learner_id"))


class RelationshipQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D2: the two (not what lapsed), the admins of the program, the org admin. Sponsors: see `disclosed_to`."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_org_admin:
            return self
        return self.filter((is_half(user) & ~Q(status="lapsed")) | Q(program__in=run_by(user)))

    def shared_with(self, user: Any, today: date) -> Self:
        """The two only: whose content `user` may read, while open and for 90 days after the end."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        recent = Q(ended_on__isnull=True) | Q(ended_on__gte=today - timedelta(days=READABLE_DAYS))
        return self.filter(is_half(user) & recent).exclude(status="lapsed")

    def disclosed_to(self, user: Any) -> Self:
        """Of which the version in force lets `user` know that it takes place (C17).

        Coaching: the sponsor named in it. Mentoring: the learner's line manager, if the learner ticked it.
        """
        from relationships.models import Agreement

        if not user.is_authenticated or not user.is_active:
            return self.none()
        in_force = Agreement.objects.in_force().filter(relationship=OuterRef("pk"), shows_takes_place=True)
        as_sponsor = Q(Exists(in_force.filter(sponsor=user)))
        by_line = [kind for kind, module in kinds.KINDS.items() if not module.HAS_SPONSOR]
        as_manager = Q(kind__in=by_line, learner__manager=user) & Q(Exists(in_force))
        return self.open().filter(as_sponsor | as_manager)

    def open(self) -> Self:
        return self.filter(status__in=kinds.OPEN_STATUSES)

    def proposed(self) -> Self:
        return self.filter(status="proposed")

    def working(self) -> Self:
        """Where the two work together: neither proposed, resting nor over."""
        any_of = Q()
        for kind, module in kinds.KINDS.items():
            any_of |= Q(kind=kind, status__in=sorted(module.WORKING))
        return self.filter(any_of)

    def for_page(self) -> Self:
        """With the people and the program that every page names."""
        return self.select_related("program", "guide", "learner", "program__help_contact")


class KindManager(models.Manager[Any]):
    """The rows of one kind only, for the proxies."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def get_queryset(self) -> RelationshipQuerySet:
        return RelationshipQuerySet(self.model, using=self._db).filter(kind=self.kind)


def _relationships() -> RelationshipQuerySet:
    from relationships.models import Relationship

    return Relationship.objects.all()


class ThroughRelationshipQuerySet(models.QuerySet[Any]):
    """D2 rows that hang on a relationship: whoever may see it may see them."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(relationship__in=_relationships().visible_to(user))


class SessionQuerySet(ThroughRelationshipQuerySet):
    def planned(self) -> Self:
        return self.filter(status="planned")

    def held(self) -> Self:
        return self.filter(status="held")


class SharedTextQuerySet(models.QuerySet[Any]):
    """D3 rows: the two of the pair, nobody else."""

    def visible_to(self, user: Any) -> Self:
        if not user.is_authenticated or not user.is_active:
            return self.none()
        pairs = _relationships().filter(is_half(user)).exclude(status="lapsed")
        return self.filter(relationship__in=pairs)

    def in_force(self) -> Self:
        """Agreements only: the version that every party signed and that no later one replaced."""
        return self.filter(in_force_at__isnull=False, superseded_at__isnull=True)


class SessionLogQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D3: the two of the pair."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(session__relationship__in=_relationships().filter(is_half(user)))


class SignatureQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D3: the two of the pair, and one's own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        pairs = _relationships().filter(is_half(user))
        return self.filter(Q(agreement__relationship__in=pairs) | Q(person=user))


class OwnAnswerQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D5: the author alone."""
        return self.filter(person=user) if user.is_authenticated and user.is_active else self.none()


class OwnTextQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D4: the author alone."""
        return self.filter(author=user) if user.is_authenticated and user.is_active else self.none()
