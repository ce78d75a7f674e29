"""Publishing the pairs of a run, from the dialog or from a page of its own."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock, flash, wording
from core.doors import signed_in
from pairing import publishing
from pairing.forms import PublishForm
from pairing.models import Run
from pairing.views.runs import publishing_facts


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, run: UUID) -> HttpResponse:
    """What publishing does, in numbers; then it is done, and what had to be put back is shown."""
    me = signed_in(request)
    found = get_object_or_404(Run.objects.visible_to(me).select_related("program").defer("frozen"), pk=run)
    today = clock.today(me.time_zone)
    form = PublishForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        told_on = form.cleaned_data["told_on"]
        out = publishing.publish(found, by=me, now=clock.now(), told_on=told_on)
        later = _("The mails go out on %(day)s.") % {"day": wording.day(told_on, today)} if told_on else ""
        flash.say(request, f"{out.sentence(found.program.words)} {later}".strip())
        back = reverse("pairing:run", args=[found.pk])
        return redirect(f"{back}?show=put_back" if out.put_back else back)
    context = {"run": found, "program": found.program, "form": form, **publishing_facts(found)}
    return render(request, "pairing/publish.html", context)
