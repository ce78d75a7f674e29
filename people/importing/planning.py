"""What an import would do to the directory, worked out in full before anything is written (3.2)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.ids import new_id
from people import rules
from people.columns import MANAGER_FIELDS, ColumnError, ColumnMap, choose_columns
from people.importing.managers import Phonebook, break_cycles, find_manager
from people.importing.matching import Directory, Matches, match_rows
from people.importing.options import Change, ImportOptions, Plan, Planned, iso, stopped_plan
from people.importing.rows import FileRow, read_rows
from people.models import JobTitle, User
from people.tables import Table, TableError

# Above this share of the people who are active now, an import that ends them stops.
LEAVERS_LIMIT = 0.05
# An empty cell says nothing about these; it empties every other mapped field.
KEPT_WHEN_EMPTY = ("email", "employee_id", "time_zone", "languages", "starts_on")


def plan_import(table: Table, options: ImportOptions, today: date) -> Plan:
    """The plan for a table that was read. Columns that cannot be used stop it; nothing is raised."""
    try:
        if not options.asked:
            refuse_prose(table)
        columns = choose_columns(table, options.asked)
    except TableError as error:
        return stopped_plan(error.code, str(error))
    except ColumnError as error:
        plan = stopped_plan("columns", str(error))
        plan.ignored_columns = list(table.headers)
        return plan
    rows = read_rows(table, columns, options, today)
    return Planner(rows, columns, options, today).plan()


def refuse_prose(table: Table) -> None:
    """A letter can be cut at its commas too: uneven lines and no heading that we know are no table."""
    if not (table.ragged or len(table.headers) == 1):
        return
    try:
        choose_columns(table)
    except ColumnError as error:
        raise TableError("not-a-table") from error


class Planner:
    """One planning: the rows of a file against the directory as it is now."""

    def __init__(self, rows: Sequence[FileRow], columns: ColumnMap, options: ImportOptions, today: date) -> None:
        self.rows, self.columns, self.options, self.today = rows, columns, options, today
        self.directory = Directory.of(User.objects.order_by("pk"))
        self.trusted = rules.all_who_import()
        self.titles = dict(JobTitle.objects.values_list("code", "title"))
        self.out = Plan(
            rows=len(rows),
            columns=dict(columns.columns),
            ignored_columns=list(columns.ignored),
            contradictory=sum(row.contradictory for row in rows),
            complete=options.complete,
        )

    def plan(self) -> Plan:
        matches = match_rows(self.rows, self.directory)
        sound = [row for row in self.rows if not row.errors]
        ids = {row.line: matches.person[row.line].pk if row.line in matches.person else new_id() for row in sound}
        managers = self._managers(sound, ids)
        for row in sound:
            self._plan_row(row, ids[row.line], matches.person.get(row.line), managers)
        self._plan_absent(matches)
        self.out.errors = [_joined(row) for row in self.rows if row.errors]
        self.out.warnings = [problem for row in sound for problem in row.warnings]
        self._stop(matches)
        return self.out

    def _managers(self, sound: Sequence[FileRow], ids: Mapping[int, UUID]) -> dict[UUID, UUID | None] | None:
        """Everyone's manager after the import; None if the file says nothing about managers."""
        if not any(name in self.columns.columns for name in MANAGER_FIELDS):
            return None
        book = Phonebook()
        for row in sound:
            book.add(ids[row.line], row.given_name, row.family_name, row.email, row.employee_id)
        in_file = set(ids.values())
        chosen: dict[UUID, UUID | None] = {}
        for person in self.directory.people.values():
            chosen[person.pk] = person.manager_id
            if person.pk in in_file:
                # What a row leaves empty the person keeps, and may be found by.
                book.by_id.setdefault(person.employee_id or "", person.pk)
                book.by_email.setdefault(person.email or "", person.pk)
            else:
                book.add(person.pk, person.given_name, person.family_name, person.email, person.employee_id)
        book.by_id.pop("", None)
        book.by_email.pop("", None)
        for row in sound:
            chosen[ids[row.line]] = find_manager(row, book, self.options.email_domain)
        break_cycles(chosen, {ids[row.line]: row for row in sound})
        return chosen

    def _plan_row(
        self, row: FileRow, person_id: UUID, person: User | None, managers: dict[UUID, UUID | None] | None
    ) -> None:
        values = self._values(row, person)
        if managers is not None:
            values["manager_id"] = managers[person_id]
        before = {name: getattr(person, name) for name in values} if person else {}
        changed = {name: value for name, value in values.items() if person is None or before[name] != value}
        ends = bool(person and person.is_active and row.gone)
        self.out.ended += ends
        self._count(row, person, changed)
        if changed:
            self.out.people.append(Planned(person_id, row.name, changed, fresh=person is None, ends=ends))
        self._list(row, person, changed)

    def _list(self, row: FileRow, person: User | None, changed: Mapping[str, Any]) -> None:
        """Names and old → new, for whoever looks before saying yes."""
        before = {name: getattr(person, name) for name in changed} if person else {}
        change = Change(row.name, self._words(before), self._words(changed))
        if row.gone:
            self.out.leaving += [change] if changed else []
        elif person is None:
            self.out.new_names.append(row.name)
        elif changed:
            self.out.changes.append(change)
        else:
            self.out.unchanged_names.append(row.name)

    def _count(self, row: FileRow, person: User | None, changed: Mapping[str, Any]) -> None:
        if row.gone:
            self.out.left += 1
        elif person is None:
            self.out.created += 1
        elif changed:
            self.out.updated += 1
        else:
            self.out.unchanged += 1

    def _values(self, row: FileRow, person: User | None) -> dict[str, Any]:
        """What the row says of every mapped field; for someone here only what it may say."""
        mapped = self.columns.columns
        title = self.titles.get(row.title, row.title)
        said: dict[str, Any] = {
            **{name: getattr(row, name) for name in ("department", "location", *KEPT_WHEN_EMPTY) if name in mapped},
            **({"title": title} if "title" in mapped else {}),
        }
        if person is None or f"{person.given_name} {person.family_name}".strip() != row.name:
            said |= {"given_name": row.given_name, "family_name": row.family_name}
        said = {name: value for name, value in said.items() if value or name not in KEPT_WHEN_EMPTY}
        if person and said.get("email") and person.email != said["email"] and self._keeps_address(person, row):
            del said["email"]
        return said | self._employment(row, person)

    def _keeps_address(self, person: User, row: FileRow) -> bool:
        """Who has signed in changes it themselves; who runs things would let in whoever wrote the file."""
        if person.last_login is not None:
            words = _("Signs in with another address, which an import never changes.")
            row.warn("email", words, _("Change it with them"))
        elif person.pk in self.trusted:
            words = _("Runs things here, so no import says where their way in is mailed.")
            row.warn("email", words, _("An organization admin changes it on their page"))
        else:
            return False
        return True

    def _employment(self, row: FileRow, person: User | None) -> dict[str, Any]:
        """Leaving date and whether the person is still here. Whoever was switched off without a date stays off."""
        was_active, had = (person.is_active, person.leaves_on) if person else (True, None)
        if person is not None and person.is_org_admin and was_active:
            if row.gone or (row.leaves_on and row.leaves_on != had):
                words = _("Is an organization admin, whose access no import ends.")
                row.warn("leaves_on", words, _("Another organization admin does it on their page"))
            return {"is_active": True, "leaves_on": had}
        if row.gone:
            known = had if had and (not was_active or had < self.today) else self.today
            return {"is_active": False, "leaves_on": row.leaves_on or known}
        switched_off = person is not None and not was_active and had is None
        returns = had is not None and had < self.today
        day = row.leaves_on if "leaves_on" in self.columns.columns or returns else had
        return {"is_active": not switched_off, "leaves_on": day}

    def _plan_absent(self, matches: Matches) -> None:
        """People of the directory who are not in the file. Org admins keep the key to the house."""
        everyone = self.directory.people.values()
        self.out.active_before = sum(person.is_active for person in everyone)
        absent = [p for p in everyone if p.is_active and not p.is_org_admin and p.pk not in matches.present]
        self.out.absent = len(absent)
        self.out.absent_names = [person.name for person in absent]
        if not self.options.complete:
            return
        self.out.ended += len(absent)
        for person in absent:
            day = person.leaves_on if person.leaves_on and person.leaves_on < self.today else self.today
            values = {"is_active": False, "leaves_on": day}
            self.out.people.append(Planned(person.pk, person.name, values, ends=True))
            before = {"is_active": person.is_active, "leaves_on": person.leaves_on}
            self.out.leaving.append(Change(person.name, self._words(before), self._words(values)))

    def _stop(self, matches: Matches) -> None:
        if matches.others:
            self.out.stopped, self.out.stopped_rows = "identity", len({row.line for row, _person in matches.others})
            self.out.stopped_words = identity_words(self.out.stopped_rows, *matches.others[0])
        elif self.out.ended > LEAVERS_LIMIT * self.out.active_before and not self.options.allow_leavers:
            self.out.stopped, self.out.stopped_rows = "leavers", self.out.ended
            self.out.stopped_words = leavers_words(self.out.ended, self.out.active_before)

    def _words(self, values: Mapping[str, Any]) -> dict[str, str]:
        words = {name: iso(value) for name, value in values.items() if name not in ("is_active", "manager_id")}
        if "is_active" in values:
            words["status"] = _("here") if values["is_active"] else _("left")
        if "manager_id" in values:
            manager = self.directory.people.get(values["manager_id"])
            words["manager"] = manager.name if manager else (_("someone new") if values["manager_id"] else "")
        return words


