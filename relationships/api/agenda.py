"""The three layers: lines that the owner of a layer writes, suggestions of the other half, locks, the plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from rest_framework import serializers

from core.api.fields import Day, Text, VisibleRelatedField, Whole
from core.api.resources import Act
from core.api.serializers import Shown, Taken
from people.models import User
from relationships import agendas
from relationships.api.reading import OfTheTwo, shared
from relationships.models import AgendaItem, AgendaLock, Plan


class AgendaItemShown(Shown):
    """A line of the plan, of the session's agenda or of what was worked out. A suggestion has that status."""

    class Meta:
        model = AgendaItem
        fields = (
            "id", "relationship", "session", "layer", "status", "is_first_line", "text", "position", "after_session",
            "on_day", "author", "created_at", "removed_at", "version",
        )  # fmt: skip


class EditLine(Taken):
    """The words, and on the plan the day."""

    text = Text(max_length=1000)
    on_day = Day(allow_null=True, default=None, help_text="Steps of a plan have a day.")


class WriteLine(EditLine):
    """A line at the end of a layer."""

    relationship = VisibleRelatedField(reads=shared)
    layer = serializers.ChoiceField(AgendaItem.Layer.choices)


class FirstLine(Taken):
    """ "What I want from this session"; `version` is the one that was read, null for the first writing."""

    relationship = VisibleRelatedField(reads=shared)
    text = Text(max_length=1000)
    version = Whole(min_value=1, max_value=10**6, allow_null=True, default=None)


def up(item: AgendaItem, *, by: User, now: datetime) -> None:
    """One place up. On the plan a step never comes before one that is earlier in time."""
    agendas.shift(item, -1, by=by, now=now)


def down(item: AgendaItem, *, by: User, now: datetime) -> None:
    """One place down."""
    agendas.shift(item, 1, by=by, now=now)


class AgendaItems(OfTheTwo):
    """What the two talk about. The kind says who writes, orders and locks a layer; the other half suggests."""

    shown = AgendaItemShown
    filterset_fields = ("relationship", "layer", "status", "session")
    creates = Act(agendas.add, WriteLine, on="relationship")
    edits = Act(agendas.edit, EditLine)
    removes = Act(agendas.remove)
    makes = {
        "suggest": Act(agendas.suggest, WriteLine, on="relationship"),
        "write_first_line": Act(agendas.write_first_line, FirstLine, on="relationship"),
    }
    verbs = {
        "accept": Act(agendas.accept),
        "decline": Act(agendas.decline),
        "down": Act(down),
        "finish": Act(agendas.finish),
        "put_off": Act(agendas.put_off),
        "restore": Act(agendas.restore),
        "up": Act(up),
    }

    def rows(self) -> QuerySet[Any]:
        """Without what was removed; one by one that can be read, and restored, for a day."""
        rows = super().rows()
        if self.action in {"restore", "retrieve"}:
            return rows.filter(Q(removed_at__isnull=True) | Q(removed_at__gte=self.now - agendas.UNDO_FOR))
        return rows.filter(removed_at__isnull=True)


class AgendaLockShown(Shown):
    """A layer that its owner settled; on the session's agenda for one session."""

    class Meta:
        model = AgendaLock
        fields = ("id", "relationship", "layer", "session", "locked_by", "locked_at")


class LockLayer(Taken):
    """Which layer of which pair."""

    relationship = VisibleRelatedField(reads=shared)
    layer = serializers.ChoiceField(AgendaItem.Layer.choices)


def unlock(lock: AgendaLock, *, by: User, now: datetime) -> None:
    """The owner opens the layer again."""
    agendas.unlock(lock.relationship, lock.layer, by=by, now=now)


class AgendaLocks(OfTheTwo):
    """Layers that are settled."""

    shown = AgendaLockShown
    filterset_fields = ("relationship",)
    creates = Act(agendas.lock, LockLayer, on="relationship")
    removes = Act(unlock)


class PlanShown(Shown):
    """The plan of a coaching as a whole: accepted while the two versions are equal."""

    class Meta:
        model = Plan
        fields = ("id", "relationship", "version", "accepted_version", "accepted_at")


class Plans(OfTheTwo):
    """Plans, to be accepted by the half that does not write them."""

    shown = PlanShown
    filterset_fields = ("relationship",)
    verbs = {"accept": Act(Plan.accept)}
