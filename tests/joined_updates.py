"""Compare-and-set only works on the row's own columns: every test refuses an UPDATE whose condition joins.

Django writes such an UPDATE as `WHERE id IN (SELECT … JOIN …)`. On PostgreSQL the inner part is weighed once, before
the row's lock is had, so that of four who come at once all four win. On SQLite nobody would notice.
"""

from typing import Any

from django.db.models.sql.compiler import SQLUpdateCompiler

THEIRS = {"admin", "auth", "contenttypes", "sessions", "account", "mfa", "usersessions"}


def refuse_joined_updates() -> None:
    """Patch Django for the length of the run."""
    original = SQLUpdateCompiler.pre_sql_setup

    def guarded(self: Any) -> Any:
        self.query.get_initial_alias()
        meta = self.query.get_meta()
        if meta.app_label not in THEIRS and self.query.count_active_tables() > 1:
            raise AssertionError(
                f"an UPDATE of {meta.label} asks another table by a join; ask with `…__in=` a queryset"
            )
        return original(self)

    SQLUpdateCompiler.pre_sql_setup = guarded  # type: ignore[method-assign]
