"""The health of the installation, for organization admins."""

from __future__ import annotations

from smtplib import SMTPException

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock, flash
from core.doors import signed_in
from desk.checkup import checkup, require
from people.mailing import send_test


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Every part of the installation, how it stands and how to mend it."""
    require(signed_in(request))
    results = sorted(checkup(clock.now()), key=lambda result: result.is_good)  # what is to mend comes first
    context = {"results": results, "to_mend": sum(not result.is_good for result in results)}
    return render(request, "desk/health.html", context)


@require_POST
def test_mail(request: HttpRequest) -> HttpResponse:
    """One mail to oneself, and what the mail system answered."""
    me = signed_in(request)
    require(me)
    if not me.email:
        flash.tell(request, _("You have no address here yet: write it on your profile, then try again."))
        return redirect("desk:health")
    try:
        send_test(me.email)
    except (OSError, SMTPException) as error:
        words = _("The mail to %(address)s was not taken (%(why)s). Correct EMAIL_URL, then try again.")
        flash.tell(request, words % {"address": me.email, "why": type(error).__name__})
    else:
        words = _("The mail system took a mail to %(address)s. See whether it arrives, and look among the spam too.")
        if not settings.EMAIL_IS_SENT:
            words = _("No mail is sent until EMAIL_URL is set: the mail to %(address)s lies in the folder var/mail.")
        flash.tell(request, words % {"address": me.email})
    return redirect("desk:health")
