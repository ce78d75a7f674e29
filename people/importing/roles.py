"""Job history and titles become roles held (3.3).

A file has a person (employee id or e-mail), a job and the days it was held. Codes become words by the titles file,
whose words are kept: later imports of people write the title instead of the code. An open end is the job held now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.audit import record_all
from core.clock import day_here
from people.columns import ColumnError
from people.dates import Order, UnreadableDate, column_order, is_empty, read_date
from people.headings import HEADINGS, heading_key
from people.importing.options import FileRead, Problem
from people.importing.rows import clean_id, clean_text, read_email
from people.models import JobTitle, RoleHeld, User
from people.tables import Row, Table, TableError, read_path

NOBODY = gettext_lazy("This person is not among the people.")
NO_JOB = gettext_lazy("There is no job.")
CODE_HEADINGS = ("jobid", "jobcode", "job", "positionid", "positioncode", "rolecode", "roleid", "titlecode", "code")
ROLE_HEADINGS = {
    "employee_id": HEADINGS["employee_id"],
    "email": HEADINGS["email"],
    "title": ("jobtitle", "title", "titleofjob", "position", "role", *HEADINGS["title"], *CODE_HEADINGS),
    "from_on": ("startdate", "fromdate", "from", "fromon", "start", "since", *HEADINGS["starts_on"]),
    "until_on": ("enddate", "todate", "to", "until", "untilon", "end", "thru", *HEADINGS["leaves_on"]),
    "department": HEADINGS["department"],
}


@dataclass
class RolesReport(FileRead):
    """What an import of roles did: every row counts once."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left: int = 0
    titles: int = 0
    stopped_rows: int = 0

    def as_json(self) -> dict[str, Any]:
        """The answer for machines."""
        return self.brief("created", "updated", "unchanged", "left", "titles", stopped=("stopped", "stopped_rows"))


@dataclass(frozen=True)
class Held:
    """One role of one person, as a row says it."""

    person: User
    title: str
    from_on: date | None
    until_on: date | None
    department: str


def import_roles(path: Path, titles: Path | None, *, by: User | None, now: datetime) -> RolesReport:
    """Reads the file (and first the titles), writes the roles in one transaction; a second run changes nothing."""
    report = RolesReport()
    try:
        known = _read_titles(read_path(titles)) if titles else {}
        table = read_path(path)
        report.columns = _columns(table, ROLE_HEADINGS)
    except TableError as error:
        report.stopped, report.stopped_words = error.code, str(error)
        return report
    except ColumnError as error:
        report.stopped, report.stopped_words = "columns", str(error)
        return report
    report.ignored_columns = [header for header in table.headers if header not in report.columns.values()]
    with transaction.atomic():
        report.titles = _keep_titles(known)
        held = _Reading(table, report, day_here(now)).roles()
        _write(held, report, by, now)
    return report


def _columns(table: Table, wanted: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Which column is which field of a role; raises ColumnError without a person or a job."""
    free = {heading_key(header): header for header in reversed(table.headers)}
    found: dict[str, str] = {}
    for name, keys in wanted.items():
        key = next((key for key in keys if key in free), None)
        if key:
            found[name] = free.pop(key)
    if not {"employee_id", "email"} & found.keys():
        raise ColumnError(_("The file has no column with employee ids or e-mails."))
    if "title" not in found:
        raise ColumnError(_("The file has no column with jobs."))
    return found


def _read_titles(table: Table) -> dict[str, str]:
    """code → title, of a file with both; raises ColumnError."""
    keys = {heading_key(header): at for at, header in reversed(list(enumerate(table.headers)))}
    code = next((keys[key] for key in CODE_HEADINGS if key in keys), None)
    names = [key for key in ROLE_HEADINGS["title"] if key in keys and keys[key] != code]
    if code is None or not names:
        raise ColumnError(_("The titles file needs a column with codes and one with titles."))
    pairs = ((clean_text(row.cells[code]), clean_text(row.cells[keys[names[0]]])) for row in table.rows)
    return {code_[:200]: title[:200] for code_, title in pairs if code_ and title}


def _keep_titles(known: Mapping[str, str]) -> int:
    """Remembers what codes mean, and writes the words where a person's title still is a code."""
    rows = [JobTitle(code=code, title=title) for code, title in known.items()]
    JobTitle.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=["title"])
    coded = list(User.objects.filter(title__in=known))
    for person in coded:
        person.title = known[person.title]
    User.objects.bulk_update(coded, ["title"], batch_size=500)
    return len(rows)


