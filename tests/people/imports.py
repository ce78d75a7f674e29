"""What the tests of the import share: plan a small file, run it, count."""

from datetime import UTC, date, datetime

from people.importing.applying import apply_plan
from people.importing.options import ImportOptions, Plan
from people.importing.planning import plan_import
from people.tables import read_table

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
HEAD = "EmpID,First Name,Last Name,Email,StartDate,Manager ID,Department\n"


def plan(text: str | bytes, **options: object) -> Plan:
    content = text.encode() if isinstance(text, str) else text
    made = plan_import(read_table(content), ImportOptions(**options), TODAY)  # type: ignore[arg-type]
    wrong = {problem.row for problem in made.errors}
    assert made.rows == made.created + made.updated + made.unchanged + made.left + len(wrong)
    return made


def run(text: str | bytes, **options: object) -> Plan:
    made = plan(text, **options)
    if not made.stopped:
        apply_plan(made, by=None, now=NOW)
    return made


def counts(made: Plan) -> tuple[int, int, int, int, int]:
    return made.created, made.updated, made.unchanged, made.left, len(made.errors)


def crowd(number: int) -> str:
    return HEAD + "".join(f"{n},Given{n},Family{n},p{n}@x.org,2020-01-0{n % 9 + 1},,IT\n" for n in range(1, number + 1))
