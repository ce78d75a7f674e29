"""What the people who run programs look at: the inbox, and the lists of pairs behind its figures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock, flash
from core.doors import signed_in
from core.errors import NotPossible, NotYours
from core.exporting import download
from core.returning import back_from, leads_back
from core.wording import day
from desk import lists, tallies
from desk.forms import SeenForm, SetAsideForm
from desk.inbox.causes import BY_KEY
from desk.inbox.entry import Desk
from desk.inbox.figures import BY_STATE, LISTS, figures
from desk.inbox.gathering import groups, waiting
from desk.inbox.lines import as_values, lines
from desk.inbox.news import Asked, since_of
from desk.inbox.pairs import every
from desk.together.acts import ACTS
from people.models import User
from programs import running
from programs.models import Program, SetAside

PAGE = 50
ASIDE = 50  # of what was set aside, the newest


@require_safe
def inbox(request: HttpRequest) -> HttpResponseBase:
    """What waits for a decision in the programs that one runs."""
    me = signed_in(request)
    mine, chosen = _programs(me, request.GET.get("program", ""))
    desk = Desk(me=me, programs=[program.pk for program in chosen], now=clock.now())
    if "download" in request.GET and (file := download(request, lists.inbox(desk))):
        return file
    news, kept = Asked(desk, since_of(chosen)), tallies.kept(me, desk.programs)
    all_waiting = waiting(desk, also=[*news.questions, kept])
    found, aside = groups(desk, all_waiting)
    decisions = [group for group in found if not group["cause"].for_information]
    context = {
        "decisions": decisions,
        "information": [group for group in found if group["cause"].for_information],
        "aside": aside[:ASIDE],
        "aside_total": len(aside),
        "waiting": sum(group["total"] for group in decisions),
        "news": news.news(all_waiting.all["applications"]),
        "figures": figures(desk, kept),
        "has_people": bool(found) or User.objects.visible_to(me).exclude(pk=me.pk).exists(),
        "is_phone": request.headers.get("Sec-CH-UA-Mobile") == "?1",  # folded there, so that the causes fit a screen
        "tabs": _tabs([("", _("All")), *((str(row.pk), row.name) for row in mine)], "program", request),
        "chosen": chosen[0] if len(chosen) == 1 else None,
        "later": [(on, day(on, desk.today)) for on in (desk.today + timedelta(weeks=weeks) for weeks in (1, 4))],
    }
    return render(request, "desk/inbox.html", context)


@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """What stood on the page has been seen: the next look tells what came after it."""
    me, now = signed_in(request), clock.now()
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise NotPossible(_("This page does not say until when you looked. Open the inbox again and mark it there."))
    for program in _programs(me, request.POST.get("program", ""))[1]:
        running.mark_seen(program, form.cleaned_data["until"], by=me, now=now)
    flash.say(request, _("Marked as seen."))
    return back_from(request) or redirect("desk:inbox")


@require_POST
def set_aside(request: HttpRequest, thing: UUID, cause: str) -> HttpResponse:
    """Set a row aside for all who run its program, for a while or as no problem; the line at the top takes it back."""
    me, now, entry = signed_in(request), clock.now(), BY_KEY.get(cause)
    desk = Desk(me=me, programs=[program.pk for program in Program.objects.run_by(me)], now=now)
    found = entry.find(desk).filter(pk=thing).first() if entry and entry.may_wait else None
    form = SetAsideForm(request.POST)
    is_gone = entry is not None and entry.may_wait and found is None and form.is_valid() and bool(desk.programs)
    # What is not there and what is somebody else's read the same; without a way back it is not found.
    if is_gone and (back := back_from(request)):
        flash.tell(request, _("It has left the inbox by itself by now."))
        return back
    if entry is None or found is None or not form.is_valid():
        raise Http404
    row, until = entry.row_of(found, desk), form.cleaned_data["until"]
    leads_back(request, reverse("desk:inbox"))
    running.set_aside(found.program, entry.key, thing, by=me, now=now, since=row.since, until=until)
    words = _("%(who)s: set aside until %(day)s.") if until else _("%(who)s: not a problem.")
    facts = {"who": row.who, "day": day(until, desk.today) if until else ""}
    flash.say(request, words % facts, undo=reverse("desk:take_back", args=[thing, entry.key]))
    return back_from(request) or redirect("desk:inbox")


@require_POST
def take_back(request: HttpRequest, thing: UUID, cause: str) -> HttpResponse:
    """Show a row again, whoever set it aside."""
    me = signed_in(request)
    rows = SetAside.objects.visible_to(me).select_related("program")
    found = rows.filter(cause=cause, thing=thing).first()
    back = back_from(request)
    # As above: what another has taken back meanwhile and what is somebody else's read the same.
    if found is None and back and Program.objects.run_by(me).exists():
        flash.tell(request, _("It is back in the inbox already."))
        return back
    if found is None:
        raise Http404
    running.take_back(found, by=me, now=clock.now())
    flash.say(request, _("It is back in the inbox."))
    return back or redirect("desk:inbox")


@require_safe
def pairs(request: HttpRequest) -> HttpResponseBase:
    """The pairs of the programs that one runs: who, state, nothing of what they write. All, or one list of them."""
    me = signed_in(request)
    asked = _asked(request)
    show = asked.get("show", "")
    mine, chosen = _programs(me, asked.get("program", ""))
    desk = Desk(me=me, programs=[row.pk for row in chosen], now=clock.now())
    narrowed = {**LISTS, **BY_STATE}
    rows = narrowed[show][1](desk) if show in narrowed else every(desk)
    if file := download(request, (lists.people_alone if show == "alone" else lists.pairs)(rows)):
        return file
    page = Paginator(rows if show == "alone" else as_values(rows), PAGE).get_page(request.GET.get("page"))
    if show != "alone":
        page.object_list = lines(page.object_list)
    context = {
        "page": page,
        "tabs": _tabs([("", _("All")), *((key, label) for key, (label, _find) in narrowed.items())], "show", request),
        "show": show if show in narrowed else "",
        "program": chosen[0] if "program" in asked and len(chosen) == 1 else None,
        "only_one": chosen[0] if len(chosen) == 1 else None,
        "programs": _tabs([("", _("All")), *((str(row.pk), row.name) for row in mine)], "program", request)
        if len(mine) > 1
        else [],
        "acts": [{"key": key, "label": ACTS[key].label} for key in ("remind", "withdraw", "rest", "end")],
        "keep": urlencode(asked),
    }
    return render(request, "desk/pairs.html", context)


def _asked(request: HttpRequest) -> dict[str, str]:
    return {key: request.GET[key] for key in ("show", "program") if request.GET.get(key)}


def _tabs(entries: list[tuple[str, Any]], key: str, request: HttpRequest) -> list[dict[str, Any]]:
    """A row of tabs, of which each sets one part of the address."""
    asked = _asked(request)
    rest = {name: value for name, value in asked.items() if name != key}
    found = []
    for value, label in entries:
        query = urlencode({**rest, key: value} if value else rest)
        url = f"{request.path}?{query}" if query else request.path
        found.append({"url": url, "label": label, "current": value == asked.get(key, "")})
    return found


def _programs(me: User, wanted: str) -> tuple[list[Program], list[Program]]:
    """Those that one runs, and of them the one that the address names, or all. Raises NotYours for who runs none."""
    mine = list(Program.objects.run_by(me).with_seen_until(me).order_by("name").only("name"))
    if not mine:
        raise NotYours(_("This page is for the people who run a program."))
    return mine, [program for program in mine if str(program.pk) == wanted] or mine
