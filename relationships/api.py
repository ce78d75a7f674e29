"""The JSON door of relationships: two resources with two schemas over the one table, so that no client can add them up.

Nothing of an end date, a target or a status of goals stands anywhere in the second.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers, viewsets
from rest_framework.pagination import CursorPagination

from people.models import User
from programs.kinds import Kind
from relationships.models import Relationship


class ByAge(CursorPagination):
    """Fifty to a page, the newest first. Ids grow with time, and no two are alike: a page may begin at any of them."""

    page_size = 50
    ordering = "-id"


class PublicProfile(serializers.ModelSerializer[User]):
    """Whom everyone may read about."""

    class Meta:
        model = User
        fields = ("id", "name", "title", "department", "location")


class CoachingEngagementSerializer(serializers.ModelSerializer[Relationship]):
    """Coaching: who, how it stands, its fixed end."""

    program = serializers.CharField(source="program.name", read_only=True)
    coach = PublicProfile(source="guide", read_only=True)
    coachee = PublicProfile(source="learner", read_only=True)

    class Meta:
        model = Relationship
        fields = ("id", "program", "coach", "coachee", "status", "starts_on", "ends_on", "ended_on", "cadence_days")


class MentoringRelationshipSerializer(serializers.ModelSerializer[Relationship]):
    """Mentoring: who, how it stands, since when. It has no end date (S0-16, C7)."""

    program = serializers.CharField(source="program.name", read_only=True)
    mentor = PublicProfile(source="guide", read_only=True)
    mentee = PublicProfile(source="learner", read_only=True)

    class Meta:
        model = Relationship
        fields = ("id", "program", "mentor", "mentee", "status", "ended_on", "cadence_days")


class OfOneKind(viewsets.ReadOnlyModelViewSet[Relationship]):
    """What one may see of one kind."""

    kind: str
    pagination_class = ByAge
    queryset = Relationship.objects.none()

    def get_queryset(self) -> QuerySet[Relationship]:
        found: Any = Relationship.objects.visible_to(self.request.user).for_page()
        rows: QuerySet[Relationship] = found.filter(kind=self.kind)
        return rows


class CoachingEngagements(OfOneKind):
    """Coaching engagements that one may see."""

    kind = Kind.COACHING.value
    serializer_class = CoachingEngagementSerializer


class MentoringRelationships(OfOneKind):
    """Mentoring relationships that one may see."""

    kind = Kind.MENTORING.value
    serializer_class = MentoringRelationshipSerializer
