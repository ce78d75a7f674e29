"""`upgrade`: a backup of the database as it stands, then up to date, then a check; again after any failure (1.3)."""

from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.backups.tables import migrations_applied, migrations_missing, tables_as_they_stand
from core.management.commands import upgrade
from core.management.commands.serve import only_one
from people.models import User

pytestmark = pytest.mark.xdist_group("backups")
BEFORE = ("relationships", "0002")  # where a version before stood


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
