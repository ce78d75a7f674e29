"""Where a pairing begins: which program, who would be paired, in which order grades stand."""

from __future__ import annotations

import contextlib
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from core import clock, flash
from core.doors import signed_in
from core.errors import NotYours
from core.exporting import Listing, download
from core.wording import moment
from pairing import rules, running
from pairing.forms import GradesForm
from pairing.gathering import program_grades
from pairing.models import Run
from pairing.standing import standing
from pairing.tasks import run_pairings
from programs.models import Program
from programs.running import edit

SHOWN = 20


@require_safe
def pairing(request: HttpRequest) -> HttpResponse:
    """The newest pairing of the program that one runs, or the choice among several programs."""
    me = signed_in(request)
    programs = list(Program.objects.run_by(me).order_by("name"))
    if not programs:
        raise NotYours(_("Only the people who run a program can pair."))
    newest: dict[UUID, Run] = {}
    for run in Run.objects.visible_to(me).defer("frozen").order_by("made_at", "id"):
        newest[run.program_id] = run
    if len(programs) > 1:
        rows = [{"program": program, "run": newest.get(program.pk)} for program in programs]
        return render(request, "pairing/choose.html", {"rows": rows})
    run = newest.get(programs[0].pk)
    return redirect("pairing:run", run.pk) if run else redirect("pairing:program", programs[0].pk)


def _listing(program: Program, runs: Any) -> Listing:
    today = clock.today(timezone.get_current_timezone())
    return Listing(
        "pairings", [_("Pairing"), _("Pairs")], runs,
        lambda row: [moment(row.made_at, today), row.matched if row.status == "done" else row.get_status_display()],
        program=program.pk,
    )  # fmt: skip


@require_safe
def program(request: HttpRequest, program: UUID) -> HttpResponseBase:
    """Who would be paired now, by which order of grades, and the pairings so far."""
    found = program_to_pair(request, program)
    now, runs = standing(found), Run.objects.visible_to(signed_in(request)).filter(program=found).newest_first()
    if file := download(request, _listing(found, runs.defer("frozen"))):
        return file
    order, unknown = program_grades(found)
    context = {
        "program": found, "words": found.words, "standing": now, "why_nobody": now.why_nobody(found),
        "grades": order, "unknown_grades": unknown, "guessed": not found.grade_order,
        "runs": runs.defer("frozen")[:SHOWN],
    }  # fmt: skip
    return render(request, "pairing/program.html", context)


@require_POST
def start(request: HttpRequest, program: UUID) -> HttpResponse:
    """Ask for a run; a worker does it, the page shows how far it is."""
    found = program_to_pair(request, program)
    run = running.start(found, by=signed_in(request), now=clock.now())
    with contextlib.suppress(OperationalError):
        # Without a broker the next sweep finds the row.
        run_pairings.delay()
    return redirect("pairing:run", run.pk)


@require_http_methods(["GET", "POST"])
def grades(request: HttpRequest, program: UUID) -> HttpResponse:
    """Correct the order of grades; it is guessed until somebody says it."""
    found = program_to_pair(request, program)
    order, unknown = program_grades(found)
    form = GradesForm(request.POST or None, initial={"grades": "\n".join([*order, *unknown])})
    if request.method == "POST" and form.is_valid():
        edit(found, by=signed_in(request), now=clock.now(), grade_order=form.order())
        flash.say(request, _("Saved. The next pairing uses this order."))
        return redirect("pairing:program", found.pk)
    return render(request, "pairing/grades.html", {"form": form, "program": found})


def program_to_pair(request: HttpRequest, key: UUID) -> Program:
    """404 for a program that one may not read, 403 for one that somebody else runs."""
    me = signed_in(request)
    found: Program = get_object_or_404(Program.objects.visible_to(me), pk=key)
    if not rules.may_pair(me, found):
        raise NotYours(_("Only the people who run this program can pair."))
    return found
