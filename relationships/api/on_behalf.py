"""What the people who run a program do in a pair's place, each with a reason that only they read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from core.api.fields import Day, Text, VisibleRelatedField
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from people.models import User
from programs.kinds import Role
from relationships import on_behalf
from relationships.api.actions import people
from relationships.models import OnBehalf, Relationship


class OnBehalfShown(Shown):
    """What was done in a pair's place, and why."""

    class Meta:
        model = OnBehalf
        fields = ("id", "relationship", "what", "reason", "on_day", "by", "at")


class OnBehalves(Resource):
    """What was done in the place of pairs of programs that one runs, except one's own pairs."""

    area = "relationships"
    shown = OnBehalfShown
    filterset_fields = ("relationship", "what")

    def rows(self) -> QuerySet[Any]:
        return OnBehalf.objects.visible_to(self.person)


class SayWhyOnBehalf(Taken):
    """Why, for the people who run the program."""

    reason = Text(max_length=500)


class RestReason(SayWhyOnBehalf):
    """Until when, if a day is known."""

    until = Day(allow_null=True, default=None)


class EndDateReason(SayWhyOnBehalf):
    """The new end date; the two read the reason."""

    ends_on = Day()


class AddressReason(SayWhyOnBehalf):
    """The new work address of one of the two."""

    role = serializers.ChoiceField(Role.choices)
    email = serializers.EmailField(max_length=254)


class HandOver(SayWhyOnBehalf):
    """To whom: somebody of the program with a free place."""

    guide = VisibleRelatedField(reads=people)


def remind(pair: Relationship, *, reason: str, by: User, now: datetime) -> None:
    """Remind the two of what waits, in the morning and not twice in three days."""
    on_behalf.remind(pair, reason, by=by, now=now)


def rest(pair: Relationship, *, reason: str, until: date | None, by: User, now: datetime) -> None:
    """Pause or rest in the place of the two, until a day or until somebody wakes it. Both are told."""
    on_behalf.rest(pair, reason, seen=pair.status, until=until, by=by, now=now)


def wake(pair: Relationship, *, reason: str, by: User, now: datetime) -> None:
    """Go on after a rest in the place of the two; not past the end date. Both are told."""
    on_behalf.wake(pair, reason, seen=pair.status, by=by, now=now)


def end(pair: Relationship, *, reason: str, by: User, now: datetime) -> None:
    """End it without fault in the place of the two; both are told and read what they shared for 90 days."""
    on_behalf.end(pair, reason, seen=pair.status, by=by, now=now)


def hand_over(pair: Relationship, *, guide: User, reason: str, by: User, now: datetime) -> None:
    """End it and propose the learner to another guide; nothing that the two wrote goes along."""
    on_behalf.hand_over(pair, guide, reason, seen=pair.status, by=by, now=now)


def ask_for_address(pair: Relationship, *, role: str, email: str, reason: str, by: User, now: datetime) -> None:
    """Mail a link to a new address of one of the two; it counts once it is opened there."""
    on_behalf.ask_for_address(pair, role, email, reason, by=by, now=now)


def propose_end_date(pair: Relationship, *, ends_on: date, reason: str, by: User, now: datetime) -> None:
    """A new end date in the coach's place, which counts with the coachee's yes."""
    on_behalf.propose_end_date(pair, ends_on, reason, by=by, now=now)


OF_BOTH_KINDS = {
    "ask_for_address": Act(ask_for_address, AddressReason),
    "end_on_behalf": Act(end, SayWhyOnBehalf),
    "hand_over": Act(hand_over, HandOver),
    "remind_on_behalf": Act(remind, SayWhyOnBehalf),
    "rest_on_behalf": Act(rest, RestReason),
    "wake_on_behalf": Act(wake, SayWhyOnBehalf),
}
OF_COACHING = {"propose_end_date": Act(propose_end_date, EndDateReason)}
