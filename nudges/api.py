"""The JSON door of reminders: what was sent to oneself, which topics one wants, silence for a while."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from core.api.fields import VisibleRelatedField
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from nudges.models import Nudge, Snooze, Topic, choose, snooze_for_weeks, wanted_by
from people.models import User
from relationships.api.reading import shared


class NudgeShown(Shown):
    """A reminder or message that went to oneself: what it was about, and when. Its words stand in the mail."""

    class Meta:
        model = Nudge
        fields = ("id", "relationship", "kind", "category", "sent_at")


class Nudges(Resource):
    """Reminders and messages that were sent to oneself."""

    area = "nudges"
    shown = NudgeShown
    filterset_fields = ("relationship", "kind")

    def rows(self) -> QuerySet[Any]:
        return Nudge.objects.visible_to(self.person).sent()


class ReminderSettingsShown(Shown):
    """Which topics one is reminded of. What is sent at once (planned, moved, called off …) always comes."""

    wanted = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ("id", "wanted")

    def get_wanted(self, person: User) -> list[str]:
        """The topics that are on."""
        return wanted_by(person)


class ChooseTopics(Taken):
    """All the topics that one wants from now on; the others are off."""

    wanted = serializers.ListField(child=serializers.ChoiceField(Topic.choices), max_length=len(Topic.choices))

    def as_it_is(self, thing: Any) -> dict[str, Any]:
        return {"wanted": wanted_by(thing)}


class ReminderSettings(Resource):
    """One's own settings, under one's own id."""

    area = "nudges"
    shown = ReminderSettingsShown
    edits = Act(choose, ChooseTopics)

    def rows(self) -> QuerySet[Any]:
        return User.objects.visible_to(self.person).filter(pk=self.person.pk)


class SnoozeShown(Shown):
    """No word about a silence in this pair until that day, to oneself."""

    class Meta:
        model = Snooze
        fields = ("id", "relationship", "until", "asked_at")


class RemindLater(Taken):
    """Of which pair."""

    relationship = VisibleRelatedField(reads=shared)


class Snoozes(Resource):
    """Pairs whose silence is all right for a while."""

    area = "nudges"
    shown = SnoozeShown
    filterset_fields = ("relationship",)
    creates = Act(snooze_for_weeks, RemindLater, on="relationship")

    def rows(self) -> QuerySet[Any]:
        return Snooze.objects.visible_to(self.person)
