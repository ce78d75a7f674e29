"""Planning and applying an import (3.2). Each test makes the small file that it speaks of."""

import io
import json
from datetime import date

import openpyxl
import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from people.importing.applying import apply_plan
from people.importing.rows import is_gone, is_here, read_languages
from people.models import JobTitle, User
from tests.make import make_person, make_program
from tests.people.imports import HEAD, NOW, TODAY, counts, crowd, plan, run

pytestmark = pytest.mark.django_db


# --- Errors and warnings ---------------------------------------------------------------------------------------------


def test_errors_leave_their_row_out_and_name_it() -> None:
    made = run(
        "id,name,email,status,exit date\n"
        "1,Ana Ruiz,ana@x.org,Active,\n"
        "2,NA,b@x.org,Active,\n"
        "3,Cy Day,not an address,Active,\n"
        "1,Di Eng,d@x.org,Active,\n"
        "5,Ed Fox,ANA@x.org,Active,NA\n"
        "6,Flo Gil,f@x.org,Active,2020-01-01\n"
    )
    assert counts(made) == (1, 0, 0, 0, 5)
    assert [(p.row, p.field) for p in made.errors] == [
        (3, "name"), (4, "email"), (5, "employee_id"), (6, "email"), (7, "status"),
    ]  # fmt: skip
    assert made.errors[3].message == "Same e-mail as row 2."
    assert [p.name for p in User.objects.all()] == ["Ana Ruiz"]


def test_a_workbook_is_read_like_a_text_file() -> None:
    book = openpyxl.Workbook()
    for row in (
        ["EmpID", "Name", "Email", "Start Date"],
        [7, "Ruiz, Ana", "ana@x.org", date(2020, 2, 3)],
        [],
        [8, "Bo"],
    ):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    assert counts(run(stream.getvalue())) == (2, 0, 0, 0, 0)
    ana = User.objects.get(employee_id="7")
    assert (ana.name, ana.starts_on) == ("Ana Ruiz", date(2020, 2, 3))
    assert counts(run(stream.getvalue())) == (0, 0, 2, 0, 0)


def test_a_row_that_repeats_the_headings_is_left_out() -> None:
    made = run("id,full name,department\n1,Ana Ruiz,IT\nid,full name,department\n2,Bo Lind,IT\n")
    assert counts(made) == (2, 0, 0, 0, 1)
    assert [(p.row, p.message) for p in made.errors] == [(3, "This row repeats the headings.")]


def test_what_is_too_long_is_told() -> None:
    made = run(
        f"id,name,email,title\n1,{'x' * 151},,\n2,Ana Ruiz,{'a' * 60}@{'b.' * 110}org,\n3,Bo Lind,,{'t' * 201}\n"
    )
    assert [(p.row, p.field) for p in [*made.errors, *made.warnings]] == [(2, "name"), (3, "email"), (4, "title")]


def test_a_bare_login_needs_a_domain() -> None:
    assert len(plan("name,email\nAna Ruiz,ARUIZ\n").errors) == 1
    assert plan("name,email\nAna Ruiz,ARUIZ\n", email_domain="@x.org").people[0].values["email"] == "aruiz@x.org"


@pytest.mark.parametrize(
    ("how", "result"), [(None, (1, 0, 0, 0, 1)), ("left", (1, 0, 0, 1, 0)), ("active", (2, 0, 0, 0, 0))]
)
def test_contradictions_are_read_as_asked(how: str | None, result: tuple[int, ...]) -> None:
    text = "id,name,status,exit date\n1,Ana Ruiz,Active,2020-01-01\n2,Bo Lind,Active,2030-01-01\n"
    made = run(text, contradictions=how)
    assert (counts(made), made.contradictory) == (result, 1)
    if how:
        ana = User.objects.get(employee_id="1")
        assert (ana.is_active, ana.leaves_on) == ((False, date(2020, 1, 1)) if how == "left" else (True, None))
    assert counts(run(text, contradictions=how))[:2] == (0, 0)


def test_a_contradiction_names_its_day_as_screens_do() -> None:
    made = run("id,name,status,exit date\n1,Ana Ruiz,Active,2020-01-01\n2,Bo Lind,Active,2030-01-01\n")
    assert "Says “Active”, but left on Wed 1 Jan 2020." in [problem.message for problem in made.errors]


