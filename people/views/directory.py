"""The directory, for the people who bring others in."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock, flash
from core.doors import signed_in
from core.errors import NotYours
from core.exporting import Listing, download
from people import profiles, rules
from people.forms import PersonForm
from people.models import User

PAGE = 50


@require_safe
def people(request: HttpRequest) -> HttpResponseBase:
    """Everyone in the directory, found by name, e-mail or id."""
    me = signed_in(request)
    _only_who_brings_people_in(me)
    words = request.GET.get("q", "").strip()
    rows = User.objects.visible_to(me).search(words).order_by("family_name", "given_name", "id")
    rows = rows.select_related("manager")
    if file := download(request, _listing(rows)):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/people.html", {"page": page, "words": words})


def _listing(rows: Any) -> Listing:
    left = _("Has left")
    headings = [_("Name"), _("Title"), _("Department"), _("E-mail"), _("Manager"), left]
    return Listing(
        "people", headings, rows,
        lambda person: [
            person.name, person.title, person.department, person.email, person.manager and person.manager.name,
            "" if person.is_active else left,
        ],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    me = signed_in(request)
    _only_who_brings_people_in(me)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added = profiles.add(by=me, now=clock.now(), **form.cleaned_data)
        flash.say(request, _("%(name)s is in the directory.") % {"name": added.name})
        return redirect("people:person", added.pk)
    return render(request, "people/add_person.html", {"form": form})


def _only_who_brings_people_in(user: User) -> None:
    if not rules.may_import(user):
        raise NotYours(_("Only the people who run a program see the directory."))
