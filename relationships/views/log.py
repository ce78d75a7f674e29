"""The door of the log (screen 10): either half says in one tap whether a session took place (C20, S1-15)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import wording
from core.errors import NotPossible
from core.flash import say
from relationships import acting, holding, log_extras, rules, scheduling
from relationships.forms.actions import LogActionForm
from relationships.forms.sessions import LENGTHS, MOVED, LogForm, MissedForm, length_choices
from relationships.models import AgendaItem, Session
from relationships.views.fetch import Door, open_pair, open_session, to_pair
from relationships.who import facts, pair_only

SAME, ANOTHER = "same", "another"


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest, session: UUID) -> HttpResponse:
    """Log a planned session; what the other half has logged is shown for confirming, and can be changed."""
    door, found = open_session(request, session)
    _require_loggable(request, door)
    page = _LogPage(request, door, found)
    if request.method != "POST" or not page.is_valid():
        return page.answer(200)
    try:
        with transaction.atomic():
            page.save_session(found)
            page.save_extras(found)
    except NotPossible as refusal:
        page.refuse(refusal)
        return page.answer(409)
    return redirect("relationships:session_logged", session=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def log_unplanned(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Log a session that nobody had planned; one near another is asked about first."""
    door = open_pair(request, pair)
    _require_loggable(request, door)
    page = _LogPage(request, door, None)
    if request.method != "POST" or not page.is_valid():
        return page.answer(200)
    if same := request.POST.get(SAME):
        return _same(request, page, same)
    try:
        with transaction.atomic():
            zone, facts = door.me.time_zone, page.form.facts()
            another = ANOTHER in request.POST
            made = holding.log_unplanned(door.pair, **facts, zone=zone, another=another, by=door.me, now=door.now)
            page.save_extras(made)
    except holding.AlreadyThere as near:
        return page.answer(409, near=near.session)
    except NotPossible as refusal:
        page.refuse(refusal)
        return page.answer(409)
    return redirect("relationships:session_logged", session=made.pk)


@require_safe
def logged(request: HttpRequest, session: UUID) -> HttpResponse:
    """After a log was saved: how many of how many, and "plan the next one?"."""
    door, found = open_session(request, session)
    held, of = holding.held_of(door.pair)
    coming = door.pair.sessions.coming(door.now).exists()
    following = None if coming or not door.pair.is_working else scheduling.next_suggestion(found, door.now)
    context = {
        "session": found,
        "pair": door.pair,
        "other": door.pair.other(door.me),
        "words": door.pair.words,
        "held": held,
        "of": of,
        "meet": door.pair.rules_of_kind.MEET,
        "weeks": round(((following.date() - found.day).days if following else door.pair.cadence_days) / 7),
        "is_planned": coming,
        "next_wall": following,
        "next_at": scheduling.moment(following, found.zone) if following else None,
        "may_plan": door.pair.is_working,
        "questions": log_extras.questions(door.me, found, door.now),
    }
    return render(request, "relationships/logged.html", context)


@require_POST
def plan_next(request: HttpRequest, session: UUID) -> HttpResponse:
    """One tap: the same weekday and time, one cadence later."""
    door, found = open_session(request, session)
    wall = scheduling.next_suggestion(found, door.now)
    if wall is None:
        return redirect("relationships:session_plan", pair=door.pair.pk)
    facts: dict[str, Any] = {"zone": found.zone, "minutes": found.minutes, "form": found.form, "link": found.link}
    made = scheduling.plan(door.pair, wall=wall, **facts, by=door.me, now=door.now)
    say(request, _("Planned: %(when)s.") % {"when": wording.moment(made.starts_at, door.today, door.me.time_zone)})
    return to_pair(door.pair)


@require_POST
def confirm(request: HttpRequest, session: UUID) -> HttpResponse:
    """ "That’s right", of the log that stood on the page."""
    door, found = open_session(request, session)
    if request.POST.get("seen", found.stamp) != found.stamp:
        raise NotPossible(_("%(name)s has changed this log meanwhile. Read it again.") % _who_else(door))
    holding.confirm(found, by=door.me, now=door.now)
    say(request, _("Saved. You both say so."))
    return to_pair(door.pair, "pair_sessions")


