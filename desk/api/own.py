"""One's own data: a copy of it, the wish to be erased, who looked."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import cached_property
from rest_framework import serializers

from core.api.resources import Act, Door, Resource
from core.api.serializers import Done, Nothing, Shown
from desk.own import copying, looking
from people import profiles
from people.models import DeletionRequest, User


class TableShown(serializers.Serializer[Any]):
    """Rows of one table, each as label → value, in the words of its person's language."""

    name = serializers.CharField()
    rows = serializers.ListField(child=serializers.DictField())


class GroupShown(serializers.Serializer[Any]):
    """Tables that belong together."""

    key = serializers.CharField()
    name = serializers.CharField()
    tables = TableShown(many=True)


class OwnCopyShown(serializers.Serializer[Any]):
    """Everything that is kept about oneself, without what others wrote in private."""

    schema = serializers.CharField(help_text="The version of this form.")
    made_at = serializers.DateTimeField()
    person = serializers.UUIDField()
    groups = GroupShown(many=True)


def copy(*, by: User, now: datetime) -> dict[str, Any]:
    """Everything that is kept about oneself, as one answer."""
    copied: dict[str, Any] = copying.copy_of(by, by=by, now=now)
    return copied


class OwnData(Door):
    """A copy of one's own data."""

    area = "people"
    shown = OwnCopyShown
    makes = {"copy": Act(copy, Nothing, gives=OwnCopyShown)}


class DeletionRequestShown(Shown):
    """Somebody asks that everything about them be erased."""

    class Meta:
        model = DeletionRequest
        fields = ("id", "person", "asked_at")


def ask(*, by: User, now: datetime) -> DeletionRequest:
    """Ask the organization admins to erase everything about oneself. Asking twice is asking once."""
    profiles.ask_for_deletion(by, by=by, now=now)
    asked: DeletionRequest = DeletionRequest.objects.visible_to(by).get(person=by)
    return asked


def take_back(asked: DeletionRequest, *, by: User, now: datetime) -> None:
    """Stay after all."""
    profiles.take_back_deletion(asked.person, by=by, now=now)


class DeletionRequests(Resource):
    """One's own wish to be erased; for organization admins, everybody's."""

    area = "people"
    shown = DeletionRequestShown
    creates = Act(ask)
    removes = Act(take_back)

    def rows(self) -> QuerySet[Any]:
        return DeletionRequest.objects.visible_to(self.person).select_related("person")


class LookShown(Done):
    """Somebody who runs things opened or did something about oneself."""

    who = serializers.SerializerMethodField()
    what = serializers.SerializerMethodField()

    class Meta(Done.Meta):
        fields = (*Done.Meta.fields, "who", "what")

    def get_who(self, row: Any) -> str:
        """By name, as far as one may see it."""
        return str(looking.in_words(row, self.context["view"].names)["who"])

    def get_what(self, row: Any) -> str:
        """What it was, in words."""
        return str(looking.in_words(row, {})["what"])


class Looks(Resource):
    """Who of the people who run things looked at what is about oneself, or did something about it."""

    area = "people"
    shown = LookShown

    @cached_property
    def looks(self) -> QuerySet[Any]:
        """Asked for once: which pairs are one's own is a question to the database already."""
        return looking.who_looked(self.person)

    def rows(self) -> QuerySet[Any]:
        return self.looks.all()

    @cached_property
    def names(self) -> dict[UUID, str]:
        """The names of those who looked."""
        return looking.names_of(self.looks.order_by().values("actor_id"), self.person)
