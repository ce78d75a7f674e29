"""A pair of one's own choice, under the same hard rules."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock, flash
from core.doors import signed_in
from core.errors import NotPossible
from pairing import deciding
from pairing.forms import ByHandForm
from pairing.models import Run


@require_http_methods(["GET", "POST"])
def by_hand(request: HttpRequest, run: UUID) -> HttpResponse:
    """Pick two people; what stands against it is said at once, and the form comes back filled."""
    me = signed_in(request)
    found = get_object_or_404(Run.objects.visible_to(me).select_related("program").defer("frozen"), pk=run)
    form = ByHandForm(found, me, request.POST or None, initial={"learner": request.GET.get("learner")})
    if request.method == "POST" and form.is_valid():
        learner, guide = form.cleaned_data["learner"], form.cleaned_data["guide"]
        try:
            deciding.pair_by_hand(found, learner, guide, by=me, now=clock.now())
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            names = {"learner": learner.person.name, "guide": guide.person.name}
            flash.say(request, _("%(learner)s and %(guide)s are kept. Pair again to see it.") % names)
            return redirect("pairing:run", found.pk)
    return render(request, "pairing/by_hand.html", {"form": form, "run": found, "program": found.program})
