"""Marks on a pair, and the waiting list for somebody without one."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import clock, flash
from core.doors import signed_in
from pairing import deciding, running
from pairing.models import Decision, Match, Unmatched


@require_POST
def decide(request: HttpRequest, match: UUID) -> HttpResponse:
    """Keep these two, not these two, leave out."""
    me, what = signed_in(request), request.POST.get("what", "")
    if what not in Decision.What.values:
        raise Http404
    found = get_object_or_404(Match.objects.visible_to(me).for_page(), pk=match)
    mark = deciding.decide(found, what, by=me, now=clock.now())
    flash.say(request, _said(mark), undo=reverse("pairing:undo", args=[mark.pk]))
    return redirect("pairing:run", found.run_id)


@require_POST
def undo(request: HttpRequest, decision: UUID) -> HttpResponse:
    """Take a mark back."""
    me = signed_in(request)
    rows = Decision.objects.visible_to(me).select_related("program")
    found = get_object_or_404(rows, pk=decision)
    deciding.undo(found, by=me, now=clock.now())
    flash.say(request, _("Undone. The next pairing knows nothing of it."))
    newest = running.newest_run(found.program)
    return redirect("pairing:run", newest.pk) if newest else redirect("pairing:program", found.program_id)


@require_POST
def waitlist(request: HttpRequest, unmatched: UUID) -> HttpResponse:
    """Somebody for whom there is nobody goes back on the waiting list."""
    me = signed_in(request)
    found = get_object_or_404(Unmatched.objects.visible_to(me).for_page(), pk=unmatched)
    deciding.wait(found, by=me, now=clock.now())
    words = _("%(name)s is on the waiting list.") % {"name": found.learner.person.name}
    flash.say(request, words)
    return redirect("pairing:run", found.run_id)


def _said(mark: Decision) -> str:
    names = {"learner": mark.learner.person.name, "guide": mark.guide.person.name if mark.guide else ""}
    words = {
        Decision.What.KEEP: _("%(learner)s and %(guide)s are kept."),
        Decision.What.FORBID: _("%(learner)s and %(guide)s will not be paired."),
        Decision.What.LEAVE_OUT: _("%(learner)s is left out."),
    }
    return words[Decision.What(mark.what)] % names
