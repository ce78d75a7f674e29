"""Many tables as one step of a migration; a migration and the record of it as one."""

from typing import Any

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.commands import migrate
from django.db import connection, models
from django.db.migrations import CreateModel, Migration
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState, StateApps

from core.migrating import CreateTables, WholeExecutor

TABLES = [
    CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))]),
    CreateModel(
        "Book",
        [("id", models.BigAutoField(primary_key=True)), ("shelf", models.ForeignKey("core.Shelf", models.PROTECT))],
    ),
]
NAMES = {"core_shelf", "core_book"}


@pytest.mark.django_db(transaction=True)
def test_tables_are_made_and_taken_away_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models that were built before are built once more, not once for each table."""
    built: list[int] = []
    render = StateApps.render_multiple

    def count(self: StateApps, states: list[Any]) -> None:
        built.append(len(states))
        render(self, states)

    step, before, after = CreateTables(*TABLES), ProjectState(), ProjectState()
    assert after.apps is not None
    monkeypatch.setattr(StateApps, "render_multiple", count)
    step.state_forwards("core", after)
    with connection.schema_editor() as editor:
        step.database_forwards("core", editor, before, after)
    assert built == [len(TABLES)]
    assert set(connection.introspection.table_names()) >= NAMES
    with connection.schema_editor() as editor:
        step.database_backwards("core", editor, after, before)
    assert not set(connection.introspection.table_names()) & NAMES
    assert step.formatted_description() == "+ Create 2 tables"


class Books(Migration):
    """What replaces two older ones, as the first migration of each app here does."""

    operations = [CreateTables(*TABLES)]
    replaces = [("core", "9001_shelves"), ("core", "9002_books")]


class OutOfRoom(Exception):
    """The disk is full, or the process is gone."""


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_ends_before_it_is_recorded_was_never_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even half of what it replaces: the next start begins it anew."""
    record = MigrationRecorder.record_applied

    def ends_at_the_second(self: MigrationRecorder, app: str, name: str) -> None:
        if name == "9002_books":
            raise OutOfRoom
        record(self, app, name)

    before = MigrationRecorder(connection).applied_migrations()
    monkeypatch.setattr(MigrationRecorder, "record_applied", ends_at_the_second)
    with pytest.raises(OutOfRoom):
        WholeExecutor(connection).apply_migration(ProjectState(), Books("9003_all_tables", "core"))
    assert not set(connection.introspection.table_names()) & NAMES
    assert MigrationRecorder(connection).applied_migrations() == before


def test_migrate_works_like_that() -> None:
    load_command_class(get_commands()["migrate"], "migrate")
    assert get_commands()["migrate"] == "core"
    assert vars(migrate)["MigrationExecutor"] is WholeExecutor
