"""Files as HR systems write them, and the real ones beside the repository (3.2)."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.importing.applying import apply_plan
from people.importing.options import ImportOptions
from people.importing.planning import plan_import
from people.models import User
from people.tables import read_path
from tests.make import real_file
from tests.people.imports import HEAD, NOW, TODAY, counts, run

pytestmark = pytest.mark.django_db


# --- Layouts ---------------------------------------------------------------------------------------------------------

LAYOUTS = {
    "comma, ISO": "Employee ID,Full Name,E-mail,Manager ID,Hire Date\n1,Ana Ruiz,ana@x.org,,2020-02-03\n"
    "2,Bo Lind,bo@x.org,1,2021-02-03\n",
    "semicolon, German": "Personalnr;Name;Vorname;E-Mail;Vorgesetzter;Eintrittsdatum\n"
    "1;Ruiz;Ana;ANA@x.org;;3.2.2020\n2;Lind;Bo;bo@x.org;Ana Ruiz;3.2.2021\n",
    "tab, Last First": "EmpID\tEmployee_Name\tEmployerEmail\tManagerName\tDateofHire\n"
    '1\t"Ruiz, Ana  "\tana@x.org\t\t2/3/2020\n2\tLind, Bo\tbo@x.org\t Ana  Ruiz\t2/3/2021\n',
    "French": "Matricule;Prénom;Nom;Courriel;Responsable;Date d'embauche\n"
    "1;Ana;Ruiz;ana@x.org;;3 février 2020\n2;Bo;Lind;bo@x.org;Ruiz, Ana;3 février 2021\n",
    "logins and floats": "employee_id,first_name,last_name,email,manager_id,hire_date\n"
    "1.0,Ana,Ruiz,ANA,,2/3/20\n2.0,Bo,Lind,BO,1.0,2/3/21\n",
    "manager by e-mail": "Worker ID,Preferred Name,Work Email,Manager,Start Date\n"
    "1,Ana Ruiz,ana@x.org,NULL,20200203\n2,Bo Lind,bo@x.org,Ana@X.org,20210203\n,,,,\n\n",
    "pipe, serials": "id|name|mail|supervisor|start\n1|Ana Ruiz|mailto:ana@x.org|-|43864\n"
    "2|Bo Lind|bo@x.org|Ana Ruiz|44230\n",
    "title line": "People of Monday,,,,\nEmpID,Name,Email,Reports To,StartDate\n1,Ana Ruiz,ana@x.org,,2020-02-03\n"
    "2,Bo Lind,bo@x.org,Ana Ruiz,2021-02-03\n",
}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_makes_the_same_two_people(layout: str, encoding: str) -> None:
    made = run(LAYOUTS[layout].encode(encoding), email_domain="x.org", asked=start_column(layout))
    assert (counts(made), made.warnings) == ((2, 0, 0, 0, 0), [])
    ana, bo = User.objects.order_by("employee_id")
    assert (ana.name, ana.email, ana.employee_id, ana.starts_on, ana.manager) == (
        *("Ana Ruiz", "ana@x.org", "1", date(2020, 2, 3)), None,
    )  # fmt: skip
    assert (bo.name, bo.manager, bo.starts_on) == ("Bo Lind", ana, date(2021, 2, 3))
    assert not bo.has_usable_password()


def start_column(layout: str) -> dict[str, str]:
    return {"starts_on": "start"} if layout == "pipe, serials" else {}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_file_again_changes_nothing(layout: str) -> None:
    text = LAYOUTS[layout]
    run(text, email_domain="x.org", asked=start_column(layout))
    before = list(User.objects.order_by("pk").values())
    again = run(text, email_domain="x.org", asked=start_column(layout))
    assert (counts(again), again.people) == ((0, 0, 2, 0, 0), [])
    assert list(User.objects.order_by("pk").values()) == before


def test_naughty_strings_survive_as_names_or_are_refused_by_a_sentence() -> None:
    path = real_file("robustness", "blns.json")
    strings = [s for s in json.loads(path.read_text()) if s.strip()]
    rows = "".join(
        f'{n},"{s.replace(chr(34), chr(34) * 2)}","{s.replace(chr(34), chr(34) * 2)}"\n' for n, s in enumerate(strings)
    )
    text = f"id,first name,department\n{rows}".replace("\x00", "").encode("utf-8", "surrogatepass")
    made = run(text.decode("utf-8", "replace").encode())
    assert made.created == len(strings) - len(made.errors) == User.objects.count()
    assert {problem.field for problem in made.errors} == {"name"}
    assert made.created > 350
    assert counts(run(text.decode("utf-8", "replace").encode()))[:2] == (0, 0)


# --- Real files ------------------------------------------------------------------------------------------------------


def test_oracle_people_and_their_tree() -> None:
    content = real_file("hr", "oracle_hr_employees.csv").read_bytes()
    made = run(content, email_domain="example.org")
    assert (counts(made), made.warnings) == ((107, 0, 0, 0, 0), [])
    assert User.objects.exclude(manager=None).values("manager").distinct().count() == 18
    assert counts(run(content, email_domain="example.org")) == (0, 0, 107, 0, 0)


def test_three_thousand_people_with_everything_wrong() -> None:
    table = read_path(real_file("hr", "employee_data.csv"))
    made = plan_import(table, ImportOptions(), TODAY)
    assert counts(made) == (1457, 0, 0, 538, 1005)
    assert (made.rows, made.contradictory, made.stopped) == (3000, 991, None)
    assert {w.field for w in made.warnings} == {"manager"}
    apply_plan(made, by=None, now=NOW)
    again = plan_import(table, ImportOptions(), TODAY)
    assert (counts(again), again.people) == ((0, 0, 1457, 538, 1005), [])


def test_five_thousand_people_take_no_query_each() -> None:
    """How long they take stands in docs/benchmarks.md; what would make it long is a query for each person."""
    rows = "".join(f"{n},Given{n},Family{n},p{n}@x.org,1/{n % 28 + 1}/2020,{n // 7 or ''},IT\n" for n in range(1, 5001))
    with CaptureQueriesContext(connection) as asked:
        made = run(HEAD + rows)
    assert len(asked) < 5000 / 10
    assert (counts(made), made.warnings) == ((5000, 0, 0, 0, 0), [])
    assert User.objects.get(employee_id="5000").manager == User.objects.get(employee_id="714")
    assert counts(run((HEAD + rows).replace(",IT\n", ",HR\n"))) == (0, 5000, 0, 0, 0)
