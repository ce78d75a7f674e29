"""What came since one last looked: counted from what there is, up to the moment that one marked as seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import day_of
from core.wording import clock, in_zone, moment, near
from desk.inbox.entry import Desk
from desk.inbox.gathering import Waiter
from people.models import ImportJob
from relationships import kinds
from relationships.models import Session


@dataclass(frozen=True)
class News:
    """`looked` is "yesterday 16:10", empty before the first time; each line has its words and where they lead."""

    looked: str
    lines: list[tuple[str, str]]


class Asked:
    """What came after `since`. A page that asks for more besides asks `questions` at once with that, and then for
    `news`."""

    def __init__(self, desk: Desk, since: datetime | None) -> None:
        self._desk, self._since = desk, since
        held = Session.objects.visible_to(desk.me).held().filter(relationship__program__in=desk.programs)
        rows = held.filter(_after("logged_at", since), logged_at__isnull=False).order_by("relationship__kind")
        self._logged = rows.values_list("relationship__kind").annotate(n=Count("id"))
        done = ImportJob.objects.visible_to(desk.me).filter(status=ImportJob.Status.DONE, finished_at__isnull=False)
        # The latest import; one per look is enough.
        self._imported = done.filter(_after("finished_at", since)).order_by("-finished_at")[:1]

    @property
    def questions(self) -> list[QuerySet[Any, Any]]:
        return [self._logged, self._imported]

    def news(self, applied: Sequence[Waiter]) -> News:
        """Of what `applied` and still waits only what came after as well."""
        since = self._since
        new = sum(since is None or one.since is None or one.since > since for one in applied)
        imported = [_import_line(job, self._desk) for job in self._imported]
        return News(_looked(since, self._desk) if since else "", [*_applied(new), *_logged(self._logged), *imported])


def since_of(programs: Sequence[Any]) -> datetime | None:
    """Until when all of the programs on the desk were seen, so that nothing is passed over."""
    moments = [program.seen_until for program in programs]
    return None if None in moments else min(moments)


def _looked(at: datetime, desk: Desk) -> str:
    local = in_zone(at, desk.me.time_zone)
    return _("%(day)s %(time)s") % {"day": near(local.date(), desk.today), "time": clock(local)}


def _after(column: str, since: datetime | None) -> Q:
    return Q(**{f"{column}__gt": since}) if since else Q()


def _applied(n: int) -> list[tuple[str, str]]:
    words = ngettext("%(n)s new application", "%(n)s new applications", n) % {"n": n}
    return [(words, "#g-applications")] if n else []


def _logged(rows: Iterable[Any]) -> list[tuple[str, str]]:
    found = []
    for kind, n in rows:
        word = kinds.of(kind).WORDS["session" if n == 1 else "sessions"]
        found.append((_("%(n)s %(sessions)s logged") % {"n": n, "sessions": word}, reverse("desk:pairs")))
    return found


def _import_line(job: Any, desk: Desk) -> tuple[str, str]:
    facts = {"when": _clock(job.finished_at, desk), "new": job.created, "changed": job.updated, "left": job.left}
    words = _("import of %(when)s: %(new)s new, %(changed)s changed, %(left)s left")
    if job.what == "pairs":
        words = ngettext("%(n)s pair brought in %(when)s", "%(n)s pairs brought in %(when)s", job.created)
        facts["n"] = job.created
    return words % facts, reverse("people:import_job", args=[job.pk])


def _clock(at: datetime, desk: Desk) -> str:
    """Only the hour, if it was today."""
    zone = desk.me.time_zone
    return clock(in_zone(at, zone)) if day_of(at, zone) == desk.today else moment(at, desk.today, zone)
