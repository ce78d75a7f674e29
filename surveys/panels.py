"""What this app shows inside a workspace and on a home."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from core import charts
from core.clock import day_of
from core.needs import Need
from core.prepared import first, prepared
from people.models import User
from relationships.models import Relationship
from surveys import helping, rounds
from surveys.models import Answer, HelpRequest, Round


def check_ins_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """One's own line over time, the open round, and what both chose to show."""
    today = day_of(now, user.time_zone)
    given = list(_given(user, relationship.pk))
    answered = {row.round_id: row for row in given if row.person_id == user.pk}
    asked = list(_asked(user, relationship.pk))
    return {
        "open": next((r for r in asked if rounds.waits(r, relationship, today) and r.pk not in answered), None),
        "line": own_line(answered, asked, today),
        "values": [(r.opens_on, answered[r.pk].mean) for r in asked if _was_answered(r, answered)],
        "alike": rounds.alike(relationship, given, now),
        "next": rounds.next_day(relationship, today),
        "other": relationship.other(user),
        "pair": relationship,
    }


@prepared
def _given(me: User, pair: UUID) -> Any:
    shown = Answer.objects.own_or_shown(me).filter(round__relationship=pair)
    return shown.select_related("round").order_by("-round__number")


@prepared
def _asked(me: User, pair: UUID) -> Any:
    return Round.objects.visible_to(me).for_relationship(pair).order_by("number")


def own_line(answered: dict[Any, Answer], asked: list[Round], today: date) -> charts.OwnLine:
    """One's own means over time, drawn without color or percent; a round that one skipped is a gap."""
    values = [charts.Value(r.opens_on, _amount(answered.get(r.pk))) for r in asked if r.pk in answered]
    return charts.own_line(_("Your check-ins"), _("disagree"), _("agree"), values, today)


def _amount(answer: Answer | None) -> Decimal | None:
    found = answer.mean if answer is not None else None
    return None if found is None else Decimal(str(round(found, 2)))


def _was_answered(asked: Round, answered: dict[Any, Answer]) -> bool:
    return asked.pk in answered and not answered[asked.pk].skipped


@prepared
def _last_asked(me: User, pair: UUID) -> Any:
    return HelpRequest.objects.visible_to(me).asked_by(me, pair).order_by("-asked_at", "-id")[:1]


def help_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """Whom to turn to if something is not right, and when one did so; the other half never learns that one did."""
    asked = first(_last_asked(user, relationship.pk))
    return {"contact": helping.contact_for(relationship), "asked": asked, "pair": relationship}


def help_needs(requests: Iterable[HelpRequest]) -> list[Need]:
    """Requests for help that wait for their contact."""
    return [
        Need(_("Somebody would like to talk to you."), reverse("surveys:help_request", args=[row.pk]), _("See who"))
        for row in requests
    ]


def check_in_needs(user: User, pairs: list[Any]) -> list[Need]:
    """Check-ins that wait for an answer; the pairs come from `rounds.with_open_round`."""
    return [
        Need(
            _("Two minutes for your check-in about you and %(name)s. Only you see your answers.")
            % {"name": pair.other(user).first_name},
            reverse("surveys:check_in", args=[pair.open_round]),
            _("Answer"),
            pair_id=pair.pk,
        )
        for pair in pairs
        if pair.open_round is not None
    ]
