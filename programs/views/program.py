"""A program's page: the front door for participants, the control room for its admins."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock, flash
from core.at_once import fetch
from core.doors import signed_in
from core.errors import NotPossible, NotYours
from core.exporting import Listing, download
from people.models import User
from programs import applying, kinds, rules, running, standing, templates
from programs.forms import NewProgramForm, ProgramForm
from programs.models import Enrollment, Program


@require_safe
def programs(request: HttpRequest) -> HttpResponseBase:
    """The programs that one may read; whoever runs exactly one goes straight to it from the rail."""
    me = signed_in(request)
    rows = list(Program.objects.visible_to(me).order_by("name"))
    mine = (
        Enrollment.objects.visible_to(me)
        .filter(person=me)
        .exclude(status="withdrawn")
        .values_list("program_id", flat=True)
    )
    taking_part = set(mine)
    if file := download(request, _listing(rows, taking_part)):
        return file
    context = {"programs": rows, "taking_part": taking_part, "may_create": rules.may_create_program(me)}
    return render(request, "programs/programs.html", context)


def _listing(rows: list[Program], taking_part: set[UUID]) -> Listing:
    part = _("You take part")
    headings = [_("Program"), _("Kind"), _("How it stands"), _("What it is for"), part]
    return Listing(
        "programs", headings, rows,
        lambda row: [
            row.name, row.get_kind_display(), row.get_status_display(), row.purpose,
            part if row.pk in taking_part else "",
        ],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def new_program(request: HttpRequest) -> HttpResponse:
    me = signed_in(request)
    if not rules.may_create_program(me):
        raise NotYours(_("Only an organization admin can set up a program."))
    form = NewProgramForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = templates.make(form.cleaned_data["name"], form.cleaned_data["template"], by=me, now=clock.now())
        except NotPossible as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("programs:edit", made.pk)
    return render(request, "programs/new.html", {"form": form})


@require_safe
def program(request: HttpRequest, program: UUID) -> HttpResponse:
    """What it is for, what to expect, who sees what, whom to ask; admins see the next act on top."""
    me = signed_in(request)
    found = get_object_or_404(Program.objects.visible_to(me).select_related("help_contact"), pk=program)
    return render(request, "programs/program.html", _context(me, found, clock.today(me.time_zone)))


def _context(me: User, found: Program, today: date) -> dict[str, Any]:
    own = Enrollment.objects.visible_to(me).filter(person=me, program=found).exclude(status="withdrawn")
    admin_rows = found.admin_rows.select_related("person").order_by("created_at")
    fetch(own, admin_rows)
    for row in own:
        row.program = found  # known already
    admins = [row.person for row in admin_rows]
    runs, is_open = me.is_org_admin or me in admins, found.takes_applications(today)
    context = {
        "program": found,
        "kind": kinds.of(found.kind),
        "own": [{"row": row, "place": applying.place_on_list(row)} for row in own],
        "admins": admins,
        "may_edit": runs,
        "may_decide": me in admins,
        "today": today,
        "takes_applications": is_open,
        "may_apply": is_open and not own,
    }
    return {**context, **(_control(me, found, has_admin=bool(admins)) if runs else {})}


def _control(me: User, found: Program, *, has_admin: bool) -> dict[str, Any]:
    rows = Enrollment.objects.visible_to(me).filter(program=found).exclude(status="draft")
    counts = rows.aggregate(
        applied=Count("pk", filter=Q(status="applied")),
        accepted=Count("pk", filter=Q(status="accepted")),
        ever_applied=Count("pk"),
    )
    pairs, missing = (
        standing.pairs_of(found, seen_by=me, now=clock.now()),
        running.missing_to_open(found, has_admin=has_admin),
    )
    return {
        **counts,
        "pairs": pairs,
        "steps": standing.states(is_set_up=not missing, accepted=counts["accepted"], pairs=pairs),
        "missing": missing,
        "invited": found.invitations.count(),
        "link": reverse("programs:join", args=[found.link_key]),
    }


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, program: UUID) -> HttpResponse:
    me = signed_in(request)
    found = get_object_or_404(Program.objects.visible_to(me), pk=program)
    if not rules.may_edit_program(me, found):
        raise NotYours(_("Only the people who run this program can change it."))
    form = ProgramForm(request.POST or None, instance=Program.objects.visible_to(me).get(pk=found.pk))
    if request.method == "POST" and form.is_valid():
        try:
            running.edit(found, by=me, now=clock.now(), **form.facts())
            if form.cleaned_data["questions_later"] != found.questions_later:
                decide = running.ask_questions_first if found.questions_later else running.postpone_questions
                decide(found, by=me, now=clock.now())
            if admin := form.cleaned_data["admin_email"]:
                running.name_admin(found, admin, by=me, now=clock.now())
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            flash.say(request, _("Saved. The page of the program says it from now on."))
            return redirect("programs:program", found.pk)
    return render(request, "programs/edit.html", {"form": form, "program": found})


@require_POST
def open_program(request: HttpRequest, program: UUID) -> HttpResponse:
    me = signed_in(request)
    found = get_object_or_404(Program.objects.visible_to(me), pk=program)
    running.open_for_applications(found, by=me, now=clock.now())
    flash.say(request, _("People can apply from now on."))
    return redirect("programs:program", found.pk)


@require_POST
def close_program(request: HttpRequest, program: UUID) -> HttpResponse:
    me = signed_in(request)
    found = get_object_or_404(Program.objects.visible_to(me), pk=program)
    running.close_for_applications(found, by=me, now=clock.now())
    flash.say(request, _("Nobody new can apply. Everything under way goes on."))
    return redirect("programs:program", found.pk)


@login_not_required
@require_safe
def join(request: HttpRequest, key: str) -> HttpResponse:
    """The link of the intranet: read before signing in, apply after proving one's address by a code."""
    found = get_object_or_404(Program.objects.with_public_link(), link_key=key)
    return render(request, "programs/join.html", {"program": found, "kind": kinds.of(found.kind)})
