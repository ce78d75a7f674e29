"""The half-yearly look back of a mentoring: the private answer."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core.verbs import verb
from goals import rules
from goals.models import LookBack
from people.models import User
from relationships.halves import locked
from relationships.models import Relationship


@verb("look_back.answer")
def answer(
    relationship: Relationship, choice: str, *, work: str = "", content: str = "", by: User, now: datetime
) -> LookBack:
    """One half's own answer of today; a second answer of the same day replaces the first. Nothing else happens:
    resting and ending are acts of their own."""
    rules.check(rules.may_look_back(by, relationship), _("There is no look back between you two."))
    relationship = locked(relationship)  # a button pressed twice waits here for the first press
    rules.must_be_under_way(relationship)
    today = rules.day_of(now, by)
    found = LookBack.objects.visible_to(by).filter(relationship=relationship, on_day=today).first()
    look_back = found or LookBack(relationship=relationship, author=by, on_day=today)
    look_back.answer, look_back.at = choice, now
    look_back.work, look_back.content = work.strip() or None, content.strip() or None
    look_back.save()
    return look_back
