"""Starting, resting, looking whether to go on: what the two do with the whole of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.flash import say
from relationships import agreeing, endings, moving
from relationships.forms.agreements import LastLookForm, RestForm
from relationships.models import Relationship, Session
from relationships.pair_panels import start_panel
from relationships.views.fetch import Door, open_pair, to_pair


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, pair: UUID) -> HttpResponse:
    """The checklist before the start, and the step itself."""
    door = open_pair(request, pair)
    moving.require_start(door.pair)
    if request.method == "POST":
        moving.start(door.pair, by=door.me, now=door.now)
        say(request, _("Now it stands at: %(state)s.") % {"state": door.pair.status_label})
        return to_pair(door.pair)
    panel = start_panel(door.me, door.pair, door.now)
    return render(request, "relationships/start.html", {"pair": door.pair, "panel": panel})


@require_http_methods(["GET", "POST"])
def rest(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Pause or rest, until a day or until somebody wakes it."""
    door = open_pair(request, pair)
    kind = door.pair.rules_of_kind
    door.pair.require_move(kind.RESTING, by=door.me, now=door.now)
    form = RestForm(request.POST if request.method == "POST" else None, pair=door.pair, today=door.today)
    if request.method == "POST" and form.is_valid():
        door.pair.rest(by=door.me, now=door.now, until=form.cleaned_data["until"])
        words = _("%(state)s. No reminders meanwhile, except for what you have planned.")
        say(request, words % {"state": door.pair.status_label})
        return to_pair(door.pair)
    sessions = Session.objects.visible_to(door.me).planned()
    planned = sessions.filter(relationship=door.pair, starts_at__gt=door.now).order_by("starts_at")
    context = {
        "form": form,
        "pair": door.pair,
        "words": door.pair.words,
        "ending": kind.ENDING_WORDS,
        "planned": planned,
    }
    return render(request, "relationships/rest.html", context)


def _going_on(pair: Relationship) -> str:
    return _("Going on: you can plan the next %(session)s.") % {"session": pair.words["session"]}


@require_POST
def wake(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Go on after a rest."""
    door = open_pair(request, pair)
    door.pair.wake(by=door.me, now=door.now)
    say(request, _going_on(door.pair))
    return to_pair(door.pair)


@require_http_methods(["GET", "POST"])
def look_again(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Coaching: close with a last look. Mentoring: look afresh. Then go on, or bring it to its good end."""
    door = open_pair(request, pair)
    kind = door.pair.rules_of_kind
    is_looking = door.pair.status == kind.LOOK_AGAIN
    if not is_looking:
        door.pair.require_move(kind.LOOK_AGAIN, by=door.me, now=door.now)
    act = request.POST.get("act", "")
    form = LastLookForm(request.POST if act == "close" else None, me=door.me, pair=door.pair)
    if act == "begin":
        moving.look_again(door.pair, by=door.me, now=door.now)
        return to_pair(door.pair)
    if act == "go_on":
        door.pair.go_on(by=door.me, now=door.now)
        say(request, _going_on(door.pair))
        return to_pair(door.pair)
    if act == "close" and form.is_valid():
        return _close(request, form, door)
    context = {"form": form, "pair": door.pair, "ending": kind.ENDING_WORDS, "is_looking": is_looking}
    context |= {"other": door.pair.other(door.me), "mission": agreeing.mission(door.pair), "words": door.pair.words}
    return render(request, "relationships/look_again.html", context)


def _close(request: HttpRequest, form: LastLookForm, door: Door) -> HttpResponse:
    if any(form.cleaned_data.values()):
        endings.write_last_look(door.pair, **form.cleaned_data, by=door.me, now=door.now)
    door.pair.close(by=door.me, now=door.now)
    say(request, str(door.pair.rules_of_kind.ENDING_WORDS["closed"]))
    return to_pair(door.pair)
