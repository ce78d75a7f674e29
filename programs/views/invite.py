"""Inviting: choose people, see who gets which mail, send in the background."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.doors import signed_in
from core.errors import NotYours
from programs import inviting, kinds, rules
from programs.forms import InviteForm
from programs.models import Program

SHOWN = 100


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, program: UUID) -> HttpResponse:
    """Choose by department and location; a second press sends, after the list and the mail were seen."""
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
        chosen = form.cleaned_data
        people = inviting.candidates(
            found, chosen["role"], by=me, department=chosen["department"], location=chosen["location"]
        )
        with_address = people.filter(email__isnull=False)
        if "send" in request.POST and settings.EMAIL_IS_SENT:
            count = with_address.count()
            inviting.invite(found, with_address, chosen["role"], by=me, now=clock.now())
            messages.success(request, _("%(n)s invitations are on their way.") % {"n": count})
            return redirect("programs:program", found.pk)
        subject = kinds.of(found.kind).WORDS["looking_for" if chosen["role"] == "learner" else "asked_to_be"]
        context |= {
            "people": with_address[:SHOWN], "count": with_address.count(),
            "without": people.filter(email__isnull=True).count(), "subject": subject,
        }  # fmt: skip
    return render(request, "programs/invite.html", context)
