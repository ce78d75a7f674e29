"""The import of pairs, as the steps of every import ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.clock import day_here
from core.errors import NotPossible
from pairing import rules
from pairing.bringing import bring_in
from pairing.forms import TellForm
from pairing.importing.columns import choose_columns, labels_of, require_pairs
from pairing.importing.planning import PairPlan, plan_pairs
from people.columns import ColumnMap
from people.models import ImportJob, User
from people.tables import Table
from programs.models import Program


class PairsImporter:
    """Pairs that run already, into a program."""

    templates: Mapping[str, str] = {"check": "pairing/import_check.html", "done": "pairing/import_done.html"}
    answers_form: type[forms.Form] = TellForm

    def may(self, by: User, about: UUID | None) -> bool:
        return rules.may_pair(by, program_of(about))

    def labels(self, about: UUID | None) -> Mapping[str, Any]:
        return labels_of(program_of(about).kind)

    def require(self, table: Table, about: UUID | None) -> None:
        require_pairs(table, program_of(about).kind)

    def choose(self, table: Table, asked: Mapping[str, str] | None, about: UUID | None) -> ColumnMap:
        return choose_columns(table, asked, program_of(about).kind)

    def plan(self, job: ImportJob, table: Table, now: datetime) -> PairPlan:
        return plan_pairs(program_of(job.about), table, job.asked, job.email_domain, by=job.by, now=now)

    def apply(self, job: ImportJob, plan: PairPlan, *, now: datetime, tell: Callable[[int], None]) -> None:
        if job.by is None:
            # Without anybody it would count as the command line, which may bring in any pair.
            raise PermissionDenied
        apply_pairs(program_of(job.about), plan, tells=job.tells, by=job.by, now=now, tell=tell)

    def lists(self) -> Mapping[str, tuple[str, Any]]:
        return {
            "new": ("new_names", _("Pairs that are brought in")),
            "unchanged": ("unchanged_names", _("Pairs that are here already")),
        }

    def home(self, about: UUID | None) -> str:
        return reverse("pairing:import_pairs", args=[about])


def apply_pairs(
    program: Program, plan: PairPlan, *, tells: bool, by: User | None, now: datetime,
    tell: Callable[[int], None] = lambda done: None,
) -> None:  # fmt: skip
    """Brings the pairs in, each in a transaction of its own, so that a bar can move and what is no longer possible
    stays out alone. `tell` hears how many are done. A stopped plan is refused."""
    if plan.stopped:
        raise ValueError(f"a plan stopped by {plan.stopped} is not applied")
    told_on = day_here(now) if tells else None
    for done, row in enumerate(plan.pairs, start=1):
        learner, guide = row.people["learner"], row.people["guide"]
        try:
            bring_in(program, learner, guide, row.facts, by=by, now=now, told_on=told_on)
        except NotPossible as refusal:
            plan.refuse(row, str(refusal))
        tell(done)


def program_of(about: UUID | None) -> Program:
    """The program into which an import brings pairs."""
    if about is None:
        raise Program.DoesNotExist
    return Program.objects.get(pk=about)