def test_left_are_people_gone_at_import_kept_as_former() -> None:
    made = run(
        "id,name,status,exit date\n1,Ana Ruiz,Terminated for Cause,2020-01-01\n2,Bo Lind,inactive,\n"
        "3,Cy Day,Leave of Absence,2020-01-01\n4,Di Eng,On leave,\n5,Ed Fox,Terminated,2030-01-01\n"
    )
    assert counts(made) == (2, 0, 0, 3, 0)
    former = User.objects.filter(is_active=False).order_by("employee_id")
    assert list(former.values_list("employee_id", "leaves_on")) == [
        ("1", date(2020, 1, 1)), ("2", TODAY), ("3", date(2020, 1, 1)),
    ]  # fmt: skip


STATUS = {
    "here": ["Active", "aktiv", "TRUE", "Active - Full time", "Current employee"],
    "gone": ["Inactive", "no", "Voluntarily Terminated", "Retired", "Not active", "ausgeschieden", "0"],
    "neither": ["", "Future Start", "Leave of Absence", "On leave"],
}


@pytest.mark.parametrize(
    ("meaning", "status"), [(meaning, word) for meaning, words in STATUS.items() for word in words]
)
def test_words_of_status(meaning: str, status: str) -> None:
    assert (is_here(status), is_gone(status)) == (meaning == "here", meaning == "gone")


def test_managers_unknown_ambiguous_and_cyclic_are_left_empty() -> None:
    made = run(
        "id,name,supervisor\n1,Jo Smith,\n2,Jo Smith,\n3,Ana Ruiz,Jo Smith\n4,Bo Lind,Nobody Known\n"
        '5,Cy Day,Di Eng\n6,Di Eng,Cy Day\n7,Ed Fox,Ed Fox\n8,Flo Gil,"Lind, Bo"\n'
    )
    assert counts(made)[0] == 8
    assert [(w.row, w.field) for w in sorted(made.warnings, key=lambda w: w.row)] == [
        (row, "manager") for row in (4, 5, 6, 7, 8)
    ]
    assert "fits 2 people" in made.warnings[0].message
    assert [p.employee_id for p in User.objects.exclude(manager=None)] == ["8"]


def test_a_manager_may_be_written_with_an_id_in_brackets() -> None:
    made = run("id,name,manager\n1,Ana Ruiz,\n2,Ana Ruiz,\n3,Bo Lind,Ana Ruiz (2)\n4,Cy Day,Bo Lind (On Leave)\n")
    assert not made.warnings
    reports = User.objects.filter(manager__isnull=False).order_by("employee_id")
    assert list(reports.values_list("employee_id", "manager__employee_id")) == [("3", "2"), ("4", "3")]


def test_an_id_of_another_list_loses_against_the_name() -> None:
    run("EmpID,Name,ManagerID,ManagerName\n1,Ana Ruiz,2,\n2,Bo Lind,,\n3,Cy Day,2,Ana Ruiz\n4,Di Eng,2,Bob Lind\n")
    assert {p.employee_id: p.manager and p.manager.employee_id for p in User.objects.all()} == {
        "1": "2", "2": None, "3": None, "4": "2",
    }  # fmt: skip


def test_a_cycle_through_people_who_are_not_in_the_file_is_seen() -> None:
    run(f"{HEAD}1,Ana,Ruiz,,2020-01-01,,\n2,Bo,Lind,,2020-01-02,1,\n")
    made = run(f"{HEAD}1,Ana,Ruiz,,2020-01-01,2,\n")
    assert [(w.row, w.field) for w in made.warnings] == [(2, "manager")]
    assert User.objects.get(employee_id="1").manager is None


def test_an_unreadable_date_is_a_warning() -> None:
    made = run("id,name,start date\n1,Ana Ruiz,soon\n2,Bo Lind,31/12/2020\n3,Cy Day,1/2/2020\n")
    assert [(w.row, w.field) for w in made.warnings] == [(2, "starts_on")]
    assert [p.starts_on for p in User.objects.order_by("employee_id")] == [None, date(2020, 12, 31), date(2020, 2, 1)]


def test_blank_and_ragged_rows() -> None:
    made = run("id,name,email\n1,Ana Ruiz\n\n,,\n2,Bo Lind,b@x.org,,\n3,Cy Day,c@x.org,x\n")
    assert counts(made) == (2, 0, 0, 0, 1)
    assert (made.rows, made.errors[0].row) == (3, 6)


# --- Who is who ------------------------------------------------------------------------------------------------------


def test_a_new_surname_alone_is_an_update() -> None:
    run(crowd(3))
    made = run(crowd(3).replace("Family2", "Married"))
    assert counts(made) == (0, 1, 2, 0, 0)
    assert User.objects.get(employee_id="2").name == "Given2 Married"


