"""Screen 3: file, columns, check, done. The pages and the command share one code path (3.2)."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from people.importing import bringing, claims, running
from people.models import ImportJob, User
from tests.core.test_failures import away
from tests.make import make_person, make_program

TEXT = (
    "EmpID,Name,Email,Supervisor,EmployeeStatus,ExitDate,DOB,Salary\n"
    "1,Ana Ruiz,ana@x.org,,Active,,1980-01-01,91234\n2,Bo Lind,bo@x.org,Ana Ruiz,Active,,1981-01-01,92345\n"
    "3,Cy Day,=cmd,Nobody Known,Active,,1982-01-01,93456\n4,Di Eng,,Nobody Known,Active,2020-01-01,1983-01-01,94567\n"
)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return make_person("Olga", "Admin", is_org_admin=True)


@pytest.fixture
def browser(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def upload(browser: Client, content: str | bytes = TEXT, name: str = "people.csv") -> Any:
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return browser.post(reverse("people:import_people"), {"file": file}, follow=True)


def columns(browser: Client, job: ImportJob, **changes: str) -> Any:
    page = browser.get(reverse("people:import_job", args=[job.pk]))
    form = page.context["form"]
    data = {name: form[name].initial for name in form.fields if name != "email_domain"}
    return browser.post(reverse("people:import_columns", args=[job.pk]), {**data, **changes}, follow=True)


def to_check(browser: Client, content: str | bytes = TEXT, **changes: str) -> tuple[ImportJob, Any]:
    upload(browser, content)
    page = columns(browser, ImportJob.objects.latest("made_at"), **changes)
    return ImportJob.objects.latest("made_at"), page


def press(browser: Client, job: ImportJob, act: str, **data: str) -> Any:
    return browser.post(reverse(f"people:import_{act}", args=[job.pk]), data, follow=True)


def test_the_whole_way_from_file_to_people(browser: Client) -> None:
    job, page = to_check(browser)
    assert not User.objects.filter(employee_id="1").exists()
    text = page.content.decode()
    for words in (
        "4 rows", "nothing has been saved yet", "Two questions first", "1 row says “Active” but has an exit date",
        "Left out (2)", "“=cmd” is not an e-mail address.", "Not stored", "DOB, Salary.", "Import 2 people",
        "Nobody gets mail from this.", "Easier on a larger screen",
    ):  # fmt: skip
        assert words in text
    assert re.search(r"As of [A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2}, \d\d:\d\d<", text)
    page = press(browser, job, "start")
    assert "About to start" in page.content.decode()
    assert running.run_next(now=NOW)
    page = browser.get(reverse("people:import_job", args=[job.pk]))
    assert "2 people are in." in page.content.decode()
    assert "2 rows were left out" in page.content.decode()
    assert User.objects.get(employee_id="2").manager == User.objects.get(employee_id="1")
    assert mail.outbox == []


def test_page_and_command_plan_the_same(browser: Client, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    job, _page = to_check(browser)
    path = tmp_path / "people.csv"
    path.write_text(TEXT)
    call_command("import_people", str(path), "--json", "--dry-run")
    said, shown = json.loads(capsys.readouterr().out), running.report_of(job)
    for key in (
        "rows",
        "created",
        "updated",
        "unchanged",
        "left",
        "stopped",
        "stopped_rows",
        "columns",
        "ignored_columns",
    ):
        assert shown[key] == said[key]
    for kind in ("errors", "warnings"):
        assert [{k: p[k] for k in ("row", "field", "message")} for p in shown[kind]] == said[kind]


def test_the_file_is_sealed_cut_down_and_forgotten(browser: Client) -> None:
    upload(browser)
    job = ImportJob.objects.get()
    assert "1980-01-01" not in (job.content or "")
    assert "91234" in (job.content or "")
    columns(browser, job)
    job.refresh_from_db()
    assert "91234" not in (job.content or "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, report FROM people_importjob")
        assert "Ana Ruiz" not in str(cursor.fetchall())
    press(browser, job, "start")
    running.run_next(now=NOW)
    job.refresh_from_db()
    assert (job.status, job.content) == ("done", None)


def test_answers_change_the_counts_before_anything_is_written(browser: Client) -> None:
    job, _page = to_check(browser)
    text = press(browser, job, "answers", complete="", contradictions="active").content.decode()
    assert "Import 3 people" in text
    assert not User.objects.filter(employee_id="4").exists()


def test_import_with_other_answers_shows_the_new_counts_first(browser: Client) -> None:
    job, _page = to_check(browser)
    text = press(browser, job, "start", contradictions="left").content.decode()
    assert "Check before importing" in text
    job.refresh_from_db()
    assert (job.status, job.contradictions) == ("check", "left")


def test_many_leavers_stop_until_somebody_says_yes(browser: Client) -> None:
    people = [make_person("Given", f"Family{n}", employee_id=f"x{n}") for n in range(10)]
    text = "id,name\n" + "".join(f"x{n},Given Family{n}\n" for n in range(8))
    job, _page = to_check(browser, text)
    page = press(browser, job, "answers", complete="on").content.decode()
    assert re.search(r"Stopped: this would mark 2 of 11 people \(18 %\) as having left", page)
    assert "Import 8 people" not in page
    assert press(browser, job, "start", complete="on").status_code == 409
    page = press(browser, job, "answers", complete="on", allow_leavers="on").content.decode()
    assert "Import 8 people" in page
    press(browser, job, "start", complete="on", allow_leavers="on")
    running.run_next(now=NOW)
    assert User.objects.filter(pk__in=[p.pk for p in people], is_active=True).count() == 8


def test_renumbered_ids_show_the_first_case_and_no_button(browser: Client) -> None:
    make_person("Bo", "Lind", employee_id="2041")
    job, page = to_check(browser, "id,first name,last name\n2041,Ana,Ruiz\n")
    text = page.content.decode()
    assert "Row 2: id 2041 is Bo Lind here, Ana Ruiz in the file." in text
    assert 'data-kind="primary"' not in text
    assert press(browser, job, "start").status_code == 409


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.4", "This is not a table we can read. Save it as CSV or XLSX and try again."),
        (b"a" * (20 * 1024 * 1024 + 1), "The file is larger than 20 MB."),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(browser: Client, content: bytes, sentence: str) -> None:
    assert sentence in upload(browser, content).content.decode()
    assert not ImportJob.objects.exists()


def test_a_file_without_names_asks_for_the_column(browser: Client) -> None:
    job, page = to_check(browser, "id,who,age\n1,Ana Ruiz,7\n")
    assert "The file has no column with names." in page.content.decode()
    text = columns(browser, job, column_1="name").content.decode()
    assert "Import 1 person" in text


def test_one_field_for_two_columns_is_refused(browser: Client) -> None:
    _job, page = to_check(browser, "name,mail,other\nAna Ruiz,a@x.org,b@x.org\n", column_2="email")
    assert "“E-mail” is chosen twice." in page.content.decode()


def test_left_out_rows_come_as_csv_that_calculates_nothing(browser: Client) -> None:
    job, _page = to_check(browser)
    response = browser.get(reverse("people:import_left_out", args=[job.pk]))
    rows = list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))
    assert rows[0] == [
        "EmpID", "Name", "Email", "Supervisor", "EmployeeStatus", "ExitDate", "Row", "What is wrong", "How to mend it",
    ]  # fmt: skip
    assert rows[1][:3] == ["3", "Cy Day", "'=cmd"]
    assert len(rows) == 3


def test_the_lists_behind_the_counts(browser: Client) -> None:
    make_person("Ana", "Old", employee_id="1", email="ana@x.org")
    job, _page = to_check(browser)
    changed = browser.get(reverse("people:import_list_changed", args=[job.pk])).content.decode()
    assert "Ana Ruiz" in changed
    assert re.search(r"Last name: <del>Old</del> → <ins>Ruiz</ins>", changed)
    assert "Bo Lind" in browser.get(reverse("people:import_list_new", args=[job.pk])).content.decode()


def test_another_file_forgets_this_one(browser: Client) -> None:
    job, _page = to_check(browser)
    press(browser, job, "give_up")
    job.refresh_from_db()
    assert (job.status, job.content, job.report) == ("given_up", None, None)
    assert press(browser, job, "start").status_code == 409


def test_nobody_starts_twice(browser: Client) -> None:
    job, _page = to_check(browser)
    assert [press(browser, job, "start").status_code for _ in range(2)] == [200, 409]
    assert (running.run_next(now=NOW), running.run_next(now=NOW)) == (True, False)


def test_a_worker_that_died_leaves_the_rest_to_the_next(browser: Client) -> None:
    job, _page = to_check(browser)
    press(browser, job, "start")
    ImportJob.objects.update(status="running", lease_until=NOW + timedelta(minutes=1), done=1)
    assert not running.run_next(now=NOW)
    assert "1 of 4" in browser.get(reverse("people:import_job", args=[job.pk])).content.decode()
    assert running.run_next(now=NOW + timedelta(minutes=2))
    assert User.objects.filter(employee_id="1").exists()


def test_a_worker_that_goes_on_telling_keeps_its_import(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    job, _page = to_check(browser)
    press(browser, job, "start")
    taken: list[bool] = []
    minutes = iter((0, 1, 5, 9))  # at the claim, before the first row, after two that took long
    monkeypatch.setattr(claims, "time", SimpleNamespace(monotonic=lambda: 60 * next(minutes)))

    def slowly(*_args: Any, tell: Callable[[int], None], **_more: Any) -> None:
        for done, late in ((1, 9), (2, 13)):
            tell(done)
            taken.append(ImportJob.objects.claimable(NOW + timedelta(minutes=late)).exists())

    monkeypatch.setattr(bringing, "apply_plan", slowly)
    assert running.run_next(now=NOW)
    assert taken == [False, False], "a second worker could have taken it"
    job.refresh_from_db()
    assert (job.status, job.lease_until) == ("done", None)


@pytest.mark.parametrize("other", ["takes it", "ends it"])
def test_a_worker_whose_import_went_to_another_stops(
    browser: Client, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    job, _page = to_check(browser)
    press(browser, job, "start")
    theirs = {"lease_until": NOW + timedelta(hours=1)} if other == "takes it" else {"status": "done"}
    written: list[int] = []

    def overtaken(*_args: Any, tell: Callable[[int], None], **_more: Any) -> None:
        ImportJob.objects.update(done=7, **theirs)
        tell(1)
        written.append(2)

    monkeypatch.setattr(bringing, "apply_plan", overtaken)
    assert running.run_next(now=NOW)
    found = ImportJob.objects.get()
    assert (written, found.done, found.finished_at) == ([], 7, None)
    assert found.content is not None
    assert theirs.items() <= vars(found).items()


def no_longer(person: User, how: str) -> None:
    if how == "deleted":
        person.delete()
    else:
        User.objects.filter(pk=person.pk).update(**{how: False})


@pytest.mark.parametrize("how", ["is_org_admin", "is_active", "deleted"])
def test_an_import_of_somebody_who_may_no_longer_import_writes_nothing(browser: Client, admin: User, how: str) -> None:
    job, _page = to_check(browser)
    press(browser, job, "start")
    no_longer(admin, how)
    assert running.run_next(now=NOW)
    job.refresh_from_db()
    assert (job.status, job.content, job.lease_until) == ("failed", None, None)
    assert not User.objects.filter(employee_id="1").exists()
    browser.force_login(make_person("Otto", is_org_admin=True))
    page = browser.get(reverse("people:import_job", args=[job.pk])).content.decode()
    assert "Whoever started this import may no longer import, so it was not carried on." in page
    assert "Part of it may be saved" not in page


def test_an_import_that_breaks_says_so_and_does_not_come_back(
    browser: Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    job, _page = to_check(browser)
    press(browser, job, "start")
    monkeypatch.setattr(bringing, "apply_plan", lambda *args, **kwargs: 1 / 0)
    assert (running.run_next(now=NOW), running.run_next(now=NOW)) == (True, False)
    assert capsys.readouterr().out == ""  # what is logged goes through the filter of the logs, and never to stdout
    assert "broke off" in browser.get(reverse("people:import_job", args=[job.pk])).content.decode()


def test_a_database_that_goes_away_breaks_off_no_import(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    job, _page = to_check(browser)
    press(browser, job, "start")

    def away_now(*_args: Any, **_more: Any) -> None:
        raise away("57P01")

    with monkeypatch.context() as night:
        night.setattr(bringing, "apply_plan", away_now)
        with pytest.raises(OperationalError):
            running.run_next(now=NOW)
    assert not running.run_next(now=NOW)
    assert running.run_next(now=NOW + claims.LEASE + timedelta(seconds=1))
    assert User.objects.filter(employee_id="1").exists()


def test_who_has_no_time_zone_gets_the_one_of_the_organization_and_the_check_says_so(
    browser: Client, settings: Any
) -> None:
    settings.TIME_ZONE = "Europe/Berlin"
    job, page = to_check(browser)
    assert "Whoever is new and has no time zone in the file gets Europe/Berlin" in page.content.decode()
    press(browser, job, "start")
    running.run_next(now=NOW)
    assert User.objects.get(employee_id="1").time_zone == "Europe/Berlin"


def test_files_nobody_went_on_with_are_forgotten(browser: Client) -> None:
    job, _page = to_check(browser)
    assert running.forget_old(now=job.made_at + timedelta(hours=23)) == 0
    assert running.forget_old(now=job.made_at + timedelta(hours=25)) == 1
    job.refresh_from_db()
    assert (job.status, job.content) == ("given_up", None)


def test_only_org_and_program_admins_import_and_each_sees_the_own(client: Client, admin: User) -> None:
    running.receive(by=admin, file_name="x.csv", content=TEXT.encode(), now=NOW)
    job = ImportJob.objects.get()
    program_admin, other = make_person("Maya"), make_person("Otto")
    make_program(admin=program_admin)
    upload_url, job_url = reverse("people:import_people"), reverse("people:import_job", args=[job.pk])
    for person, on_upload, on_job in ((other, 403, 404), (program_admin, 200, 404), (admin, 200, 200)):
        client.force_login(person)
        assert (client.get(upload_url).status_code, client.get(job_url).status_code) == (on_upload, on_job)


def test_a_right_that_is_gone_stops_each_step(admin: User) -> None:
    from django.core.exceptions import PermissionDenied

    job = running.receive(by=admin, file_name="x.csv", content=TEXT.encode(), now=NOW)
    nobody = make_person("Otto")
    steps = (
        lambda: running.receive(by=nobody, file_name="x", content=TEXT.encode(), now=NOW),
        lambda: running.choose(job, by=nobody, asked={}, email_domain="", now=NOW),
        lambda: running.answer(job, by=nobody, complete=True, contradictions="", allow_leavers=True, now=NOW),
        lambda: running.start(job, by=nobody, now=NOW),
        lambda: running.give_up(job, by=nobody, now=NOW),
    )
    for step in steps:
        with pytest.raises(PermissionDenied):
            step()


def test_a_file_in_which_nobody_finds_names_is_refused_at_once(browser: Client) -> None:
    """Before anything is kept. A column with another heading may hold them: that is asked on the next page."""
    refused = upload(browser, "Email,Department,Grade\nana@x.org,Finance,4\nbo@x.org,Legal,5b\n")
    assert refused.content.decode().count("The file has no column with names.") == 2
    assert not ImportJob.objects.exists()
    upload(browser, "Email,Wer ist das\nana@x.org,Ana Ruiz\n")
    assert ImportJob.objects.get().status == "columns"
