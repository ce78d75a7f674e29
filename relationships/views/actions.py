"""The door of actions (next steps)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotPossible, Stale
from core.flash import say
from core.returning import back_from
from people.models import User
from relationships import acting
from relationships.forms.actions import ActionForm
from relationships.models import ActionItem
from relationships.panels import actions_panel
from relationships.views.fetch import Door, open_pair, to_pair

ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "tick": (acting.tick, gettext_lazy("Saved. This is done.")),
    "untick": (acting.untick, gettext_lazy("Saved. This is open again.")),
    "delete": (acting.remove, gettext_lazy("Removed.")),
}


@require_POST
def add(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Either half writes down what one of the two will do."""
    door = open_pair(request, pair)
    form = ActionForm(request.POST, user=door.me, relationship=door.pair)
    if not form.is_valid():
        return _show(request, door, form=form, status=_failed(request))
    data = form.cleaned_data
    acting.add(door.pair, data["text"], owner=data["owner"], by_day=data["by_day"], by=door.me, now=door.now)
    return _saved(request, door, _on_list(door, data["owner"]))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pair: UUID, action: UUID) -> HttpResponse:
    """One action, to be changed."""
    door, item = _open_action(request, pair, action)
    acting.require_writer(item, door.me)
    initial = {"text": item.text, "owner": str(item.owner_id), "by_day": item.by_day, "version": item.version}
    form = ActionForm(request.POST or None, user=door.me, relationship=door.pair, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _page(request, door, form, status=_failed(request) if form.is_bound else 200)
    data = form.cleaned_data
    facts = {"text": data["text"], "owner": data["owner"], "by_day": data["by_day"]}
    try:
        acting.edit(item, **facts, version=data["version"] or 0, by=door.me, now=door.now)
    except Stale as stale:
        item.refresh_from_db()
        mine = {**facts, "owner": str(data["owner"].pk), "version": item.version}
        again = ActionForm(user=door.me, relationship=door.pair, initial=mine)
        return _page(request, door, again, theirs=stale.current, status=409)
    return _saved(request, door, _on_list(door, data["owner"]))


@require_POST
def act(request: HttpRequest, pair: UUID, action: UUID, act: str) -> HttpResponse:
    """Tick, untick, delete."""
    door, item = _open_action(request, pair, action)
    verb, said = ACTS[act]
    undo = reverse("relationships:action_restore", args=[pair, action]) if act == "delete" else ""
    return _do(request, door, lambda: verb(item, by=door.me, now=door.now), str(said), undo)


@require_POST
def restore(request: HttpRequest, pair: UUID, action: UUID) -> HttpResponse:
    """Undo of a removal."""
    door = open_pair(request, pair)
    removed = ActionItem.objects.visible_to(door.me).filter(relationship=door.pair, removed_at__isnull=False)
    item = get_object_or_404(removed.select_related("owner"), pk=action)
    item.relationship = door.pair
    return _do(request, door, lambda: acting.restore(item, by=door.me, now=door.now), _("It is back."))


def _on_list(door: Door, owner: User) -> str:
    """Who will do it, as the list below says."""
    if owner.pk == door.me.pk:
        return _("Saved. It is on your list.")
    return _("Saved. It is on %(name)s’s list.") % {"name": owner.first_name}


def _open_action(request: HttpRequest, pair: UUID, action: UUID) -> tuple[Door, ActionItem]:
    door = open_pair(request, pair)
    items = ActionItem.objects.visible_to(door.me).standing().filter(relationship=door.pair)
    item: ActionItem = get_object_or_404(items.select_related("owner"), pk=action)
    item.relationship = door.pair
    return door, item


def _do(request: HttpRequest, door: Door, verb: Callable[[], Any], said: str, undo: str = "") -> HttpResponse:
    try:
        verb()
    except NotPossible as refusal:
        return _show(request, door, message=str(refusal.message), status=409)
    return _saved(request, door, said, undo)


def _saved(request: HttpRequest, door: Door, said: str, undo: str = "") -> HttpResponse:
    say(request, said, undo=undo)
    if request.headers.get("HX-Request"):
        return _show(request, door)
    return back_from(request) or to_pair(door.pair)


def _show(request: HttpRequest, door: Door, *, status: int = 200, **more: Any) -> HttpResponse:
    page = "relationships/_fragment.html" if request.headers.get("HX-Request") else "relationships/layer.html"
    panel = {**actions_panel(door.me, door.pair, door.now), **more}
    other = door.pair.other(door.me)
    context = {"panel": panel, "template": "relationships/_actions.html", "pair": door.pair, "other": other}
    return render(request, page, context, status=status)


def _page(request: HttpRequest, door: Door, form: ActionForm, *, status: int, **more: Any) -> HttpResponse:
    context = {"form": form, "pair": door.pair, "other": door.pair.other(door.me), "url": request.path, **more}
    return render(request, "relationships/line.html", context, status=status)


def _failed(request: HttpRequest) -> int:
    return 422 if request.headers.get("HX-Request") else 200
