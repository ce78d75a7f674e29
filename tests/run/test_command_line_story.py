"""From files to mails by commands alone, on real input: the Oracle HR schema and the civil service's mentoring files.

import_people → import_roles → create_program → enroll → pair --publish → sweep; each once more changes nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from people.models import RoleHeld, User
from programs.models import Enrollment
from relationships.models import Relationship
from tests.make import real_file

pytestmark = pytest.mark.django_db
PAIRED = ["run", "learners", "guides", "matched", "total", "bound", "seconds", "matches", "unmatched"]
# What the civil service's files say of identity; each stands in them, so that finding none afterwards says something.
IDENTITY = ("bisexual", "pansexual", "transgender", "non-binary", "lesbian", "asexual", "aromantic")
SWEPT = ["noticed", "sent", "skipped_stale", "dropped", "pending"]


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    """Types a command with --json and reads its answer."""

    def ask(*words: str | Path) -> dict[str, Any]:
        capsys.readouterr()
        call_command(*map(str, words), "--json")
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return ask


def counts() -> dict[str, int]:
    """How many rows each table has; the records of what was typed aside."""
    own_records = {"core_auditevent", "people_importjob"}
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(set(connection.introspection.table_names(cursor)) - own_records):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def everything_stored() -> str:
    """Every table as text."""
    with connection.cursor() as cursor:
        rows: list[str] = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows.extend(map(repr, cursor.fetchall()))
    return "\n".join(rows).casefold()


def sweep_twice(answer: Any, *, mails: int) -> None:
    """Each proposal goes to two people, at once; the second sweep has nothing to say."""
    first, second = answer("sweep"), answer("sweep")
    assert list(first) == list(second) == SWEPT
    assert (first["noticed"], first["sent"]) == (mails, mails)
    assert (second["noticed"], second["sent"], second["dropped"]) == (0, 0, 0)
    assert second["pending"] == first["pending"] == 0


def pair_and_sweep(answer: Any, name: str, learners: int, *, least: int) -> dict[str, Any]:
    """What the run that paired them answered."""
    found: dict[str, Any] = answer("pair", name, "--publish")
    assert list(found) == PAIRED
    assert found["total"] == found["bound"] == sum(match["score"] for match in found["matches"]) > 0
    assert found["learners"] == found["matched"] + len(found["unmatched"]) == learners
    assert found["matched"] >= least
    assert all(match["reasons"] for match in found["matches"])
    assert Relationship.objects.proposed().count() == found["matched"]
    sweep_twice(answer, mails=2 * found["matched"])
    before = counts()
    again = answer("pair", name, "--publish")
    assert again["matched"] == 0
    after = counts()
    runs = {table for table in before if table.startswith("pairing_")}
    assert {t: n for t, n in after.items() if t not in runs} == {t: n for t, n in before.items() if t not in runs}
    return found


def test_the_oracle_company_gets_a_coaching_program(answer: Any, tmp_path: Path) -> None:
    names = ("employees", "job_history", "jobs")
    people, history, titles = (real_file("hr", f"oracle_hr_{name}.csv") for name in names)
    words = ["import_people", people, "--email-domain", "example.org"]
    imported = answer(*words)
    assert [imported[key] for key in ("rows", "created", "updated", "unchanged", "left")] == [107, 107, 0, 0, 0]
    assert (imported["errors"], imported["stopped"]) == ([], None)
    assert User.objects.filter(manager__isnull=False).count() == 106
    roles = answer("import_roles", history, "--titles", titles)
    assert (roles["rows"], roles["errors"]) == (10, [])
    assert RoleHeld.objects.filter(title="Programmer", person__employee_id="102").exists()
    coaches, coachees = tmp_path / "coaches.csv", tmp_path / "coachees.csv"
    rows = [
        f"{person.name},{person.email}" for person in User.objects.filter(email__isnull=False).order_by("employee_id")
    ]
    coaches.write_text("\n".join(["name,email", *rows[:20]]))
    coachees.write_text("\n".join(["name,email", *rows[60:100]]))
    answer("create_program", "Coaching", "--kind", "coaching")
    enroll = [
        ["enroll", "Coaching", coaches, "--as", "coach"],
        ["enroll", "Coaching", coachees, "--as", "coachee", "--questions-later"],
    ]
    assert [answer(*line)["enrolled"] for line in enroll] == [20, 40]

    before = counts()
    again = answer(*words)
    assert [again[key] for key in ("created", "updated", "unchanged", "left")] == [0, 0, 107, 0]
    assert answer("import_roles", history, "--titles", titles)["unchanged"] == 10
    assert [answer(*line)["already"] for line in enroll] == [20, 40]
    with pytest.raises(CommandError, match="already"):
        answer("create_program", "Coaching", "--kind", "coaching")
    assert counts() == before
    pair_and_sweep(answer, "Coaching", 40, least=20)


@pytest.mark.parametrize("size", ["small", "large"])
def test_the_civil_service_gets_a_mentoring_program(answer: Any, size: str) -> None:
    names = ("mentors", "mentees")
    mentors, mentees = (real_file("mentoring", f"civil_service_{size}", f"{name}.csv") for name in names)
    written = (mentors.read_text() + mentees.read_text()).casefold()
    assert all(word in written for word in IDENTITY)
    each = len(mentors.read_text().splitlines()) - 1
    answer("create_program", "Mentoring", "--kind", "mentoring")
    enroll = [
        ["enroll", "Mentoring", mentors, "--as", "mentor"],
        ["enroll", "Mentoring", mentees, "--as", "mentee", "--questions-later"],
    ]
    first = [answer(*line) for line in enroll]
    assert [(found["rows"], found["enrolled"], found["errors"]) for found in first] == [(each, each, [])] * 2
    before = counts()
    assert [(found["enrolled"], found["already"]) for found in (answer(*line) for line in enroll)] == [(0, each)] * 2
    assert counts() == before
    # People in both roles of the mentors' file are mentees too, whose questions nobody let wait.
    learners = Enrollment.objects.filter(role="learner").count()
    assert learners == each + first[0]["both"] > each
    found = pair_and_sweep(answer, "Mentoring", learners, least=each // 2)
    kept = everything_stored() + json.dumps(found).casefold()
    assert not [word for word in IDENTITY if word in kept]
