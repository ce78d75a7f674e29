"""The JSON door of pairing, for the people who run a program: runs, what they suggest, what was decided by hand."""

from __future__ import annotations

import contextlib
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from rest_framework import serializers

from core.api.fields import Day, VisibleRelatedField
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from pairing import deciding, publishing, running
from pairing.forms import PublishForm
from pairing.models import Decision, Match, Run, Unmatched
from pairing.tasks import run_pairings
from people.models import User
from programs.models import Enrollment, Program


def programs(user: Any) -> QuerySet[Any]:
    return Program.objects.visible_to(user)


def enrollments(user: Any) -> QuerySet[Any]:
    """Who takes part in programs that one runs."""
    return Enrollment.objects.visible_to(user).taking_part().select_related("person")


class RunShown(Shown):
    """One execution of the solver. No set of pairs under these rules is worth more when `is_proven`."""

    is_proven = serializers.BooleanField()

    class Meta:
        model = Run
        fields = (
            "id", "program", "by", "after", "made_at", "status", "percent_done", "learners", "guides", "places",
            "matched", "moved", "total", "bound", "is_proven", "seconds",
        )  # fmt: skip


class StartRun(Taken):
    """For which program."""

    program = VisibleRelatedField(reads=programs)


class Publish(Taken):
    """When the mails go out; at once without a day."""

    told_on = Day(allow_null=True, default=None)

    def validate_told_on(self, day: date | None) -> date | None:
        today = self.context["view"].today
        if day is not None and not today < day <= today + PublishForm.LATEST:
            raise serializers.ValidationError(_("Choose a day from tomorrow on, within 60 days."))
        return day


class ByHand(Taken):
    """Who with whom."""

    learner = VisibleRelatedField(reads=enrollments)
    guide = VisibleRelatedField(reads=enrollments)


def start(program: Program, *, by: User, now: datetime) -> Run:
    """Ask for a run; a worker takes it from here, and `status` says how far it is."""
    run = running.start(program, by=by, now=now)
    transaction.on_commit(_kick)
    return run


def _kick() -> None:
    """Without a broker the next sweep finds the row."""
    with contextlib.suppress(OperationalError):
        run_pairings.delay()


def publish(run: Run, *, told_on: date | None, by: User, now: datetime) -> None:
    """Propose every suggested pair to its two people. What is no longer possible is put back with the reason."""
    publishing.publish(run, by=by, now=now, told_on=told_on)


class Runs(Resource):
    """Pairings of programs that one runs."""

    area = "pairing"
    shown = RunShown
    filterset_fields = ("program", "status")
    creates = Act(start, StartRun, on="program")
    verbs = {"pair_by_hand": Act(deciding.pair_by_hand, ByHand), "publish": Act(publish, Publish)}

    def rows(self) -> QuerySet[Any]:
        return Run.objects.visible_to(self.person).select_related("program").defer("frozen")


class ReasonShown(serializers.Serializer[Any]):
    """What speaks for two people, or against them."""

    good = serializers.BooleanField()
    sentence = serializers.CharField()


class MatchShown(Shown):
    """A run's suggestion to bring two people together."""

    reasons = ReasonShown(source="all_reasons", many=True)

    class Meta:
        model = Match
        fields = (
            "id", "run", "learner", "guide", "score", "reasons", "pinned", "moved", "state", "relationship",
            "put_back_because",
        )  # fmt: skip


class Decide(Taken):
    """Keep these two, not these two, or leave the learner out."""

    what = serializers.ChoiceField(Decision.What.choices)


class Matches(Resource):
    """Pairs that runs suggested."""

    area = "pairing"
    shown = MatchShown
    filterset_fields = ("run", "learner", "guide", "state")
    verbs = {"decide": Act(deciding.decide, Decide)}

    def rows(self) -> QuerySet[Any]:
        return Match.objects.visible_to(self.person).for_page()


class UnmatchedShown(Shown):
    """A learner for whom a run found nobody, and what stands against it."""

    class Meta:
        model = Unmatched
        fields = ("id", "run", "learner", "blocked_by")


class UnmatchedPeople(Resource):
    """Who stayed without a pair."""

    area = "pairing"
    shown = UnmatchedShown
    filterset_fields = ("run",)
    verbs = {"wait": Act(deciding.wait)}

    def rows(self) -> QuerySet[Any]:
        rows = Unmatched.objects.visible_to(self.person)
        return rows.select_related("run__program", "learner__person", "learner__program").defer("run__frozen")


class DecisionShown(Shown):
    """What somebody decided by hand; the next run respects it."""

    class Meta:
        model = Decision
        fields = ("id", "program", "run", "what", "learner", "guide", "by", "made_at")


class Decisions(Resource):
    """Decisions by hand; deleting one takes it back."""

    area = "pairing"
    shown = DecisionShown
    filterset_fields = ("program", "run", "learner", "what")
    removes = Act(deciding.undo)

    def rows(self) -> QuerySet[Any]:
        return Decision.objects.visible_to(self.person).select_related("program")
