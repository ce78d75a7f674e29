"""Agreements in versions (contracts in coaching), and what a sponsor is asked to sign."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api.fields import Text, VisibleRelatedField, Whole
from core.api.resources import Act, Resource
from core.api.serializers import Nothing, Shown, Taken
from people.models import User
from relationships import agreeing
from relationships.agreeing import TEXTS, Terms
from relationships.api.reading import OfTheTwo, shared
from relationships.models import Agreement, Relationship

SHOWS = ("takes_place", "sessions", "end_date", "goals")


class AgreementShown(Shown):
    """One version of what the two agreed."""

    shows = serializers.SerializerMethodField()
    signed_by = serializers.SerializerMethodField()

    class Meta:
        model = Agreement
        fields = (
            "id", "relationship", "version", "written_by", "written_at", *TEXTS, "cadence_days", "sponsor", "shows",
            "signed_by", "in_force_at", "superseded_at",
        )  # fmt: skip

    def get_shows(self, agreement: Agreement) -> list[str]:
        """What the learner ticked, whether it counts by now or not."""
        return [what for what in SHOWS if getattr(agreement, f"shows_{what}")]

    def get_signed_by(self, agreement: Agreement) -> list[UUID]:
        """Who signed this version."""
        return sorted(row.person_id for row in agreement.signatures.all())


class WriteAgreement(Taken):
    """A new version. `based_on` is the version that it was made from, 0 for the first."""

    relationship = VisibleRelatedField(reads=shared)
    based_on = Whole(min_value=0, max_value=10_000)
    mission = Text(max_length=300, allow_blank=True, default="", help_text="Coaching only.")
    purpose = Text(max_length=5000, allow_blank=True, default="")
    how_we_work = Text(max_length=5000, allow_blank=True, default="")
    stays_between = Text(max_length=5000, allow_blank=True, default="")
    ending = Text(max_length=5000, allow_blank=True, default="")
    cadence_days = Whole(min_value=1, max_value=365)
    sponsor_email = Text(max_length=254, allow_null=True, default=None, help_text="Coaching only.")
    shows = serializers.ListField(
        child=serializers.ChoiceField(SHOWS), allow_null=True, default=None,
        help_text="What others see; the learner alone says it. null keeps what the version before says.",
    )  # fmt: skip

    def validate_sponsor_email(self, address: str | None) -> str | None:
        """Somebody who is here."""
        if address is not None and agreeing.find_sponsor(address) is None:
            raise serializers.ValidationError(
                _("Nobody else here has this address. Check it, or leave the field empty.")
            )
        return address

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """A mission belongs to coaching."""
        if data["mission"] and not data["relationship"].rules_of_kind.ASKS_FOR_MISSION:
            raise serializers.ValidationError({"mission": [_("This key is not known here.")]})
        return data


class Shows(Taken):
    """What others see from now on; the learner says it with the signature. null keeps the ticks."""

    shows = serializers.ListField(child=serializers.ChoiceField(SHOWS), allow_null=True, default=None)


class Keep(Taken):
    """What others go on seeing; everything else ends at once."""

    keep = serializers.ListField(child=serializers.ChoiceField(SHOWS))


def write(
    relationship: Relationship, *, based_on: int, cadence_days: int, sponsor_email: str | None,
    shows: Collection[str] | None, by: User, now: datetime, **texts: str,
) -> Agreement:  # fmt: skip
    """A new version, which voids all signatures. Refused if somebody wrote one in between."""
    sponsor = agreeing.find_sponsor(sponsor_email) if sponsor_email else None
    return agreeing.write(relationship, Terms(texts, cadence_days, shows, sponsor), based_on=based_on, by=by, now=now)


def sign(agreement: Agreement, *, shows: Collection[str] | None = None, by: User, now: datetime) -> None:
    """Sign the version that was read. The last signature puts it in force."""
    agreeing.sign(agreement.relationship, agreement.version, shows=shows, by=by, now=now)


def narrow(agreement: Agreement, *, keep: Collection[str], by: User, now: datetime) -> None:
    """The learner takes ticks back: it counts at once, without anybody's signature."""
    agreeing.narrow(agreement.relationship, keep=keep, by=by, now=now)


class Agreements(OfTheTwo):
    """What the two agreed, version by version."""

    shown = AgreementShown
    filterset_fields = ("relationship",)
    creates = Act(write, WriteAgreement, on="relationship")
    verbs = {"narrow": Act(narrow, Keep), "sign": Act(sign, Shows)}

    def rows(self) -> QuerySet[Any]:
        return super().rows().prefetch_related("signatures")


class SponsorshipShown(Shown):
    """A contract that names one as sponsor: who, and what one will be shown. Nothing that the two wrote."""

    program = serializers.UUIDField(source="relationship.program_id")
    learner = serializers.CharField(source="relationship.learner.name")
    guide = serializers.CharField(source="relationship.guide.name")
    shows = serializers.SerializerMethodField()

    class Meta:
        model = Agreement
        fields = ("id", "relationship", "program", "learner", "guide", "version", "shows")

    def get_shows(self, agreement: Agreement) -> list[str]:
        """What one will be told once everybody has signed."""
        return sorted(agreement.discloses)


class Sponsorships(Resource):
    """Contracts that wait for one's signature as sponsor."""

    area = "relationships"
    shown = SponsorshipShown
    verbs = {"sign": Act(sign, Nothing)}

    def rows(self) -> QuerySet[Any]:
        named: QuerySet[Any] = Agreement.objects.waiting_for_sponsor(self.person)
        return named.select_related("relationship__program", "relationship__guide", "relationship__learner")
