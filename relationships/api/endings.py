"""A new end date, and what is written when a pair looks back."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.api.fields import Day, Text, VisibleRelatedField, YesNo
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from relationships import endings
from relationships.api.reading import OfTheTwo, shared
from relationships.models import EndDateProposal, Farewell, LastLook, Thanks


class EndDateProposalShown(Shown):
    """Coaching: a new end date that waits for the coachee's yes, or was answered."""

    class Meta:
        model = EndDateProposal
        fields = ("id", "relationship", "ends_on", "reason", "proposed_by", "proposed_at", "accepted_at", "declined_at")


class ProposeEndDate(Taken):
    """The day and why."""

    relationship = VisibleRelatedField(reads=shared)
    ends_on = Day()
    reason = Text(max_length=1000)


class AnswerEndDate(Taken):
    """Yes or no."""

    yes = YesNo()


class EndDateProposals(OfTheTwo):
    """New end dates that a coach proposed."""

    shown = EndDateProposalShown
    filterset_fields = ("relationship",)
    creates = Act(endings.propose_end_date, ProposeEndDate, on="relationship")
    verbs = {"answer": Act(endings.answer_end_date, AnswerEndDate)}


class LastLookShown(Shown):
    """What somebody wrote when the two closed."""

    class Meta:
        model = LastLook
        fields = ("id", "relationship", "author", "helped", "keeps_going", "at")


class WriteLastLook(Taken):
    """What helped, what keeps it going."""

    relationship = VisibleRelatedField(reads=shared)
    helped = Text(max_length=5000, allow_blank=True, default="")
    keeps_going = Text(max_length=5000, allow_blank=True, default="")


class LastLooks(OfTheTwo):
    """Last looks of the two; writing again replaces one's own."""

    shown = LastLookShown
    filterset_fields = ("relationship",)
    creates = Act(endings.write_last_look, WriteLastLook, on="relationship")


class ThanksShown(Shown):
    """A thank-you at the end."""

    class Meta:
        model = Thanks
        fields = ("id", "relationship", "author", "text", "at")


class SayThanks(Taken):
    """The words."""

    relationship = VisibleRelatedField(reads=shared)
    text = Text(max_length=2000)


class ThankYous(OfTheTwo):
    """What the two thanked each other for, when it was over."""

    shown = ThanksShown
    filterset_fields = ("relationship",)
    creates = Act(endings.thank, SayThanks, on="relationship")


class FarewellShown(Shown):
    """Why somebody ended it, for their own eyes."""

    class Meta:
        model = Farewell
        fields = ("id", "relationship", "reason", "at")


class SayWhy(Taken):
    """The reason."""

    relationship = VisibleRelatedField(reads=shared)
    reason = Text(max_length=2000, allow_blank=True)


class Farewells(Resource):
    """One's own reasons for an end; nobody else reads them. Saying it again replaces it."""

    area = "relationships"
    shown = FarewellShown
    filterset_fields = ("relationship",)
    creates = Act(endings.say_why, SayWhy, on="relationship")

    def rows(self) -> QuerySet[Any]:
        return Farewell.objects.visible_to(self.person)
