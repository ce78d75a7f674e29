import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields
import core.ids
from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [("notes", "0001_initial")]

    initial = True

    dependencies = [
        ("relationships", "0001_all_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="PrivateNote",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    ("version", models.PositiveIntegerField(default=1, editable=False)),
                    (
                        "relationship",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="relationships.relationship",
                        ),
                    ),
                    (
                        "session",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="relationships.session",
                        ),
                    ),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("text", core.fields.EncryptedTextField(label="privatenote.text")),
                    ("written_at", models.DateTimeField()),
                ],
                options={
                    "ordering": ["-written_at", "-id"],
                    "indexes": [models.Index(fields=["author", "relationship"], name="private_note_by_author")],
                },
            ),
            migrations.CreateModel(
                name="SharedNote",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    ("version", models.PositiveIntegerField(default=1, editable=False)),
                    (
                        "relationship",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="relationships.relationship",
                        ),
                    ),
                    (
                        "session",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="relationships.session",
                        ),
                    ),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("text", core.fields.EncryptedTextField(label="sharednote.text")),
                    ("written_at", models.DateTimeField()),
                ],
                options={
                    "ordering": ["-written_at", "-id"],
                },
            ),
        ),
    ]
