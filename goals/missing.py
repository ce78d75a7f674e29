"""What the gates of this floor ask for."""

from __future__ import annotations

from relationships.models import Relationship


def missing_metric_goal(relationship: Relationship) -> list[str]:
    return []


def missing_own_words(relationship: Relationship) -> list[str]:
    return []


def missing_first_values(relationship: Relationship) -> list[str]:
    return []


def missing_agreed_aims(relationship: Relationship) -> list[str]:
    return []
