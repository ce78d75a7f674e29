"""Two resources with two schemas over the one table, so that no client can add them up.

Nothing of an end date, a target or a status of goals stands anywhere in the second.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet

from core.api.fields import Day
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from people.models import User
from programs.kinds import Kind
from relationships import agendas, moving, proposing
from relationships.api import on_behalf
from relationships.models import Relationship

# The columns behind a `PublicProfile`.
PROFILE = ("given_name", "family_name", "title", "department", "location")


class PublicProfile(Shown):
    """Whom everyone may read about."""

    class Meta:
        model = User
        fields = ("id", "name", "title", "department", "location")


class CoachingEngagementShown(Shown):
    """Coaching: who, how it stands, its fixed end."""

    coach = PublicProfile(source="guide", read_only=True)
    coachee = PublicProfile(source="learner", read_only=True)

    class Meta:
        model = Relationship
        fields = (
            "id", "program", "coach", "coachee", "status", "starts_on", "ends_on", "ended_on", "wakes_on", "answer_by",
            "cadence_days",
        )  # fmt: skip


class MentoringRelationshipShown(Shown):
    """Mentoring: who, how it stands, since when. It has no end date (S0-16, C7)."""

    mentor = PublicProfile(source="guide", read_only=True)
    mentee = PublicProfile(source="learner", read_only=True)

    class Meta:
        model = Relationship
        fields = (
            "id", "program", "mentor", "mentee", "status", "starts_on", "ended_on", "wakes_on", "answer_by",
            "cadence_days",
        )  # fmt: skip


class Rest(Taken):
    """Until when, if a day is wished."""

    until = Day(allow_null=True, default=None)


class OfOneKind(Resource):
    """What one may see of one kind. Whoever runs the program sees that it is there; the two do what is theirs."""

    area = "relationships"
    kind: ClassVar[str]
    filterset_fields = ("program", "status")
    of_staff: ClassVar[frozenset[str]] = frozenset(
        {"end_for_leaver", "lapse", "remind", *on_behalf.OF_BOTH_KINDS, *on_behalf.OF_COACHING}
    )
    verbs: ClassVar[dict[str, Act]] = {
        "close": Act(Relationship.close),
        "end": Act(Relationship.end),
        "end_for_leaver": Act(Relationship.end_for_leaver),
        "go_on": Act(Relationship.go_on),
        "lapse": Act(Relationship.lapse),
        "look_again": Act(moving.look_again),
        "remind": Act(proposing.remind),
        "rest": Act(Relationship.rest, Rest),
        "say_no": Act(Relationship.say_no),
        "say_yes": Act(Relationship.say_yes),
        "start": Act(moving.start),
        "use_first_talk": Act(agendas.use_first_talk),
        "wake": Act(Relationship.wake),
        **on_behalf.OF_BOTH_KINDS,
    }

    def rows(self) -> QuerySet[Any]:
        rows = Relationship.objects.visible_to(self.person).for_page().filter(kind=self.kind)
        if self.act():
            return rows
        # A verb may need the whole rows; an answer shows little of them, and whole ones are half of its time.
        own = set(self.shown.Meta.fields) & {field.name for field in Relationship._meta.concrete_fields}
        people = [f"{half}__{column}" for half in ("guide", "learner") for column in PROFILE]
        return rows.select_related(None).select_related("guide", "learner").only(*own, *people)

    def rows_to_act(self) -> QuerySet[Any]:
        if self.action in self.of_staff:
            return self.get_queryset()
        shared = Relationship.objects.shared_with(self.person, self.today).for_page()
        return shared.filter(kind=self.kind)


class CoachingEngagements(OfOneKind):
    """Coaching engagements that one may see."""

    kind = Kind.COACHING.value
    shown = CoachingEngagementShown
    verbs: ClassVar[dict[str, Act]] = {**OfOneKind.verbs, **on_behalf.OF_COACHING}


class MentoringRelationships(OfOneKind):
    """Mentoring relationships that one may see."""

    kind = Kind.MENTORING.value
    shown = MentoringRelationshipShown
