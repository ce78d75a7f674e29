"""The JSON door of programs, of who takes part, and of what they wrote when applying."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from core.api.fields import Day, Text, VisibleRelatedField, Whole, YesNo
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from people.models import User
from programs import applying, inviting, kinds, running
from programs.kinds import Kind, Role
from programs.models import Application, Enrollment, Program

DAYS: dict[str, Any] = {"min_value": 1, "max_value": 3650}


def people(user: Any) -> QuerySet[Any]:
    """People whom one may see and who are here."""
    return User.objects.visible_to(user).active()


def programs(user: Any) -> QuerySet[Any]:
    return Program.objects.visible_to(user)


class ProgramShown(Shown):
    """A program with its rules, dates and the people who run it."""

    admins = serializers.SerializerMethodField()

    class Meta:
        model = Program
        fields = (
            "id", "name", "kind", "purpose", "status", "applications_until", "starts_on", "ends_on", "weeks",
            "sessions_planned", "cadence_days", "review_days", "check_in_days", "first_session_days", "places",
            "help_contact", "data_contact", "questions_later", "grade_order", "expectations",
            "proposed_ticks", "admins",
        )  # fmt: skip

    def get_admins(self, program: Program) -> list[UUID]:
        """Who runs it."""
        return sorted(row.person_id for row in program.admin_rows.all())


class SetUpProgram(Taken):
    """A name and a kind, which stays; the rest comes from the kind and can be changed."""

    name = Text(max_length=120)
    kind = serializers.ChoiceField(Kind.choices)


class EditProgram(Taken):
    """What a program says about itself. What its kind has no use for cannot be changed."""

    name = Text(max_length=120)
    purpose = Text(max_length=10_000, allow_blank=True)
    applications_until = Day(allow_null=True)
    starts_on = Day(allow_null=True)
    ends_on = Day(allow_null=True)
    weeks = Whole(min_value=1, max_value=520, allow_null=True)
    sessions_planned = Whole(min_value=1, max_value=1000, allow_null=True)
    cadence_days = Whole(**DAYS)
    review_days = Whole(**DAYS)
    check_in_days = serializers.ListField(child=Whole(**DAYS), max_length=50)
    first_session_days = Whole(**DAYS)
    places = Whole(min_value=1, max_value=50)
    help_contact = VisibleRelatedField(reads=people, allow_null=True)
    data_contact = serializers.EmailField(max_length=254, allow_blank=True)
    grade_order = serializers.ListField(child=Text(max_length=200), max_length=200)
    expectations = Text(max_length=10_000, allow_blank=True)
    proposed_ticks = serializers.ListField(
        child=Text(max_length=20), max_length=10, help_text="What the contract suggests to show to others."
    )

    def validate_check_in_days(self, days: list[int]) -> list[int]:
        if fault := running.check_in_days_fault(days):
            raise serializers.ValidationError(fault)
        return days

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """Ends after it starts; nothing of the other kind."""
        if data["starts_on"] and data["ends_on"] and data["ends_on"] <= data["starts_on"]:
            raise serializers.ValidationError({"ends_on": [_("It has to end after it starts. Pick a later day.")]})
        return data


def edit(program: Program, *, by: User, now: datetime, **fields: Any) -> None:
    """Change what a program says about itself; its kind is not among it."""
    for name in kinds.of(program.kind).PROGRAM_FIELDS_LEFT_OUT:
        if fields.pop(name) != getattr(program, name):
            raise serializers.ValidationError({name: [_("This key is not known here.")]})
    if fault := running.proposed_ticks_fault(program.kind, fields.get("proposed_ticks", ())):
        raise serializers.ValidationError({"proposed_ticks": [fault]})
    running.edit(program, by=by, now=now, **fields)


class NameAdmin(Taken):
    """Who runs it as well."""

    person = VisibleRelatedField(reads=people)


class Invite(Taken):
    """Whom to ask, as what."""

    role = serializers.ChoiceField(Role.choices)
    people = VisibleRelatedField(reads=people, many=True, allow_empty=False)


def invite(program: Program, *, role: str, people: Sequence[User], by: User, now: datetime) -> None:
    """Ask people to take part. Who takes part, was asked before or has no address is left out."""
    asked = inviting.candidates(program, role, by=by).filter(pk__in=[person.pk for person in people])
    inviting.invite(program, asked, role, by=by, now=now)


class Programs(Resource):
    """Open programs, and those that one takes part in, runs or is the help contact of."""

    area = "programs"
    shown = ProgramShown
    filterset_fields = ("kind", "status")
    creates = Act(running.create, SetUpProgram)
    edits = Act(edit, EditProgram)
    verbs = {
        "ask_questions_first": Act(running.ask_questions_first),
        "close": Act(running.close_for_applications),
        "invite": Act(invite, Invite),
        "name_admin": Act(running.name_admin, NameAdmin),
        "open": Act(running.open_for_applications),
        "postpone_questions": Act(running.postpone_questions),
    }

    def rows(self) -> QuerySet[Any]:
        return Program.objects.visible_to(self.person).prefetch_related("admin_rows")


class EnrollmentShown(Shown):
    """Somebody takes part in a role, or would like to. What they wrote stands in the application."""

    class Meta:
        model = Enrollment
        fields = (
            "id", "program", "person", "role", "status", "places", "takes_no_one_new", "applied_at", "waitlisted_at",
            "accepted_at", "reminded_at",
        )  # fmt: skip


class Apply(Taken):
    """One's own application as it stands, not sent yet. Learners say what they want, guides what they offer."""

    program = VisibleRelatedField(reads=programs)
    role = serializers.ChoiceField(Role.choices)
    wants = Text(max_length=5000, required=False, allow_blank=True)
    how = Text(max_length=5000, required=False, allow_blank=True)
    aspired_role = Text(max_length=200, required=False, allow_blank=True)
    offers = Text(max_length=5000, required=False, allow_blank=True)
    gains = Text(max_length=5000, required=False, allow_blank=True)
    places = Whole(min_value=1, max_value=50, required=False)
    not_with = serializers.ListField(
        child=serializers.EmailField(max_length=254), max_length=50, required=False,
        help_text="Work addresses; only the people who pair see them.",
    )  # fmt: skip
    has_read_who_sees_what = YesNo(required=False)

    OF_ROLE = {Role.LEARNER: ("wants", "how", "aspired_role"), Role.GUIDE: ("offers", "gains", "places")}

    def validate_not_with(self, asked: list[str]) -> list[User]:
        """As on the page: by their addresses."""
        addresses = [address.lower() for address in asked]
        found = {person.email: person for person in applying.with_addresses(addresses)}
        if unknown := [address for address in addresses if address not in found]:
            words = _("Nobody here has the address %(address)s.") % {"address": unknown[0]}
            raise serializers.ValidationError(words)
        return list(found.values())

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        others = [name for role, names in self.OF_ROLE.items() if role != data["role"] for name in names]
        if wrong := [name for name in others if name in data]:
            raise serializers.ValidationError({name: [_("This key is not known here.")] for name in wrong})
        return data


