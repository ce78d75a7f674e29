"""Applying, and deciding on applications."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock, flash
from core.doors import signed_in
from core.errors import NotPossible, NotYours
from core.exporting import Listing, download
from core.returning import back_from
from people.models import PersonSkill, User
from people.profiles import set_skills
from programs import applying, batches, kinds, rules
from programs.forms import ApplicationForm, PlacesForm
from programs.models import Application, Enrollment, Exclusion, Program

PAGE = 50


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, program: UUID, role: str) -> HttpResponse:
    """One page, at most six fields. “Save for later” keeps it as a draft."""
    me = signed_in(request)
    found = get_object_or_404(Program.objects.visible_to(me), pk=program)
    if role not in kinds.Role.values:
        raise Http404
    enrollment = Enrollment.objects.visible_to(me).filter(program=found, person=me, role=role).first()
    if enrollment is None:
        applying.require_open(found, me, clock.now())
    form = ApplicationForm(role, request.POST or None, initial=_initial(me, enrollment, role))
    if request.method == "POST" and form.is_valid():
        return _save(request, me, found, role, form)
    return _page(request, found, role, form, sent=enrollment is not None and enrollment.applied_at is not None)


def _save(request: HttpRequest, me: User, program: Program, role: str, form: ApplicationForm) -> HttpResponse:
    now = clock.now()
    fields: dict[str, Any] = {name: form.cleaned_data.get(name) for name in applying.ANSWERS if name in form.fields}
    if form.cleaned_data.get("places"):
        fields["places"] = form.cleaned_data["places"]
    if form.cleaned_data.get("read_it"):
        fields["read_who_sees_what_at"] = now
    enrollment = applying.write(program, role, by=me, now=now, not_with=form.cleaned_data["not_with"], **fields)
    direction = PersonSkill.Direction.WANTED if role == kinds.Role.LEARNER else PersonSkill.Direction.OFFERED
    set_skills(me, direction, form.cleaned_data["skills"])
    if enrollment.status != Enrollment.Status.DRAFT or "later" in request.POST:
        flash.say(request, _after_writing(enrollment))
        return redirect("programs:program", program.pk)
    try:
        applying.send(enrollment, by=me, now=now)
    except NotPossible as refusal:
        open_questions = applying.unanswered(enrollment)
        for field, words in open_questions.items():
            form.add_error(field, words)
        if not open_questions:
            form.add_error(None, str(refusal))
        return _page(request, program, role, form, status=422)
    flash.say(request, _("Sent. The people who run this program will write to you."))
    return redirect("programs:program", program.pk)


def _after_writing(enrollment: Enrollment) -> str:
    """Whether the application is out, and what it still needs."""
    if enrollment.status != Enrollment.Status.DRAFT:
        return _("Saved. Whoever runs the program reads your new answers.")
    return _("Saved.") + " " + next(iter(applying.unanswered(enrollment).values()), _("Not sent yet."))


def _page(
    request: HttpRequest, program: Program, role: str, form: ApplicationForm, *, sent: bool = False, status: int = 200
) -> HttpResponse:
    kind = kinds.of(program.kind)
    context = {"form": form, "program": program, "kind": kind, "role": program.words[role], "sent": sent}
    return render(request, "programs/apply.html", context, status=status)


def _initial(me: User, enrollment: Enrollment | None, role: str) -> dict[str, Any]:
    direction = PersonSkill.Direction.WANTED if role == kinds.Role.LEARNER else PersonSkill.Direction.OFFERED
    skills = (
        PersonSkill.objects.visible_to(me)
        .filter(person=me, direction=direction)
        .select_related("skill")
        .order_by("skill__name")
    )
    initial: dict[str, Any] = {"skills": ", ".join(row.skill.name for row in skills)}
    application = Application.objects.visible_to(me).filter(enrollment=enrollment).first() if enrollment else None
    if enrollment is None or application is None:
        return initial
    answers = {name: getattr(application, name) for name in applying.ANSWERS}
    not_with = Exclusion.objects.visible_to(me).filter(enrollment=enrollment).values_list("person__email", flat=True)
    return {**initial, **answers, "places": enrollment.places, "not_with": ", ".join(filter(None, not_with))}


@require_POST
def withdraw(request: HttpRequest, enrollment: UUID) -> HttpResponse:
    me = signed_in(request)
    found = get_object_or_404(Enrollment.objects.visible_to(me).select_related("program", "person"), pk=enrollment)
    applying.withdraw(found, by=me, now=clock.now())
    words = {"name": found.person.name, "program": found.program.name}
    mine = _("You have withdrawn from %(program)s.") if found.person == me else _("%(name)s is out of %(program)s.")
    flash.say(request, mine % words)
    return redirect("programs:program", found.program_id)


@require_safe
def applications(request: HttpRequest, program: UUID) -> HttpResponseBase:
    """Who applied, waits and takes part. What they wrote stays folded until it is needed to decide."""
    me = signed_in(request)
    found = get_object_or_404(Program.objects.visible_to(me), pk=program)
    if not rules.runs(me, found):
        raise NotYours(_("Only the people who run this program see who applied."))
    rows = Enrollment.objects.visible_to(me).filter(program=found).sent().select_related("person")
    order = rows.to_decide_first()
    if file := download(request, _listing(found, order)):
        return file
    page = Paginator(order, PAGE).get_page(request.GET.get("page"))
    waiting = list(order.filter(status="applied").exclude(person=me).values_list("pk", flat=True))
    acts = [{"key": "accept", "label": _("Accept")}, {"key": "waitlist", "label": _("Waiting list")}]
    first = waiting[: batches.AT_ONCE]
    beyond = len(waiting) - len(first)
    context = {"program": found, "page": page, "all": first, "beyond": beyond, "acts": acts}
    return render(request, "programs/applications.html", context)


def _listing(program: Program, rows: Any) -> Listing:
    headings, words = [_("Name"), _("As"), _("How it stands"), _("Since")], program.words
    return Listing(
        "who-takes-part", headings, rows,
        lambda row: [row.person.name, words[row.role], row.get_status_display(), row.applied_at],
        program=program.pk,
    )  # fmt: skip


DECISIONS = {
    "accept": applying.accept,
    "waitlist": applying.waitlist,
    "decline": applying.decline,
}

SAID = {
    "accept": gettext_lazy("%(name)s takes part and gets a mail."),
    "waitlist": gettext_lazy("%(name)s is on the waiting list."),
    "decline": gettext_lazy("%(name)s does not take part this time."),
}


@require_POST
def decide(request: HttpRequest, enrollment: UUID, decision: str) -> HttpResponse:
    me = signed_in(request)
    found = get_object_or_404(Enrollment.objects.visible_to(me).select_related("program", "person"), pk=enrollment)
    if decision not in DECISIONS:
        raise Http404
    DECISIONS[decision](found, by=me, now=clock.now())
    flash.say(request, str(SAID[decision]) % {"name": found.person.name})
    return back_from(request) or redirect("programs:applications", found.program_id)


@require_http_methods(["GET", "POST"])
def places(request: HttpRequest, enrollment: UUID) -> HttpResponse:
    """How many people at a time, or a break."""
    me = signed_in(request)
    found = get_object_or_404(Enrollment.objects.visible_to(me).select_related("program", "person"), pk=enrollment)
    applying.require_places(found, me)
    form = PlacesForm(request.POST or None, instance=Enrollment.objects.visible_to(me).get(pk=found.pk))
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["places"]
        number = found.program.places if number is None else number
        rest = form.cleaned_data["takes_no_one_new"]
        applying.set_places(found, number, by=me, now=clock.now(), takes_no_one_new=rest)
        flash.say(request, _after_places(number, rest=rest))
        return redirect("programs:program", found.program_id)
    return render(request, "programs/places.html", {"form": form, "enrollment": found})


def _after_places(number: int, *, rest: bool) -> str:
    if rest or not number:
        return _("Saved. You take no one new for now.")
    words = ngettext("Saved. Up to %(n)s person at a time.", "Saved. Up to %(n)s people at a time.", number)
    return words % {"n": number}
