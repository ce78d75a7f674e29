"""`create_program` and `enroll` from the command line (4.1)."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from core.models import AuditEvent
from people.models import User
from programs.enrolling import EnrollOptions, enroll_file
from programs.models import Application, Enrollment, Program
from tests.make import NOW, make_person

KEYS = ["rows", "enrolled", "already", "created", "both", "errors", "warnings", "stopped", "columns", "ignored_columns"]
TEXT = (
    "first name,last name,email address,both mentor and mentee,grade,profession,organisation,My wish,My way,identity\n"
    "Amara,Okafor,amara@x.org,yes,HEO,Policy,Trade,Lead a team,By talking,Zorblax\n"
    "Jo,Reyes,jo@x.org,no,SEO,Law,Trade,,,\n"
    "No,Address,not-one,no,SEO,Law,Trade,,,\n"
)

type_of_run = Callable[..., tuple[dict[str, Any], int]]
pytestmark = pytest.mark.django_db


@pytest.fixture
def program() -> Program:
    call_command("create_program", "Spring", "--kind", "mentoring")
    return Program.objects.get(name="Spring")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, program: Program) -> type_of_run:
    """Enrolls a text in "Spring": what it printed as JSON, and its exit code."""
    capsys.readouterr()

    def run_(text: str, *words: str, role: str = "mentee") -> tuple[dict[str, Any], int]:
        path, code = tmp_path / "people.csv", 0
        path.write_text(text)
        try:
            call_command("enroll", "Spring", str(path), "--as", role, "--json", *words)
        except SystemExit as exit_:
            code = int(str(exit_.code))
        return json.loads(capsys.readouterr().out), code

    return run_


def test_a_program_is_open_at_once_with_somebody_to_ask(program: Program) -> None:
    admin = User.objects.get(is_org_admin=True)
    assert (program.status, program.help_contact, program.admin_rows.get().person) == ("open", admin, admin)
    with pytest.raises(CommandError, match="called “Spring” already"):
        call_command("create_program", "Spring", "--kind", "coaching")


def test_a_program_names_its_people() -> None:
    maya, noor = make_person("Maya", email="maya@x.org"), make_person("Noor", email="noor@x.org")
    words = ["--admin", "Maya@x.org", "--help-contact", "noor@x.org"]
    call_command("create_program", "Autumn", "--kind", "coaching", *words)
    program = Program.objects.get(name="Autumn")
    assert (program.admin_rows.get().person, program.help_contact) == (maya, noor)
    assert (program.weeks, program.data_contact) == (26, "maya@x.org")
    with pytest.raises(CommandError, match="Nobody here has the address"):
        call_command("create_program", "Winter", "--kind", "coaching", "--admin", "who@x.org")


def test_every_row_counts_once_and_the_same_file_changes_nothing(run: type_of_run) -> None:
    answer, code = run(TEXT)
    assert (list(answer), code) == (KEYS, 0)
    assert [answer[key] for key in KEYS[:5]] == [3, 2, 0, 2, 1]
    assert [(error["row"], error["field"]) for error in answer["errors"]] == [(4, "email")]
    assert answer["ignored_columns"] == ["My wish", "My way", "identity"]
    before = list(Enrollment.objects.order_by("pk").values())
    again, _code = run(TEXT)
    assert [again[key] for key in KEYS[:5]] == [3, 0, 2, 0, 0]
    assert list(Enrollment.objects.order_by("pk").values()) == before


def test_a_file_of_people_who_take_part_asks_as_often_for_many_as_for_few(run: type_of_run) -> None:
    def asked(people: int) -> int:
        text = "name,email\n" + "".join(f"Person{n} Name,p{n}@x.org\n" for n in range(people))
        run(text, "--questions-later")
        with CaptureQueriesContext(connection) as asked:
            answer, _code = run(text, "--questions-later")
        assert answer["already"] == people
        return len(asked)

    assert asked(2) == asked(20)


def test_who_takes_part_in_both_roles_is_enrolled_twice(run: type_of_run) -> None:
    run(TEXT)
    rows = Enrollment.objects.filter(person__given_name="Amara").values_list("role", "status")
    assert set(rows) == {("learner", "accepted"), ("guide", "accepted")}


def test_profession_grade_and_organization_are_kept_and_nothing_of_identity(run: type_of_run) -> None:
    run(TEXT)
    amara = User.objects.get(given_name="Amara")
    assert (amara.profession, amara.grade, amara.department) == ("Policy", "HEO", "Trade")
    answer, code = run(TEXT, "--map", "wants=identity")
    assert (answer["stopped"], code) == ("columns", 1)


def test_a_column_that_repeats_identity_is_never_read(run: type_of_run) -> None:
    text = "name,email,characteristics,biography\n" + "".join(
        f"Person{n} Name,p{n}@x.org,Zorblaxian,I am Zorblaxian and fond of tea\n" for n in range(4)
    )
    assert run(text, "--map", "wants=biography")[1] == 1
    assert not User.objects.filter(given_name__startswith="Person").exists()


LAYOUTS = {
    "semicolons": (
        "Forename;Surname;E-mail;Mentor & mentee?;Role;Pay Grade;Ministry;Job family;Preferred identity;About me",
        "Amara;Okafor;amara@x.org;yes;Buyer;Grade 7;Trade;Policy;Zorblax;I am Zorblax",
    ),
    "questions of a form, tabs": (
        "Full name\tE-mail\tBoth mentor and mentee?\tJob title\tYour grade?\tUnit\tYour profession\tMatch grade\tLGBT+",
        "Okafor, Amara\tamara@x.org\tTRUE\tBuyer\tGrade 7\tTrade\tPolicy\tSCS1\tZorblax",
    ),
    "whose they are": (
        "Mentee first name,Mentee surname,Mentee’s mail,Also a mentor,Job title,Grade / Level,Unit,Profession,Pronouns",
        "Amara,Okafor,amara@x.org,Y,Buyer,Grade 7,Trade,Policy,Zorblax",
    ),
    "as what, in words": (
        "name|email|Taking part as|title|level|organisation name|specialism|Protected characteristics",
        "Amara Okafor|amara@x.org|Both|Buyer|Grade 7|Trade|Policy|Zorblax",
    ),
}


@pytest.mark.parametrize("book", [False, True], ids=["text", "workbook"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_read_without_being_told_its_columns(
    layout: str, book: bool, run: type_of_run, program: Program, tmp_path: Path
) -> None:
    """What they are called and how they are parted is the file's affair; identity is in none of the tables."""
    heading, row = LAYOUTS[layout]
    if book:
        parted = next(sign for sign in ";\t|" if sign in heading) if "," not in heading else ","
        path, sheet = tmp_path / "people.xlsx", Workbook()
        for line in csv.reader([heading, row], delimiter=parted):
            sheet.active.append([cell == "TRUE" or cell for cell in line])
        sheet.save(path)
        enroll_file(program, path, "learner", EnrollOptions(questions_later=True), by=None, now=NOW)
    else:
        run(f"{heading}\n{row}\n", "--questions-later")
    amara = User.objects.get(email="amara@x.org")
    assert amara.name == "Amara Okafor"
    assert (amara.title, amara.grade, amara.profession) == ("Buyer", "Grade 7", "Policy")
    assert amara.department == "Trade"
    assert sorted(row.role for row in Enrollment.objects.filter(person=amara)) == ["guide", "learner"]
    assert "zorblax" not in str([list(User.objects.values()), list(Application.objects.values())]).lower()


