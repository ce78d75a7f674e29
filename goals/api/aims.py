"""Aims of mentoring, in versions that both agree to, and one's own looks back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from core.api.fields import Text, VisibleRelatedField
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from goals import aiming, looking_back
from goals.models import Aim, LookBack, MentoringIntent, Strategy
from goals.models.aims import HORIZONS
from people.models import User
from relationships.api.reading import OfTheTwo, shared
from relationships.models import Relationship

CHOICES = list(HORIZONS.items())


class AimShown(Shown):
    """One version of an aim; it counts when both have agreed to it."""

    horizons = serializers.ListField(child=serializers.ChoiceField(CHOICES))
    how = serializers.ListField(child=serializers.CharField())
    mentor_agreed_at = serializers.DateTimeField(source="guide_agreed_at", allow_null=True)
    mentee_agreed_at = serializers.DateTimeField(source="learner_agreed_at", allow_null=True)

    class Meta:
        model = Aim
        fields = (
            "id", "intent", "number", "sentence", "horizons", "how", "written_by", "written_at", "mentor_agreed_at",
            "mentee_agreed_at",
        )  # fmt: skip


class IntentShown(Shown):
    """An aim over time: the version that both agreed to, and a newer one that waits for one of them."""

    agreed = AimShown(allow_null=True)
    waiting = AimShown(allow_null=True)

    class Meta:
        model = MentoringIntent
        fields = ("id", "relationship", "created_by", "created_at", "let_go_at", "version", "agreed", "waiting")


class AimText(Taken):
    """A sentence is enough."""

    sentence = Text(max_length=1000)
    horizons = serializers.ListField(
        child=serializers.ChoiceField(CHOICES), default=list, help_text="What it is about."
    )
    how = serializers.ListField(
        child=Text(max_length=1000), default=list, max_length=100, help_text="How I’ll get there, line by line."
    )

    def as_it_is(self, intent: MentoringIntent) -> dict[str, Any]:
        """The newest version."""
        return super().as_it_is(intent.newest)


class WriteAim(AimText):
    """An aim of a mentoring."""

    relationship = VisibleRelatedField(reads=shared)


def agree(intent: MentoringIntent, *, version: int, by: User, now: datetime) -> None:
    """The half that has not agreed yet agrees to the newest version."""
    intent.agree(version, by=by, now=now)


class Intents(OfTheTwo):
    """Aims of mentorings. A change is another version, which counts when both agree."""

    area = "goals"
    shown = IntentShown
    filterset_fields = ("relationship",)
    creates = Act(aiming.write, WriteAim, on="relationship")
    edits = Act(MentoringIntent.suggest_change, AimText)
    verbs = {"agree": Act(agree), "let_go": Act(MentoringIntent.let_go)}

    def rows(self) -> QuerySet[Any]:
        return super().rows().prefetch_related("aims__strategies")


class Aims(Resource):
    """Every version of the aims that one may read."""

    area = "goals"
    shown = AimShown
    filterset_fields = ("intent",)

    def rows(self) -> QuerySet[Any]:
        of_mine = Aim.objects.visible_to(self.person).filter(intent__relationship__in=shared(self.person))
        return of_mine.prefetch_related("strategies")


class StrategyShown(Shown):
    """A line of how somebody gets there, in one version of an aim."""

    class Meta:
        model = Strategy
        fields = ("id", "aim", "position", "text")


class Strategies(Resource):
    """Lines of “how I'll get there”. They are written with the aim."""

    area = "goals"
    shown = StrategyShown
    filterset_fields = ("aim", "aim__intent")

    def rows(self) -> QuerySet[Any]:
        of_mine = Strategy.objects.visible_to(self.person)
        return of_mine.filter(aim__intent__relationship__in=shared(self.person))


class LookBackShown(Shown):
    """One's own look back, for one's own eyes."""

    class Meta:
        model = LookBack
        fields = ("id", "relationship", "on_day", "answer", "work", "content", "at")


class AnswerLookBack(Taken):
    """Still right for you? And two lines for oneself."""

    relationship = VisibleRelatedField(reads=shared)
    answer = serializers.ChoiceField(LookBack.Answer.choices)
    work = Text(max_length=1000, allow_blank=True, default="")
    content = Text(max_length=1000, allow_blank=True, default="")


def look_back(relationship: Relationship, *, answer: str, work: str, content: str, by: User, now: datetime) -> LookBack:
    """One's own answer of today; a second one of the same day replaces it. Resting and ending are acts of their own."""
    return looking_back.answer(relationship, answer, work=work, content=content, by=by, now=now)


class LookBacks(Resource):
    """One's own looks back at mentorings; nobody else reads them."""

    area = "goals"
    shown = LookBackShown
    filterset_fields = ("relationship",)
    creates = Act(look_back, AnswerLookBack, on="relationship")

    def rows(self) -> QuerySet[Any]:
        return LookBack.objects.visible_to(self.person)
