"""Inviting: choose people, see who gets which mail, send in the background."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core import clock, flash
from core.doors import signed_in
from core.errors import NotYours
from people.models import User
from programs import inviting, kinds, rules
from programs.forms import InviteForm
from programs.models import Program

SHOWN = 100


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, program: UUID) -> HttpResponse:
    """Choose by department and location or by a list; a second press sends, after the list and the mail were seen."""
    me = signed_in(request)
    found = get_object_or_404(Program.objects.visible_to(me), pk=program)
    if not rules.may_edit_program(me, found):
        raise NotYours(_("Only the people who run this program can invite."))
    form = InviteForm(found, me, request.POST or None)
    context = {
        "form": form,
        "program": found,
        "link": settings.BASE_URL + reverse("programs:join", args=[found.link_key]),
    }
    if request.method == "POST" and form.is_valid():
        role = form.cleaned_data["role"]
        chosen = _chosen(found, form, me)
        with_address = chosen.people.filter(email__isnull=False)
        if "send" in request.POST and settings.EMAIL_IS_SENT:
            count = with_address.count()
            inviting.invite(found, with_address, role, by=me, now=clock.now())
            said = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", count)
            flash.say(request, said % {"n": count})
            return redirect("programs:program", found.pk)
        context |= {
            "people": with_address[:SHOWN], "count": with_address.count(), "left_out": chosen.left_out,
            "without": chosen.people.filter(email__isnull=True).count(),
            "subject": kinds.of(found.kind).WORDS["looking_for" if role == "learner" else "asked_to_be"],
        }  # fmt: skip
    return render(request, "programs/invite.html", context)


def _chosen(program: Program, form: InviteForm, me: User) -> inviting.Listed:
    """By the list, if there is one; else by department and location."""
    data = form.cleaned_data
    if data["addresses"].strip():
        return inviting.listed(program, data["role"], data["addresses"], by=me, today=clock.today(me.time_zone))
    where = {"department": data["department"], "location": data["location"]}
    return inviting.Listed(inviting.candidates(program, data["role"], by=me, **where), [])
