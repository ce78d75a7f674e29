"""One act for many rows: the list of people and the mail first, then a page that shows how far it is."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock, flash
from core.doors import signed_in
from core.errors import NotPossible, NotYours
from core.undoing import UNDO_FOR
from core.wording import clock as wall_clock
from core.wording import in_zone
from desk.forms import TogetherForm
from desk.together import asking
from desk.together.acts import ACTS, TogetherAct
from people.models import User
from programs import batches, rules
from programs.models import Batch, BatchRow, Program


@require_POST
def preview(request: HttpRequest, program: UUID) -> HttpResponse:
    """Whom it is about, who is left out, the mail, and what is asked. Changes nothing."""
    me, found, act = _asked(request, program)
    return _page(request, me, found, act, TogetherForm(program=found, act=act, initial={"act": request.POST["act"]}))


@require_POST
def begin(request: HttpRequest, program: UUID) -> HttpResponse:
    """Do it, for those that the page named."""
    me, found, act = _asked(request, program)
    form = TogetherForm(request.POST, program=found, act=act)
    if not form.is_valid():
        return _page(request, me, found, act, form)
    facts = {name: form.cleaned_data[name] for name in ("reason", "until") if name in form.cleaned_data}
    made = asking.begin(found, form.cleaned_data["act"], _named(request), by=me, now=clock.now(), **facts)
    return redirect("desk:batch", made.pk)


@require_safe
def batch(request: HttpRequest, batch: UUID) -> HttpResponse:
    """How far it is; then how each row went, and Undo while there is time."""
    me, now = signed_in(request), clock.now()
    found = _batch(me, batch)
    rows = list(BatchRow.objects.visible_to(me).filter(batch=found))
    of = {state: [row for row in rows if row.state == state] for state in BatchRow.State.values}
    wanted = of["done"] + of["undone"] + of["kept"] if found.state == Batch.State.UNDOING else rows
    undoes = of["done"] and not found.is_own and batches.may_undo(found, now)
    context = {
        "batch": found,
        "label": ACTS[found.act].label,
        "rows": [*of["refused"], *of["kept"], *of["waiting"], *of["undone"], *of["done"]],
        "counts": [(BatchRow.State(state).label, len(of[state])) for state in BatchRow.State.values if of[state]],
        "total": len(wanted),
        "worked": len(wanted) - len(of["done" if found.state == Batch.State.UNDOING else "waiting"]),
        "reason": "" if found.is_own else found.reason,
        "may_stop": not found.is_own and found.state in (Batch.State.WAITING, Batch.State.RUNNING),
        "undo_until": _undo_until(me, found) if undoes else "",
    }
    response = render(request, "desk/batch.html", context)
    if request.headers.get("HX-Request") and not found.is_under_way:
        response["HX-Refresh"] = "true"  # the bar that asked is gone; the whole page takes its place
    return response


@require_POST
def stop(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Leave the rest as it is."""
    me = signed_in(request)
    found = _batch(me, batch)
    batches.stop(found, by=me, now=clock.now())
    flash.say(request, _("Stopped. What was done stays done; the rest is as it was."))
    return redirect("desk:batch", found.pk)


@require_POST
def undo(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Take it all back."""
    me = signed_in(request)
    found = _batch(me, batch)
    asking.undo(found, by=me, now=clock.now())
    return redirect("desk:batch", found.pk)


def _asked(request: HttpRequest, program: UUID) -> tuple[User, Program, TogetherAct]:
    me = signed_in(request)
    found = get_object_or_404(Program.objects.visible_to(me), pk=program)
    if not rules.runs(me, found):
        raise NotYours(_("Only the people who run this program can do that."))
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    return me, found, act


def _named(request: HttpRequest) -> list[UUID] | None:
    """The rows that the page named; None for all of them."""
    if request.POST.get("every"):
        return None
    try:
        return [UUID(key) for key in request.POST.getlist("only")]
    except ValueError:
        raise Http404 from None


def _page(request: HttpRequest, me: User, program: Program, act: TogetherAct, form: TogetherForm) -> HttpResponse:
    chosen = asking.chosen(act, program, _named(request), by=me, now=clock.now())
    things = list(chosen[: batches.AT_ONCE])
    if not things:
        raise NotPossible(act.not_now or _("Nobody is chosen that this could be done for."))
    fitting = chosen.count() if len(things) == batches.AT_ONCE else len(things)
    named = 0 if request.POST.get("every") else len(set(request.POST.getlist("only")))
    context = {
        "form": form,
        "program": program,
        "act": act,
        "title": act.title % {"n": len(things)},
        "whom": {str(thing.pk): act.who(thing) for thing in things},
        "left_out": max(named - fitting, 0),
        "more": fitting - len(things) + _beyond(request),
        "mail": act.mail(things[0], me, clock.now()),
    }
    return render(request, "desk/together.html", context)


def _beyond(request: HttpRequest) -> int:
    """How many more wait where one came from, whose page named as many as are done at once."""
    said = request.POST.get("beyond", "")
    return int(said) if said.isdecimal() and len(said) < 7 else 0


def _batch(me: User, key: UUID) -> Batch:
    rows = Batch.objects.visible_to(me).with_own(me).select_related("program", "by")
    found: Batch = get_object_or_404(rows, pk=key)
    return found


def _undo_until(me: User, batch: Batch) -> str:
    return wall_clock(in_zone(batch.started_at + UNDO_FOR, me.time_zone)) if batch.started_at else ""
