"""The directory, for the people who bring others in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock, flash
from core.addresses import to_each
from core.doors import signed_in
from core.errors import NotPossible, NotYours
from core.exporting import Listing, download
from people import names, profiles, rules
from people.forms import AddPersonForm, CorrectPersonForm
from people.models import User

PAGE = 50


@require_safe
def people(request: HttpRequest) -> HttpResponseBase:
    """Everyone in the directory, found by name, e-mail or id."""
    me = signed_in(request)
    _only_who_brings_people_in(me)
    words = request.GET.get("q", "").strip()
    rows = User.objects.visible_to(me).search(words).order_by("family_name", "given_name", "id")
    if file := download(request, _listing(rows.select_related("manager"))):
        return file
    page = Paginator(_as_values(rows), PAGE).get_page(request.GET.get("page"))
    page.object_list = _lines(page.object_list)
    return render(request, "people/people.html", {"page": page, "words": words})


def _as_values(people: Any) -> Any:
    """What a line says of a person: whole people would cost more than all the rest of the page."""
    managers = [f"manager__{name}" for name in names.COLUMNS]
    return people.values("pk", "title", "department", "email", "is_active", "manager_id", *names.COLUMNS, *managers)


def _lines(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each with its address and the names in full."""
    person = to_each("people:person")
    return [
        {
            **row, "url": person(row["pk"]), "name": names.whole(row["given_name"], row["family_name"]),
            "manager": row["manager_id"] and names.whole(row["manager__given_name"], row["manager__family_name"]),
        }
        for row in rows
    ]  # fmt: skip


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
    form = AddPersonForm(request.POST or None, me=me)
    if request.method == "POST" and form.is_valid():
        added = profiles.add(by=me, now=clock.now(), **form.cleaned_data)
        flash.say(request, _("%(name)s is in the directory.") % {"name": added.name})
        return redirect("people:person", added.pk)
    return render(request, "people/add_person.html", {"form": form})


@require_http_methods(["GET", "POST"])
def correct_person(request: HttpRequest, person: UUID) -> HttpResponse:
    """A name, a manager or a leaving date that changed between two files."""
    me = signed_in(request)
    found = get_object_or_404(User.objects.visible_to(me).select_related("manager"), pk=person)
    profiles.require_correctable(found, me)
    typed = User.objects.visible_to(me).select_related("manager").get(pk=found.pk)  # the form writes into it
    form = CorrectPersonForm(request.POST or None, me=me, instance=typed)
    if request.method == "POST" and form.is_valid():
        try:
            profiles.correct(found, by=me, now=clock.now(), **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            flash.say(request, _("Saved. The directory says it from now on; a later file may say otherwise."))
            return redirect("people:person", found.pk)
    return render(request, "people/correct_person.html", {"form": form, "person": found})


def _only_who_brings_people_in(user: User) -> None:
    if not rules.may_import(user):
        raise NotYours(_("Only the people who run a program see the directory."))