def test_ids_that_stand_for_others_stop_the_import() -> None:
    run(crowd(3))
    before = list(User.objects.values())
    made = run(f"{HEAD}1,Zoe,Other,z@x.org,2019-05-05,,IT\n9,New,Person,n@x.org,2020-01-01,,IT\n")
    assert (made.stopped, made.stopped_rows) == ("identity", 1)
    assert "Row 2: id 1 is Given1 Family1 here, Zoe Other in the file." in made.stopped_words
    assert list(User.objects.values()) == before


def test_an_email_that_stands_for_another_stops_too() -> None:
    run(crowd(3))
    assert plan("name,email,start date\nZoe Other,p1@x.org,2019-05-05\n").stopped == "identity"


def test_without_start_dates_both_names_must_differ() -> None:
    run("id,first name,last name\n1,Ana,Ruiz\n2,Bo,Lind\n")
    assert plan("id,first name,last name\n1,Ana,Other\n2,Robert,Lind\n").updated == 2
    assert plan("id,first name,last name\n1,Zoe,Other\n2,Bo,Lind\n").stopped == "identity"


def test_the_same_start_date_or_name_is_the_same_person() -> None:
    run(crowd(2))
    other_name = f"{HEAD}1,Zoe,Other,p1@x.org,2020-01-02,,IT\n"
    other_day = f"{HEAD}1,GIVEN1,Family1,p1@x.org,2011-01-02,,IT\n"
    assert (plan(other_name).updated, plan(other_day).updated) == (1, 1)


def test_twins_with_other_names_do_not_stop_the_next_run() -> None:
    text = f"{HEAD}1,Ana,Ruiz,same@x.org,2020-01-01,,\n2,Zoe,Other,same@x.org,2019-01-01,,\n"
    assert counts(run(text)) == (1, 0, 0, 0, 1)
    assert counts(run(text)) == (0, 0, 1, 0, 1)


def test_names_alone_find_the_same_people_again() -> None:
    text = "name,department\nAna Ruiz,IT\nAna Ruiz,HR\nBo Lind,IT\n"
    assert counts(run(text)) == (3, 0, 0, 0, 0)
    assert counts(run(text)) == (0, 0, 3, 0, 0)
    assert counts(run("name,department\nAna Ruiz,IT\n")) == (0, 0, 0, 0, 1)


def test_an_id_that_arrives_later_joins_the_same_person() -> None:
    run("name,start date\nAna Ruiz,2020-01-01\n")
    assert counts(run("id,name,email,start date\n7,Ana Ruiz,a@x.org,2020-01-01\n")) == (0, 1, 0, 0, 0)
    assert User.objects.get().employee_id == "7"


def test_the_address_of_someone_who_has_signed_in_stays() -> None:
    run(crowd(2))
    User.objects.filter(employee_id="1").update(last_login=NOW)
    made = run(crowd(2).replace("@x.org", "@y.org"))
    assert [(w.row, w.field) for w in made.warnings] == [(2, "email")]
    assert list(User.objects.order_by("employee_id").values_list("email", flat=True)) == ["p1@x.org", "p2@y.org"]


def test_no_file_says_where_the_way_in_of_who_runs_things_is_mailed() -> None:
    """Whoever wrote it would be let in as them."""
    run(crowd(3))
    make_program(admin=User.objects.get(employee_id="1"))
    User.objects.filter(employee_id="2").update(is_org_admin=True)
    moved = plan(crowd(3).replace("@x.org", "@y.org"))
    assert [(w.row, w.field) for w in moved.warnings] == [(2, "email"), (3, "email")]
    later = User.objects.get(employee_id="3")
    make_program(admin=later)  # between the plan and the writing
    apply_plan(moved, by=None, now=NOW)
    found = User.objects.filter(employee_id__in="123").order_by("employee_id").values_list("email", flat=True)
    assert list(found) == ["p1@x.org", "p2@x.org", "p3@x.org"]


def test_no_file_ends_the_access_of_an_org_admin() -> None:
    run("id,name,email,status\n1,Ola Berg,o@x.org,active\n2,Bo Lind,b@x.org,active\n")
    User.objects.filter(employee_id="1").update(is_org_admin=True)
    made = run("id,name,email,status\n1,Ola Berg,o@x.org,left\n2,Bo Lind,b@x.org,left\n", allow_leavers=True)
    assert [(w.row, w.field) for w in made.warnings] == [(2, "leaves_on")]
    assert list(User.objects.active().values_list("employee_id", flat=True)) == ["1"]


def test_a_changed_address_takes_allauths_row_along() -> None:
    run(crowd(1))
    EmailAddress.objects.create(user=User.objects.get(), email="p1@x.org", primary=True)
    run(crowd(1).replace("@x.org", "@y.org"))
    assert not EmailAddress.objects.exists()


# --- Leaving ---------------------------------------------------------------------------------------------------------


