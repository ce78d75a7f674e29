"""The home of everyone, and the pages beside it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.doors import signed_in
from core.errors import NotYours
from desk import cards, caseload, deciding, waiting
from desk.facts import facts_of
from desk.inbox.entry import Desk
from desk.inbox.gathering import groups
from desk.roles import roles_of
from desk.team import shown_to
from goals.panels import needs as goal_needs
from programs.models import Enrollment, Program
from programs.rules import runs, runs_any
from relationships.models import Relationship
from surveys.panels import needs as survey_needs

PAGE = 50


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What needs me now, then one card for each pair, then where I wait. One home for all of a person's roles."""
    me, now = signed_in(request), clock.now()
    pairs = list(Relationship.objects.shared_with(me, clock.today(me.time_zone)).open().for_page())
    enrollments = Enrollment.objects.visible_to(me).filter(person=me, status__in=["accepted", "waitlisted", "applied"])
    paired = {(pair.program_id, pair.role_of(me)) for pair in pairs}
    rows = list(enrollments.select_related("program").order_by("program__name", "role"))
    table = caseload.rows(me, pairs, now)
    in_table = {row.pair.pk for row in table}  # a coach reads these as a table, not as a card each
    context = {
        "needs": [
            *deciding.needs(me, now),
            *waiting.of_pairs(me, pairs, now),
            *goal_needs(me, now),
            *survey_needs(me, now),
        ],
        "cards": cards.cards(me, [pair for pair in pairs if pair.pk not in in_table], now),
        "caseload": table,
        "waiting": [row for row in rows if (row.program_id, row.role) not in paired],
        "guiding": [row for row in rows if row.role == "guide" and row.status == "accepted"],
    }
    return render(request, "desk/home.html", context)


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for a decision in the programs that one runs."""
    me = signed_in(request)
    if not runs_any(me):
        raise NotYours(_("Only the people who run a program have an inbox."))
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
        raise NotYours(_("This page is for the people who run the program."))
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
        raise NotYours(_("Only the people who run a program see its pairs."))
    rows = Relationship.objects.visible_to(me).filter(program__in=Program.objects.run_by(me)).for_page()
    page = Paginator(rows.order_by("-proposed_at", "id"), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/pairs.html", {"page": page})


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """What the people of one's team chose to show."""
    me = signed_in(request)
    if not roles_of(me).leads_people:
        raise NotYours(_("This page is for people who lead a team."))
    return render(request, "desk/team.html", {"shown": shown_to(me, clock.now())})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Whom to ask."""
    me = signed_in(request)
    mine = Program.objects.visible_to(me).select_related("help_contact").order_by("name")
    return render(request, "desk/help.html", {"programs": mine})
