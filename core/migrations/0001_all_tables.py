"""The audit table and, on PostgreSQL, the triggers that keep it append-only; and the heartbeats."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import core.ids
from core.migrating import CreateTables

GUARD = """
CREATE FUNCTION core_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_rows_stay BEFORE UPDATE OR DELETE ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION core_audit_append_only();
CREATE TRIGGER audit_table_stays BEFORE TRUNCATE ON core_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_append_only();
"""

UNGUARD = """
DROP TRIGGER audit_rows_stay ON core_auditevent;
DROP TRIGGER audit_table_stays ON core_auditevent;
DROP FUNCTION core_audit_append_only();
"""


def guard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(GUARD)


def unguard(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(UNGUARD)


class Migration(migrations.Migration):
    replaces = [("core", "0001_initial"), ("core", "0002_heartbeat")]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="AuditEvent",
                fields=[
                    ("number", models.BigAutoField(primary_key=True, serialize=False)),
                    ("id", models.UUIDField(default=core.ids.new_id, editable=False, unique=True)),
                    ("at", models.DateTimeField()),
                    ("actor_id", models.UUIDField(null=True)),
                    ("verb", models.CharField(max_length=60)),
                    ("object_type", models.CharField(max_length=60)),
                    ("object_id", models.UUIDField()),
                    ("program_id", models.UUIDField(null=True)),
                ],
                options={
                    "ordering": ["number"],
                    "indexes": [
                        models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
                        models.Index(fields=["actor_id", "number"], name="audit_by_actor"),
                        models.Index(fields=["program_id", "number"], name="audit_by_program"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Heartbeat",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    ("name", models.CharField(max_length=20, unique=True)),
                    ("at", models.DateTimeField()),
                ],
            ),
        ),
        migrations.RunPython(guard, unguard),
    ]
