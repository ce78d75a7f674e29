"""Bringing in pairs that run already: the first step, the file. The other steps are those of every import."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core import clock
from core.doors import signed_in
from pairing.importing.columns import labels_of
from pairing.views.programs import program_to_pair
from people.columns import ColumnError
from people.import_forms import FileForm
from people.importing import running
from people.models import ImportJob
from people.tables import TableError


@require_http_methods(["GET", "POST"])
def import_pairs(request: HttpRequest, program: UUID) -> HttpResponse:
    """Step 1: the file."""
    found, me = program_to_pair(request, program), signed_in(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            job = running.receive(
                by=me, file_name=file.name, content=file.read(), now=clock.now(), what="pairs", about=found.pk
            )
        except (TableError, ColumnError) as error:
            form.add_error("file", str(error))
        else:
            return redirect("people:import_job", job=job.pk)
    jobs = ImportJob.objects.visible_to(me).of("pairs", found.pk).unfinished().order_by("-made_at")[:5]
    context = {"form": form, "jobs": jobs, "program": found, "labels": list(labels_of(found.kind).values())}
    return render(request, "pairing/import_file.html", context)
