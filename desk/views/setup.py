"""The first run: organization, mail, people, a first program. Each step has a page of its own and may be skipped."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock, flash
from core.doors import signed_in
from core.errors import NotPossible
from core.models import Organization
from desk import setup
from people import organization, profiles
from people.forms import MailTestForm, OrganizationForm
from people.models import User
from programs import templates
from programs.forms import NewProgramForm


def _org_admin(request: HttpRequest) -> User:
    me: User = signed_in(request)
    organization.require(me)
    return me


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """To the first step that is open. Once there is a program: home, or to one's own address if nobody knows it."""
    me = _org_admin(request)
    if setup.is_over():
        return redirect("desk:home" if me.email else "people:profile")
    return redirect(setup.first_open()[1].route)


@require_http_methods(["GET", "POST"])
def of_organization(request: HttpRequest) -> HttpResponse:
    """What it is called, where its days begin, and who is at the screen."""
    me = _org_admin(request)
    here = Organization.here()
    names = {name: getattr(me, name) for name in ("given_name", "family_name")}
    form = OrganizationForm(request.POST or None, instance=here, initial=names)
    was = here.time_zone
    if request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, clock.now()
        organization.describe(name=said["name"], time_zone=said["time_zone"], by=me, now=now)
        own = {name: said[name] for name in names}
        if me.time_zone == was:  # nobody has said this admin's own
            own["time_zone"] = said["time_zone"]
        profiles.edit(me, by=me, now=now, **own)
        flash.say(request, _("Saved. This is the organization from now on."))
        return redirect("desk:home" if setup.is_over() else "desk:setup_mail")
    return render(request, "desk/setup_organization.html", {"form": form, **setup.page("desk:setup_organization")})


@require_http_methods(["GET", "POST"])
def of_mail(request: HttpRequest) -> HttpResponse:
    """A test mail to one's own address; to a new one goes the link that makes it one's own."""
    me = _org_admin(request)
    form = MailTestForm(request.POST or None, initial={"email": me.email})
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        try:
            organization.test_mail(address, by=me, now=clock.now())
        except NotPossible as refusal:
            form.add_error("email", str(refusal))
        else:
            flash.say(request, _after_mail(address, is_own=address == me.email))
            return redirect("desk:setup_mail")
    tested = Organization.here().mail_tested_at
    context = {"form": form, "tested": tested, **setup.page("desk:setup_mail")}
    return render(request, "desk/setup_mail.html", context)


def _after_mail(address: str, *, is_own: bool) -> str:
    if not settings.EMAIL_IS_SENT:
        written = _("Written into the folder var/mail, because EMAIL_URL is not set.")
        if is_own:
            return written
        opened = _("Open the link in it before you sign out: only then can you sign in again with this address.")
        return f"{written} {opened}"
    if is_own:
        return _("A test mail is on its way to %(address)s. Look whether it arrived.") % {"address": address}
    words = _(
        "A link is on its way to %(address)s. Open it to make this your address: then sign in with a mailed code."
    )
    return words % {"address": address}


@require_safe
def of_people(request: HttpRequest) -> HttpResponse:
    """To the import of people, or past it."""
    me = _org_admin(request)
    others = User.objects.visible_to(me).active().filter(is_org_admin=False).count()
    return render(request, "desk/setup_people.html", {"others": others, **setup.page("desk:setup_people")})


@require_http_methods(["GET", "POST"])
def of_program(request: HttpRequest) -> HttpResponse:
    """A first program from a template; then its page, which says what comes next."""
    me = _org_admin(request)
    if setup.is_over():
        return redirect("programs:new")
    form = NewProgramForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = templates.make(form.cleaned_data["name"], form.cleaned_data["template"], by=me, now=clock.now())
        except NotPossible as refusal:
            form.add_error("name", str(refusal))
        else:
            flash.say(request, _("It is set up and nobody has been written to. Read it, and change what you like."))
            return redirect("programs:program", made.pk)
    return render(request, "desk/setup_program.html", {"form": form, **setup.page("desk:setup_program")})
