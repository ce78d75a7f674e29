"""`backup` and `restore`: one file for both databases, whole or not at all (trust 4; issue point 1.3)."""

from __future__ import annotations

import gzip
import json
import stat
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from core import audit, clock
from core.backups.archive import NotUsable, create
from core.backups.loading import load
from core.backups.places import working_on
from core.backups.samples import open_samples
from core.backups.tables import FILLED_BY_MIGRATE, LEFT_OUT, all_tables, carried
from core.backups.writing import one_moment, write
from core.errors import AppendOnly
from core.fields import encrypted_fields
from core.management.commands.serve import only_one
from core.models import AuditEvent, Heartbeat
from notes.models import PrivateNote
from nudges.models import Nudge
from people.models import User
from tests.backups.conftest import Source
from tests.canary.planting import confidential_fields
from tests.make import NOW, make_person

pytestmark = pytest.mark.xdist_group("backups")
Lines = list[Any]


def text_of(file: Path) -> str:
    return gzip.decompress(file.read_bytes()).decode()


def lines_of(file: Path) -> Lines:
    return [json.loads(line) for line in text_of(file).splitlines()]


def edited(file: Path, change: Callable[[Lines], None]) -> Path:
    """A copy whose lines were changed and summed up again, as another version would have written it."""
    lines, copy = lines_of(file)[:-1], file.with_name("edited.gz")
    change(lines)
    copy.unlink(missing_ok=True)
    with create(copy) as out:
        for line in lines:
            out.line(line)
        out.end()
    return copy


def counts() -> dict[str, int]:
    return {table.name: table.count() for table in all_tables()}


def first_row(lines: Lines, table: str) -> int:
    """Where the rows of a table begin."""
    found: dict[str, int] = lines[0]["counts"]
    return 1 + sum(count for name, count in found.items() if list(found).index(name) < list(found).index(table))


def test_the_backup_holds_a_value_of_every_kind_of_column_and_a_word_of_every_confidential_one(source: Source) -> None:
    """So that nothing goes untried below."""
    lines, seen = lines_of(source.file), set()
    for table in carried():
        for row in lines[first_row(lines, table.name) :][: lines[0]["counts"][table.name]]:
            seen |= {type(field) for field, value in zip(table.fields, row, strict=True) if value is not None}
    assert {type(field) for table in carried() for field in table.fields} - seen == set()
    confidential = {
        field.label for field, _class in confidential_fields() if lines[0]["counts"][field.model._meta.db_table]
    }
    assert {plant.label for plant in source.plants} == confidential
    assert len(confidential) > 30


@pytest.mark.usefixtures("empty")
def test_a_backup_comes_back_on_an_empty_database_row_for_row(source: Source, tmp_path: Path) -> None:
    load(source.file)
    write(tmp_path / "again.gz", NOW)
    for plant in source.plants:
        row = type(plant.row)._base_manager.get(pk=plant.row.pk)
        assert plant.word in str([getattr(row, field.attname) for field in encrypted_fields(type(row))])
    assert lines_of(tmp_path / "again.gz") == lines_of(source.file)


def test_numbers_go_on_after_the_restored_ones(full: Source) -> None:
    load(full.file, replace=True)
    highest = max(AuditEvent.objects.values_list("number", flat=True))
    assert audit.record("test", User.objects.all()[0], by=None, now=NOW).number > highest


def test_numbers_go_on_after_a_restore_that_was_broken_off(full: Source) -> None:
    someone = User.objects.all()[0]
    before = [audit.record("test", someone, by=None, now=NOW).number for _more_than_in_the_file in range(3)]

    def break_off(manifest: object) -> None:
        raise NotUsable("Broken off.")

    with pytest.raises(NotUsable):
        load(full.file, replace=True, then=break_off)
    assert audit.record("test", someone, by=None, now=NOW).number > max(before)


