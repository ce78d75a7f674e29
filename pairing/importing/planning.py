"""What an import of pairs would do, worked out in full before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.clock import day_here
from core.errors import NotPossible
from core.wording import day, every
from pairing.bringing import GONE, is_own, own_sentence
from pairing.deciding import sentence_of_rule
from pairing.importing.columns import choose_columns
from pairing.importing.rows import PairRow, RowReader
from pairing.named_pairs import NamedPairs
from people.columns import ColumnError
from people.importing.options import FileRead, Problem, brief
from people.models import User
from people.tables import Table
from programs.kinds import Role
from programs.models import Enrollment, Program
from relationships import kinds
from relationships.bringing import end_of
from relationships.models import Relationship

SIDES = (Role.LEARNER.value, Role.GUIDE.value)


@dataclass
class PairPlan(FileRead):
    """Everything that an import of pairs would do, and every reason why it may not.

    Every row counts once: rows = created + unchanged + rows with errors. `enrolled` names who comes into the program
    with it, by role.
    """

    created: int = 0
    unchanged: int = 0
    pairs: list[PairRow] = field(default_factory=list)
    enrolled: dict[str, list[str]] = field(default_factory=lambda: {side: [] for side in SIDES})
    new_names: list[dict[str, Any]] = field(default_factory=list)
    unchanged_names: list[str] = field(default_factory=list)

    @property
    def steps(self) -> int:
        """The length of the bar."""
        return len(self.pairs)

    def counts(self) -> dict[str, int]:
        """What the import did, for its row."""
        return {"created": self.created, "updated": 0, "left": 0}

    def refuse(self, row: PairRow, message: str) -> None:
        """A row that could not be written after all: something changed since the plan was made."""
        self.created -= 1
        self.errors.append(Problem(row.line, "row", message, _("Import the file again"), row.name))

    def as_json(self) -> dict[str, Any]:
        """The answer for machines: always these keys."""
        problems = {
            kind: [{**brief(problem), "mend": problem.mend} for problem in getattr(self, kind)]
            for kind in ("errors", "warnings")
        }
        enrolled = {side: len(names) for side, names in self.enrolled.items()}
        return {**self.brief("created", "unchanged"), "enrolled": enrolled, **problems}

    def as_report(self) -> dict[str, Any]:
        """What the check page shows; the pairs themselves are planned anew when the import is applied."""
        return {**asdict(replace(self, pairs=[])), "importable": self.created}


def plan_pairs(
    program: Program,
    table: Table,
    asked: Mapping[str, str] | None,
    email_domain: str,
    *,
    by: User | None,
    now: datetime,
) -> PairPlan:
    """The plan for a table that was read. Columns that cannot be used stop it; nothing is raised."""
    try:
        columns = choose_columns(table, asked, program.kind)
    except ColumnError as error:
        return PairPlan(stopped="columns", stopped_words=str(error), ignored_columns=list(table.headers))
    people = list(User.objects.select_related("manager"))
    reader = RowReader(
        table, columns, email_domain, day_here(now),
        by_email={person.email: person for person in people if person.email},
        by_id={person.employee_id: person for person in people if person.employee_id},
    )  # fmt: skip
    rows = [reader.read(row) for row in table.rows]
    out = PairPlan(rows=len(rows), columns=dict(columns.columns), ignored_columns=list(columns.ignored))
    return Planner(program, rows, out, by, day_here(now)).plan()


class Planner:
    """One planning: the rows of a file against the program as it is now."""

    def __init__(self, program: Program, rows: list[PairRow], out: PairPlan, by: User | None, today: date) -> None:
        self.program, self.rows, self.out, self.by, self.today = program, rows, out, by, today
        self.kind = kinds.of(program.kind)
        ids = {person.pk for row in rows for person in row.people.values()}
        self.rules = NamedPairs(program, ids)
        enrollments = Enrollment.objects.filter(program=program, person__in=ids).select_related("program")
        self.enrollments = {(row.person_id, row.role): row for row in enrollments}
        here = list(Relationship.objects.open().filter(program=program).values_list("learner_id", "guide_id"))
        self.here = set(here)
        self.paired: dict[UUID, int] = {learner: 0 for learner, _guide in here}  # learner → row; 0: paired before
        self.taken = Counter(guide for _learner, guide in here)
        self.lines: dict[tuple[UUID, UUID], int] = {}

    def plan(self) -> PairPlan:
        for row in self.rows:
            if len(row.people) == len(SIDES) and not row.errors:
                self._plan_row(row)
            if row.errors:
                self.out.errors.append(_joined(row))
            else:
                self.out.warnings += row.warnings
        return self.out

    def _plan_row(self, row: PairRow) -> None:
        learner, guide = row.people["learner"], row.people["guide"]
        earlier = self.lines.setdefault((learner.pk, guide.pk), row.line)
        if earlier != row.line:
            row.refuse("row", _("The same pair as row %(row)s.") % {"row": earlier}, _("Take one of the two out"))
        elif (learner.pk, guide.pk) in self.here:
            self.out.unchanged += 1
            self.out.unchanged_names.append(row.name)
        elif not (self._refuse_people(row) or self._refuse_pair(row, learner, guide)):
            self._take(row, learner, guide)

    def _refuse_people(self, row: PairRow) -> bool:
        """What stands against one of the two alone."""
        for side in SIDES:
            person, name = row.people[side], self._column(side)
            enrollment = self.enrollments.get((person.pk, side))
            if not person.is_active:
                row.refuse(name, _("%(name)s has left.") % {"name": person.name}, _("Take this row out"))
            elif enrollment is not None and enrollment.status in GONE:
                words = _("%(name)s withdrew or was declined earlier.") % {"name": person.name}
                row.refuse(name, words, _("Ask them first: they can apply again"))
        return bool(row.errors)

    def _refuse_pair(self, row: PairRow, learner: User, guide: User) -> bool:
        if is_own(self.by, learner, guide):
            row.refuse("row", own_sentence(), _("Ask another person who runs it"))
        elif rule := self.rules.forbidden_by(learner, guide):
            row.refuse("row", sentence_of_rule(rule, learner, guide), _mend(rule))
        elif learner.pk in self.paired:
            self._refuse_second(row, learner)
        elif self.taken[guide.pk] >= self._capacity(guide):
            facts = {"name": guide.first_name, "n": self._capacity(guide)}
            row.refuse(
                self._column("guide"), _("%(name)s is full (%(n)s of %(n)s).") % facts, _("Raise the places first")
            )
        else:
            self._refuse_end(row)
        return bool(row.errors)

    def _refuse_second(self, row: PairRow, learner: User) -> None:
        at = self.paired[learner.pk]
        words = _("%(name)s has a pair already, in row %(row)s.") if at else _("%(name)s has a pair here already.")
        mend = _("Take one of the two out") if at else _("End that pair first, or take this row out")
        row.refuse(self._column("learner"), words % {"name": learner.first_name, "row": at}, mend)

    def _refuse_end(self, row: PairRow) -> None:
        """The end date, where the kind has one: of the file, or by the program's rule."""
        if not self.kind.HAS_END_DATE or row.since is None:
            return
        given = row.ends_on is not None
        try:
            row.ends_on = end_of(self.program, row.since, row.ends_on, self.today)
        except NotPossible as refusal:
            mend = _("Correct the day, or take this row out") if given else _("Add a column that says when each ends")
            row.refuse("ends_on", str(refusal), mend)

    def _take(self, row: PairRow, learner: User, guide: User) -> None:
        """This row is brought in."""
        facts = [_("since %(day)s") % {"day": day(row.since, self.today)}] if row.since else []
        if row.last_met:
            facts.append(str(self.kind.WORDS["last_met"]) % {"day": day(row.last_met, self.today)})
        facts.append(every(row.cadence_days or self.program.cadence_days))
        if row.ends_on:
            facts.append(_("until %(day)s") % {"day": day(row.ends_on, self.today)})
        lines = [", ".join(facts)]
        for side, person in (("learner", learner), ("guide", guide)):
            if self._comes_in(person, side):
                self.out.enrolled[side].append(person.name)
                words = _("%(name)s takes part as %(role)s from now on.")
                lines.append(words % {"name": person.name, "role": self.kind.WORDS[side]})
            if person.email is None:
                words = _("%(name)s has no e-mail: nobody can write to them.") % {"name": person.name}
                row.warn(self._column(side), words, _("Add an address in People"))
        self.paired[learner.pk] = row.line
        self.taken[guide.pk] += 1
        self.out.created += 1
        self.out.pairs.append(row)
        self.out.new_names.append({"name": row.name, "facts": lines})

    def _comes_in(self, person: User, side: str) -> bool:
        """Does this row bring the person into the program? Counted once."""
        found = self.enrollments.get((person.pk, side))
        if found is not None and found.status == Enrollment.Status.ACCEPTED:
            return False
        self.enrollments[person.pk, side] = Enrollment(
            program=self.program, person=person, role=side, status=Enrollment.Status.ACCEPTED,
            places=found.places if found else None, takes_no_one_new=bool(found and found.takes_no_one_new),
        )  # fmt: skip
        return True

    def _capacity(self, guide: User) -> int:
        found = self.enrollments.get((guide.pk, "guide"))
        return found.capacity if found else self.program.places

    def _column(self, side: str) -> str:
        """The field whose column told who it is."""
        return f"{side}_email" if f"{side}_email" in self.out.columns else f"{side}_id"


def _mend(rule: str) -> str:
    """A wish has the mend of any rule without one of its own."""
    if rule == "reporting_line":
        return _("Correct the manager in People, or take this row out")
    if rule == "self":
        return _("Correct one of the two")
    return _("Take this row out")


def _joined(row: PairRow) -> Problem:
    """One problem for each row, so that a list of errors counts rows; everything wrong stands in its message."""
    first, *rest = row.errors
    message = " ".join([first.message, *(problem.message for problem in rest)])
    return Problem(row.line, first.field, message, first.mend, row.name)
