"""The steps of an import: file, columns, check, done (screen 3)."""

from __future__ import annotations

import contextlib
import uuid
from datetime import datetime
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from kombu.exceptions import OperationalError

from core import clock
from core.doors import signed_in
from core.exporting import Listing, as_file, download
from core.wording import moment
from people import rules
from people.columns import ColumnError
from people.import_forms import ColumnsForm, FileForm
from people.importing import running
from people.models import ImportJob
from people.tables import TableError
from people.tasks import run_imports

Status = ImportJob.Status
LISTS = ("new", "changed", "unchanged", "leaving", "absent")


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
    jobs = ImportJob.objects.visible_to(me).of("people").unfinished().order_by("-made_at")[:5]
    return render(request, "people/import_file.html", {"form": form, "jobs": jobs})


@require_safe
def import_job(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Whatever step the import is at."""
    found = _job(request, job)
    if found.status == Status.COLUMNS:
        return _columns_page(request, found, _columns_form(found))
    if found.status == Status.CHECK:
        return _check_page(request, found)
    if found.status in (Status.WAITING, Status.RUNNING):
        return render(request, "people/import_running.html", {"job": found})
    importer = running.importer(found)
    context = {"job": found, "report": running.report_of(found), "home": importer.home(found.about)}
    response = render(request, importer.templates["done"], context)
    if request.headers.get("HX-Request"):
        # The bar that asked is gone; the whole page takes its place.
        response["HX-Refresh"] = "true"
    return response


@require_POST
def import_columns(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Step 2: which column is what."""
    found = _job(request, job)
    form = _columns_form(found, request.POST)
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
    found = _job(request, job)
    form = running.importer(found).answers_form(request.POST)
    if form.is_valid():
        running.answer(found, by=signed_in(request), **form.cleaned_data, now=clock.now())
    return redirect("people:import_job", job=found.pk)


@require_POST
def import_start(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """Yes: a worker takes it from here. Answers that were not sent yet are taken along and may stop it."""
    found, me, now = _job(request, job), signed_in(request), clock.now()
    form = running.importer(found).answers_form(request.POST)
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
    found = _job(request, job)
    running.give_up(found, by=signed_in(request), now=clock.now())
    return redirect(running.importer(found).home(found.about))


def _cells(row: dict[str, Any]) -> list[str]:
    """A name, and what changes about it, old → new, or what else there is to say."""
    lines = [f"{line['field']}: {line['old']} → {line['new']}" for line in row.get("lines", [])]
    return [row["name"], "; ".join([*lines, *row.get("facts", [])])]


@require_safe
def import_list(request: HttpRequest, job: uuid.UUID, which: str) -> HttpResponseBase:
    """The people behind one of the counts, old → new."""
    found = _job(request, job)
    key, title = running.importer(found).lists().get(which, ("", ""))
    if not key:
        raise Http404
    labels = running.labels_of(found)
    rows = [_listed(labels, row) for row in running.report_of(found).get(key, [])]
    if file := download(request, Listing(f"import-{which}", [_("Name"), _("Changes")], rows, _cells)):
        return file
    return render(request, "people/import_list.html", {"job": found, "title": title, "rows": rows})


@require_safe
def import_left_out(request: HttpRequest, job: uuid.UUID) -> HttpResponseBase:
    """The rows that were left out, to mend and import again."""
    headings, *rows = running.report_of(_job(request, job)).get("left_out") or [[]]
    return as_file(request, Listing("left-out", headings, rows, lambda row: row), "csv")


def _job(request: HttpRequest, key: uuid.UUID) -> ImportJob:
    """404 too for whoever started it and has no right to it any more."""
    me = signed_in(request)
    job: ImportJob = get_object_or_404(ImportJob.objects.visible_to(me), pk=key)
    if not running.importer(job).may(me, job.about):
        raise Http404
    return job


def _columns_page(request: HttpRequest, job: ImportJob, form: ColumnsForm) -> HttpResponse:
    return render(request, "people/import_columns.html", {"job": job, "form": form})


def _columns_form(job: ImportJob, data: Any = None) -> ColumnsForm:
    importer = running.importer(job)
    choose = partial(importer.choose, about=job.about)
    return ColumnsForm(data, table=running.table_of(job), labels=importer.labels(job.about), choose=choose)


def _check_page(request: HttpRequest, job: ImportJob) -> HttpResponse:
    report = running.report_of(job)
    leaving = report.get("left", 0) + (report.get("absent", 0) if job.complete else 0)
    checked_at = datetime.fromisoformat(report["checked_at"])
    as_of = _("As of %(moment)s") % {"moment": moment(checked_at, clock.today(timezone.get_current_timezone_name()))}
    context = {"job": job, "report": report, "leaving": leaving, "as_of": as_of, "labels": running.labelled(job)}
    context["zone"] = clock.zone_here()
    context["enrolled"] = sum(len(names) for names in report.get("enrolled", {}).values())
    return render(request, running.importer(job).templates["check"], context)


def _listed(labels: dict[str, str], row: Any) -> dict[str, Any]:
    """A line of a list: a name; with it what changes, or what else there is to say."""
    if isinstance(row, str):
        return {"name": row}
    return {**row, "lines": _lines(labels, row)} if "before" in row else row


def _lines(labels: dict[str, str], row: dict[str, Any]) -> list[dict[str, str]]:
    """Field by field, what it was and what it becomes."""
    before, after = row["before"], row["after"]
    pairs = ((name, before.get(name, ""), after[name]) for name in after)
    return [
        {"field": labels.get(name, name), "old": old or _("nothing"), "new": new or _("nothing")}
        for name, old, new in pairs
        if old != new
    ]
