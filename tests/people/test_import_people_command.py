"""`import_people` and `import_roles` from the command line (3.2, 3.3)."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import ImportJob, JobTitle, RoleHeld, User
from tests.make import real_file

KEYS = ["rows", "created", "updated", "unchanged", "left", "errors", "warnings"]
KEYS += ["stopped", "stopped_rows", "columns", "ignored_columns"]
TEXT = "EmpID,Name,Email,Manager,Shoe\n1,Ana Ruiz,ARUIZ,,40\n2,Bo Lind,BLIND,Ana Ruiz,41\n3,,x@x.org,,\n"

type_of_run = Callable[..., tuple[dict[str, Any], int]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> type_of_run:
    """Runs the command in this process: what it printed as JSON, and its exit code."""

    def run_(content: str | Path, *words: str, command: str = "import_people") -> tuple[dict[str, Any], int]:
        path = content if isinstance(content, Path) else tmp_path / "people.csv"
        if isinstance(content, str):
            path.write_text(content)
        code = 0
        try:
            call_command(command, str(path), "--json", *words)
        except SystemExit as exit_:
            code = int(str(exit_.code))
        return json.loads(capsys.readouterr().out), code

    return run_


def test_the_answer_has_exactly_these_keys(run: type_of_run) -> None:
    answer, code = run(TEXT, "--email-domain", "x.org")
    assert (list(answer), code) == (KEYS, 0)
    assert [answer[key] for key in ("rows", "created", "stopped", "stopped_rows")] == [3, 2, None, 0]
    assert answer["errors"] == [{"row": 4, "field": "name", "message": "There is no name."}]
    assert answer["columns"]["employee_id"] == "EmpID"
    assert answer["ignored_columns"] == ["Shoe"]
    assert User.objects.get(email="blind@x.org").manager == User.objects.get(email="aruiz@x.org")
    assert ImportJob.objects.get().content is None


def test_dry_run_says_the_same_and_writes_nothing(run: type_of_run) -> None:
    dry = run(TEXT, "--email-domain", "x.org", "--dry-run")
    assert (User.objects.count(), ImportJob.objects.count()) == (0, 0)
    assert run(TEXT, "--email-domain", "x.org") == dry


@pytest.mark.parametrize(
    ("text", "words", "stopped"),
    [
        ("", (), "empty"),
        ("name,email\n", (), "empty"),
        ("id,email\n1,a@x.org\n", (), "columns"),
        ("<html></html>", (), "not-a-table"),
        ("Dear all\nplease find the list\nin the attachment\n", (), "not-a-table"),
        ("name\nAna\n", ("--map", "shoe=name"), "columns"),
        ("name\nAna\n", ("--map", "title=Nowhere"), "columns"),
        ("name,Gender\nAna,f\n", ("--map", "title=Gender"), "columns"),
    ],
)
def test_what_cannot_be_read_is_refused_with_exit_1(
    run: type_of_run, text: str, words: tuple[str, ...], stopped: str
) -> None:
    answer, code = run(text, *words)
    assert (answer["stopped"], code, list(answer)) == (stopped, 1, KEYS)
    assert not User.objects.exists()


def test_too_large_is_refused(run: type_of_run, tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.truncate(20 * 1024 * 1024 + 1)
    assert run(path)[0]["stopped"] == "too-large"


def test_ids_of_other_people_stop_it(run: type_of_run) -> None:
    run("id,name,start date\n1,Ana Ruiz,2020-01-05\n2,Bo Lind,2020-02-05\n")
    answer, code = run("id,name,start date\n2,Ana Ruiz,2020-01-05\n1,Bo Lind,2020-02-05\n")
    assert (answer["stopped"], answer["stopped_rows"], code, list(answer)) == ("identity", 2, 1, KEYS)
    assert list(User.objects.order_by("employee_id").values_list("given_name", flat=True)) == ["Ana", "Bo"]


def test_leavers_stop_and_are_let_through(run: type_of_run) -> None:
    people = "id,name\n" + "".join(f"{n},Ana N{n}\n" for n in range(10))
    run(people)
    fewer = "id,name\n" + "".join(f"{n},Ana N{n}\n" for n in range(8))
    answer, code = run(fewer, "--complete")
    assert (answer["stopped"], answer["stopped_rows"], code) == ("leavers", 2, 1)
    answer, code = run(fewer, "--complete", "--allow-leavers")
    assert (answer["stopped"], code, list(answer)) == (None, 0, KEYS)
    assert User.objects.filter(is_active=False).count() == 2


def test_for_people_it_speaks_in_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "people.csv"
    path.write_text(TEXT)
    call_command("import_people", str(path), "--email-domain", "x.org")
    out = capsys.readouterr().out
    assert "3 rows: 2 new, 0 changed, 0 unchanged, 0 left, 1 left out" in out
    assert "Not stored: Shoe" in out
    with pytest.raises(CommandError, match="no file"):
        call_command("import_people", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="mail domain"):
        call_command("import_people", str(path), "--email-domain", "not a domain")


def test_help_prints_and_stdout_is_json_alone_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(b"")
    command = [sys.executable, "manage.py", "import_people", str(path), "--json"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert (json.loads(done.stdout)["stopped"], done.returncode) == ("empty", 1)
    assert done.stderr.strip() == "The file is empty."
    with pytest.raises(SystemExit):
        call_command("import_people", "--help")


# --- Roles -----------------------------------------------------------------------------------------------------------


def test_oracle_job_history_becomes_roles_held_once(run: type_of_run) -> None:
    run(real_file("hr", "oracle_hr_employees.csv"), "--email-domain", "example.org")
    words = ("--titles", str(real_file("hr", "oracle_hr_jobs.csv")))
    first, code = run(real_file("hr", "oracle_hr_job_history.csv"), *words, command="import_roles")
    assert (first["rows"], first["created"], first["errors"], code) == (10, 10, [], 0)
    role = RoleHeld.objects.get(person__employee_id="102")
    assert (role.title, role.from_on, role.until_on) == ("Programmer", date(2011, 1, 13), date(2016, 7, 24))
    assert User.objects.get(employee_id="100").title == "President"
    second, _code = run(real_file("hr", "oracle_hr_job_history.csv"), *words, command="import_roles")
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, 10)
    people, _code = run(real_file("hr", "oracle_hr_employees.csv"), "--email-domain", "example.org")
    assert (people["updated"], people["unchanged"]) == (0, 107)


def test_the_job_held_now_has_an_open_end_and_history_keeps_its_own(run: type_of_run) -> None:
    run("id,name\n7,Ana Ruiz\n")
    history = "employee_id,job,start_date,end_date\n7,Clerk,2015-01-01,2016-01-01\n"
    now = "employee_id,job,hire_date\n7,Manager,2016-01-02\n7,Clerk,2015-01-01\n"
    run(history, command="import_roles")
    assert run(now, command="import_roles")[0]["created"] == 1
    assert run(history, command="import_roles")[0]["unchanged"] == 1
    ends = dict(RoleHeld.objects.values_list("title", "until_on"))
    assert ends == {"Clerk": date(2016, 1, 1), "Manager": None}


def test_an_address_beside_the_id_of_another_person_finds_nobody(run: type_of_run) -> None:
    run("id,name,email\n1,Ana Ruiz,ana@x.org\n,Bo Lind,bo@x.org\n")
    text = "id,email,job,start date\n7,ana@x.org,Clerk,2020-01-05\n8,bo@x.org,Clerk,2020-01-05\n"
    text += ",ana@x.org,Head,2021-01-05\n"
    answer, _code = run(text, command="import_roles")
    assert [problem["row"] for problem in answer["errors"]] == [2]
    held = RoleHeld.objects.order_by("from_on").values_list("person__given_name", "title")
    assert list(held) == [("Bo", "Clerk"), ("Ana", "Head")]


def test_the_three_thousand_become_roles_of_those_who_came_in(run: type_of_run) -> None:
    run(real_file("hr", "employee_data.csv"))
    answer, _code = run(real_file("hr", "employee_data.csv"), command="import_roles")
    assert (answer["rows"], answer["created"], len(answer["errors"])) == (3000, 1995, 1005)
    again, _code = run(real_file("hr", "employee_data.csv"), command="import_roles")
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1995)


def test_five_thousand_roles_take_no_query_each(run: type_of_run) -> None:
    """How long they take stands in docs/benchmarks.md; what would make it long is a query for each row."""
    run("id,name\n" + "".join(f"{n},Ana N{n}\n" for n in range(1000)))
    rows = "".join(f"{n % 1000},Job {n // 1000},{2000 + n // 1000}-01-05,\n" for n in range(5000))
    with CaptureQueriesContext(connection) as asked:
        answer, _code = run("id,job,start date,end date\n" + rows, command="import_roles")
    assert (answer["created"], answer["errors"]) == (5000, [])
    assert len(asked) < 5000 / 10


def test_rows_of_roles_that_cannot_be_used_are_named(run: type_of_run) -> None:
    run("id,name,email\n7,Ana Ruiz,a@x.org\n")
    answer, code = run(
        "employee_id,email,job,start,end\n9,,Clerk,2015-01-01,\n7,,,2015-01-01,\n7,,Clerk,2016-01-01,2015-01-01\n"
        ",A@x.org,Clerk,2015-01-01,\n7,,Clerk,2015-01-01,\n7,,Lead,soon,\n",
        command="import_roles",
    )
    assert [(e["row"], e["field"]) for e in answer["errors"]] == [
        (2, "employee_id"), (3, "title"), (4, "until_on"), (6, "title"),
    ]  # fmt: skip
    assert ([w["row"] for w in answer["warnings"]], answer["created"], code) == ([7], 2, 0)


@pytest.mark.parametrize("text", ["name,job\nAna,Clerk\n", "id,start\n7,2015-01-01\n", "", "<x>"])
def test_a_file_without_people_or_jobs_is_refused(run: type_of_run, text: str) -> None:
    answer, code = run(text, command="import_roles")
    assert answer["stopped"] in ("columns", "empty", "not-a-table")
    assert code == 1


def test_titles_need_codes_and_words(run: type_of_run, tmp_path: Path) -> None:
    titles = tmp_path / "titles.csv"
    titles.write_text("code\nX\n")
    answer, code = run("id,job\n7,X\n", "--titles", str(titles), command="import_roles")
    assert (answer["stopped"], code, JobTitle.objects.count()) == ("columns", 1, 0)
