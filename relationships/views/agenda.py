"""The door of the agenda: three layers, one set of acts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import NotPossible, NotYours, Stale
from core.flash import say
from core.returning import back_from
from relationships import agendas, panels, rules
from relationships.forms.agenda import FirstLineForm, LineForm, VersionForm
from relationships.models import AgendaItem, Plan
from relationships.views.fetch import Door, open_pair, to_pair
from relationships.who import pair_only

PANELS: dict[str, tuple[str, Callable[..., dict[str, Any]]]] = {
    "session": ("relationships/_agenda.html", panels.agenda_panel),
    "plan": ("relationships/_plan.html", panels.plan_panel),
    "content": ("relationships/_takeaways.html", panels.takeaways_panel),
}
ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "up": (lambda item, **who: agendas.shift(item, -1, **who), gettext_lazy("Moved up.")),
    "down": (lambda item, **who: agendas.shift(item, 1, **who), gettext_lazy("Moved down.")),
    "delete": (agendas.remove, gettext_lazy("Removed.")),
    "accept": (agendas.accept, gettext_lazy("Saved. The suggestion is taken up.")),
    "later": (agendas.put_off, gettext_lazy("Saved. It comes back next time.")),
    "no": (agendas.decline, gettext_lazy("Saved. It is off the list.")),
    "done": (agendas.finish, gettext_lazy("Saved. This is done.")),
}

ADDED: dict[str, Any] = {
    "session": gettext_lazy("Saved. It is on the agenda."),
    "plan": gettext_lazy("Saved. The step is in the plan, which waits to be accepted."),
    "content": gettext_lazy("Saved. Both of you can read it."),
}
# Where a layer stands in the workspace, for whoever comes back without a script.
TAB_OF = {"plan": "pair_goals", "content": "pair_notes"}


@require_POST
def add(request: HttpRequest, pair: UUID, layer: str) -> HttpResponse:
    """The owner of the layer writes a line."""
    return _write(request, pair, layer, agendas.add, str(ADDED.get(layer, "")))


@require_POST
def suggest(request: HttpRequest, pair: UUID, layer: str) -> HttpResponse:
    """The other half suggests a line."""
    return _write(request, pair, layer, agendas.suggest, _("Saved. Your suggestion stands below for both of you."))


@require_POST
def lock(request: HttpRequest, pair: UUID, layer: str) -> HttpResponse:
    """Settle a layer, or open it again."""
    door = _open(request, pair, layer)
    verb = agendas.unlock if "open" in request.POST else agendas.lock
    settled = _("Settled. It stays as it is until it is opened again.")
    said = _("You can change it again.") if "open" in request.POST else settled
    return _do(request, door, layer, partial(verb, door.pair, layer, by=door.me, now=door.now), said)


@require_POST
def first_talk(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Take over the points of a first talk."""
    door = _open(request, pair, "session")
    use = partial(agendas.use_first_talk, door.pair, by=door.me, now=door.now)
    return _do(
        request, door, "session", use, _("The points of a first talk are on your agenda. Change what does not fit.")
    )


@require_POST
def first_line(request: HttpRequest, pair: UUID) -> HttpResponse:
    """ "What I want from this session"."""
    door = _open(request, pair, "session")
    form = FirstLineForm(request.POST)
    if not form.is_valid():
        return _show(request, door, "session", form=form, first_typed=form["text"].value(), status=_failed(request))
    data = form.cleaned_data
    try:
        agendas.write_first_line(door.pair, data["text"], version=data["version"], by=door.me, now=door.now)
    except Stale as stale:
        url = reverse("relationships:agenda_first_line", args=[door.pair.pk])
        return _conflict(request, door, url, agendas.first_line(door.pair), stale)
    return _saved(request, door, "session", _("Saved. It comes first."))


