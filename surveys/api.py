"""The JSON door of check-ins, which only their author reads, and of asking for help."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.fields import Text, VisibleRelatedField, Whole, YesNo
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from core.clock import day_of
from people.models import User
from relationships.api.reading import shared
from surveys import helping, rounds
from surveys.instruments import HIGHEST, LOWEST
from surveys.models import Answer, HelpRequest, Round


class OwnAnswerShown(Shown):
    """One's own answers of a round: 1 (disagree) to 5 (agree), null for "I'd rather not say"."""

    answers = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    mean = serializers.FloatField(allow_null=True, help_text="null where too little was answered.")

    class Meta:
        model = Answer
        fields = ("answers", "mean", "show_alike", "skipped", "at")


class CheckInShown(Shown):
    """A round in which both of a pair are asked, with one's own answer; the other half's is nobody else's."""

    sentences = serializers.SerializerMethodField()
    waits = serializers.SerializerMethodField()
    answer = serializers.SerializerMethodField()
    alike = serializers.SerializerMethodField()

    class Meta:
        model = Round
        fields = (
            "id", "relationship", "instrument", "version", "number", "opens_on", "closes_on", "sentences", "waits",
            "answer", "alike",
        )  # fmt: skip

    def get_sentences(self, asked: Round) -> dict[str, str]:
        """What to agree or disagree with, by the keys of the answers."""
        name = asked.relationship.other(self.context["request"].user).first_name
        return {item.key: str(item.sentence) % {"name": name} for item in asked.questionnaire.items}

    def get_waits(self, asked: Round) -> bool:
        """Is one asked now?"""
        view = self.context["view"]
        today = day_of(view.now, view.person.time_zone)
        return rounds.waits(asked, asked.relationship, today) and rounds.own_of(asked, view.person) is None

    @extend_schema_field(OwnAnswerShown(allow_null=True))
    def get_answer(self, asked: Round) -> Any:
        """One's own; null while there is none."""
        own = rounds.own_of(asked, self.context["request"].user)
        return None if own is None else OwnAnswerShown(own, context=self.context).data

    def get_alike(self, asked: Round) -> bool | None:
        """Once the round has closed, and if both wished to be shown that: do the two see it alike?"""
        found = rounds.alike(asked.relationship, asked.given, self.context["view"].now)  # type: ignore[attr-defined]
        return None if found is None else found.is_close


class AnswerCheckIn(Taken):
    """What one says to each sentence; what is left out is not said."""

    answers = serializers.DictField(
        child=Whole(min_value=LOWEST, max_value=HIGHEST, allow_null=True), help_text="By the keys of `sentences`."
    )
    show_alike = YesNo(default=False, help_text="Show both whether they see it alike, if the other half wants it too.")


def answer(asked: Round, *, answers: dict[str, int | None], show_alike: bool, by: User, now: datetime) -> None:
    """Send one's answers, once a round; nothing is required, and nobody else ever reads them."""
    rounds.answer(asked, answers, by=by, now=now, show_alike=show_alike)


class CheckIns(Resource):
    """Check-ins of one's pairs, while open and for 90 days after."""

    area = "surveys"
    shown = CheckInShown
    filterset_fields = ("relationship",)
    verbs = {"answer": Act(answer, AnswerCheckIn), "skip": Act(rounds.skip)}

    def rows(self) -> QuerySet[Any]:
        asked = Round.objects.visible_to(self.person).filter(relationship__in=shared(self.person))
        found: QuerySet[Any] = rounds.with_given(asked, self.person)
        return found


class HelpRequestShown(Shown):
    """Somebody would like to talk to the named contact. No answers go along, and no reason but what was written."""

    class Meta:
        model = HelpRequest
        fields = ("id", "relationship", "person", "contact", "words", "asked_at", "answered_at")


class AskForHelp(Taken):
    """Of which pair, with a few words if one likes."""

    relationship = VisibleRelatedField(reads=shared)
    words = Text(max_length=10_000, allow_blank=True, default="")


class HelpRequests(Resource):
    """What one asked, and what one is asked as the named contact; nobody else learns of it."""

    area = "surveys"
    shown = HelpRequestShown
    filterset_fields = ("relationship",)
    creates = Act(helping.ask, AskForHelp, on="relationship")
    verbs = {"answered": Act(helping.answered)}

    def rows(self) -> QuerySet[Any]:
        return HelpRequest.objects.visible_to(self.person).select_related("person", "contact")
