"""On PostgreSQL a leaf of the wrong kind is refused by the database itself (S0-04).

A generated column holds the leaf's kind; a composite foreign key ties it to the relationship's. SQLite cannot add a
stored generated column to a table, there the verb alone refuses.
"""

from typing import Any

from django.db import migrations

LEAVES = (
    ("goals_coachinggoal", "coaching"),
    ("goals_review", "coaching"),
    ("goals_mentoringintent", "mentoring"),
    ("goals_lookback", "mentoring"),
)


def tie(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, kind in LEAVES:
        schema_editor.execute(
            f"ALTER TABLE {table} ADD COLUMN kind varchar(12) GENERATED ALWAYS AS ('{kind}') STORED, "
            f"ADD CONSTRAINT {table}_is_of_its_kind FOREIGN KEY (relationship_id, kind) "
            "REFERENCES relationships_relationship (id, kind) ON DELETE CASCADE"
        )


def untie(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    for table, _kind in LEAVES:
        schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN kind")


class Migration(migrations.Migration):
    dependencies = [("goals", "0001_initial"), ("relationships", "0001_initial")]

    operations = [migrations.RunPython(tie, untie)]
