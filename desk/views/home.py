"""The home of everyone, and the pages beside it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.doors import signed_in
from desk import headings
from desk.facts import facts_of
from desk.inbox.entry import Desk
from desk.inbox.gathering import groups
from people.rules import is_line_manager
from programs.models import Enrollment, Program
from programs.rules import runs, runs_any
from relationships.models import Relationship

PAGE = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs me now, then one card for each pair, then where I wait."""
    me = signed_in(request)
    today = clock.today(me.time_zone)
    pairs = Relationship.objects.shared_with(me, today).open().for_page().order_by("starts_on", "id")
    cards = [{"pair": pair, "heading": headings.heading(me, pair), "facts": headings.facts(pair)} for pair in pairs]
    waiting = Enrollment.objects.visible_to(me).filter(person=me).select_related("program")
    return render(request, "desk/home.html", {"cards": cards, "waiting": waiting})


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for a decision in the programs that one runs."""
    me = signed_in(request)
    if not runs_any(me):
        raise PermissionDenied(_("Only the people who run a program have an inbox."))
    mine = list(Program.objects.run_by(me).order_by("name"))
    chosen = [program for program in mine if str(program.pk) == request.GET.get("program")] or mine
    desk = Desk(me=me, programs=[program.pk for program in chosen], now=clock.now())
    context = {"groups": groups(desk), "programs": mine, "chosen": chosen[0] if len(chosen) == 1 else None}
    return render(request, "desk/inbox.html", context)


@require_safe
def facts(request: HttpRequest, pair: UUID) -> HttpResponse:
    """A pair as the people who run its program know it."""
    me = signed_in(request)
    found = get_object_or_404(Relationship.objects.visible_to(me).for_page(), pk=pair)
    if not me.is_org_admin and not runs(me, found.program):
        raise PermissionDenied(_("This page is for the people who run the program."))
    return render(request, "desk/facts.html", facts_of(me, found))


@require_POST
def withdraw_proposal(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Take a proposed pair back before both have answered."""
    me = signed_in(request)
    found = get_object_or_404(Relationship.objects.visible_to(me).for_page(), pk=pair)
    found.lapse(by=me, now=clock.now())
    messages.success(request, _("Withdrawn. Both can be paired again."))
    return redirect("desk:facts", found.pk)


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """Every pair of the programs that one runs: who, state, nothing of what they write."""
    me = signed_in(request)
    if not runs_any(me):
        raise PermissionDenied(_("Only the people who run a program see its pairs."))
    rows = Relationship.objects.visible_to(me).filter(program__in=Program.objects.run_by(me)).for_page()
    page = Paginator(rows.order_by("-proposed_at", "id"), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/pairs.html", {"page": page})


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """What the people of one's team chose to show."""
    me = signed_in(request)
    if not is_line_manager(me):
        raise PermissionDenied(_("This page is for people who lead a team."))
    return render(request, "desk/team.html", {"shown": Relationship.objects.disclosed_to(me).for_page()})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Whom to ask."""
    me = signed_in(request)
    mine = Program.objects.visible_to(me).select_related("help_contact").order_by("name")
    return render(request, "desk/help.html", {"programs": mine})
