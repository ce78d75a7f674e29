"""The door of sessions: plan, look at, move, call off. Logging has its own (`log.py`)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import wording
from core.errors import NotPossible
from core.flash import say
from relationships import agreeing, rules, scheduling
from relationships.forms.sessions import PlanForm
from relationships.halves import require_open
from relationships.models import AgendaItem, Session, SessionLog
from relationships.views.fetch import Door, open_pair, open_session, to_pair
from relationships.who import facts, pair_only


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Plan a session; filled in with the same weekday and time one cadence after the last."""
    door = open_pair(request, pair)
    if request.method != "POST":
        scheduling.require_plannable(door.pair, door.today)
    form = _plan_form(request, door, _first_guess(door))
    if request.method == "POST" and form.is_valid():
        try:
            session = scheduling.plan(door.pair, **form.facts(), by=door.me, now=door.now)
        except NotPossible as refusal:
            form.add_error(None, refusal.message)
            return _plan_page(request, door, form, status=409)
        say(request, _("Planned: %(when)s.") % {"when": _when(session, door)})
        return to_pair(door.pair)
    return _plan_page(request, door, form, status=_failed(request, form))


@require_safe
def session(request: HttpRequest, session: UUID) -> HttpResponse:
    """One session: when, how, what was on its agenda."""
    door, found = open_session(request, session)
    points = AgendaItem.objects.visible_to(door.me).standing().filter(session=found)
    return render(
        request,
        "relationships/session.html",
        {
            "session": found,
            "pair": door.pair,
            "words": door.pair.words,
            "other": door.pair.other(door.me),
            "points": list(points),
            "why": _why(found, door),
            "mission": agreeing.mission(door.pair),
            "is_behind": found.starts_at <= door.now,
            "waits": found.status in {"planned", "unknown"},
            "may_log": door.pair.may_be_logged_on(door.today),
            "may_change": door.pair.is_open,
            "may_confirm": door.pair.is_open and rules.waits_for_yes(door.me, found),
            "confirm_url": reverse("relationships:session_confirm", args=[found.pk]),
            "dates_who": facts(door.me, door.pair),
            "content_who": pair_only(door.me, door.pair),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, session: UUID) -> HttpResponse:
    """Move a session, or change its length and place; the same page offers to call it off."""
    door, found = open_session(request, session)
    if request.method != "POST" and found.status not in {"planned", "unknown"}:
        return redirect("relationships:session", session=found.pk)
    if request.method != "POST":
        require_open(door.pair)
    here = found.starts_at.astimezone(ZoneInfo(door.me.time_zone)).replace(tzinfo=None)
    initial = {
        "wall": here,
        "minutes": found.minutes,
        "form": found.form,
        "link": found.link,
        "revision": found.revision,
    }
    form = _plan_form(request, door, initial, length=found.minutes)
    if request.method == "POST" and form.is_valid():
        try:
            revision = form.cleaned_data["revision"] or 0
            scheduling.move(found, **form.facts(), revision=revision, by=door.me, now=door.now)
        except NotPossible as refusal:
            form.add_error(None, refusal.message)
            return _plan_page(request, door, form, session=found, status=409)
        say(request, _("Moved: now %(when)s.") % {"when": _when(found, door)})
        return to_pair(door.pair)
    return _plan_page(request, door, form, session=found, status=_failed(request, form))


@require_POST
def call_off(request: HttpRequest, session: UUID) -> HttpResponse:
    """Call a session off."""
    door, found = open_session(request, session)
    scheduling.call_off(found, by=door.me, now=door.now)
    words = {"when": _when(found, door), "name": door.pair.other(door.me).first_name}
    say(request, _("Called off: %(when)s. %(name)s is told.") % words)
    return to_pair(door.pair)


def _plan_form(request: HttpRequest, door: Door, initial: dict[str, Any], length: int | None = None) -> PlanForm:
    data = request.POST if request.method == "POST" else None
    return PlanForm(data, user=door.me, relationship=door.pair, initial=initial, length=length)


def _plan_page(
    request: HttpRequest, door: Door, form: PlanForm, *, status: int, session: Session | None = None
) -> HttpResponse:
    context = {"form": form, "pair": door.pair, "other": door.pair.other(door.me), "session": session}
    kind = door.pair.rules_of_kind
    acts: dict[str, Any] = {"verb": _("Plan it")}
    if session is not None:
        acts = {"verb": _("Move it"), "call_off_url": reverse("relationships:session_call_off", args=[session.pk])}
        acts["stays"] = scheduling.why_not_planned(door.pair, door.today)
    return render(
        request,
        "relationships/plan_session.html",
        {**context, "words": door.pair.words, "plan_it": kind.PLAN_IT, "today": door.today, **acts},
        status=status,
    )


def _first_guess(door: Door) -> dict[str, Any]:
    """When they would probably meet next: one cadence after the last, or in a week at this hour."""
    last = door.pair.sessions.exclude(status="cancelled").order_by("-starts_at").first()
    length = door.pair.rules_of_kind.SESSION_MINUTES
    if last is None:
        hour = door.now.astimezone(ZoneInfo(door.me.time_zone)).replace(minute=0, second=0, microsecond=0)
        return {"wall": hour.replace(tzinfo=None) + timedelta(days=7), "minutes": length, "form": _usual_form(door)}
    last.relationship = door.pair
    same: dict[str, Any] = {"minutes": last.minutes, "form": last.form, "link": last.link}
    return {**same, "wall": _on_my_clock(scheduling.next_suggestion(last, door.now), last, door)}


def _usual_form(door: Door) -> str:
    """In person for two at the same place, where the kind says so; a proposal on the form, never a rule (C10)."""
    places = {person.location.strip().casefold() for person in (door.pair.guide, door.pair.learner)}
    is_same_place = len(places) == 1 and "" not in places
    meets = is_same_place and door.pair.rules_of_kind.MEETS_IN_PERSON
    return Session.Form.IN_PERSON.value if meets else Session.Form.VIDEO.value


def _on_my_clock(wall: datetime | None, last: Session, door: Door) -> datetime | None:
    if wall is None:
        return None
    mine = scheduling.moment(wall, last.zone).astimezone(ZoneInfo(door.me.time_zone))
    return mine.replace(tzinfo=None)


def _when(session: Session, door: Door) -> str:
    """The time on both clocks, where they differ."""
    other = door.pair.other(door.me)
    mine = wording.moment(session.starts_at, door.today, door.me.time_zone)
    theirs = wording.clock_for(session.starts_at, other.time_zone, other.first_name, door.today)
    return f"{mine} ({theirs})" if theirs else mine


def _why(session: Session, door: Door) -> str:
    if session.status != Session.Status.MISSED:
        return ""
    log = SessionLog.objects.visible_to(door.me).filter(session=session).first()
    return log.why if log else ""


def _failed(request: HttpRequest, form: PlanForm) -> int:
    return 422 if form.is_bound and request.headers.get("HX-Request") else 200
