"""What an import brings in. The steps are the same for everything (file, columns, check, done); what a row is, is said
by an importer, and floors above register theirs (people/apps.py, pairing/apps.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from django import forms
from django.core.exceptions import ImproperlyConfigured

from people.columns import ColumnMap
from people.importing.options import Problem
from people.tables import Table

if TYPE_CHECKING:
    from people.models import ImportJob, User


class AnyPlan(Protocol):
    """Everything that an import would do, and every reason why it may not."""

    stopped: str | None
    stopped_words: str
    errors: list[Problem]
    columns: dict[str, str]

    @property
    def steps(self) -> int:
        """How many things are written one after the other: the length of the bar."""

    def counts(self) -> dict[str, int]:
        """`created`, `updated` and `left`, as far as this import knows them."""

    def as_report(self) -> dict[str, Any]:
        """What the check page shows."""


class Importer(Protocol):
    """One thing that is brought in. `about` is the id of what it is brought into, where there is such a thing."""

    # The page of each step; `check` and `done` speak of what is brought in.
    templates: Mapping[str, str]
    answers_form: type[forms.Form]

    def may(self, by: User, about: UUID | None) -> bool:
        """May this person bring it in?"""

    def labels(self, about: UUID | None) -> Mapping[str, Any]:
        """Our fields in words, in the order in which they are offered."""

    def require(self, table: Table, about: UUID | None) -> None:
        """Raises TableError or ColumnError for a file in which nobody could find what is needed."""

    def choose(self, table: Table, asked: Mapping[str, str] | None, about: UUID | None) -> ColumnMap:
        """The columns to read: what was asked for, and guesses for the rest. Raises ColumnError."""

    def plan(self, job: ImportJob, table: Table, now: datetime) -> Any:
        """What the import would do as things stand now; an `AnyPlan`."""

    def apply(self, job: ImportJob, plan: Any, *, now: datetime, tell: Callable[[int], None]) -> None:
        """Writes it; `tell` hears how many steps are done."""

    def lists(self) -> Mapping[str, tuple[str, Any]]:
        """The lists behind the counts: name → (key in the report, title)."""

    def home(self, about: UUID | None) -> str:
        """Where the next file is chosen."""


_importers: dict[str, Importer] = {}


def brings_in(what: str, importer: Importer) -> None:
    """Registers who brings `what` in ("people", "pairs")."""
    _importers[what] = importer


def importer_of(what: str) -> Importer:
    """The importer of a job; raises ImproperlyConfigured if nobody registered one."""
    if what not in _importers:
        raise ImproperlyConfigured(f"nobody brings in {what}")
    return _importers[what]


def emptied(report: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """A report without the lists that only served to look before saying yes."""
    return {**report, **{name: [] for name in names}}
