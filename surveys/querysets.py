"""Who reads rounds, answers and requests for help."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from relationships.models import Relationship


class RoundQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """That a round is open is known to the two who are asked."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        from relationships.models import Relationship

        pairs = Relationship.objects.filter(Q(guide=user) | Q(learner=user)).exclude(status="lapsed")
        return self.filter(relationship__in=pairs)

    def open_on(self, today: date) -> Self:
        """Waiting for answers: on its days, while the two work together."""
        from relationships.models import Relationship

        working = Relationship.objects.working()
        return self.filter(opens_on__lte=today, closes_on__gte=today, relationship__in=working)

    def closed_on(self, today: date) -> Self:
        return self.filter(closes_on__lt=today)

    def for_relationship(self, relationship: Relationship | UUID) -> Self:
        return self.filter(relationship=relationship)


class AnswerQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D5: the author, nobody else, ever."""
        return self.filter(person=user) if user.is_authenticated and user.is_active else self.none()

    def own_or_shown(self, user: Any) -> Self:
        """One's own, and what others chose to have compared. Only `rounds.alike` looks at the latter, and tells no
        number of it."""
        return self.filter(Q(person=user) | Q(show_alike=True, skipped=False))


class HelpRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """D10: who asked, and the named contact."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(Q(person=user) | Q(contact=user))

    def asked_by(self, user: Any, relationship: Relationship | UUID) -> Self:
        """One's own of a pair, for its author's eyes: that somebody asked is as much a secret as what they wrote."""
        return self.filter(person=user, relationship=relationship).select_related("contact")

    def left_alone(self) -> Self:
        """Unanswered, and the contact has left. What was written was for that person alone, so nobody takes it over:
        who asked is told, and asks somebody else."""
        later = self.model.objects.filter(
            person=OuterRef("person"), relationship=OuterRef("relationship"), asked_at__gt=OuterRef("asked_at")
        )
        return self.filter(~Exists(later), answered_at__isnull=True, contact__is_active=False)

    def waiting_for(self, contact: Any) -> Self:
        """What a contact has not answered yet."""
        return self.filter(contact=contact, answered_at__isnull=True)