@require_POST
def confirm_several(request: HttpRequest, pair: UUID) -> HttpResponse:
    """ "They are all right": of those that stood on the page, as they stood there."""
    door, posted = open_pair(request, pair), set(request.POST.getlist("session"))
    done, refused = 0, None
    for session in door.pair.read.sessions.rows:
        if f"{session.pk} {session.stamp}" in posted:
            try:
                holding.confirm(session, by=door.me, now=door.now)
                done += 1
            except NotPossible as refusal:
                refused = refused or refusal
    if not done:
        raise refused or NotPossible(_("%(name)s has changed this log meanwhile. Read it again.") % _who_else(door))
    words = ngettext("Saved. You both say so.", "%(n)s saved. You both say so.", done) % {"n": done}
    if done < len(posted):
        words += " " + _("What %(name)s changed meanwhile is still there.") % _who_else(door)
    say(request, words)
    return to_pair(door.pair, "pair_sessions")


def _who_else(door: Door) -> dict[str, str]:
    return {"name": door.pair.other(door.me).first_name}


@require_http_methods(["GET", "HEAD", "POST"])
def missed(request: HttpRequest, session: UUID) -> HttpResponse:
    """It did not take place: what happened, and to when it was moved."""
    door, found = open_session(request, session)
    _require_loggable(request, door)
    form = MissedForm(request.POST if request.method == "POST" else None, user=door.me, relationship=door.pair)
    if request.method == "POST" and form.is_valid():
        try:
            _did_not_take_place(door, found, form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, refusal.message)
            return _missed_page(request, door, found, form, status=409)
        say(request, _said_of(found, door))
        return to_pair(door.pair)
    return _missed_page(request, door, found, form, status=200)


def _require_loggable(request: HttpRequest, door: Door) -> None:
    """A form whose verb can only refuse is not opened; one that was filled in comes back with the refusal."""
    if request.method != "POST":
        holding.require_loggable(door.pair, door.today)


def _did_not_take_place(door: Door, session: Session, data: dict[str, Any]) -> None:
    if data["why"] != MOVED:
        holding.miss(session, why=data["why"], seen=session.logged_at, by=door.me, now=door.now)
        return
    same: dict[str, Any] = {"minutes": session.minutes, "form": session.form, "link": session.link}
    when = {"wall": data["wall"], "zone": door.me.time_zone, "revision": session.revision}
    scheduling.move(session, **when, **same, by=door.me, now=door.now)


def _said_of(session: Session, door: Door) -> str:
    if session.status == Session.Status.PLANNED:
        return _("Moved: now %(when)s.") % {"when": wording.moment(session.starts_at, door.today, door.me.time_zone)}
    return _("Saved. It did not take place; why stays with you two.")


def _missed_page(request: HttpRequest, door: Door, session: Session, form: MissedForm, status: int) -> HttpResponse:
    context = {"form": form, "session": session, "pair": door.pair, "other": door.pair.other(door.me)}
    return render(request, "relationships/missed.html", {**context, "words": door.pair.words}, status=status)


def _same(request: HttpRequest, page: _LogPage, session_id: str) -> HttpResponse:
    """ "Same": the one that is there is logged, confirmed or shown; there is never a second row."""
    door = page.door
    try:
        key = UUID(session_id)
    except ValueError:
        return page.answer(200)
    _door, found = open_session(request, key)
    if found.relationship != door.pair:
        raise Http404
    if found.status in {"planned", "unknown"}:
        facts = page.form.facts()
        with transaction.atomic():
            holding.hold(found, **facts, by=door.me, now=door.now)
            page.save_extras(found)
        return redirect("relationships:session_logged", session=found.pk)
    page.save_extras(found)
    says_the_same = found.minutes == page.form.cleaned_data["minutes"] and found.logged_by_id != door.me.pk
    if says_the_same and found.confirmed_at is None and not found.was_listed:
        holding.confirm(found, by=door.me, now=door.now)
        say(request, _("Saved. You both say so."))
        return to_pair(door.pair, "pair_sessions")
    return redirect("relationships:session_log", session=found.pk)


