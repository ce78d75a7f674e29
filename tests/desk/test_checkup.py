"""Health: each part broken in turn is named with its mend, by the doctor and by the page (issue point 1.3)."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock, heartbeats
from core.backups.places import working_on
from core.keys import generate
from core.models import Heartbeat
from desk.checkup import CHECKS, checkup
from nudges.models import Nudge
from nudges.noticing import notice
from people import privacy
from people.models import PrivacyText, User
from tests.make import NOW, make_pair, make_person, make_private_note, make_session

pytestmark = pytest.mark.django_db
Break = Callable[[Any, Path], Any]


@pytest.fixture(autouse=True)
def sound(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation on which everything works."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    settings.EMAIL_URL, settings.EMAIL_IS_SENT, settings.EMAIL_HOST = (
        "smtp://smtp.example.org",
        True,
        "smtp.example.org",
    )
    settings.BASE_URL, settings.FIELD_KEYS = "https://manyhands.example.org", [generate()]
    for part in (*heartbeats.PARTS, heartbeats.BACKUP):
        heartbeats.record(part, NOW - timedelta(seconds=20))
    make_private_note(make_pair())
    admin = make_person(is_org_admin=True)
    privacy.publish(privacy.write(by=admin, now=NOW, purpose="Why", contacts="Whom to ask"), by=admin, now=NOW)


def no_database(settings: Any, folder: Path) -> Any:
    return working_on({"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "nowhere" / "db.sqlite3")})


def a_migration_is_missing(settings: Any, folder: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'goals' AND name = '0002_look_backs_are_sealed'")


def no_queue(settings: Any, folder: Path) -> None:
    settings.REDIS_URL, settings.VAR_DIR = "", folder / "nowhere"


def silent(part: str, age: timedelta) -> Break:
    def breaks(settings: Any, folder: Path) -> None:
        Heartbeat.objects.filter(name=part).update(at=NOW - age)

    return breaks


def never(part: str) -> Break:
    def breaks(settings: Any, folder: Path) -> None:
        Heartbeat.objects.filter(name=part).delete()

    return breaks


def nobody_takes_mail(settings: Any, folder: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def no_mail(settings: Any, folder: Path) -> None:
    settings.EMAIL_URL, settings.EMAIL_IS_SENT = "", False


def nudges(**fields: Any) -> Break:
    def breaks(settings: Any, folder: Path) -> None:
        make_session(make_pair(), planned_at=NOW - timedelta(hours=1))
        notice(NOW)
        Nudge.objects.update(due_at=NOW - timedelta(hours=1), **fields)

    return breaks


def in_clear(settings: Any, folder: Path) -> None:
    settings.BASE_URL = "http://manyhands.example.org"


def other_keys(settings: Any, folder: Path) -> None:
    settings.FIELD_KEYS = [generate()]


def nothing_written(settings: Any, folder: Path) -> None:
    PrivacyText.objects.all().delete()


BREAKS: dict[str, list[tuple[Break, str, str]]] = {
    "database": [
        (no_database, "Database: does not answer", "correct DATABASE_URL"),
        (a_migration_is_missing, "Database: 1 migration is missing", "manage migrate"),
    ],
    "broker": [(no_queue, "Queue: cannot be written", "write into the folder broker/queue")],
    "worker": [(silent("worker", timedelta(minutes=5)), "Worker: last run 5 minutes ago", "Start the worker")],
    "scheduler": [(never("scheduler"), "Scheduler: never ran", "Start the one scheduler")],
    "mail": [
        (nobody_takes_mail, "Mail: 127.0.0.1 does not take mail (ConnectionRefusedError)", "Correct EMAIL_URL"),
        (no_mail, "Mail: not set up. Invitations wait", "Set EMAIL_URL"),
    ],
    "messages": [
        (nudges(), "2 waiting, 2 of them late; 0 given up in a week", "once worker, scheduler and mail work"),
        (nudges(state="dead"), "0 waiting, 0 of them late; 2 given up in a week", "Mend mail."),
    ],
    "https": [(in_clear, "HTTPS: off: http://manyhands.example.org can be listened in on", "with a certificate")],
    "keys": [(other_keys, "sealed columns do not open", "into FIELD_KEYS or var/keys")],
    "backup": [
        (silent("backup", timedelta(days=3)), "Backup: the last one was taken 3 days ago", "Take one every day"),
        (never("backup"), "Backup: none was taken", "./run manage backup FILE"),
    ],
    "privacy": [(nothing_written, "Privacy page: the organization has written nothing yet", "open Privacy at the")],
}
ASK_THE_DATABASE = {"database", "worker", "scheduler", "messages", "keys", "backup", "privacy"}
CASES = [
    pytest.param(check.name, *case, id=f"{check.name}-{n}")
    for check in CHECKS
    for n, case in enumerate(BREAKS[check.name])
]


def to_mend() -> set[str]:
    return {result.name for result in checkup(NOW) if not result.is_good}


def test_a_sound_installation_has_nothing_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("doctor")
    said = capsys.readouterr().out
    assert said.count("fine ") == len(CHECKS)
    assert "Scheduler: last run 20 s ago." in said
    assert "to mend" not in said


@pytest.mark.parametrize(("name", "breaks", "says", "mend"), CASES)
def test_doctor_names_the_part_that_is_broken_and_its_mend(
    name: str, breaks: Break, says: str, mend: str, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And no other part, unless it has to ask a database that is away."""
    with breaks(settings, tmp_path) or nullcontext():
        with pytest.raises(SystemExit) as ended:
            call_command("doctor")
        found = to_mend()
    assert ended.value.code == 1
    lines = capsys.readouterr().out.replace("\xa0", " ").splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("to mend") and says in line)
    assert mend in lines[at + 1]
    assert found == (ASK_THE_DATABASE if breaks is no_database else {name})


