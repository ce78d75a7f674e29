"""The HTML door of this floor: which reminders one wants, the link that stops them, "remind me later"."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from core import clock, flash
from core.doors import the_one
from core.returning import back_from
from nudges import links, walltime
from nudges.forms import RemindersForm
from nudges.models import SNOOZE, Topic, choose, snooze_for_weeks, switch, wanted_by
from people.models import User
from relationships import proposing
from relationships.models import Relationship
from relationships.reading import one_shared_with


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Which reminders one wants. What is sent at once (planned, moved, called off …) always comes."""
    person, now = _reader(request), clock.now()
    form = RemindersForm(request.POST or None, initial={"wanted": wanted_by(person)})
    if request.method == "POST" and form.is_valid():
        choose(person, form.cleaned_data["wanted"], by=person, now=now)
        flash.say(request, _("Saved. From now on you get only these reminders."))
        return redirect("nudges:settings")
    return render(request, "nudges/settings.html", {"form": form})


@csrf_exempt  # a mail program posts here by itself (RFC 8058); the token is the proof
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the reminders that a mail was about. Looking changes nothing; posting does, without signing in."""
    said = links.read_one_click(token)
    if said is None:
        raise Http404
    person, topics = said
    if request.method == "POST":
        switch(person, topics, off=True, by=person, now=clock.now())
    words = [label for topic, label in Topic.choices if topic in topics]
    return render(request, "nudges/stop.html", {"topics": words, "is_done": request.method == "POST"})


@require_http_methods(["GET", "HEAD", "POST"])
def remind_later(request: HttpRequest, pair: UUID) -> HttpResponse:
    """All good: no word about silence in this pair for four weeks (S0-27)."""
    person, now = _reader(request), clock.now()
    today = walltime.local_day(now, person)
    found = the_one(one_shared_with(person, today, pair))
    if request.method == "POST":
        snooze_for_weeks(found, by=person, now=now)
        flash.say(request, _("Saved. We will not ask before %(weeks)s weeks are over.") % {"weeks": SNOOZE.days // 7})
        return redirect(links.pair_path(found))
    return render(request, "nudges/remind_later.html", {"pair": found, "other": found.other(person)})


@require_POST
def remind_pair(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Ask those of a proposed pair who have not answered again."""
    person = _reader(request)
    found = get_object_or_404(Relationship.objects.visible_to(person).for_page(), pk=pair)
    proposing.remind(found, by=person, now=clock.now())
    flash.say(request, _("Whoever has not answered is reminded in the morning."))
    return back_from(request) or redirect("desk:inbox")


def _reader(request: HttpRequest) -> User:
    """Who reads; LoginRequiredMiddleware has let nobody else in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
