"""My data: what is kept about me, and a copy of it."""

from __future__ import annotations

import json
from uuid import UUID

from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock, flash
from core.doors import signed_in
from core.errors import NotYours
from desk.forms import CopyForm
from desk.own import copying, erasing, looking
from desk.own.holdings import GROUPS
from people import profiles
from people.models import DeletionRequest, User

PAGE = 50


@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """What Manyhands knows about me, in groups."""
    me = signed_in(request)
    asked = DeletionRequest.objects.visible_to(me).filter(person=me).first()
    due_on = erasing.due_on(asked, me) if asked else None
    return render(request, "desk/own_data.html", {"groups": GROUPS, "asked": asked, "due_on": due_on})


@require_safe
def own_group(request: HttpRequest, group: str) -> HttpResponse:
    """One group, row by row."""
    me = signed_in(request)
    if group not in GROUPS:
        raise Http404
    tables = copying.group_of(me, group, clock.now())
    return render(request, "desk/own_group.html", {"title": GROUPS[group], "tables": tables})


@require_safe
def who_looked(request: HttpRequest) -> HttpResponse:
    """What people who run things opened or did about me."""
    me = signed_in(request)
    page = Paginator(looking.who_looked(me), PAGE).get_page(request.GET.get("page"))
    names = looking.names_of({row.actor_id for row in page.object_list}, me)
    rows = [looking.in_words(row, names) for row in page.object_list]
    return render(request, "desk/who_looked.html", {"page": page, "rows": rows})


@require_POST
def own_copy(request: HttpRequest) -> HttpResponse:
    """All of it as one file: JSON for programs, or a page that stands by itself."""
    me, form = signed_in(request), CopyForm(request.POST)
    as_page = form.is_valid() and form.cleaned_data["form"] == "html"
    copied = copying.copy_of(me, by=me, now=clock.now())
    if as_page:
        # Not the frame of our pages: the file is opened from a disk.
        body, kind = str(render_to_string("desk/own_copy.html", {"copy": copied, "person": me})), "html"
    else:
        body, kind = json.dumps(copied, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False), "json"
    response = HttpResponse(body, content_type=f"{'text/html' if as_page else 'application/json'}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="my-data.{kind}"'
    return response


@require_POST
def ask_for_deletion(request: HttpRequest) -> HttpResponse:
    """Ask the organization admins to erase everything about me, or take that back."""
    me = signed_in(request)
    if "take_back" in request.POST:
        profiles.take_back_deletion(me, by=me, now=clock.now())
        flash.say(request, _("You stay. Nothing is erased."))
    else:
        profiles.ask_for_deletion(me, by=me, now=clock.now())
        flash.say(request, _("Asked. The organization admins see it. For seven days you can take it back."))
    return redirect("desk:own_data")


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, person: UUID) -> HttpResponse:
    """The end of everything about somebody, for organization admins, after reading what that means."""
    me = signed_in(request)
    found = get_object_or_404(User.objects.visible_to(me), pk=person)
    if not erasing.may_erase(me):
        raise NotYours(_("Only an organization admin can erase somebody."))
    if request.method == "POST" and "note" in request.POST:
        profiles.ask_for_deletion(found, by=me, now=clock.now())
        flash.say(request, _("Noted. In seven days it can be carried out."))
        return redirect("desk:erase", found.pk)
    if request.method == "POST" and "take_back" in request.POST:
        profiles.take_back_deletion(found, by=me, now=clock.now())
        flash.say(request, _("Taken back. Nothing is erased."))
        return redirect("people:person", found.pk)
    if request.method == "POST":
        name = found.name
        erasing.erase(found, by=me, now=clock.now())
        flash.say(request, _("Everything about %(name)s is erased.") % {"name": name})
        return redirect("desk:home")
    asked = DeletionRequest.objects.visible_to(me).filter(person=found).first()
    context = {
        "person": found,
        "in_the_way": erasing.in_the_way(found),
        "asked": asked,
        "may_take_back": asked is not None and profiles.may_take_back_deletion(found, me),
        "due_on": erasing.due_on(asked, me) if asked else None,
        "is_due": asked is not None and asked.asked_at <= clock.now() - erasing.COOL_OFF,
    }
    return render(request, "desk/erase.html", context)