class _Reading:
    """The rows of one file as roles; what is wrong goes into the report."""

    def __init__(self, table: Table, report: RolesReport, today: date) -> None:
        self.table, self.report, self.today = table, report, today
        self.at = {name: table.headers.index(column) for name, column in report.columns.items()}
        self.titles = dict(JobTitle.objects.values_list("code", "title"))
        people = list(User.objects.all())
        self.by_id = {person.employee_id: person for person in people if person.employee_id}
        self.by_email = {person.email: person for person in people if person.email}
        report.rows = len(table.rows)
        orders = {n: column_order(table.column(report.columns[n])) for n in ("from_on", "until_on") if n in self.at}
        proven: Order | None = next((order for order in orders.values() if order), None)
        self.orders: dict[str, Order | None] = {name: order or proven for name, order in orders.items()}

    def roles(self) -> list[Held]:
        seen: dict[tuple[Any, ...], int] = {}
        found: list[Held] = []
        for row in self.table.rows:
            held = self._read(row)
            if held is None:
                continue
            key = (held.person.pk, held.title, held.from_on)
            if key in seen:
                self._refuse(row, "title", _("Same role as row %(row)s.") % {"row": seen[key]})
                continue
            seen[key] = row.line
            found.append(held)
        return found

    def _read(self, row: Row) -> Held | None:
        person, written = self._person(row), clean_text(self._cell(row, "title"))
        if person is None or is_empty(written):
            field_, words = ("employee_id", NOBODY) if person is None else ("title", NO_JOB)
            self._refuse(row, field_, str(words))
            return None
        from_on, until_on = self._day(row, "from_on"), self._day(row, "until_on")
        if from_on and until_on and until_on < from_on:
            self._refuse(row, "until_on", _("The job ends before it starts."))
            return None
        department = clean_text(self._cell(row, "department"))
        department = "" if is_empty(department) else department[:200]
        return Held(person, self.titles.get(written, written)[:200], from_on, until_on, department)

    def _person(self, row: Row) -> User | None:
        written = clean_id(self._cell(row, "employee_id"))
        by_id = self.by_id.get(written)
        if by_id or is_empty(self._cell(row, "email")):
            return by_id
        try:
            person = self.by_email.get(read_email(self._cell(row, "email")))
        except ValidationError:
            return None
        # Two rows of a file may bear one address by mistake: whose id is another one is another person.
        return None if person and written and person.employee_id else person

    def _cell(self, row: Row, name: str) -> str:
        return row.cells[self.at[name]] if name in self.at else ""

    def _day(self, row: Row, name: str) -> date | None:
        try:
            return read_date(self._cell(row, name), self.orders.get(name), self.today)
        except UnreadableDate:
            words = _("“%(text)s” is not a date we can read.") % {"text": self._cell(row, name)[:60]}
            self.report.warnings.append(Problem(row.line, name, words))
            return None

    def _refuse(self, row: Row, field_: str, words: str) -> None:
        self.report.errors.append(Problem(row.line, field_, words))


def _write(held: Sequence[Held], report: RolesReport, by: User | None, now: datetime) -> None:
    people = {role.person.pk for role in held}
    here = {(r.person_id, r.title, r.from_on): r for r in RoleHeld.objects.filter(person__in=people)}
    fresh: list[RoleHeld] = []
    changed: list[RoleHeld] = []
    said = [name for name in ("until_on", "department") if name in report.columns]
    for role in held:
        known = here.get((role.person.pk, role.title, role.from_on))
        if known is None:
            fresh.append(RoleHeld(**vars(role)))
        elif any(getattr(known, name) != getattr(role, name) for name in said):
            for name in said:
                setattr(known, name, getattr(role, name))
            changed.append(known)
    RoleHeld.objects.bulk_create(fresh, batch_size=500)
    RoleHeld.objects.bulk_update(changed, ["until_on", "department"], batch_size=500)
    report.created, report.updated = len(fresh), len(changed)
    report.unchanged = len(held) - len(fresh) - len(changed)
    record_all((("role.import", role) for role in [*fresh, *changed]), by=by, now=now)