def test_an_answer_of_no_and_a_single_role_enroll_once(run: type_of_run) -> None:
    answer, _code = run(
        "name,email,Both mentor & mentee\nAmara Okafor,amara@x.org,no\nJo Reyes,jo@x.org,mentee\n"
        "Kai Berg,kai@x.org,mentor and mentee\n"
    )
    assert (answer["enrolled"], answer["both"]) == (3, 1)


def test_answers_come_from_mapped_columns_and_a_later_file_fills_what_was_open(
    run: type_of_run, program: Program
) -> None:
    """S0-33: without both answers nobody is matchable."""
    learners = Enrollment.objects.filter(program=program, role="learner").matchable()
    answer, _code = run(TEXT)
    assert learners.count() == 0
    assert {warning["field"] for warning in answer["warnings"]} == {"wants"}
    run(TEXT, "--map", "wants=My wish", "--map", "how=My way")
    assert [row.application.wants for row in learners] == ["Lead a team"]
    assert run(TEXT, "--questions-later")[1] == 0
    assert learners.all().count() == 2
    run(TEXT, "--questions-later")
    decided = AuditEvent.objects.filter(verb="program.questions_later", object_id=program.pk, actor_id=None)
    assert decided.count() == 1, "a decision that is remembered, and made once"


def test_a_role_of_the_other_kind_and_an_unknown_program_are_refused(run: type_of_run, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="has mentor, mentee, not “coach”"):
        run(TEXT, role="coach")
    with pytest.raises(CommandError, match="no program called"):
        call_command("enroll", "Nowhere", str(tmp_path / "people.csv"), "--as", "mentor")


def test_what_is_not_a_table_writes_nothing(run: type_of_run) -> None:
    answer, code = run("")
    assert (answer["stopped"], code) == ("empty", 1)


def test_who_withdrew_is_left_alone(run: type_of_run, program: Program) -> None:
    run(TEXT)
    Enrollment.objects.filter(person__in=User.objects.filter(given_name="Jo")).update(status="withdrawn")
    answer, _code = run(TEXT)
    assert Enrollment.objects.get(person__given_name="Jo").status == "withdrawn"
    assert "left alone" in answer["warnings"][-1]["message"]


def test_people_who_are_here_are_not_changed_by_an_enrollment(program: Program, tmp_path: Path) -> None:
    jo = make_person("Jo", "Reyes", email="jo@x.org", department="Before", manager=make_person("Boss"))
    path = tmp_path / "one.csv"
    path.write_text("name,email,department\nJo Reyes,jo@x.org,After\n")
    enroll_file(program, path, "guide", EnrollOptions(), by=None, now=NOW)
    jo.refresh_from_db()
    assert (jo.department, Enrollment.objects.get(person=jo).role) == ("Before", "guide")
