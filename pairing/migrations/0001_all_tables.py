import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields
import core.ids
from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [("pairing", "0001_initial")]

    initial = True

    dependencies = [
        ("programs", "0001_all_tables"),
        ("relationships", "0001_all_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Run",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "program",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programs.program"
                        ),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "after",
                        models.ForeignKey(
                            null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="pairing.run"
                        ),
                    ),
                    ("made_at", models.DateTimeField()),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("waiting", "about to start"),
                                ("running", "running"),
                                ("done", "done"),
                                ("failed", "broke off"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("percent_done", models.PositiveSmallIntegerField(default=0)),
                    ("lease_until", models.DateTimeField(null=True)),
                    ("seed", models.PositiveIntegerField(default=1)),
                    ("rules_version", models.CharField(max_length=20)),
                    ("frozen", core.fields.EncryptedTextField(label="run.frozen", null=True)),
                    ("learners", models.PositiveIntegerField(default=0)),
                    ("guides", models.PositiveIntegerField(default=0)),
                    ("places", models.PositiveIntegerField(default=0)),
                    ("matched", models.PositiveIntegerField(default=0)),
                    ("moved", models.PositiveIntegerField(default=0)),
                    ("total", models.BigIntegerField(default=0)),
                    ("bound", models.BigIntegerField(default=0)),
                    ("seconds", models.FloatField(default=0)),
                ],
                options={
                    "indexes": [models.Index(fields=["program", "made_at"], name="run_by_program")],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("status__in", ["waiting", "running"])),
                            fields=("program",),
                            name="one_run_at_a_time",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Match",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="matches", to="pairing.run"
                        ),
                    ),
                    (
                        "learner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programs.enrollment"
                        ),
                    ),
                    (
                        "guide",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programs.enrollment"
                        ),
                    ),
                    ("score", models.PositiveSmallIntegerField()),
                    ("reasons", core.fields.EncryptedTextField(label="match.reasons", null=True)),
                    ("pinned", models.BooleanField(default=False)),
                    ("moved", models.BooleanField(default=False)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("suggested", "not published"),
                                ("published", "published"),
                                ("put_back", "put back"),
                            ],
                            default="suggested",
                            max_length=9,
                        ),
                    ),
                    (
                        "relationship",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="relationships.relationship",
                        ),
                    ),
                    ("put_back_because", models.CharField(blank=True, max_length=200)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("run", "learner"), name="one_match_per_learner_and_run")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Unmatched",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="unmatched", to="pairing.run"
                        ),
                    ),
                    (
                        "learner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programs.enrollment"
                        ),
                    ),
                    ("blocked_by", core.fields.EncryptedTextField(label="unmatched.blocked_by")),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("run", "learner"), name="unmatched_once_per_run")],
                },
            ),
            migrations.CreateModel(
                name="Decision",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "program",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programs.program"
                        ),
                    ),
                    (
                        "run",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="decisions",
                            to="pairing.run",
                        ),
                    ),
                    (
                        "what",
                        models.CharField(
                            choices=[
                                ("keep", "Keep these two"),
                                ("forbid", "Not these two"),
                                ("leave_out", "Leave out"),
                            ],
                            max_length=9,
                        ),
                    ),
                    (
                        "learner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programs.enrollment"
                        ),
                    ),
                    (
                        "guide",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="programs.enrollment",
                        ),
                    ),
                    (
                        "by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("made_at", models.DateTimeField()),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("guide__isnull", True), ("what", "leave_out")),
                                models.Q(("guide__isnull", False), ("what__in", ["keep", "forbid"])),
                                _connector="OR",
                            ),
                            name="decision_names_a_guide_unless_left_out",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("guide__isnull", False)),
                            fields=("program", "learner", "guide"),
                            name="one_decision_per_pair",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("what", "keep")),
                            fields=("program", "learner"),
                            name="one_kept_guide_per_learner",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("what", "leave_out")),
                            fields=("program", "learner"),
                            name="left_out_once",
                        ),
                    ],
                },
            ),
        ),
    ]
