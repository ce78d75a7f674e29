"""Enrolling people from a file: those who are not in the directory yet are brought in by the same reading as an import.

Running the same file again changes nothing. Nobody gets mail from this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.clock import day_here
from core.errors import NotPossible
from people.columns import ColumnError, ColumnMap, choose_columns
from people.importing.applying import apply_plan
from people.importing.matching import Directory, match_rows
from people.importing.options import FileRead, ImportOptions, Problem
from people.importing.planning import plan_import
from people.importing.rows import FileRow, clean_text, read_rows
from people.models import User
from people.profiles import WORK_FIELDS, set_work
from people.tables import Row, Table, TableError, read_path
from programs import applying, kinds
from programs.answer_columns import AnswerColumns, choose_answer_columns, is_yes, own_columns
from programs.applying import places_fault
from programs.kinds import Role
from programs.models import Enrollment, Program
from programs.running import postpone_questions

GONE = (Enrollment.Status.WITHDRAWN, Enrollment.Status.DECLINED)


@dataclass
class Enrolled(FileRead):
    """What came of a file. Every row counts once: rows = enrolled + already + rows with errors.

    `created`: people who were not in the directory. `both`: rows whose person was enrolled in the other role as well.
    """

    enrolled: int = 0
    already: int = 0
    created: int = 0
    both: int = 0

    def as_json(self) -> dict[str, Any]:
        """The answer for machines."""
        return self.brief("enrolled", "already", "created", "both")


@dataclass(frozen=True)
class EnrollOptions:
    """What somebody asks of an enrollment: columns of people and of answers, and whether the questions may wait."""

    people: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    email_domain: str = ""
    questions_later: bool = False


def enroll_file(
    program: Program, path: Path, role: str, options: EnrollOptions, *, by: User | None, now: datetime
) -> Enrolled:
    """Enroll everyone in a file. What cannot be read stops it with nothing written, and says so in the answer."""
    try:
        table = read_path(path)
        answers = choose_answer_columns(table, options.answers)
        people = answers.people_only(table)
        own = own_columns(people, options.people, kinds.of(program.kind).ROLE_NAMES, role)
        columns = choose_columns(people, own)
    except TableError as error:
        return Enrolled(stopped=error.code, stopped_words=str(error))
    except ColumnError as error:
        return Enrolled(stopped="columns", stopped_words=str(error))
    read = {*columns.columns.values(), *answers.columns.values()}
    found = Enrolled(
        rows=len(table.rows),
        columns={**columns.columns, **answers.columns},
        ignored_columns=[header for header in table.headers if header not in read],
    )
    asked = ImportOptions(asked=own, email_domain=options.email_domain, allow_leavers=True)
    found.created = _bring_in(people, asked, found, by=by, now=now)
    if found.stopped:
        return found
    if options.questions_later and not program.questions_later:
        postpone_questions(program, by=by, now=now)
    rows = _people_of(people, columns, asked, now)
    with transaction.atomic():
        job = _Job(program, role, table, answers, found, by, now)
        for row in table.rows:
            job.take(row, *rows[row.line])
    return found


def _bring_in(people: Table, asked: ImportOptions, found: Enrolled, *, by: User | None, now: datetime) -> int:
    """Add who is not in the directory; nobody who is there changes or leaves by an enrollment."""
    plan = plan_import(people, asked, day_here(now))
    found.warnings += plan.warnings
    if plan.stopped:
        found.stopped, found.stopped_words = plan.stopped, plan.stopped_words
        return 0
    new = [planned for planned in plan.people if planned.fresh and planned.values.get("is_active", True)]
    apply_plan(replace(plan, people=new), by=by, now=now)
    return len(new)


def _people_of(
    people: Table, columns: ColumnMap, asked: ImportOptions, now: datetime
) -> dict[int, tuple[FileRow, User | None]]:
    """Line → what the row says and whose it is, by the same reading as an import."""
    rows = read_rows(people, columns, asked, day_here(now))
    matches = match_rows(rows, Directory.of(User.objects.order_by("pk")))
    return {row.line: (row, matches.person.get(row.line)) for row in rows}


@dataclass
class _Job:
    """One enrolling: what is asked of every row."""

    program: Program
    role: str
    table: Table
    answers: AnswerColumns
    found: Enrolled
    by: User | None
    now: datetime
    accepted: dict[tuple[UUID, str], Enrollment] = field(init=False)

    def __post_init__(self) -> None:
        rows = Enrollment.objects.filter(program=self.program, status=Enrollment.Status.ACCEPTED)
        self.accepted = {(row.person_id, row.role): row for row in rows}

    def take(self, row: Row, said: FileRow, person: User | None) -> None:
        """Enroll the person of a row, or say why not."""
        if said.errors or person is None:
            first = said.errors[0] if said.errors else Problem(row.line, "name", _("Nobody could be found or added."))
            self.found.errors.append(replace(first, message=" ".join(p.message for p in said.errors) or first.message))
            return
        if not person.is_active:
            self.found.errors.append(Problem(row.line, "status", _("Has left."), name=person.name))
            return
        self._set_work(row, person)
        fresh = self._enroll(row, person, self.role, self._facts(row))
        self.found.enrolled += fresh
        self.found.already += not fresh
        if is_yes(self.answers.cell(self.table, row, "both")):
            other = Role.LEARNER if self.role == Role.GUIDE else Role.GUIDE
            self.found.both += self._enroll(row, person, other, {})

    def _enroll(self, row: Row, person: User, role: str, facts: dict[str, Any]) -> bool:
        """Whether the person takes part now and did not before."""
        before = self._before(person, role)
        if before is not None and before.status in GONE:
            words = _("Withdrew or was declined earlier and is left alone.")
            self.found.warnings.append(Problem(row.line, "status", words, name=person.name))
            return False
        if before is not None and before.status == Enrollment.Status.ACCEPTED:
            applying.fill_in(before, by=self.by, now=self.now, **facts)
            return False
        enrollment = applying.take_in(self.program, person, role, by=self.by, now=self.now, **facts)
        self._warn_of_gaps(row, person, enrollment)
        return True

    def _before(self, person: User, role: str) -> Enrollment | None:
        """Where somebody stands in the program. Who takes part was read before the first row; anyone else is read now,
        for they may apply or withdraw while a long file goes by."""
        found = self.accepted.get((person.pk, role))
        return found or Enrollment.objects.filter(program=self.program, person=person, role=role).first()

    def _warn_of_gaps(self, row: Row, person: User, enrollment: Enrollment) -> None:
        if person.email is None:
            words = _("Has no e-mail: nobody can write to this person.")
            self.found.warnings.append(Problem(row.line, "email", words, name=person.name))
        if not self.program.questions_later and applying.unanswered(enrollment):
            words = _("The two questions are open: no pair before they are answered.")
            self.found.warnings.append(Problem(row.line, "wants", words, name=person.name))

    def _facts(self, row: Row) -> dict[str, Any]:
        """The answers of this role and the places, as far as the row has them."""
        own = ("wants", "how", "aspired_role") if self.role == Role.LEARNER else ("offers", "gains")
        facts: dict[str, Any] = {name: text for name in own if (text := self.answers.cell(self.table, row, name))}
        places = self.answers.cell(self.table, row, "places")
        if self.role == Role.GUIDE and places:
            if places.isdecimal() and len(places) < 4 and not places_fault(int(places)):
                facts["places"] = int(places)
            else:
                words = _("“%(places)s” is not a number of places.") % {"places": places[:40]}
                self.found.warnings.append(Problem(row.line, "places", words))
        return facts

    def _set_work(self, row: Row, person: User) -> None:
        """Profession and grade as the file says them; an empty cell says nothing."""
        said = {name: self._text(row, name) for name in WORK_FIELDS}
        changed = {name: text for name, text in said.items() if text and text != getattr(person, name)}
        if changed:
            set_work(person, by=self.by, now=self.now, **changed)

    def _text(self, row: Row, name: str) -> str:
        return clean_text(self.answers.cell(self.table, row, name))[: 64 if name == "grade" else 200]


def role_named(program: Program, name: str, role_names: Mapping[str, str]) -> str:
    """The role behind a word of this kind ("mentee" is the learner). NotPossible for a word of another kind."""
    if name not in role_names:
        words = _("“%(program)s” has %(roles)s, not “%(name)s”.")
        raise NotPossible(words % {"program": program.name, "roles": ", ".join(role_names), "name": name})
    return role_names[name]
