"""Writing an aim. What follows (another version, agreeing, letting go) is on the aim itself."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core.verbs import verb
from goals import rules
from goals.models import Aim, MentoringIntent
from people.models import User
from relationships.halves import locked
from relationships.models import Relationship


@verb("aim.write")
def write(
    relationship: Relationship,
    sentence: str,
    *,
    horizons: list[str] | None = None,
    how: list[str] | None = None,
    by: User,
    now: datetime,
) -> MentoringIntent:
    """Either half writes an aim: a sentence is enough (S0-25); it counts when both agree (C7)."""
    rules.check(rules.may_write_aims(by, relationship), _("There are no aims between you two."))
    relationship = locked(relationship)
    rules.must_be_under_way(relationship)
    intent = MentoringIntent.objects.create(relationship=relationship, created_by=by, created_at=now)
    Aim.write(intent, 1, sentence, horizons or [], how or [], by, now)
    return intent