def _joined(row: FileRow) -> Any:
    """One problem for each row, so that a list of errors counts rows; everything wrong stands in its message."""
    first, *rest = row.errors
    message = " ".join([first.message, *(problem.message for problem in rest)])
    return type(first)(row.line, first.field, message, first.mend, row.name)


def identity_words(count: int, row: FileRow, person: User) -> str:
    """Why the file looks like one with renumbered ids, with the first case."""
    is_id = row.employee_id is not None and row.employee_id == person.employee_id
    head = (
        ngettext("Stopped: %(n)s id in this file stands for another person than here.",
                 "Stopped: %(n)s ids in this file stand for other people than here.", count)
        if is_id else
        ngettext("Stopped: %(n)s e-mail in this file stands for another person than here.",
                 "Stopped: %(n)s e-mails in this file stand for other people than here.", count)
    )  # fmt: skip
    case = _("Row %(row)s: %(key)s is %(here)s here, %(there)s in the file.") % {
        "row": row.line,
        "key": _("id %(id)s") % {"id": row.employee_id} if is_id else row.email,
        "here": person.name,
        "there": row.name,
    }
    tail = (
        _("This looks like a file with renumbered ids.") if is_id else _("This looks like a file of reused addresses.")
    )
    return " ".join((head % {"n": count}, case, tail, _("Nothing was saved.")))


def leavers_words(ended: int, active: int) -> str:
    """How many people would be marked as having left."""
    words = ngettext(
        "Stopped: this would mark %(n)s of %(all)s people (%(share)s %%) as having left. Nothing was saved.",
        "Stopped: this would mark %(n)s of %(all)s people (%(share)s %%) as having left. Nothing was saved.",
        ended,
    )
    return words % {"n": ended, "all": active, "share": round(100 * ended / active)}
