"""What somebody who runs a program does in a pair's place: what happens, why, and then it is done."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core import clock, flash
from core.doors import signed_in
from core.returning import leads_back
from desk.on_behalf import DEEDS
from relationships import on_behalf
from relationships.models import Relationship


@require_http_methods(["GET", "POST"])
def deed(request: HttpRequest, pair: UUID, key: str) -> HttpResponse:
    """The page of one act. Who comes too late reads how it stands, with the way back to the facts."""
    me, now, found = signed_in(request), clock.now(), DEEDS[key]
    it = get_object_or_404(Relationship.objects.visible_to(me).for_page(), pk=pair)
    on_behalf.require(it, me)
    leads_back(request, reverse("desk:facts", args=[it.pk]))
    form = found.form(request.POST if request.method == "POST" else None, me=me, pair=it, now=now)
    if request.method == "POST" and form.is_valid():
        found.do(it, form.cleaned_data, by=me, now=now)
        flash.say(request, found.done(it, form.cleaned_data))
        return redirect("desk:facts", it.pk)
    if request.method == "GET":
        found.require(it, by=me, now=now)
    context = {"form": form, "pair": it, "label": found.label(it), "says": found.says(it), "is_rare": found.is_rare}
    return render(request, "desk/on_behalf.html", context)
