"""Sessions: planned, moved, called off, logged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from core import clock
from core.api.fields import Day, Moment, VisibleRelatedField, Whole, YesNo, Zone
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from people.models import User
from relationships import holding, rules, scheduling
from relationships.api.reading import shared
from relationships.forms.sessions import LONGEST
from relationships.models import AgendaItem, Relationship, Session, SessionLog


class SessionShown(Shown):
    """One meeting: when it is, whether it took place. What was said stands elsewhere."""

    link = serializers.SerializerMethodField()

    class Meta:
        model = Session
        fields = (
            "id", "relationship", "status", "starts_at", "zone", "minutes", "form", "link", "revision", "planned_by",
            "cancelled_by", "cancelled_at", "logged_by", "logged_at", "confirmed_by", "confirmed_at",
        )  # fmt: skip

    def get_link(self, session: Session) -> str:
        """Where the two meet, as long as they read what they share; empty for everybody else."""
        pair, view = session.relationship, self.context["view"]
        return session.link if pair.role_of(view.person) in rules.content_readers(pair, view.today) else ""


class When(Taken):
    """When, how long, where."""

    starts_at = Moment()
    zone = Zone(max_length=64, help_text="On whose clock it is that time, also after the clocks change.")
    minutes = Whole(min_value=1, max_value=LONGEST)
    form = serializers.ChoiceField(Session.Form.choices)
    link = serializers.URLField(max_length=200, allow_blank=True, default="")

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """The moment as the wall clock of the zone shows it."""
        starts_at, zone = data.pop("starts_at"), data["zone"]
        data["wall"] = starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        if scheduling.moment(data["wall"], zone) != starts_at.astimezone(UTC):
            raise serializers.ValidationError({"starts_at": [_("This hour comes twice on that day. Take the first.")]})
        return data


class PlanSession(When):
    """A session to come."""

    relationship = VisibleRelatedField(reads=shared)


class Length(Taken):
    """How long it was, and how."""

    minutes = Whole(min_value=1, max_value=LONGEST)
    form = serializers.ChoiceField(Session.Form.choices)


def lines(user: Any) -> QuerySet[Any]:
    """Lines of agendas that one may read."""
    return AgendaItem.objects.shared_with(user, clock.today(user.time_zone)).standing()


class Hold(Length):
    """It took place; on the day that was planned unless another is said."""

    day = Day(allow_null=True, default=None)
    talked_about = VisibleRelatedField(
        reads=lines, many=True, default=(), help_text="Lines of the session's agenda; its owner ticks them."
    )


class Correct(Length):
    """How it really was."""

    day = Day()


class LogUnplanned(Correct):
    """A session that nobody had planned."""

    relationship = VisibleRelatedField(reads=shared)
    zone = Zone(max_length=64)
    another = YesNo(default=False, help_text="It is another one than the one near that day.")


class Miss(Taken):
    """Why it did not take place."""

    why = serializers.ChoiceField(SessionLog.Why.choices)


def hold(
    session: Session, *, minutes: int, form: str, day: date | None, talked_about: Sequence[AgendaItem], by: User,
    now: datetime,
) -> None:  # fmt: skip
    """It took place, for so many minutes. The owner of the agenda says what was talked about."""
    ids = [line.pk for line in talked_about]
    holding.hold(session, minutes=minutes, form=form, day=day, talked_about=ids, by=by, now=now)


def correct(session: Session, *, day: date, minutes: int, form: str, by: User, now: datetime) -> None:
    """Either half says how it really was; the other is asked to confirm."""
    holding.correct(session, day=day, minutes=minutes, form=form, seen=session.logged_at, by=by, now=now)


def miss(session: Session, *, why: str, by: User, now: datetime) -> None:
    """It did not take place; the reason stays with the two. What was moved is edited instead."""
    holding.miss(session, why=why, seen=session.logged_at, by=by, now=now)


def log_unplanned(relationship: Relationship, **facts: Any) -> Session:
    """Log a session that nobody had planned. Refused if one is near that day, unless it is `another`."""
    return holding.log_unplanned(relationship, **facts)


class Sessions(Resource):
    """Sessions of pairs that one may see. The two plan and log them; who runs the program sees dates and states."""

    area = "relationships"
    shown = SessionShown
    filterset_fields = ("relationship", "status")
    creates = Act(scheduling.plan, PlanSession, on="relationship")
    edits = Act(scheduling.move, When)
    makes = {"log_unplanned": Act(log_unplanned, LogUnplanned, on="relationship")}
    verbs = {
        "call_off": Act(scheduling.call_off),
        "confirm": Act(holding.confirm),
        "correct": Act(correct, Correct),
        "hold": Act(hold, Hold),
        "miss": Act(miss, Miss),
    }

    def rows(self) -> QuerySet[Any]:
        rows = Session.objects.visible_to(self.person)
        return rows.select_related("relationship__program", "relationship__guide", "relationship__learner")

    def rows_to_act(self) -> QuerySet[Any]:
        return self.get_queryset().filter(relationship__in=shared(self.person))