class _LogPage:
    """The log with what apps above add to it: one page, one button."""

    def __init__(self, request: HttpRequest, door: Door, session: Session | None) -> None:
        self.request, self.door, self.session = request, door, session
        data = request.POST if request.method == "POST" else None
        self.minutes = session.minutes if session else door.pair.rules_of_kind.SESSION_MINUTES
        self.form = LogForm(data, initial=self._initial(), points=self._points(), length=self.minutes)
        self.action = LogActionForm(data, user=door.me, relationship=door.pair, initial={"owner": str(door.me.pk)})
        self.extras = [(extra, extra.form(door.me, door.pair, data)) for extra in log_extras.extras()]
        self.meant: Any = None

    def is_valid(self) -> bool:
        forms_: list[forms.Form] = [self.form, self.action, *(form for _extra, form in self.extras)]
        found = [form.is_valid() for form in forms_]  # each of them, so that each shows its errors
        return all(found)

    def save_session(self, session: Session) -> None:
        """Log it; or, if it is logged, say how it really was."""
        facts = {**self.form.facts(), "by": self.door.me, "now": self.door.now}
        if session.status in {"held", "missed"}:
            seen = session.logged_at if self.request.POST.get("seen") == session.stamp else None
            holding.correct(session, **facts, seen=seen)
            return
        talked_about = self.form.cleaned_data.get("talked_about", ())
        holding.hold(session, **facts, talked_about=talked_about)

    def save_extras(self, session: Session) -> None:
        """The action and what apps above ask for; nothing typed is nothing kept."""
        data = self.action.cleaned_data
        if data["text"].strip():
            facts = {"owner": data["owner"], "by_day": data["by_day"], "session": session}
            acting.add(session.relationship, data["text"], **facts, by=self.door.me, now=self.door.now)
        for extra, form in self.extras:
            extra.save(form, session, self.door.me, self.door.now)

    def refuse(self, refusal: NotPossible) -> None:
        """The sentence stands at the field that mends it."""
        self.meant = getattr(refusal, "meant", None)
        field = "day" if isinstance(refusal, holding.WrongDay) else None
        self.form.add_error(field, str(refusal.message))
        if self.session is not None:
            self.session.refresh_from_db()

    def answer(self, status: int, near: Session | None = None) -> HttpResponse:
        door, session, kind = self.door, self.session, self.door.pair.rules_of_kind
        context = {
            "form": self.form,
            "action_form": self.action,
            "extras": [{"summary": extra.summary(), "form": form} for extra, form in self.extras],
            "session": session,
            "near": near,
            "meant": self.meant,
            "pair": door.pair,
            "words": door.pair.words,
            "other": door.pair.other(door.me),
            "heading": kind.LOG_IT if session else kind.LOG_ANOTHER,
            "we_met": kind.WORDS["we_met"],
            "met": kind.MET,
            "logged_by_me": session is not None and session.logged_by_id == door.me.pk,
            "is_logged": session is not None and session.status in {"held", "missed"},
            "is_called_off": session is not None and session.status == "cancelled",
            "lengths": self._lengths(),
            "has_usual_length": self.minutes in LENGTHS,
            "confirm_url": reverse("relationships:session_confirm", args=[session.pk]) if session else "",
            "stamp": session.stamp if session else "",
            "dates_who": facts(door.me, door.pair),
            "content_who": pair_only(door.me, door.pair),
            "today": door.today,
        }
        if status == 200 and self.request.method == "POST" and self.request.headers.get("HX-Request"):
            status = 422
        return render(self.request, "relationships/log.html", context, status=status)

    def _initial(self) -> dict[str, Any]:
        session, today = self.session, self.door.today
        day = min(session.day, today) if session else today
        form = session.form if session else Session.Form.VIDEO
        return {"day": day, "minutes": self.minutes, "form": form}

    def _lengths(self) -> list[dict[str, Any]]:
        """The chips, the present length ticked; whoever takes another sees it on the button."""
        chosen = str(self.form["minutes"].value())
        return [{"value": value, "is_chosen": str(value) == chosen} for value, _label in length_choices(self.minutes)]

    def _points(self) -> list[tuple[str, str]]:
        """What the owner of the agenda may tick as talked about; nobody has to."""
        door = self.door
        if self.session is None or not rules.owns_layer(door.me, door.pair, "session"):
            return []
        lines = AgendaItem.objects.visible_to(door.me).filter(relationship=door.pair, status="on", is_first_line=False)
        return [(str(line.pk), line.text) for line in lines.of_layer("session")]
