"""What this floor's own gates ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from programs.models import Application
from relationships import agreeing, rules

if TYPE_CHECKING:
    from relationships.models import Relationship


def missing_agreement(relationship: Relationship) -> list[str]:
    """Every party signed one version (S0-34)."""
    if rules.in_force(relationship) is not None:
        return []
    return [_("the %(agreement)s is not signed by everybody.") % {"agreement": relationship.words["agreement"]}]


def missing_mission(relationship: Relationship) -> list[str]:
    """The contract says in one sentence what it is for (S0-20)."""
    agreement = rules.in_force(relationship)
    if agreement is not None and (agreement.mission or "").strip():
        return []
    waits = agreeing.newest(relationship)
    if waits is not None and (waits.mission or "").strip():
        words = {"agreement": relationship.words["agreement"]}
        return [_("the mission counts once everybody has signed the %(agreement)s.") % words]
    return [_("the mission in one sentence is missing.")]


def missing_session_count(relationship: Relationship) -> list[str]:
    """The program says how many sessions there are (S1-04)."""
    if relationship.program.sessions_planned:
        return []
    return [_("the program does not say yet how many sessions are planned.")]


def missing_plan(relationship: Relationship) -> list[str]:
    """There is a plan, and the learner accepted it as it stands (C1)."""
    from relationships.models import Plan

    plan = Plan.objects.filter(relationship=relationship).first()
    if plan is not None and plan.is_accepted:
        return []
    return [_("%(name)s has not accepted the plan.") % {"name": relationship.learner.first_name}]


def missing_answers(relationship: Relationship) -> list[str]:
    """The learner answered "what do I want, and how?" (S0-33); later, if the admin said so, but never not at all."""
    answered = Application.objects.filter(
        enrollment__program=relationship.program,
        enrollment__person=relationship.learner,
        enrollment__role="learner",
        wants__isnull=False,
        how__isnull=False,
    ).exists()
    if answered:
        return []
    return [_("%(name)s has not answered the two questions.") % {"name": relationship.learner.first_name}]
