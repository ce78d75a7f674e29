import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields
import core.ids
from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [("surveys", "0001_initial")]

    initial = True

    dependencies = [
        ("relationships", "0001_all_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Round",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "relationship",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="relationships.relationship",
                        ),
                    ),
                    ("instrument", models.CharField(max_length=20)),
                    ("version", models.PositiveSmallIntegerField(default=1)),
                    ("number", models.PositiveSmallIntegerField()),
                    ("opens_on", models.DateField()),
                    ("closes_on", models.DateField()),
                ],
                options={
                    "ordering": ["relationship", "number"],
                    "constraints": [
                        models.UniqueConstraint(fields=("relationship", "instrument", "number"), name="round_once"),
                        models.CheckConstraint(
                            condition=models.Q(("closes_on__gt", models.F("opens_on"))),
                            name="round_is_open_for_a_while",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Answer",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "round",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="surveys.round"
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("sealed", core.fields.EncryptedTextField(blank=True, label="answer.sealed", null=True)),
                    ("show_alike", models.BooleanField(default=False)),
                    ("skipped", models.BooleanField(default=False)),
                    ("at", models.DateTimeField()),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("round", "person"), name="one_answer_a_round")],
                },
            ),
            migrations.CreateModel(
                name="HelpRequest",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "relationship",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="relationships.relationship",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "contact",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("words", core.fields.EncryptedTextField(blank=True, label="helprequest.words", null=True)),
                    ("asked_at", models.DateTimeField()),
                    ("answered_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["asked_at", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("person", models.F("contact")), _negated=True),
                            name="help_comes_from_somebody_else",
                        )
                    ],
                },
            ),
        ),
    ]
