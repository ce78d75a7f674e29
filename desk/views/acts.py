"""What the people who run a program do about a pair."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock, flash
from core.doors import signed_in
from core.returning import leads_back
from relationships.models import Relationship


@require_http_methods(["GET", "POST"])
def end_for_leaver(request: HttpRequest, pair: UUID) -> HttpResponse:
    """End a pair of which somebody has left, after reading what that means."""
    me = signed_in(request)
    leads_back(request, reverse("desk:inbox"))
    found = get_object_or_404(Relationship.objects.visible_to(me).for_page(), pk=pair)
    if request.method == "POST":
        found.end_for_leaver(by=me, now=clock.now())
        names = {"learner": found.learner.name, "guide": found.guide.name}
        flash.say(request, _("%(learner)s and %(guide)s: it has ended.") % names)
        return redirect("desk:inbox")
    found.require_end_for_leaver(me)
    other = found.other(found.leaver) if found.leaver else None
    context = {"pair": found, "verb": found.rules_of_kind.ENDING_WORDS["end_link"], "other": other}
    return render(request, "desk/end_for_leaver.html", context)