@require_POST
def accept_plan(request: HttpRequest, pair: UUID) -> HttpResponse:
    """The other half accepts the version of the plan that it read."""
    door = _open(request, pair, "plan")
    plan = get_object_or_404(Plan.objects.visible_to(door.me), relationship=door.pair)
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    return _do(
        request, door, "plan", partial(plan.accept, version, by=door.me, now=door.now), _("You accepted the plan.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pair: UUID, item: UUID) -> HttpResponse:
    """A line on a page of its own, to be changed."""
    door, line = _open_line(request, pair, item)
    if not rules.may_write_line(door.me, door.pair, line):
        raise NotYours(agendas.whose_layer(door.pair, line.layer))
    if request.method != "POST":
        agendas.require_changeable(line, door.now)
    form = _line_form(door, line.layer, request.POST or None, line)
    if request.method != "POST" or not form.is_valid():
        return _line_page(request, door, line.layer, form)
    data, version = form.cleaned_data, form.cleaned_data["version"] or 0
    try:
        agendas.edit(line, text=data["text"], on_day=data.get("on_day"), version=version, by=door.me, now=door.now)
    except Stale as stale:
        return _conflict(request, door, request.path, line, stale)
    except NotPossible as refusal:
        form.add_error("on_day" if isinstance(refusal, agendas.PastDay) else None, refusal.message)
        return _line_page(request, door, line.layer, form, status=409)
    return _saved(request, door, line.layer, _("Saved. The line is changed."))


@require_POST
def act(request: HttpRequest, pair: UUID, item: UUID, act: str) -> HttpResponse:
    """Up, down, delete; add it, later, no; done."""
    door, line = _open_line(request, pair, item)
    verb, said = ACTS[act]
    undo = reverse("relationships:agenda_restore", args=[pair, item]) if act == "delete" else ""
    return _do(request, door, line.layer, partial(verb, line, by=door.me, now=door.now), str(said), undo)


@require_POST
def restore(request: HttpRequest, pair: UUID, item: UUID) -> HttpResponse:
    """Undo of a removal."""
    door = open_pair(request, pair)
    line = get_object_or_404(_lines(door).filter(removed_at__isnull=False), pk=item)
    return _do(request, door, line.layer, partial(agendas.restore, line, by=door.me, now=door.now), _("It is back."))


def _open(request: HttpRequest, pair: UUID, layer: str) -> Door:
    door = open_pair(request, pair)
    if layer not in door.pair.rules_of_kind.LAYERS:
        raise Http404
    return door


def _lines(door: Door) -> Any:
    layers = door.pair.rules_of_kind.LAYERS
    return AgendaItem.objects.visible_to(door.me).filter(relationship=door.pair, layer__in=layers)


def _open_line(request: HttpRequest, pair: UUID, item: UUID) -> tuple[Door, AgendaItem]:
    door = open_pair(request, pair)
    line: AgendaItem = get_object_or_404(_lines(door).standing(), pk=item)
    line.relationship = door.pair
    return door, line


def _write(request: HttpRequest, pair: UUID, layer: str, verb: Callable[..., Any], said: str) -> HttpResponse:
    door = _open(request, pair, layer)
    form = _line_form(door, layer, request.POST)
    if not form.is_valid():
        return _show(request, door, layer, form=form, **_typed(form), status=_failed(request))
    data = form.cleaned_data
    write = partial(verb, door.pair, layer, data["text"], on_day=data.get("on_day"), by=door.me, now=door.now)
    return _do(request, door, layer, write, said, typed=_typed(form))


def _typed(form: LineForm) -> dict[str, Any]:
    """What comes back in the fields below the lines."""
    return {"typed": form["text"].value(), "typed_day": form["on_day"].value() if "on_day" in form.fields else ""}


def _line_form(door: Door, layer: str, data: Any, line: AgendaItem | None = None) -> LineForm:
    initial = {"text": line.text, "on_day": line.on_day, "version": line.version} if line else {}
    who = pair_only(door.me, door.pair)
    return LineForm(data, initial=initial, with_day=layer == "plan", who=who)


def _do(
    request: HttpRequest,
    door: Door,
    layer: str,
    verb: Callable[[], Any],
    said: str,
    undo: str = "",
    typed: dict[str, Any] | None = None,
) -> HttpResponse:
    """The verb, then its answer; what cannot be done is said beside how it stands, and what was typed stays."""
    try:
        verb()
    except NotPossible as refusal:
        return _show(request, door, layer, message=str(refusal.message), status=409, **(typed or {}))
    return _saved(request, door, layer, said, undo)


def _saved(request: HttpRequest, door: Door, layer: str, said: str, undo: str = "") -> HttpResponse:
    say(request, said, undo=undo)
    if request.headers.get("HX-Request"):
        return _show(request, door, layer)
    return back_from(request) or to_pair(door.pair, TAB_OF.get(layer, "pair"))


def _show(request: HttpRequest, door: Door, layer: str, *, status: int = 200, **more: Any) -> HttpResponse:
    template, fill = PANELS[layer]
    panel = {**fill(door.me, door.pair, door.now), **more}
    page = "relationships/_fragment.html" if request.headers.get("HX-Request") else "relationships/layer.html"
    context = {"panel": panel, "template": template, "pair": door.pair, "other": door.pair.other(door.me)}
    return render(request, page, context, status=status)


def _line_page(request: HttpRequest, door: Door, layer: str, form: LineForm, status: int = 0) -> HttpResponse:
    context = {"form": form, "pair": door.pair, "other": door.pair.other(door.me), "url": request.path}
    failed = _failed(request) if form.is_bound else 200
    return render(request, "relationships/line.html", context, status=status or failed)


def _conflict(request: HttpRequest, door: Door, url: str, line: AgendaItem | None, stale: Stale) -> HttpResponse:
    """Both texts, and one's own in the form, ready to be put together."""
    version = AgendaItem.objects.visible_to(door.me).get(pk=line.pk).version if line else 0
    layer = line.layer if line else "session"
    who = pair_only(door.me, door.pair)
    form = LineForm(initial={**stale.mine, "version": version}, with_day=layer == "plan", who=who)
    context = {"form": form, "pair": door.pair, "other": door.pair.other(door.me), "url": url, "theirs": stale.current}
    return render(request, "relationships/line.html", context, status=409)


def _failed(request: HttpRequest) -> int:
    return 422 if request.headers.get("HX-Request") else 200
