"""The JSON door of people: public profiles, one's own to change, people added to the directory."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django.conf import settings
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api.fields import Day, Text, VisibleRelatedField, Zone
from core.api.paging import Filters
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from people import addresses, privacy, profiles, rules
from people.models import PersonSkill, PrivacyReading, PrivacyText, User

OFFERED, WANTED = PersonSkill.Direction.OFFERED, PersonSkill.Direction.WANTED


class PersonShown(Shown):
    """A public profile. Addresses, ids and grades are not in it."""

    offers = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = (
            "id", "name", "given_name", "family_name", "title", "department", "location", "languages", "time_zone",
            "offers",
        )  # fmt: skip

    def get_offers(self, person: User) -> list[str]:
        """Skills that this person offers."""
        return _names(person, OFFERED)


def _names(person: Any, direction: str) -> list[str]:
    return sorted(row.skill.name for row in person.skills.all() if row.direction == direction)


class Words(serializers.ListField):
    """Single words or short names, each once."""

    child = Text(max_length=200)

    def to_internal_value(self, data: Any) -> list[str]:
        return list(dict.fromkeys(super().to_internal_value(data)))


def _has_a_name(data: dict[str, Any]) -> dict[str, Any]:
    if not data["given_name"] and not data["family_name"]:
        raise serializers.ValidationError({"given_name": [_("Say at least one name.")]})
    return data


class EditProfile(Taken):
    """What others read about oneself; department and manager come from the directory."""

    given_name = Text(max_length=150, allow_blank=True)
    family_name = Text(max_length=150, allow_blank=True)
    title = Text(max_length=200, allow_blank=True)
    location = Text(max_length=200, allow_blank=True)
    time_zone = Zone(max_length=64)
    locale = serializers.ChoiceField(choices=settings.LANGUAGES, help_text="The language of pages and mails.")
    languages = Words(max_length=10)
    offers = Words(max_length=10, help_text="Skills that one offers.")
    wants = Words(max_length=5, help_text="Skills that one wants to grow.")

    def as_it_is(self, thing: Any) -> dict[str, Any]:
        """With the skills, which are rows of their own."""
        plain = {name: getattr(thing, name) for name in profiles.OWN_FIELDS}
        return {**plain, "offers": _names(thing, OFFERED), "wants": _names(thing, WANTED)}

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        return _has_a_name(data)


class AddPerson(Taken):
    """Somebody for the directory."""

    given_name = Text(max_length=150, allow_blank=True, default="")
    family_name = Text(max_length=150, allow_blank=True, default="")
    email = serializers.EmailField(max_length=254, allow_null=True, default=None)
    employee_id = Text(max_length=64, allow_null=True, default=None)
    title = Text(max_length=200, allow_blank=True, default="")
    department = Text(max_length=200, allow_blank=True, default="")
    location = Text(max_length=200, allow_blank=True, default="")

    def validate_email(self, address: str | None) -> str | None:
        return address.lower() if address else None

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        return _has_a_name(data)


class NewAddress(Taken):
    """The new work address."""

    email = serializers.EmailField(max_length=254)


def ask_for_address(person: User, *, email: str, by: User, now: datetime) -> None:
    """Mail the new address a link; nothing changes until its owner opens it."""
    addresses.ask(person, email, by=by, now=now)


def everyone(person: User) -> QuerySet[Any]:
    """Whom `person` may name as somebody's manager."""
    found: QuerySet[Any] = User.objects.visible_to(person).active()
    return found


class CorrectPerson(Taken):
    """What the directory says of somebody who is here; what is left out stays as it is."""

    given_name = Text(max_length=150, allow_blank=True, required=False)
    family_name = Text(max_length=150, allow_blank=True, required=False)
    employee_id = Text(max_length=64, allow_null=True, required=False)
    title = Text(max_length=200, allow_blank=True, required=False)
    department = Text(max_length=200, allow_blank=True, required=False)
    location = Text(max_length=200, allow_blank=True, required=False)
    manager = VisibleRelatedField(reads=everyone, allow_null=True, required=False)
    leaves_on = Day(allow_null=True, required=False, help_text="The last day. Access ends when it is over.")


class PeopleFilters(Filters):
    """`q` finds by the beginning of any word of a name; for who reads the directory, of an address or an id too.
    `manager` is theirs alone: to others a hit would tell who leads whom."""

    q = django_filters.CharFilter(method="by_words")
    manager = django_filters.UUIDFilter(method="by_manager")

    def by_words(self, rows: Any, name: str, words: str) -> Any:
        return rows.found_by(self.request.user, words)

    def by_manager(self, rows: Any, name: str, manager: UUID) -> Any:
        return rows.filter(manager=manager) if rules.may_import(self.request.user) else rows.none()

    class Meta(Filters.Meta):
        model = User
        fields = ("department", "location")


class People(Resource):
    """People whom one may see: oneself, one's reports, the other half of a pair; for who runs a program, everybody."""

    area = "people"
    shown = PersonShown
    filterset_class = PeopleFilters
    creates = Act(profiles.add, AddPerson)
    edits = Act(profiles.edit, EditProfile)
    verbs = {"ask_for_address": Act(ask_for_address, NewAddress), "correct": Act(profiles.correct, CorrectPerson)}

    def rows(self) -> QuerySet[Any]:
        skills = PersonSkill.objects.visible_to(self.person).select_related("skill")
        return User.objects.visible_to(self.person).prefetch_related(Prefetch("skills", skills))


class PrivacyTextShown(Shown):
    """What the organization says of people's data, in versions. Without `published_at` it is a draft."""

    read_at = serializers.DateTimeField(allow_null=True, help_text="When one has read this version.")

    class Meta:
        model = PrivacyText
        fields = ("id", "number", "purpose", "contacts", "published_at", "read_at")


class WritePrivacyText(Taken):
    """The words of the next version."""

    purpose = Text(max_length=10_000)
    contacts = Text(max_length=2_000)


class PrivacyTexts(Resource):
    """The privacy texts: everybody reads the one in force, organization admins write the next."""

    area = "people"
    shown = PrivacyTextShown
    creates = Act(privacy.write, WritePrivacyText)
    verbs = {"publish": Act(privacy.publish), "read": Act(privacy.read)}

    def rows(self) -> QuerySet[Any]:
        own = PrivacyReading.objects.visible_to(self.person).filter(person=self.person, text=OuterRef("pk"))
        texts = PrivacyText.objects.visible_to(self.person)
        found: QuerySet[Any] = texts.annotate(read_at=Subquery(own.values("at")))
        return found