def test_doctor_looks_at_the_named_parts_alone_and_answers_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    Heartbeat.objects.all().delete()
    call_command("doctor", "database", "keys", json=True)
    assert [(part["name"], part["is_good"]) for part in json.loads(capsys.readouterr().out)] == [
        ("database", True),
        ("keys", True),
    ]
    with pytest.raises(CommandError, match="There is no part liver: choose among database, broker"):
        call_command("doctor", "liver")


def test_a_laptop_needs_no_https(settings: Any) -> None:
    settings.BASE_URL = "http://localhost:8000"
    assert to_mend() == set()


@pytest.fixture
def org_admin(client: Client) -> User:
    return signed_in(client, make_person("Olga", is_org_admin=True))


def signed_in(client: Client, person: User) -> User:
    """Who has read the privacy page, which comes before every other."""
    privacy.read(PrivacyText.objects.get(), by=person, now=NOW)
    client.force_login(person)
    return person


@pytest.mark.usefixtures("org_admin")
def test_the_page_says_what_the_doctor_says_and_is_in_the_rail_of_org_admins_alone(client: Client) -> None:
    Heartbeat.objects.filter(name="backup").delete()
    page = client.get("/setup/health/").content.decode()
    for result in checkup(NOW):
        assert result.label in page
        assert result.mend in page
    assert "One part is to mend." in page
    assert page.count("To mend") == 1
    assert 'href="/setup/health/"' in client.get("/").content.decode()
    signed_in(client, make_person())
    assert 'href="/setup/health/"' not in client.get("/").content.decode()


@pytest.mark.usefixtures("org_admin")
def test_the_page_asks_eight_times(client: Client) -> None:
    client.get("/setup/health/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/setup/health/")
    assert len(asked) <= 8


def test_a_test_mail_goes_to_oneself_and_one_reads_how_it_went(client: Client, org_admin: User, settings: Any) -> None:
    def press() -> str:
        return client.post("/setup/health/test-mail/", follow=True).content.decode()

    assert f"The mail system took a mail to {org_admin.email}" in press()
    assert [m.to for m in mail.outbox] == [[org_admin.email]]
    nobody_takes_mail(settings, Path())
    assert f"The mail to {org_admin.email} was not taken (ConnectionRefusedError). Correct EMAIL_URL" in press()
    User.objects.filter(pk=org_admin.pk).update(email=None)
    assert "You have no address here yet" in press()


def test_send_test_email_says_how_it_went(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("send_test_email", "a@example.org")
    assert "The mail system took a mail to a@example.org" in capsys.readouterr().out
    assert [m.to for m in mail.outbox] == [["a@example.org"]]
    with pytest.raises(CommandError, match="“nobody” is not a mail address"):
        call_command("send_test_email", "nobody")
    nobody_takes_mail(settings, Path())
    with pytest.raises(CommandError, match=r"was not taken \(ConnectionRefusedError\). Correct EMAIL_URL"):
        call_command("send_test_email", "a@example.org")