def write(program: Program, *, by: User, now: datetime, has_read_who_sees_what: bool = False, **fields: Any) -> Any:
    """Save one's application as it stands: answers, places of a guide. Nothing is sent yet."""
    if has_read_who_sees_what:
        fields["read_who_sees_what_at"] = now
    return applying.write(program, by=by, now=now, **fields)


class Places(Taken):
    """How many people at a time; a break takes no one new."""

    places = Whole(min_value=0, max_value=50)
    takes_no_one_new = YesNo(default=False)


class Enrollments(Resource):
    """One's own enrollments, and those of programs that one runs once they were sent."""

    area = "programs"
    shown = EnrollmentShown
    filterset_fields = ("program", "person", "role", "status")
    creates = Act(write, Apply, on="program")
    verbs = {
        "accept": Act(applying.accept),
        "decline": Act(applying.decline),
        "remind": Act(applying.remind),
        "send": Act(applying.send),
        "set_places": Act(applying.set_places, Places),
        "waitlist": Act(applying.waitlist),
        "withdraw": Act(applying.withdraw),
    }

    def rows(self) -> QuerySet[Any]:
        rows = Enrollment.objects.visible_to(self.person).select_related("program", "person")
        return rows.filter(Q(person=self.person) | ~Q(status=Enrollment.Status.DRAFT))


class ApplicationShown(Shown):
    """What somebody wrote when applying."""

    class Meta:
        model = Application
        fields = ("id", "enrollment", *applying.ANSWERS, "read_who_sees_what_at")


class Applications(Resource):
    """One's own applications, and for the people who pair what was sent to them."""

    area = "programs"
    shown = ApplicationShown
    filterset_fields = ("enrollment",)

    def rows(self) -> QuerySet[Any]:
        sent = Q(enrollment__person=self.person) | ~Q(enrollment__status=Enrollment.Status.DRAFT)
        return Application.objects.visible_to(self.person).filter(sent)
