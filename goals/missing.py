"""What the gates of this floor ask for."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from goals.models import CoachingGoal, Measurement, MentoringIntent
from relationships.models import Relationship


def missing_metric_goal(relationship: Relationship) -> list[str]:
    """At least one goal that can be measured, whose target the learner accepted (S0-06, S0-30)."""
    goals = CoachingGoal.objects.for_relationship(relationship).open().filter(metric__isnull=False)
    if goals.filter(metric__targets__accepted_at__isnull=False).exists():
        return []
    if goals.exists():
        return [_("%(name)s has not accepted the goal.") % {"name": relationship.learner.first_name}]
    return [_("a goal that can be measured is missing.")]


def missing_own_words(relationship: Relationship) -> list[str]:
    """The learner wrote why each goal matters; without a goal nothing is written yet."""
    goals = CoachingGoal.objects.for_relationship(relationship).open()
    if goals.exists() and not goals.filter(own_words__isnull=True).exists():
        return []
    return [_("%(name)s has not written why it matters.") % {"name": relationship.learner.first_name}]


def missing_first_values(relationship: Relationship) -> list[str]:
    """Each goal has a first value, or a waiver with a reason (S0-08)."""
    goals = CoachingGoal.objects.for_relationship(relationship).open()
    firsts = Measurement.objects.counting().filter(metric__goal=OuterRef("pk"), is_first=True)
    unmeasured = goals.filter(~Exists(firsts), metric__isnull=False, metric__waived_at__isnull=True)
    if goals.exists() and not unmeasured.exists():
        return []
    return [_("a first value for each goal is missing.")]


def missing_agreed_aims(relationship: Relationship) -> list[str]:
    """Each aim, if there is one, is agreed by both as it stands; none is fine (C7)."""
    intents = MentoringIntent.objects.for_relationship(relationship).current().for_page()
    if all(intent.waiting is None for intent in intents):
        return []
    return [_("an aim waits until you both agree.")]
