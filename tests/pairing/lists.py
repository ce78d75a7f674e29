"""What the tests of bringing in pairs share: a program, people with keys, a small file, plan and run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pairing.importing.importer import apply_pairs
from pairing.importing.planning import PairPlan, plan_pairs
from people.models import User
from people.tables import read_table
from programs.models import Program
from tests.make import NOW, make_person, make_program

HEAD = "Mentor e-mail,Mentee e-mail,Since,Last met,How often\n"


@dataclass
class Place:
    """A program with people who are in the directory and do not take part yet."""

    kind: str = "mentoring"
    program: Program = field(init=False)
    leo: User = field(init=False)
    amara: User = field(init=False)
    jo: User = field(init=False)

    def __post_init__(self) -> None:
        self.program = make_program(self.kind, admin=make_person("Maya", "Lindqvist"))
        self.leo = make_person("Leo", "Brandt", email="leo@x.org", employee_id="100")
        self.amara = make_person("Amara", "Okafor", email="amara@x.org", employee_id="200")
        self.jo = make_person("Jo", "Reyes", email="jo@x.org", employee_id="300")

    @property
    def admin(self) -> User:
        found: User = self.program.admin_rows.get().person
        return found

    def plan(self, text: str | bytes, *, by: User | None = None, domain: str = "", **asked: str) -> PairPlan:
        content = text.encode() if isinstance(text, str) else text
        made = plan_pairs(self.program, read_table(content), asked, domain, by=by, now=NOW)
        assert made.rows == made.created + made.unchanged + len(made.errors)
        return made

    def run(self, text: str | bytes, *, by: User | None = None, tells: bool = False, **asked: Any) -> PairPlan:
        made = self.plan(text, by=by, **asked)
        apply_pairs(self.program, made, tells=tells, by=by, now=NOW)
        return made


def row(guide: str = "leo@x.org", learner: str = "amara@x.org", since: str = "2025-03-04", *more: str) -> str:
    return ",".join([guide, learner, since, *more, *[""] * (2 - len(more))]) + "\n"


def said(made: PairPlan) -> list[tuple[int, str, str]]:
    """Row, what is wrong, how to mend it."""
    return [(problem.row, problem.message, problem.mend) for problem in made.errors]
