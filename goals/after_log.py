""" "One more number?": the question after a log, if a value of that pair is due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from goals import entering, rules
from goals.forms import RowForm
from people.models import User
from relationships.models import Session


def one_more_number(user: User, session: Session, now: datetime) -> dict[str, Any] | None:
    """The due measures of this pair as rows of the page that takes all; None when nothing is due."""
    today = rules.day_of(now, user)
    due = [metric for metric in entering.due_for(user, today) if metric.goal.relationship_id == session.relationship_id]
    if not due:
        return None
    rows = [RowForm(prefix=str(metric.pk), metric=metric, user=user, today=today) for metric in due]
    return {"template": "goals/_one_more_number.html", "rows": rows}
