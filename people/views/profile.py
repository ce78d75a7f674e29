"""One's own profile, and the public profile of others."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock, flash
from core.doors import signed_in
from core.errors import NotPossible
from people import addresses, invitations, passkeys, profiles, rules
from people.forms import AddressForm, ProfileForm
from people.models import PersonSkill, User


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """My profile: what others read about me, my address, how I sign in."""
    me = signed_in(request)
    form = ProfileForm(request.POST or None, instance=User.objects.visible_to(me).get(pk=me.pk), initial=_initial(me))
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in profiles.OWN_FIELDS if name in form.cleaned_data}
        offers, wants = form.cleaned_data["offers"], form.cleaned_data["wants"]
        profiles.edit(me, by=me, now=clock.now(), offers=offers, wants=wants, **fields)
        flash.say(request, _("Saved. Others see it like this from now on."))
        return redirect("people:profile")
    ways_in = {"has_password": me.has_usable_password(), "passkeys": passkeys.of(me).count()}
    return render(request, "people/profile.html", {"form": form, **ways_in})


def _initial(person: User) -> dict[str, str]:
    skills = (
        PersonSkill.objects.visible_to(person).filter(person=person).select_related("skill").order_by("skill__name")
    )
    by_direction: dict[str, list[str]] = {"offered": [], "wanted": []}
    for row in skills:
        by_direction[row.direction].append(row.skill.name)
    return {
        "offers": ", ".join(by_direction["offered"]),
        "wants": ", ".join(by_direction["wanted"]),
        "languages": ", ".join(person.languages),
    }


@require_http_methods(["GET", "POST"])
def address(request: HttpRequest, person: UUID) -> HttpResponse:
    """Ask for another work address: one's own, or, for whoever runs a program, somebody else's."""
    me = signed_in(request)
    found = get_object_or_404(User.objects.visible_to(me), pk=person)
    addresses.require(found, me)
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            addresses.ask(found, form.cleaned_data["email"], by=me, now=clock.now())
        except NotPossible as refusal:
            form.add_error("email", str(refusal))
        else:
            flash.say(request, _("A link is on its way to the new address. It counts once it is opened."))
            return redirect("people:profile" if found == me else "people:person", *([] if found == me else [found.pk]))
    return render(request, "people/address.html", {"form": form, "person": found})


@require_safe
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    """A public profile: name, role, skills. What a program admin may do with it stands at its end."""
    me = signed_in(request)
    found = get_object_or_404(User.objects.visible_to(me).select_related("manager"), pk=person)
    reads_directory = rules.may_import(me)
    if found != me and reads_directory:
        profiles.look_at(found, by=me, now=clock.now())
    skills = PersonSkill.objects.visible_to(me).filter(person=found).select_related("skill").order_by("skill__name")
    context = {
        "person": found,
        "reads_directory": reads_directory,
        "may_erase": me.is_org_admin and found != me,
        "offered": [row.skill.name for row in skills if row.direction == PersonSkill.Direction.OFFERED],
        "roles": found.roles_held.order_by("-from_on", "title"),
        "may_change_address": addresses.may_ask(found, me),
        "may_make_link": rules.may_let_in(me, found) and found.is_active and found.last_login is None,
    }
    return render(request, "people/person.html", context)


@require_POST
def invitation_link(request: HttpRequest, person: UUID) -> HttpResponse:
    """A way in for one person who was never here, for whoever runs a program to hand over; shown this once."""
    me = signed_in(request)
    found = get_object_or_404(User.objects.visible_to(me), pk=person)
    path = "/" if found.email else reverse("people:profile")
    made = invitations.invite(found, path, by=me, now=clock.now())
    context = {"person": found, "link": invitations.link_of(made), "until": made.expires_at}
    return render(request, "people/invitation_link.html", context)
