"""The steps of an import in the browser, each a verb: receive, choose columns, answer, start; and the run itself.

`ImportJob` carries the facts; the task only kicks `run_next`. A worker that dies leaves a lease that runs out, and the
next kick finishes the import (applying again changes nothing that is done).
"""

import json
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import NotPossible
from core.failures import is_away
from core.verbs import verb
from people.importing.claims import Claim, Lost
from people.importing.importers import AnyPlan, Importer, emptied, importer_of
from people.importing.reading import keep_columns, pack, rows_left_out, unpack
from people.models import ImportJob, User
from people.readers import written_for
from people.tables import Table, read_table

KEPT_FOR = timedelta(days=1)
REPORT_KEPT_FOR = timedelta(days=30)
Status = ImportJob.Status
log = logging.getLogger(__name__)


def receive(
    *, by: User, file_name: str, content: bytes, now: datetime, what: str = "people", about: UUID | None = None
) -> ImportJob:
    """Reads an uploaded file and keeps it, sealed, without birth dates and their like. Raises TableError, and
    ColumnError for a file without what cannot be missing (names, in a file of people)."""
    _permit(importer_of(what), by, about)
    table = keep_columns(read_table(content))
    importer_of(what).require(table, about)
    return _keep(table, by=by, file_name=file_name, what=what, about=about, now=now)


@verb("import.receive")
def _keep(
    table: Table, *, by: User, file_name: str, now: datetime, what: str = "people", about: UUID | None = None
) -> ImportJob:
    return ImportJob.objects.create(
        by=by, file_name=file_name[:200], what=what, about=about, status=Status.COLUMNS, made_at=now,
        total=len(table.rows), content=pack(table),
    )  # fmt: skip


def choose(job: ImportJob, *, by: User, asked: Mapping[str, str], email_domain: str, now: datetime) -> None:
    """Takes the columns: from here on only the mapped ones are kept. Raises ColumnError."""
    _permit(importer(job), by, job.about)
    table = table_of(job)
    columns = importer(job).choose(table, asked, job.about)
    job.asked, job.email_domain = dict(asked), email_domain.strip().lstrip("@").lower()
    job.content = pack(keep_columns(table, set(columns.columns.values())))
    _check(job, now)
    _take_columns(job, by=by, now=now)


@verb("import.choose")
def _take_columns(job: ImportJob, *, by: User, now: datetime) -> None:
    _move(job, (Status.COLUMNS,), Status.CHECK)
    job.save(update_fields=["asked", "email_domain", "content", "report"])


def answer(job: ImportJob, *, by: User, now: datetime, **answers: Any) -> None:
    """Takes the answers to the questions of the check page, by the names of the job's fields, and plans anew."""
    _permit(importer(job), by, job.about)
    for name, value in answers.items():
        setattr(job, name, value)
    _check(job, now)
    _take_answers(job, by=by, now=now)


@verb("import.answer")
def _take_answers(job: ImportJob, *, by: User, now: datetime) -> None:
    _move(job, (Status.CHECK,), Status.CHECK)
    job.save(update_fields=["complete", "contradictions", "allow_leavers", "tells", "report"])


def _check(job: ImportJob, now: datetime) -> AnyPlan:
    """Plans against the directory as it is now; the report is set on the job, not saved."""
    table = table_of(job)
    plan: AnyPlan = importer(job).plan(job, table, now)
    _report(job, table, plan, now)
    return plan


def _report(job: ImportJob, table: Table, plan: AnyPlan, now: datetime) -> None:
    report = {**plan.as_report(), "left_out": rows_left_out(table, plan), "checked_at": now.isoformat()}
    job.report = json.dumps(report, ensure_ascii=False)


@verb("import.start")
def start(job: ImportJob, *, by: User, now: datetime) -> None:
    """Says yes to what the check page shows; a worker takes it from here."""
    _permit(importer(job), by, job.about)
    if report_of(job).get("stopped"):
        raise NotPossible(_("This import is stopped. Answer its question or choose another file."))
    _move(job, (Status.CHECK,), Status.WAITING, started_at=now, done=0)


@verb("import.give_up")
def give_up(job: ImportJob, *, by: User, now: datetime) -> None:
    """Forgets the file before anything was written."""
    _permit(importer(job), by, job.about)
    _move(job, (Status.COLUMNS, Status.CHECK), Status.GIVEN_UP, finished_at=now)
    _forget(job)


def run_next(*, now: datetime) -> bool:
    """Runs one import that waits, or one whose worker has gone. Says whether there was any."""
    job = ImportJob.objects.claimable(now).first()
    if job is None or not (claim := Claim(job, now)).take():
        return False
    try:
        _run_or_fail(claim, now)
    except Lost:
        log.warning("The import %s is no longer this worker's: it stopped", job.pk)
    return True


