"""The import of people, as the steps of every import ask for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.clock import day_here
from people import rules
from people.columns import ColumnMap, choose_columns, require_names
from people.headings import LABELS
from people.import_forms import AnswersForm
from people.importing.applying import apply_plan
from people.importing.options import ImportOptions, Plan
from people.importing.planning import plan_import, refuse_prose
from people.models import ImportJob, User
from people.tables import Table


class PeopleImporter:
    """People, into the directory."""

    templates: Mapping[str, str] = {"check": "people/import_check.html", "done": "people/import_done.html"}
    answers_form: type[forms.Form] = AnswersForm

    def may(self, by: User, about: UUID | None) -> bool:
        return rules.may_import(by)

    def labels(self, about: UUID | None) -> Mapping[str, Any]:
        return LABELS

    def require(self, table: Table, about: UUID | None) -> None:
        refuse_prose(table)
        require_names(table)

    def choose(self, table: Table, asked: Mapping[str, str] | None, about: UUID | None) -> ColumnMap:
        return choose_columns(table, asked)

    def plan(self, job: ImportJob, table: Table, now: datetime) -> Plan:
        chosen: Any = job.contradictions or None
        options = ImportOptions(job.asked, job.email_domain, job.complete, chosen, job.allow_leavers)
        return plan_import(table, options, day_here(now))

    def apply(self, job: ImportJob, plan: Plan, *, now: datetime, tell: Callable[[int], None]) -> None:
        apply_plan(plan, by=job.by, now=now, tell=tell)

    def lists(self) -> Mapping[str, tuple[str, Any]]:
        return {
            "new": ("new_names", _("New people")),
            "changed": ("changes", _("People who change")),
            "unchanged": ("unchanged_names", _("People who stay as they are")),
            "leaving": ("leaving", _("People who leave")),
            "absent": ("absent_names", _("People who are not in the file")),
        }

    def home(self, about: UUID | None) -> str:
        return reverse("people:import_people")
