"""Which tables and columns a backup holds, and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.apps.registry import Apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

# Who holds a session, or a code that is kept in one, is let in: no file carries them. Everybody signs in again.
LEFT_OUT = {"sessions.session", "usersessions.usersession", "account.emailconfirmation"}
# What `migrate` itself fills: a database with nothing else is empty.
FILLED_BY_MIGRATE = {"contenttypes.contenttype", "auth.permission"}


@dataclass(frozen=True)
class Table:
    """A table as the models speak of it."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def fields(self) -> list[models.Field[Any, Any]]:
        """The columns that are stored, in the order of the model."""
        return [field for field in self.model._meta.local_concrete_fields if not getattr(field, "generated", False)]

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]

    @property
    def is_carried(self) -> bool:
        return self.model._meta.label_lower not in LEFT_OUT

    def count(self) -> int:
        return int(self.model._base_manager.count())


def all_tables() -> list[Table]:
    """Every table of every model, those of many-to-many fields too."""
    return _tables(apps)


def tables_as_they_stand() -> list[Table]:
    """The tables of the database as its migrations left them, which may be behind this version: a backup before an
    upgrade reads those."""
    loader = MigrationLoader(connection)
    applied = [node for node in loader.applied_migrations if node in loader.graph.nodes]
    return _tables(loader.project_state(applied).apps)


def _tables(of: Apps) -> list[Table]:
    models_ = of.get_models(include_auto_created=True)
    return [Table(model) for model in models_ if model._meta.managed and not model._meta.proxy]


def carried(tables: list[Table] | None = None) -> list[Table]:
    """Of these tables, or of all of this version, those that a backup holds."""
    return [table for table in (all_tables() if tables is None else tables) if table.is_carried]


def migrations_applied() -> list[str]:
    """The schema's state: the migrations that this code knows and the database has ("goals.0001_all_tables")."""
    loader = MigrationLoader(connection)
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations if (app, name) in loader.graph.nodes)


def migrations_unknown() -> list[str]:
    """What the database has and this code does not know: a newer version was here, and its tables are too."""
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations).union(*(squash.replaces for squash in loader.replacements.values()))
    return sorted(f"{app}.{name}" for app, name in set(loader.applied_migrations) - known)


def migrations_missing() -> list[str]:
    """What this code knows and the database lacks."""
    loader = MigrationLoader(connection)
    return sorted(f"{app}.{name}" for app, name in set(loader.graph.nodes) - set(loader.applied_migrations))
