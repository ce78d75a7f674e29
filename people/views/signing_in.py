"""One's own ways in: passkeys, and the devices where one is signed in."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock, flash
from core.doors import signed_in
from people import devices, passkeys
from people.passkeys import PasskeyForm


@require_safe
def passkey_list(request: HttpRequest) -> HttpResponse:
    """My passkeys, and the way to another one."""
    return render(request, "people/passkeys.html", {"passkeys": passkeys.of(signed_in(request))})


@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def add_passkey(request: HttpRequest) -> HttpResponse:
    """The browser asks the device for a key, which is posted here with its name."""
    me = signed_in(request)
    form = PasskeyForm(request.POST or None, user=me)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        passkeys.add(me, by=me, now=clock.now(), name=said["name"], credential=said["credential"])
        get_adapter().send_notification_mail("mfa/email/webauthn_added", me)
        flash.say(request, _("Added “%(name)s”. It lets you in from now on.") % {"name": said["name"]})
        return redirect("people:passkeys")
    # Asked for anew with every page, so that no challenge is answered twice (WebAuthn Level 2, 13.4.3).
    return render(request, "people/passkey_add.html", {"form": form, "options": begin_registration(me, True)})


@require_http_methods(["GET", "POST"])
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """One last look, then the key is gone."""
    me = signed_in(request)
    found = passkeys.of(me).filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        passkeys.remove(me, pk, by=me, now=clock.now())
        get_adapter().send_notification_mail("mfa/email/webauthn_removed", me)
        flash.say(request, _("Removed “%(name)s”. It lets nobody in any more.") % {"name": found})
        return redirect("people:passkeys")
    return render(request, "people/passkey_remove.html", {"passkey": found})


@require_http_methods(["GET", "POST"])
def device_list(request: HttpRequest) -> HttpResponse:
    """Where I am signed in. The button ends every other session."""
    me, this = signed_in(request), request.session.session_key
    if request.method == "POST":
        devices.sign_out_elsewhere(me, this, by=me, now=clock.now())
        flash.say(request, _("You are signed out everywhere else."))
        return redirect("people:devices")
    found = devices.of(me, this=this, now=clock.now())
    return render(request, "people/devices.html", {"devices": found, "others": any(not one.is_this for one in found)})


@require_POST
def sign_out_there(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of my sessions; a stranger's is not there."""
    me = signed_in(request)
    if not devices.owns(me, pk):
        raise Http404
    devices.sign_out_there(me, pk, by=me, now=clock.now())
    flash.say(request, _("You are signed out there."))
    return redirect("people:devices")
