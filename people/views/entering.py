"""Getting in by a link: an invitation, a new address. Opening a link changes nothing; the button on the page does."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import NotPossible
from core.flash import say
from people import addresses, invitations
from people.models import Invitation


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, POST uses the invitation up and signs in."""
    found = invitations.find(token, clock.now())
    if found is None:
        return _used_or_run_out(request)
    if request.method == "POST":
        try:
            person = invitations.use(found, by=None, now=clock.now())
        except NotPossible:
            return _used_or_run_out(request)
        return _sign_in(request, person, found)
    return render(request, "people/invitation.html", {"person": found.person})


def _sign_in(request: HttpRequest, person: Any, found: Invitation) -> HttpResponse:
    login = Login(user=person, redirect_url=found.path, email=person.email)
    response: HttpResponse = perform_login(request, login)
    return response


def _used_or_run_out(request: HttpRequest) -> HttpResponse:
    return render(request, "people/invitation_over.html", status=404)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, POST makes the new address count."""
    found = addresses.find(token, clock.now())
    if found is None:
        return render(request, "people/address_over.html", status=404)
    if request.method == "POST":
        addresses.confirm(found, by=None, now=clock.now())
        say(request, _("The new address is yours here. Sign in with it: a code goes to it."))
        return redirect("account_request_login_code")
    return render(request, "people/confirm_address.html", {"change": found})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def password_reset(request: HttpRequest) -> HttpResponse:
    """Ask for a mail with a link to a new password; where no mail is sent, who can help instead."""
    if not settings.EMAIL_IS_SENT:
        return _no_reset(request)
    response: HttpResponse = allauth_views.password_reset(request)
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def password_from_key(request: HttpRequest, uidb36: str, key: str) -> HttpResponse:
    """What that link opens."""
    if not settings.EMAIL_IS_SENT:
        return _no_reset(request)
    response: HttpResponse = allauth_views.password_reset_from_key(request, uidb36=uidb36, key=key)
    return response


def _no_reset(request: HttpRequest) -> HttpResponse:
    return render(request, "people/no_password_reset.html")
