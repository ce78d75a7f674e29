"""Guessing and overriding columns (3.2)."""

import pytest

from people.columns import ColumnError, choose_columns, parse_map
from people.names import clean_name, full_key, loose_key, split_name
from people.tables import read_path, read_table
from tests.make import real_file


def guess(text: str, *pairs: str) -> dict[str, str]:
    return choose_columns(read_table(text.encode()), parse_map(pairs)).columns


def test_oracle_employees() -> None:
    found = choose_columns(read_path(real_file("hr", "oracle_hr_employees.csv")))
    assert found.columns == {
        "employee_id": "employee_id",
        "given_name": "first_name",
        "family_name": "last_name",
        "email": "email",
        "manager_id": "manager_id",
        "title": "job_id",
        "starts_on": "hire_date",
    }
    assert found.ignored == ("phone_number", "department_id")


def test_employee_data() -> None:
    found = choose_columns(read_path(real_file("hr", "employee_data.csv")))
    assert found.columns == {
        "employee_id": "EmpID",
        "name": "FullName",
        "given_name": "FirstName",
        "family_name": "LastName",
        "email": "EmployerEmail",
        "manager_name": "Supervisor",
        "title": "TitleOfJob",
        "department": "DepartmentType",
        "starts_on": "StartDate",
        "leaves_on": "ExitDate",
        "status": "EmployeeStatus",
    }
    assert {"DOB", "GenderCode", "RaceDesc", "MaritalDesc", "PayZone"} <= set(found.ignored)


def test_civil_service() -> None:
    found = choose_columns(read_path(real_file("mentoring", "civil_service_small", "mentees.csv")))
    assert found.columns["email"] == "email address"
    assert "identity to match" in found.ignored


@pytest.mark.parametrize(
    ("heading", "row", "expected"),
    [
        ("Employee_Name,EmpID,ManagerName,ManagerID,DateofHire,DateofTermination,EmploymentStatus,Position,Sex,DOB",
         '"Ruiz, Ana",1,Bo Lind,4,7/5/2011,,Active,Clerk,F,1/1/80',
         "employee_id name manager_id manager_name title starts_on leaves_on status"),
        ("Personalnummer;Name;Vorname;E-Mail;Abteilung;Standort;Vorgesetzter;Eintrittsdatum;Geburtsdatum",
         "1;Ruiz;Ana;a@x.org;IT;Bern;Bo Lind;1.2.2020;1.1.1980",
         "employee_id given_name family_name email manager_name department location starts_on"),
        ("Matricule;Nom;Prénom;Courriel;Service;Responsable;Date d’embauche".replace("’", "'"),
         "1;Ruiz;Ana;a@x.org;IT;Bo Lind;1/2/2020",
         "employee_id given_name family_name email manager_name department starts_on"),
        ("Worker ID,Preferred Name,Work Email,Manager,Business Title,Time Zone,Languages",
         "w1,Ana Ruiz,a@x.org,b@x.org,Clerk,Europe/Zurich,en",
         "employee_id name email manager_email title time_zone languages"),
        ("displayName,userPrincipalName,mail,jobTitle,employeeHireDate,accountEnabled",
         "Ana Ruiz,ana@x.org,ana@x.org,Clerk,2020-01-02T00:00:00Z,True",
         "name email title starts_on status"),
        ("Mitarbeiter-Nr.;E-Mail (dienstlich);Vorname;Nachname", "1;a@x.org;Ana;Ruiz",
         "employee_id given_name family_name email"),
        ("Name,Surname,Title,Position", "Ana,Ruiz,Ms,Clerk", "given_name family_name title"),
        ("id,name,manager", "7,Ana Ruiz,7", "employee_id name manager_id"),
        ("First Name,Last Name,Hire Date", "Ana,Ruiz,2020-01-01", "given_name family_name starts_on"),
    ],
)  # fmt: skip
def test_usual_headings(heading: str, row: str, expected: str) -> None:
    assert list(guess(f"{heading}\n{row}\n")) == expected.split()


def test_map_overrides_and_unmaps() -> None:
    text = "Who,Mail,Chief,Desk,Title\nAna Ruiz,a@x.org,Bo Lind,IT,Clerk\n"
    found = guess(text, "name=Who", "manager=chief", "department=Desk", "title=")
    assert found == {"name": "Who", "email": "Mail", "manager_name": "Chief", "department": "Desk"}


def test_map_takes_the_words_of_people() -> None:
    assert parse_map(["start date=X", "e-mail=Y", "hire_date=Z"]) == {"starts_on": "Z", "email": "Y"}


@pytest.mark.parametrize(
    "pair", ["shoe=Name", "title=Nowhere", "title", "title=Gender", "title=DOB", "title=Race Desc", "location=Name"]
)
def test_an_impossible_map_is_refused(pair: str) -> None:
    with pytest.raises(ColumnError, match=r"“.+”"):
        guess("Name,Gender,DOB,Race Desc\nAna,F,1,x\n", "name=Name", pair)


def test_a_file_without_names_is_refused() -> None:
    with pytest.raises(ColumnError, match="no column with names"):
        guess("id,mail\n1,a@x.org\n")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ruiz, Ana", ("Ana", "Ruiz")),
        ("LeBlanc, Brandon  R", ("Brandon R", "LeBlanc")),
        ("  Ana   Ruiz ", ("Ana", "Ruiz")),
        ("Ludwig van Beethoven", ("Ludwig", "van Beethoven")),
        ("Smith, John, Jr.", ("John", "Smith Jr.")),
        ("Anna Smith, PhD", ("Anna", "Smith PhD")),
        ("Cher", ("Cher", "")),
        ("NA", ("", "")),
    ],
)
def test_names_come_apart(text: str, parts: tuple[str, str]) -> None:
    assert split_name(text) == parts


def test_names_are_cleaned_but_not_corrected() -> None:
    assert clean_name("\x00Ana\t\u200b Ruiz\ud800 ").startswith("Ana")
    assert (clean_name("Null"), clean_name("NULL"), clean_name("---"), clean_name("O’Brien-Łuk")) == (
        "Null", "", "", "O’Brien-Łuk",
    )  # fmt: skip
    assert full_key("José-Luis", "D’Arc") == full_key("jose luis", "D'ARC")
    assert loose_key("brandon r leblanc") == "brandon leblanc"


def test_a_map_is_understood_in_either_order_and_a_word_that_is_no_field_is_refused() -> None:
    """`field=Column` as documented; `Column=field` where the left side is no field of ours."""
    assert parse_map(["given_name=Vor", "Zuname hier=last name", "Chef=manager", "email="]) == {
        "given_name": "Vor", "family_name": "Zuname hier", "manager": "Chef", "email": "",
    }  # fmt: skip
    for pair, sentence in (("Shoe size=Foot", "no field “Shoe size”"), ("Shoe size=", "no field"), ("name", "form")):
        with pytest.raises(ColumnError, match=sentence):
            parse_map([pair])
