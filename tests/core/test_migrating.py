"""`CreateTables`: many tables as one step of a migration."""

from typing import Any

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState, StateApps

from core.migrating import CreateTables

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
