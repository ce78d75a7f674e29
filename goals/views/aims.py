"""The door of aims: write, suggest a change, agree, let go."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import Stale
from goals import aiming, rules
from goals.forms import AimForm
from goals.models import MentoringIntent
from goals.views.fetch import Door, at_door, intent_of, to_goals


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Either half writes an aim."""
    door = at_door(request, pair)
    rules.check(rules.may_write_aims(door.me, door.pair), _("There are no aims between you two."))
    if request.method != "POST":
        rules.must_be_under_way(door.pair)
    form = AimForm(request.POST or None, relationship=door.pair, user=door.me)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        aiming.write(door.pair, data["sentence"], horizons=data["horizons"], how=form.lines(), by=door.me, now=door.now)
        return to_goals(request, door, _("Saved. It counts when you both agree."))
    return render(request, "goals/aim_form.html", {"form": form, "pair": door.pair, "other": door.pair.other(door.me)})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pair: UUID, intent: UUID) -> HttpResponse:
    """Either half suggests another version."""
    door = at_door(request, pair)
    found = intent_of(door, intent)
    if request.method != "POST":
        rules.must_be_changeable(found)
    form = AimForm(request.POST or None, relationship=door.pair, user=door.me, aim=found.newest)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            found.suggest_change(
                data["version"] or 0, data["sentence"], horizons=data["horizons"], how=form.lines(),
                by=door.me, now=door.now,
            )  # fmt: skip
        except Stale:
            return _both_texts(request, door, intent_of(door, intent))
        return to_goals(request, door, _("Changed. It counts when you both agree."))
    context = {"form": form, "pair": door.pair, "other": door.pair.other(door.me), "intent": found}
    return render(request, "goals/aim_form.html", context)


def _both_texts(request: HttpRequest, door: Door, intent: MentoringIntent) -> HttpResponse:
    """The other half saved first: what was typed comes back below the newer text, ready to be saved over it."""
    typed = request.POST.copy()
    typed["version"] = str(intent.version)
    form = AimForm(typed, relationship=door.pair, user=door.me, aim=intent.newest)
    context = {"form": form, "pair": door.pair, "other": door.pair.other(door.me), "intent": intent, "is_stale": True}
    return render(request, "goals/aim_form.html", context, status=409)


@require_POST
def agree(request: HttpRequest, pair: UUID, intent: UUID, number: int) -> HttpResponse:
    """Agree to the version that was shown."""
    door = at_door(request, pair)
    intent_of(door, intent).agree(number, by=door.me, now=door.now)
    return to_goals(request, door, _("Saved. You both agreed."))


@require_POST
def let_go(request: HttpRequest, pair: UUID, intent: UUID) -> HttpResponse:
    """The mentee lets an aim go."""
    door = at_door(request, pair)
    intent_of(door, intent).let_go(by=door.me, now=door.now)
    return to_goals(request, door, _("Saved. The aim is off the page."))
