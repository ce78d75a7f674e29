"""`./run manage import_pairs`: the pages' twin on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from people.models import ImportJob, User
from relationships.models import Relationship
from tests.make import make_enrollment, make_person, real_file
from tests.pairing.lists import HEAD, Place, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def told(place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command on a text; → (exit code, stdout, stderr)."""

    def run(text: str, *more: str) -> tuple[int, str, str]:
        path, code = tmp_path / "pairs.csv", 0
        path.write_text(text)
        try:
            call_command("import_pairs", place.program.name, str(path), *more)
        except SystemExit as end:
            code = int(end.code or 0)
        found = capsys.readouterr()
        return code, found.out, found.err

    return run


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in apps.get_models()}


def test_a_dry_run_says_what_would_happen_and_writes_nothing(place: Place, told: Any) -> None:
    before = everything()
    code, out, _err = told(HEAD + row() + row("nobody@x.org"), "--dry-run")
    assert (code, everything() == before) == (0, True)
    assert out.splitlines()[:2] == [
        "Nothing was saved. This would happen:",
        "2 rows: 1 pairs new, 0 here already, 1 left out, 0 gaps",
    ]
    assert "1 people come into the program as mentors" in out
    assert "“nobody@x.org” is nobody here. Correct it, or import that person first." in out


def test_json_has_counts_and_errors_with_their_rows(place: Place, told: Any) -> None:
    code, out, _err = told(HEAD + row() + row("nobody@x.org"), "--json")
    assert code == 0
    assert json.loads(out) == {
        "rows": 2, "created": 1, "unchanged": 0, "enrolled": {"learner": 1, "guide": 1},
        "errors": [
            {"row": 3, "field": "guide_email", "message": "“nobody@x.org” is nobody here.",
             "mend": "Correct it, or import that person first"}
        ],
        "warnings": [], "stopped": None,
        "columns": {
            "guide_email": "Mentor e-mail", "learner_email": "Mentee e-mail", "since": "Since",
            "last_met": "Last met", "how_often": "How often",
        },
        "ignored_columns": [],
    }  # fmt: skip
    assert Relationship.objects.get().guide == place.leo
    job = ImportJob.objects.get()
    assert (job.what, job.about, job.status, job.created) == ("pairs", place.program.pk, "done", 1)


def test_columns_are_named_in_either_order_and_in_the_words_of_the_kind(place: Place, told: Any) -> None:
    text = "A,B,C,D\nleo@x.org,200,2025-03-04,note\n"
    code, _out, err = told(text)
    assert (code, err.strip()) == (
        1,
        "The file has no column with the e-mail or employee id of the mentor. A name is not enough.",
    )
    code, out, _err = told(text, "--map", "mentor e-mail=A", "--map", "B=mentee id", "--map", "since=C", "--json")
    assert (code, json.loads(out)["created"], json.loads(out)["ignored_columns"]) == (0, 1, ["D"])
    code, out, _err = told(text, "--map", "shoe size=A", "--json")
    assert (code, json.loads(out)["stopped"]) == (1, "columns")


@pytest.mark.parametrize("text", ["", "%PDF-1.4", "Dear all, please find,\nthe pairs\nbelow\n"])
def test_what_is_no_list_stops_with_one_sentence(place: Place, told: Any, text: str) -> None:
    code, out, err = told(text, "--json")
    assert code == 1
    assert json.loads(out)["stopped"] in {"empty", "not-a-table"}
    assert err.count("\n") == 1


def test_an_unknown_program_or_file_is_an_error(place: Place, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no program called “Nowhere”"):
        call_command("import_pairs", "Nowhere", str(tmp_path / "x.csv"))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_pairs", place.program.name, str(tmp_path / "x.csv"))


def test_real_people_of_two_files_come_in_as_pairs_and_no_identity_with_them(place: Place, told: Any) -> None:
    """The civil service's mentors and mentees, one beside the other as a list of running pairs."""
    sides = []
    for name, role in (("mentors", "guide"), ("mentees", "learner")):
        lines = real_file("mentoring", "civil_service_small", f"{name}.csv").read_text().splitlines()
        sides.append([line.split(",")[:3] for line in lines[1:]])
        for given, family, email in sides[-1]:
            make_enrollment(place.program, make_person(given, family, email=email), role)
    rows = [
        f"{one[2]},{other[2]},2026-01-{n % 28 + 1:02},Non-binary"
        for n, (one, other) in enumerate(zip(*sides, strict=True))
    ]
    text = "Mentor email address,Mentee email address,Matched on,Identity to match\n" + "\n".join(rows)
    code, out, _err = told(text, "--json")
    said = json.loads(out)
    assert (code, said["created"], said["errors"], said["ignored_columns"]) == (0, 50, [], ["Identity to match"])
    assert Relationship.objects.unsigned().count() == 50
    again = json.loads(told(text, "--json")[1])
    assert (again["created"], again["unchanged"]) == (0, 50)


def test_people_of_a_real_hr_file_are_found_by_id_and_their_lines_forbid(
    place: Place, told: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Oracle's HR sample: nobody is brought in with the own manager."""
    path = real_file("hr", "oracle_hr_employees.csv")
    User.objects.update(employee_id=None)  # the file has ids of its own
    call_command("import_people", str(path), "--email-domain", "x.org")
    capsys.readouterr()
    people = {person.employee_id: person for person in User.objects.filter(email__endswith="@x.org")}
    managed = [person for person in people.values() if person.manager_id and person.employee_id]
    assert len(managed) > 100
    rows = [f"{person.manager.employee_id},{person.employee_id},2026-01-05" for person in managed if person.manager]
    said = json.loads(told("Mentor id,Mentee id,Since\n" + "\n".join(rows), "--json")[1])
    assert (said["created"], len(said["errors"])) == (0, len(rows))
    assert all(" manages " in one["message"] for one in said["errors"])