def _run_or_fail(claim: Claim, now: datetime) -> None:
    try:
        with written_for(claim.job.by):
            _run(claim, now)
    except Exception as error:
        if isinstance(error, Lost) or is_away(error):
            raise  # the database is back sooner than the lease runs out, and then somebody takes it again
        # The job is told apart from the queue at once: one bad import must not come back for ever.
        log.exception("The import %s broke off", claim.job.pk)
        _end(claim, Status.FAILED, now)


def forget_old(*, now: datetime) -> int:
    """Drops files that nobody went on with for a day, and lists of what was left out after a month."""
    ImportJob.objects.filter(finished_at__lt=now - REPORT_KEPT_FOR).update(report=None)
    old = ImportJob.objects.filter(status__in=(Status.COLUMNS, Status.CHECK), made_at__lt=now - KEPT_FOR)
    return old.update(status=Status.GIVEN_UP, finished_at=now, content=None, report=None)


@verb("import.record")
def keep_record(
    plan: AnyPlan, *, by: User | None, file_name: str, now: datetime, what: str = "people", about: UUID | None = None
) -> ImportJob:
    """What an import from the command line did, for the page that says what happened since."""
    return ImportJob.objects.create(
        by=by, file_name=file_name[:200], what=what, about=about, status=Status.DONE, made_at=now, started_at=now,
        finished_at=now, complete=getattr(plan, "complete", False), total=plan.steps, done=plan.steps, **plan.counts(),
    )  # fmt: skip


def importer(job: ImportJob) -> Importer:
    """Who knows what a row of this import is."""
    return importer_of(job.what)


def table_of(job: ImportJob) -> Table:
    """The file as it is kept; raises NotPossible once it is forgotten."""
    if not job.content:
        raise NotPossible(_("This file is no longer kept. Choose it again."))
    return unpack(job.content)


def report_of(job: ImportJob) -> dict[str, Any]:
    """What the last check found."""
    found: dict[str, Any] = json.loads(job.report) if job.report else {}
    return found


def _permit(importer: Importer, by: User, about: UUID | None) -> None:
    if not importer.may(by, about):
        raise PermissionDenied


def _move(job: ImportJob, old: tuple[str, ...], new: str, **fields: Any) -> None:
    """Compare and set: whoever comes second is told."""
    if not ImportJob.objects.filter(pk=job.pk, status__in=old).update(status=new, **fields):
        raise NotPossible(_("This import has already gone on."))
    job.status = new
    for name, value in fields.items():
        setattr(job, name, value)


def _run(claim: Claim, now: datetime) -> None:
    job = claim.job
    # Whoever said yes may have left, or lost the right, before a worker came to it.
    if job.by is None or not importer(job).may(job.by, job.about):
        _refuse(claim, now)
        return
    plan = _check(job, now)
    if plan.stopped:
        _end(claim, Status.STOPPED, now)
        return
    claim.keep(total=plan.steps, done=0)
    importer(job).apply(job, plan, now=now, tell=lambda done: claim.keep(done=done))
    # What could not be written after all has joined the errors.
    _report(job, table_of(job), plan, now)
    _finish(job, claim, plan, by=job.by, now=now)


def _refuse(claim: Claim, now: datetime) -> None:
    words = _(
        "Whoever started this import may no longer import, so it was not carried on. "
        "Somebody who may has to import the file again."
    )
    _keep_for_mending(claim.job, stopped="rights", stopped_words=words)
    _end(claim, Status.FAILED, now)


@verb("import.finish")
def _finish(job: ImportJob, claim: Claim, plan: AnyPlan, *, by: User | None, now: datetime) -> None:
    # What changed is there now; only what has to be mended is kept.
    _keep_for_mending(job)
    _end(claim, Status.DONE, now, done=plan.steps, **plan.counts())


def _keep_for_mending(job: ImportJob, **more: str) -> None:
    names = [key for key, _title in importer(job).lists().values()]
    job.report = json.dumps({**emptied(report_of(job), names), **more}, ensure_ascii=False)


def _end(claim: Claim, status: str, now: datetime, **facts: Any) -> None:
    """The file is forgotten; the report stays, so that what was left out can be downloaded and mended."""
    with transaction.atomic():
        claim.end(status=status, finished_at=now, content=None, **facts)
        claim.job.save(update_fields=["report"])


def _forget(job: ImportJob) -> None:
    ImportJob.objects.filter(pk=job.pk).update(content=None, report=None)


def differs(job: ImportJob, **answers: Any) -> bool:
    """Whether these answers are not the ones that the shown counts stand for."""
    return any(getattr(job, name) != value for name, value in answers.items())


def labels_of(job: ImportJob) -> dict[str, str]:
    """What a problem or a change may be about, in words."""
    words = {"manager": _("Manager"), "row": _("Row"), "status": _("Status"), **importer(job).labels(job.about)}
    return {name: str(label) for name, label in words.items()}


def labelled(job: ImportJob) -> dict[str, list[dict[str, Any]]]:
    """The problems of the last check with their columns in words."""
    report, labels = report_of(job), labels_of(job)
    return {
        kind: [{**one, "column": labels.get(one["field"], one["field"])} for one in report.get(kind, [])]
        for kind in ("errors", "warnings")
    }
