"""Publishing the pairs of a run, from the dialog or from a page of its own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core import clock
from core.doors import signed_in
from pairing import publishing
from pairing.models import Run
from pairing.views.runs import publishing_facts


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, run: UUID) -> HttpResponse:
    """What publishing does, in numbers; then it is done, and what had to be put back is shown."""
    me = signed_in(request)
    found = get_object_or_404(Run.objects.visible_to(me).select_related("program").defer("frozen"), pk=run)
    if request.method == "POST":
        out = publishing.publish(found, by=me, now=clock.now())
        messages.success(request, out.sentence(found.program.words))
        back = reverse("pairing:run", args=[found.pk])
        return redirect(f"{back}?show=put_back" if out.put_back else back)
    context = {"run": found, "program": found.program, **publishing_facts(found)}
    return render(request, "pairing/publish.html", context)
