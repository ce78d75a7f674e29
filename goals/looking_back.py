"""The half-yearly look back of a mentoring: who is asked when, and the private answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from core.verbs import verb
from goals import rules
from goals.models import LookBack
from people.models import User
from relationships import kinds
from relationships.models import Relationship


@dataclass(frozen=True)
class DueLookBack:
    """One half of a pair who is asked to look back. `due_on` is the fact that a reminder's key names."""

    relationship: Relationship
    person: User
    due_on: date


def with_aims() -> list[str]:
    """The kinds that work with aims, and so look back."""
    return [name for name, module in kinds.KINDS.items() if module.WORKS_WITH == rules.AIMS]


def due(today: date, pairs: Any = None) -> list[DueLookBack]:
    """Each half of an active pair whose look back is due by `today`: the program's rhythm after their last one, or
    after the pair began. Two queries."""
    pairs = pairs if pairs is not None else Relationship.objects.all()
    active = list(pairs.filter(kind__in=with_aims(), status="active").for_page())
    answered = LookBack.objects.filter(relationship__in=[pair.pk for pair in active])
    last = {
        (row["relationship"], row["author"]): row["on"]
        for row in answered.order_by().values("relationship", "author").annotate(on=Max("on_day"))
    }
    found = []
    for pair in active:
        rhythm = timedelta(days=pair.program.review_days)
        for person in (pair.learner, pair.guide):
            since = last.get((pair.pk, person.pk)) or began_on(pair)
            found.append(DueLookBack(pair, person, since + rhythm))
    return [row for row in found if row.due_on <= today]


def began_on(relationship: Relationship) -> date:
    """The day from which the rhythm counts."""
    return relationship.starts_on or relationship.proposed_at.date()


@verb("look_back.answer")
def answer(
    relationship: Relationship, choice: str, *, work: str = "", content: str = "", by: User, now: datetime
) -> LookBack:
    """One half's own answer of today; a second answer of the same day replaces the first. Nothing else happens:
    resting and ending are acts of their own."""
    rules.check(rules.may_look_back(by, relationship), _("There is no look back between you two."))
    rules.must_be_under_way(relationship)
    today = rules.day_of(now, by)
    found = LookBack.objects.visible_to(by).filter(relationship=relationship, on_day=today).first()
    look_back = found or LookBack(relationship=relationship, author=by, on_day=today)
    look_back.answer, look_back.at = choice, now
    look_back.work, look_back.content = work.strip() or None, content.strip() or None
    look_back.save()
    return look_back
