"""The steps of an import: file, columns, check, done (screen 3)."""

from __future__ import annotations

import contextlib
import uuid
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from core import clock
from core.doors import signed_in
from core.wording import moment
from people import rules
from people.columns import ColumnError
from people.import_forms import AnswersForm, ColumnsForm, FileForm
from people.importing import running
from people.importing.reading import as_csv
from people.models import ImportJob, organization_zone
from people.tables import TableError
from people.tasks import run_imports

Status = ImportJob.Status
LISTS = {
    "new": "new_names",
    "changed": "changes",
    "unchanged": "unchanged_names",
    "leaving": "leaving",
    "absent": "absent_names",
}


@require_http_methods(["GET", "POST"])
def import_people(request: HttpRequest) -> HttpResponse:
    """Step 1: the file. Says in one sentence why it cannot be read."""
    me = signed_in(request)
    if not rules.may_import(me):
        raise PermissionDenied
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            job = running.receive(by=me, file_name=file.name, content=file.read(), now=clock.now())
        except (TableError, ColumnError) as error:
            form.add_error("file", str(error))
        else:
            return redirect("people:import_job", job=job.pk)
    jobs = ImportJob.objects.visible_to(me).unfinished().order_by("-made_at")[:5]
    return render(request, "people/import_file.html", {"form": form, "jobs": jobs})


@require_safe
def import_job(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Whatever step the import is at."""
    found = _job(request, job)
    if found.status == Status.COLUMNS:
        return _columns_page(request, found, ColumnsForm(table=running.table_of(found)))
    if found.status == Status.CHECK:
        return _check_page(request, found)
    if found.status in (Status.WAITING, Status.RUNNING):
        return render(request, "people/import_running.html", {"job": found})
    response = render(request, "people/import_done.html", {"job": found, "report": running.report_of(found)})
    if request.headers.get("HX-Request"):
        # The bar that asked is gone; the whole page takes its place.
        response["HX-Refresh"] = "true"
    return response


@require_POST
def import_columns(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Step 2: which column is what."""
    found = _job(request, job)
    form = ColumnsForm(request.POST, table=running.table_of(found))
    if not form.is_valid():
        return _columns_page(request, found, form)
    running.choose(
        found, by=signed_in(request), asked=form.cleaned_data["asked"],
        email_domain=form.cleaned_data["email_domain"], now=clock.now(),
    )  # fmt: skip
    return redirect("people:import_job", job=found.pk)


@require_POST
def import_answers(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Step 3: the questions; the counts are worked out anew. The same button may say yes to them."""
    found, form = _job(request, job), AnswersForm(request.POST)
    if form.is_valid():
        running.answer(found, by=signed_in(request), **form.cleaned_data, now=clock.now())
    return redirect("people:import_job", job=found.pk)


@require_POST
def import_start(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Yes: a worker takes it from here. Answers that were not sent yet are taken along and may stop it."""
    found, me, now = _job(request, job), signed_in(request), clock.now()
    form = AnswersForm(request.POST)
    if form.is_valid() and running.differs(found, **form.cleaned_data):
        running.answer(found, by=me, **form.cleaned_data, now=now)
        return redirect("people:import_job", job=found.pk)
    running.start(found, by=me, now=now)
    with contextlib.suppress(OperationalError):
        # Without a broker the next sweep finds the row.
        run_imports.delay()
    return redirect("people:import_job", job=found.pk)


@require_POST
def import_give_up(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Another file: this one is forgotten."""
    running.give_up(_job(request, job), by=signed_in(request), now=clock.now())
    return redirect("people:import_people")


@require_safe
def import_list(request: HttpRequest, job: uuid.UUID, which: str) -> HttpResponse:
    """The people behind one of the counts, old → new."""
    found = _job(request, job)
    rows = running.report_of(found).get(LISTS[which], [])
    people = [{"name": row} if isinstance(row, str) else {**row, "lines": _lines(row)} for row in rows]
    return render(request, "people/import_list.html", {"job": found, "which": which, "people": people})


@require_safe
def import_left_out(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """The rows that were left out, to mend and import again."""
    rows = running.report_of(_job(request, job)).get("left_out", [])
    response = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="left-out.csv"'
    return response


def _job(request: HttpRequest, key: uuid.UUID) -> ImportJob:
    job: ImportJob = get_object_or_404(ImportJob.objects.visible_to(signed_in(request)), pk=key)
    return job


def _columns_page(request: HttpRequest, job: ImportJob, form: ColumnsForm) -> HttpResponse:
    return render(request, "people/import_columns.html", {"job": job, "form": form})


def _check_page(request: HttpRequest, job: ImportJob) -> HttpResponse:
    report = running.report_of(job)
    leaving = report["left"] + (report["absent"] if job.complete else 0)
    checked_at = datetime.fromisoformat(report["checked_at"])
    as_of = _("As of %(moment)s") % {"moment": moment(checked_at, clock.today(timezone.get_current_timezone_name()))}
    context = {"job": job, "report": report, "leaving": leaving, "as_of": as_of, "labels": running.labelled(report)}
    context["zone"] = organization_zone()
    return render(request, "people/import_check.html", context)


def _lines(row: dict[str, Any]) -> list[dict[str, str]]:
    """Field by field, what it was and what it becomes."""
    before, after = row["before"], row["after"]
    pairs = ((name, before.get(name, ""), after[name]) for name in after)
    return [
        {"field": running.label_of(name), "old": old or _("nothing"), "new": new or _("nothing")}
        for name, old, new in pairs
        if old != new
    ]
