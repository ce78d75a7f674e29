"""What an admin may know of a pair: names, kind, state, dates. Nothing that the two wrote."""

from __future__ import annotations

from typing import Any

from nudges.models import Nudge, State
from people.models import User
from relationships import rules
from relationships.models import Relationship, Session, StatusChange


def facts_of(me: User, pair: Relationship) -> dict[str, Any]:
    """Sessions with date and length, states and since when, version and day of the agreement, reminders by kind."""
    agreement = rules.in_force(pair)
    sent = Nudge.objects.filter(relationship=pair, state=State.SENT).order_by("-sent_at").values_list("kind", "sent_at")
    return {
        "pair": pair,
        "words": pair.words,
        "sessions": Session.objects.visible_to(me).filter(relationship=pair).order_by("-starts_at"),
        "history": [
            {"label": pair.rules_of_kind.STATUSES[row.to_status], "at": row.at}
            for row in StatusChange.objects.visible_to(me).filter(relationship=pair)
        ],
        "agreement": {"version": agreement.version, "at": agreement.in_force_at} if agreement else None,
        "reminders": list(sent[:20]),
        "may_withdraw": pair.status == "proposed" and rules.may_withdraw_proposal(me, pair),
    }
