"""What migrations are made of beyond Django's own operations."""

from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations.base import Operation, OperationCategory
from django.db.migrations.operations.models import CreateModel
from django.db.migrations.state import ProjectState


class CreateTables(Operation):
    """Several `CreateModel` as one step. Before each step Django builds every model it knows anew, which of half a
    hundred tables one by one made a first start wait for seconds."""

    category = OperationCategory.ADDITION

    def __init__(self, *tables: CreateModel) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add all models to the state, whose built models are given up: they are built when they are asked for."""
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Create the tables in the order in which they stand."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        """Delete the tables, the last one first."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate --plan` says."""
        return f"Create {len(self.tables)} tables"


class WholeExecutor(MigrationExecutor):
    """Writes down that a migration was applied in the transaction in which it is. Django does so afterwards when SQL
    was put off to the end: killed or out of room in between, the next start would find tables nobody knows of, or half
    of what a migration replaces, and go no further."""

    def apply_migration(self, state: Any, migration: Migration, *args: Any, **options: Any) -> Any:
        """Apply one migration with all its SQL, before the transaction ends."""
        apply = migration.apply

        def whole(project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
            after = apply(project_state, schema_editor, collect_sql)
            while schema_editor.deferred_sql:
                schema_editor.execute(schema_editor.deferred_sql.pop(0))
            return after

        migration.apply = whole  # type: ignore[method-assign]
        return super().apply_migration(state, migration, *args, **options)