def test_absent_people_are_left_alone_unless_the_file_is_complete() -> None:
    run(crowd(40))
    assert counts(run(crowd(38))) == (0, 0, 38, 0, 0)
    assert User.objects.active().count() == 40
    made = run(crowd(38), complete=True)
    assert (made.stopped, made.absent) == (None, 2)
    assert set(User.objects.filter(is_active=False).values_list("employee_id", "leaves_on")) == {
        ("39", TODAY),
        ("40", TODAY),
    }
    assert counts(run(crowd(40))) == (0, 2, 38, 0, 0)
    assert User.objects.active().count() == 40


def test_more_than_five_percent_leaving_stops() -> None:
    run(crowd(40))
    made = run(crowd(37), complete=True)
    assert (made.stopped, made.stopped_rows) == ("leavers", 3)
    assert "3 of 40 people (8 %)" in made.stopped_words
    assert User.objects.active().count() == 40
    assert run(crowd(37), complete=True, allow_leavers=True).stopped is None
    assert User.objects.active().count() == 37


def test_leavers_named_by_rows_count_and_a_first_import_has_none() -> None:
    text = "id,name,status\n1,Ana Ruiz,left\n2,Bo Lind,active\n"
    assert run(text).stopped is None
    assert plan(text.replace("2,Bo Lind,active", "2,Bo Lind,left")).stopped == "leavers"


def test_a_row_with_an_error_is_not_absent_and_admins_keep_the_key() -> None:
    run(crowd(3))
    make_person("Olga", "Admin", is_org_admin=True)
    broken = crowd(3).replace("p2@x.org", "not an address")
    assert plan(broken, complete=True).absent == 0


def test_who_was_switched_off_by_hand_stays_off() -> None:
    run(crowd(1))
    User.objects.update(is_active=False)
    assert counts(run(crowd(1))) == (0, 0, 1, 0, 0)
    assert not User.objects.get().is_active


# --- What is stored --------------------------------------------------------------------------------------------------


def test_only_mapped_columns_are_stored_and_nobody_gets_mail() -> None:
    made = run("name,DOB,Gender,Salary,email\nAna Ruiz,1980-01-01,secretword,999999,a@x.org\n")
    assert made.ignored_columns == ["DOB", "Gender", "Salary"]
    assert "secretword" not in str(list(User.objects.values())) + json.dumps(made.as_report())
    assert mail.outbox == []


def test_empty_cells_clear_what_the_file_owns_and_keep_what_people_own() -> None:
    run("id,name,department,title,time zone,languages\n1,Ana Ruiz,IT,Clerk,europe/zurich,English; Deutsch\n")
    run("id,name,department,title,time zone,languages\n1,Ana Ruiz,NA,-,,\n")
    ana = User.objects.get()
    assert (ana.department, ana.title, ana.time_zone, ana.languages) == ("", "", "Europe/Zurich", ["en", "de"])


def test_codes_become_titles_once_they_are_known() -> None:
    JobTitle.objects.create(code="AD_PRES", title="President")
    run("id,name,job_id\n1,Ana Ruiz,AD_PRES\n2,Bo Lind,XX\n")
    assert [p.title for p in User.objects.order_by("employee_id")] == ["President", "XX"]


def test_languages() -> None:
    assert read_languages("English, Français/deutsch; Klingon") == ["en", "fr", "de", "Klingon"]


@pytest.mark.django_db(transaction=True)
def test_managers_are_written_before_their_reports_wherever_they_stand() -> None:
    rows = "".join(f"{n},Given{n},Family{n},,2020-01-01,{n + 1 if n < 600 else ''},\n" for n in range(1, 601))
    run(HEAD + rows)
    assert User.objects.filter(manager=None).get().employee_id == "600"


def test_who_leaves_by_an_import_is_signed_out_for_good() -> None:
    """Somebody who comes back by a later file does not find the old devices signed in."""
    run(crowd(1))
    client, person = Client(), User.objects.get()
    client.force_login(person)
    UserSession.objects.create(user=person, session_key=client.session.session_key, ip="127.0.0.1")
    assert client.get("/me/").status_code == 200
    run("EmpID,Name,Status\n1,Given1 Family1,Terminated\n", allow_leavers=True)
    run("EmpID,Name,Status\n1,Given1 Family1,Active\n")
    User.objects.update(is_active=True)
    assert client.get("/me/").status_code == 302


def test_an_import_never_changes_the_address_of_an_org_admin() -> None:
    """Whoever holds the address signs in as the one who runs the house."""
    run(crowd(1))
    User.objects.update(is_org_admin=True)
    run(crowd(1).replace("@x.org", "@y.org"))
    assert User.objects.get().email == "p1@x.org"