def test_a_backup_is_for_its_owner_alone_and_holds_no_key_no_session_and_no_sealed_word(
    full: Source, settings: Any, tmp_path: Path
) -> None:
    file = tmp_path / "new" / "a.gz"
    Client().force_login(User.objects.filter(is_org_admin=True)[0])
    assert Session.objects.exists()
    call_command("backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["a.gz"]
    text = text_of(file)
    for secret in [settings.SECRET_KEY, *settings.FIELD_KEYS, *(plant.word for plant in full.plants)]:
        assert secret not in text
    assert Session._meta.db_table not in lines_of(file)[0]["counts"]
    Heartbeat.objects.filter(name="backup").delete()


def test_a_backup_never_takes_the_place_of_another_file(full: Source, tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_text("the last good one")
    with pytest.raises(CommandError, match="is there already: choose another name"):
        call_command("backup", str(tmp_path / "a.gz"))
    assert (tmp_path / "a.gz").read_text() == "the last good one"


def test_a_backup_that_fails_leaves_no_file(full: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(CommandError, match="could not be written: No space left on device"):
        call_command("backup", str(tmp_path / "a.gz"))
    assert list(tmp_path.iterdir()) == []


def test_a_backup_shows_one_moment_and_holds_nobody_up(full: Source) -> None:
    """Somebody writes while it is read."""

    def somebody_comes() -> None:
        with working_on(full.database):
            made.append(make_person("Late"))

    made: list[User] = []
    with one_moment():
        before = User.objects.count()
        thread = Thread(target=somebody_comes)
        thread.start()
        thread.join(30)
        assert made, "the writer was held up"
        assert User.objects.count() == before
    assert User.objects.count() == before + 1
    made[0].delete()


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flip(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


@pytest.mark.parametrize("damage", [cut, flip, lambda data: data[:-9], lambda data: b"", lambda data: b"a table"])
def test_a_damaged_file_is_refused_and_changes_nothing(
    full: Source, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    before = counts()
    (tmp_path / "bad.gz").write_bytes(damage(full.file.read_bytes()))
    with pytest.raises(CommandError, match="no backup of Manyhands, or it is damaged or cut off"):
        call_command("restore", str(tmp_path / "bad.gz"), "--replace")
    assert counts() == before


def test_a_row_that_was_changed_behind_the_sum_is_noticed(full: Source, tmp_path: Path) -> None:
    lines = text_of(full.file).splitlines(keepends=True)
    lines[5] = lines[6]
    (tmp_path / "bad.gz").write_bytes(gzip.compress("".join(lines).encode()))
    with pytest.raises(NotUsable, match="damaged"):
        load(tmp_path / "bad.gz", replace=True)


def test_a_file_that_is_not_there_is_named(full: Source, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("restore", str(tmp_path / "nowhere.gz"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda head: head.update(version=2), "has the format 2, which this version of Manyhands does not know"),
        (lambda head: head.update(format="other"), "is no backup of Manyhands"),
        (lambda head: head["migrations"].append("goals.0099_new"), "this database lacks goals.0099_new"),
        (lambda head: head["migrations"].remove("core.0001_all_tables"), "it lacks core.0001_all_tables"),
        (lambda head: head["columns"]["people_user"].pop(), "has other tables than this database"),
    ],
)
def test_a_file_of_another_version_is_refused_with_the_difference(
    full: Source, change: Callable[[dict[str, Any]], Any], says: str
) -> None:
    before = counts()
    with pytest.raises(NotUsable, match=says):
        load(edited(full.file, lambda lines: change(lines[0])), replace=True)
    assert counts() == before


def point_at_nobody(lines: Lines) -> None:
    at = first_row(lines, "people_invitation")
    person = lines[0]["columns"]["people_invitation"].index("person_id")
    lines[at][person] = "00000000-0000-7000-8000-000000000000"


def stand_twice(lines: Lines) -> None:
    at = first_row(lines, "people_user")
    lines[at] = lines[at + 1]


@pytest.mark.parametrize(
    ("change", "says"),
    [(point_at_nobody, "rows that point at none"), (stand_twice, "A row of people_user does not fit")],
)
def test_rows_that_break_a_rule_of_the_database_leave_it_as_it_was(
    full: Source, change: Callable[[Lines], None], says: str
) -> None:
    before, one = counts(), PrivateNote.objects.order_by("pk").first()
    with pytest.raises(NotUsable, match=says) as refused:
        load(edited(full.file, change), replace=True)
    assert "@example.org" not in str(refused.value)
    assert counts() == before
    assert one is not None
    assert PrivateNote.objects.get(pk=one.pk).text == one.text


def test_a_database_that_is_not_empty_is_refused_unless_all_of_it_is_to_go(full: Source, tmp_path: Path) -> None:
    late = make_person("Late")
    with pytest.raises(CommandError, match=r"not empty: \d+ rows in \d+ tables. Nothing was changed. With --replace"):
        call_command("restore", str(full.file))
    assert User.objects.filter(pk=late.pk).exists()
    load(full.file, replace=True)
    assert not User.objects.filter(pk=late.pk).exists()
    write(tmp_path / "again.gz", NOW)
    assert lines_of(tmp_path / "again.gz") == lines_of(full.file)


def test_the_audit_is_guarded_after_a_restore_as_before(full: Source) -> None:
    """The guard in the database is PostgreSQL's; the one in the code is there on both."""
    load(full.file, replace=True)
    with pytest.raises(AppendOnly):
        AuditEvent.objects.all().delete()
    if connection.vendor == "postgresql":
        for statement in (
            "DELETE FROM core_auditevent",
            "TRUNCATE core_auditevent",
            "UPDATE core_auditevent SET verb=''",
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_samples_name_the_columns_that_the_keys_do_not_open(full: Source, settings: Any) -> None:
    assert open_samples().broken == []
    assert open_samples().opened >= len({plant.label for plant in full.plants})
    settings.FIELD_KEYS = ["c29tZSBvdGhlciBrZXkgdGhhdCBvcGVucyBub25lIDE="]
    assert {*open_samples().broken} > {plant.label for plant in full.plants}


def test_every_table_is_carried_or_left_out_by_name() -> None:
    known = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    assert known >= LEFT_OUT | FILLED_BY_MIGRATE


def test_restore_brings_everything_back_and_lets_nobody_stay_signed_in(
    full: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    Client().force_login(User.objects.filter(is_org_admin=True)[0])
    call_command("restore", str(full.file), "--replace")
    assert not Session.objects.exists()
    assert f"{sum(lines_of(full.file)[0]['counts'].values())} rows of" in capsys.readouterr().out
    assert Heartbeat.objects.get(name="backup").at == NOW
    assert list(AuditEvent.objects.order_by("number").values_list("verb", "actor_id"))[-1] == ("backup.restore", None)
    assert not Nudge.objects.filter(state__in=["pending", "claimed"], due_at__lte=clock.now()).exists()


def test_restore_says_when_the_keys_do_not_belong_to_the_backup(
    full: Source, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.FIELD_KEYS = ["c29tZSBvdGhlciBrZXkgdGhhdCBvcGVucyBub25lIDE="]
    with pytest.raises(
        CommandError, match=r"The rows are back, but the keys .* before you start anything\."
    ) as refused:
        call_command("restore", str(full.file), "--replace")
    assert refused.value.returncode == 1
    assert "rows of" in capsys.readouterr().out
    assert PrivateNote.objects.exists()


def test_nothing_is_restored_while_manyhands_runs(full: Source, tmp_path: Path) -> None:
    before, refused = counts(), pytest.raises(CommandError, match=r"is running on .* already: stop it first")
    with only_one(tmp_path), refused:
        call_command("restore", str(full.file), "--replace")
    assert counts() == before


@pytest.mark.parametrize("command", ["backup", "restore", "drill_restore"])
def test_a_database_that_does_not_answer_is_said_in_words(full: Source, tmp_path: Path, command: str) -> None:
    nowhere = {"ENGINE": "django.db.backends.postgresql", "HOST": "127.0.0.1", "PORT": "1", "NAME": "x", "USER": "x"}
    file = full.file if command == "restore" else tmp_path / "a.gz"
    arguments = [] if command == "drill_restore" else [str(file)]
    with working_on(nowhere), pytest.raises(CommandError, match="The database does not answer; is its address right"):
        call_command(command, *arguments)
