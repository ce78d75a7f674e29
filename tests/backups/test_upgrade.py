"""`upgrade`: a backup of the database as it stands, then up to date, then a check; again after any failure (1.3)."""

from __future__ import annotations

import gzip
import json
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from core.backups.places import an_empty_one, scratch, working_on
from core.backups.tables import migrations_applied, migrations_missing, migrations_unknown, tables_as_they_stand
from core.backups.writing import write
from core.management.commands import upgrade
from core.management.commands.serve import only_one
from people.models import User
from tests.make import NOW

pytestmark = pytest.mark.xdist_group("backups")
BEFORE = ("relationships", "0002")  # where a version before stood
NEWER = (
    r"is from a newer version of Manyhands \(it has people.0099_from_tomorrow\). Nothing was changed. Restore into an "
)


@pytest.fixture
def behind(empty: dict[str, Any], settings: Any, tmp_path: Path) -> Path:
    """A database of the version before, with a person in it."""
    settings.VAR_DIR, settings.BASE_URL = tmp_path, "https://manyhands.example"
    call_command("migrate", *BEFORE, verbosity=0)
    [people] = [table for table in tables_as_they_stand() if table.name == User._meta.db_table]
    people.model._base_manager.create(email="ana@example.org", given_name="Ana")
    assert migrations_missing()
    return tmp_path / "backups"


def upgraded(**options: Any) -> str:
    out = StringIO()
    call_command("upgrade", stdout=out, **options)
    return out.getvalue()


def manifests(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(gzip.open(file).readline()) for file in sorted(folder.glob("*.gz"))]


def test_the_backup_shows_the_database_as_it_stood_and_then_it_is_up_to_date(behind: Path) -> None:
    before = migrations_applied()
    said = upgraded()
    assert "rows. The keys are not in it." in said
    assert said.endswith("Upgraded. Start Manyhands again.\n")
    [manifest] = manifests(behind)
    assert manifest["migrations"] == before
    assert manifest["counts"][User._meta.db_table] == 1
    assert migrations_missing() == []


def test_a_step_that_fails_says_which_how_to_go_on_and_the_way_back(
    behind: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(self: upgrade.Command) -> None:
        raise CommandError("No room.")

    with monkeypatch.context() as broken:
        broken.setattr(upgrade.Command, "migrate", breaks)
        with pytest.raises(SystemExit) as stopped:
            upgraded()
    words = str(stopped.value)
    assert words.startswith("Stopped at bringing the database up to date: No room.\nMend that and start ./run upgrade")
    assert f"./run manage restore {behind}/before-upgrade-" in words
    assert "Upgraded." in upgraded()


def test_the_way_back_leads_out_of_the_tables_of_a_newer_version(behind: Path, settings: Any) -> None:
    """Here this code plays the version before: it has made the backup, and then somebody ran a newer one."""
    upgraded()
    file = write_before_upgrade(behind)
    MigrationRecorder(connection).record_applied("people", "0099_from_tomorrow")
    before = User.objects.count()
    for more in ([], ["--replace"]):
        with pytest.raises(CommandError, match=NEWER) as refused:
            call_command("restore", str(file), *more)
        assert an_empty_one() in str(refused.value)
    assert (User.objects.count(), migrations_unknown()) == (before, ["people.0099_from_tomorrow"])
    way = upgrade.Command().way_back().splitlines()
    aside, *lines = [line.strip() for line in way if line.startswith("  ")]
    with aside_as_told(aside):
        for line in lines:
            call_command(*shlex.split(line.removeprefix("./run manage ")), verbosity=0)
        assert (User.objects.count(), migrations_unknown(), migrations_missing()) == (before, [], [])


def write_before_upgrade(folder: Path) -> Path:
    file = folder / "before-upgrade-9999.gz"  # the last one
    write(file, NOW)
    return file


@contextmanager
def aside_as_told(line: str) -> Iterator[None]:
    """The first step of the way back: in a shell where it is a line for one, else by hand."""
    if connection.vendor != "sqlite":
        assert line == "make a new database with createdb and name it in DATABASE_URL"
        with scratch() as database, working_on(database):
            yield
        return
    connection.close()
    subprocess.run(["/bin/sh", "-ec", line], check=True)
    yield


def test_what_was_backed_up_before_the_packages_is_not_backed_up_again(behind: Path) -> None:
    upgraded(only_backup=True)
    assert migrations_missing(), "the database waits for the packages"
    upgraded(backed_up=True)
    assert len(manifests(behind)) == 1


def test_nothing_is_upgraded_under_a_running_server(behind: Path, settings: Any) -> None:
    if connection.vendor != "sqlite":
        return  # containers are stopped by whoever upgrades them
    with only_one(settings.VAR_DIR), pytest.raises(CommandError, match="stop it first"):
        upgraded()
    assert manifests(behind) == []
