"""The door of values: enter one, correct one, enter all that are due on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core import clock
from core.doors import signed_in
from core.errors import NotPossible
from core.flash import say
from goals import entering, rules
from goals.forms import CorrectForm, RowForm, ValueForm
from goals.models import Measurement
from goals.views.fetch import Door, at_door, goal_of, to_goals


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, pair: UUID, goal: UUID) -> HttpResponse:
    """One value; a day that has one already leads to correcting it, with what was typed."""
    door = at_door(request, pair)
    found = goal_of(door, goal)
    rules.must_take_values(found)
    form = ValueForm(request.POST or None, goal=found, user=door.me, today=door.today)
    taken = None
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            is_odd = found.metric.is_unlikely(data["value"])
            found.metric.enter_value(**data, by=door.me, now=door.now)
        except NotPossible as refused:
            taken = entering.value_of_day(found.metric, data["on_day"])
            form.add_error("on_day" if taken else "value", refused.message)
        else:
            return to_goals(request, door, _below_zero() if is_odd else _("Saved. The value is in."))
    return render(request, "goals/enter_value.html", {"form": form, "pair": door.pair, "goal": found, "taken": taken})


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pair: UUID, goal: UUID, value: UUID) -> HttpResponse:
    """Another number for a day; the old one stays in "The numbers"."""
    door = at_door(request, pair)
    found = goal_of(door, goal)
    old: Measurement = get_object_or_404(
        Measurement.objects.visible_to(door.me).select_related("metric"), pk=value, metric__goal=found
    )
    if request.method != "POST":
        rules.must_take_values(found)
    form = CorrectForm(
        request.POST or None, goal=found, user=door.me, today=door.today,
        initial={"value": request.GET.get("value", ""), "source": old.source},
    )  # fmt: skip
    is_odd = form.is_valid() and found.metric.is_unlikely(form.cleaned_data["value"])
    if (
        request.method == "POST"
        and form.is_valid()
        and _try(form, "value", lambda: old.correct(**form.cleaned_data, by=door.me, now=door.now))
    ):
        return to_goals(request, door, _below_zero() if is_odd else _("Saved. The value is corrected."))
    return render(
        request,
        "goals/correct_value.html",
        {"form": form, "pair": door.pair, "goal": found, "old": old, "old_value": found.metric.quantity(old.value)},
    )


def _below_zero() -> str:
    """Nearly always a slip of the finger where neither start nor target lies there; but a loss is a fact, so it is not
    refused, only asked about. Without the value: a message is kept in a cookie, which is no place for it."""
    return _("Saved. The value is below zero: if that is a slip, correct it.")


@require_http_methods(["GET", "POST"])
def enter_all(request: HttpRequest) -> HttpResponse:
    """All measures that are due, of all pairs, with one save. For whoever works with goals in an open pair."""
    me, now = signed_in(request), clock.now()
    if not entering.has_goals(me):
        raise Http404
    today = rules.day_of(now, me)
    rows = [
        RowForm(request.POST or None, prefix=str(metric.pk), metric=metric, user=me, today=today)
        for metric in entering.due_for(me, today)
    ]
    problems = [row for row in rows if row.is_bound and not row.is_valid()]
    if request.method == "POST" and not problems:
        filled = [row for row in rows if row.cleaned_data["value"] is not None]
        odd = sum(row.metric.is_unlikely(row.cleaned_data["value"]) for row in filled)
        if _try_all(filled, me, now):
            words = ngettext("Saved. %(n)s value is in.", "Saved. %(n)s values are in.", len(filled))
            said = [words % {"n": len(filled)} if filled else _("No value was entered.")]
            if odd:
                asked = ngettext("%(n)s of them is below zero", "%(n)s of them are below zero", odd) % {"n": odd}
                said.append(_("%(some)s: if that is a slip, correct it.") % {"some": asked})
            say(request, " ".join(said))
            return redirect("goals:values" if len(filled) < len(rows) else "desk:home")
    return render(request, "goals/values.html", {"rows": rows, "today": today})


def _try_all(rows: Iterable[RowForm], me: Any, now: Any) -> bool:
    """Every row by itself: one that is refused keeps what was typed and does not lose the others."""
    done = [
        _try(row, "value", lambda row=row: row.metric.enter_value(**row.cleaned_data, by=me, now=now))  # type: ignore[misc]
        for row in rows
    ]
    return all(done)


def _try(form: Any, field: str, write: Callable[[], Any]) -> bool:
    try:
        write()
    except NotPossible as refused:
        form.add_error(field, refused.message)
        return False
    return True


__all__ = ["Door", "correct", "enter", "enter_all"]
