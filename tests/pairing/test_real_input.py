"""The whole way on real input from the command line, and nothing about identity anywhere afterwards."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from programs.models import Enrollment
from relationships.models import Relationship
from tests.make import data_folder

pytestmark = pytest.mark.django_db
KEYS = ["run", "learners", "guides", "matched", "total", "bound", "seconds", "matches", "unmatched"]
# What the two files say of identity; each stands in them, so that finding none in the database says something.
IDENTITY = ("bisexual", "pansexual", "transgender", "non-binary", "lesbian", "asexual", "aromantic")


def folder(size: str) -> Path:
    found: Path = data_folder() / "mentoring" / f"civil_service_{size}"
    if not found.is_dir():
        pytest.skip(f"No real input: {found} is missing.")
    return found


def answer_of(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    call_command(*words, "--json")
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def everything_stored() -> str:
    """Every table as text."""
    with connection.cursor() as cursor:
        rows: list[str] = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows.extend(map(repr, cursor.fetchall()))
    return "\n".join(rows).casefold()


@pytest.mark.parametrize("size", ["small", "large"])
def test_from_two_files_to_published_pairs_and_mails(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = folder(size)
    written = "".join((files / f"{role}s.csv").read_text() for role in ("mentor", "mentee")).casefold()
    assert all(word in written for word in IDENTITY)
    count = len((files / "mentors.csv").read_text().splitlines()) - 1
    call_command("create_program", "Civil service", "--kind", "mentoring")
    mentors = answer_of(capsys, "enroll", "Civil service", str(files / "mentors.csv"), "--as", "mentor")
    mentees = ["enroll", "Civil service", str(files / "mentees.csv"), "--as", "mentee", "--questions-later"]
    first, again = answer_of(capsys, *mentees), answer_of(capsys, *mentees)
    assert (mentors["enrolled"], first["enrolled"], first["errors"]) == (count, count, [])
    assert (again["enrolled"], again["already"], again["both"]) == (0, count, 0)
    learners = Enrollment.objects.filter(role="learner").count()
    assert learners == count + mentors["both"] > count
    found = answer_of(capsys, "pair", "Civil service", "--publish")
    assert list(found) == KEYS
    assert found["total"] == found["bound"] == sum(match["score"] for match in found["matches"])
    assert found["matched"] + len(found["unmatched"]) == found["learners"] == learners
    assert Relationship.objects.proposed().count() == found["matched"]
    assert all(match["reasons"] for match in found["matches"])
    assert not [word for word in IDENTITY if word in everything_stored() + json.dumps(found).casefold()]
    if size == "small":  # fifty times as many mails say nothing more
        assert answer_of(capsys, "sweep")["noticed"] >= 2 * found["matched"]


def test_the_answer_has_exactly_these_keys_and_refusals_exit_with_words(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_program", "Empty", "--kind", "coaching")
    assert list(answer_of(capsys, "pair", "Empty")) == KEYS
    with pytest.raises(CommandError, match="no program called"):
        call_command("pair", "Nowhere")
