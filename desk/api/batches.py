"""One act for many rows of a program: asked for, followed, stopped, undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api.fields import Day, Id, Text, VisibleRelatedField
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from core.undoing import UNDO_FOR
from desk.together import asking
from desk.together.acts import ACTS
from programs import batches
from programs.api import programs
from programs.models import Batch, BatchRow

COUNTS = tuple(BatchRow.State.values)


class BatchShown(Shown):
    """How far it is: how many rows wait, are done, were left as they are, are undone, stay done."""

    act = serializers.ChoiceField(choices=list(ACTS))
    reason = serializers.SerializerMethodField()
    undo_until = serializers.SerializerMethodField()
    waiting = serializers.IntegerField()
    done = serializers.IntegerField()
    refused = serializers.IntegerField()
    undone = serializers.IntegerField()
    kept = serializers.IntegerField()

    class Meta:
        model = Batch
        fields = (
            "id", "program", "by", "act", "reason", "until", "state", "made_at", "started_at", "undo_until", *COUNTS,
        )  # fmt: skip

    def get_reason(self, batch: Batch) -> str | None:
        """Why; null also for who is a half of one of its pairs."""
        return None if batch.is_own else batch.reason

    def get_undo_until(self, batch: Batch) -> datetime | None:
        """Until when one can undo it; null where one cannot."""
        may = not batch.is_own and batches.may_undo(batch, self.context["view"].now)
        return batch.started_at + UNDO_FOR if may and batch.started_at else None


class BeginBatch(Taken):
    """Which act, for which enrollments or pairs of which program."""

    program = VisibleRelatedField(reads=programs)
    act = serializers.ChoiceField(choices=list(ACTS))
    things = serializers.ListField(
        child=Id(), allow_null=True, max_length=batches.AT_ONCE,
        help_text="Their ids; those that the act does not fit are left out. null: all that it fits.",
    )  # fmt: skip
    reason = Text(max_length=500, allow_blank=True, default="", help_text="For the acts that people ask why of.")
    until = Day(allow_null=True, default=None, help_text="Of a rest.")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """A reason where the act asks for one; nothing that it has no use for."""
        act = ACTS[data["act"]]
        if act.asks_reason and not data["reason"].strip():
            raise serializers.ValidationError({"reason": [_("Say why, in a sentence.")]})
        for name, asks in (("reason", act.asks_reason), ("until", act.asks_until)):
            if data[name] and not asks:
                raise serializers.ValidationError({name: [_("This key is not known here.")]})
        return data


class Batches(Resource):
    """What was asked for many rows at once, in programs that one runs."""

    area = "programs"
    shown = BatchShown
    filterset_fields = ("program", "state")
    creates = Act(asking.begin, BeginBatch, on="program")
    verbs = {"stop": Act(batches.stop), "undo": Act(asking.undo)}

    def rows(self) -> QuerySet[Any]:
        return Batch.objects.visible_to(self.person).select_related("program").with_counts().with_own(self.person)


class BatchRowShown(Shown):
    """One row of it: whom it is about, how it went, and where it was left as it is, why."""

    class Meta:
        model = BatchRow
        fields = ("id", "batch", "number", "thing", "who", "state", "words", "done_at")


class BatchRows(Resource):
    """Row by row, how it went."""

    area = "programs"
    shown = BatchRowShown
    filterset_fields = ("batch", "state")

    def rows(self) -> QuerySet[Any]:
        return BatchRow.objects.visible_to(self.person)
