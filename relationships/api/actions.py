"""Next steps: who will do what by when."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from core.api.fields import Day, Text, VisibleRelatedField
from core.api.resources import Act
from core.api.serializers import Shown, Taken
from people.models import User
from relationships import acting
from relationships.api.reading import OfTheTwo, shared
from relationships.models import ActionItem, Session


def people(user: Any) -> QuerySet[Any]:
    return User.objects.visible_to(user)


def sessions(user: Any) -> QuerySet[Any]:
    """Sessions of the pairs that one is a half of."""
    of_mine = Session.objects.visible_to(user)
    return of_mine.filter(relationship__in=shared(user))


class ActionItemShown(Shown):
    """Somebody will do something by a day."""

    class Meta:
        model = ActionItem
        fields = (
            "id",
            "relationship",
            "session",
            "text",
            "owner",
            "by_day",
            "author",
            "created_at",
            "done_at",
            "removed_at",
            "version",
        )


class EditAction(Taken):
    """What, who of the two, by when."""

    text = Text(max_length=1000)
    owner = VisibleRelatedField(reads=people, help_text="One of the two.")
    by_day = Day(allow_null=True, default=None)


class AddAction(EditAction):
    """A new one, perhaps from a session."""

    relationship = VisibleRelatedField(reads=shared)
    session = VisibleRelatedField(reads=sessions, allow_null=True, default=None)


class ActionItems(OfTheTwo):
    """What the two will do."""

    shown = ActionItemShown
    filterset_fields = ("relationship", "owner", "session")
    creates = Act(acting.add, AddAction, on="relationship")
    edits = Act(acting.edit, EditAction)
    removes = Act(acting.remove)
    verbs = {"restore": Act(acting.restore), "tick": Act(acting.tick), "untick": Act(acting.untick)}

    def rows(self) -> QuerySet[Any]:
        """Without what was removed; one by one that can be read, and restored, for a day."""
        rows = super().rows()
        if self.action in {"restore", "retrieve"}:
            return rows.filter(Q(removed_at__isnull=True) | Q(removed_at__gte=self.now - acting.UNDO_FOR))
        return rows.filter(removed_at__isnull=True)
