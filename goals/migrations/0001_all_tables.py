"""Goals, aims, and what follows from them. On PostgreSQL a leaf of the wrong kind is refused by the database itself
(S0-04).

A generated column holds the leaf's kind; a composite foreign key ties it to the relationship's. SQLite cannot add a
stored generated column to a table, there the verb alone refuses.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields
import core.ids
from core.migrating import CreateTables

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
    replaces = [
        ("goals", "0001_initial"),
        ("goals", "0002_leaves_know_their_kind"),
    ]

    initial = True

    dependencies = [
        ("relationships", "0001_all_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="MentoringIntent",
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
                        "created_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("created_at", models.DateTimeField()),
                    ("let_go_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["created_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="Aim",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "intent",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="aims", to="goals.mentoringintent"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("sentence", core.fields.EncryptedTextField(label="aim.sentence")),
                    ("for_current_role", models.BooleanField(default=False)),
                    ("for_next_role", models.BooleanField(default=False)),
                    ("for_career", models.BooleanField(default=False)),
                    ("for_life", models.BooleanField(default=False)),
                    (
                        "written_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("written_at", models.DateTimeField()),
                    ("guide_agreed_at", models.DateTimeField(blank=True, null=True)),
                    ("learner_agreed_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["intent", "number"],
                    "constraints": [models.UniqueConstraint(fields=("intent", "number"), name="one_aim_per_number")],
                },
            ),
            migrations.CreateModel(
                name="Strategy",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "aim",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="strategies", to="goals.aim"
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField(default=0)),
                    ("text", core.fields.EncryptedTextField(label="strategy.text")),
                ],
                options={
                    "ordering": ["aim", "position", "id"],
                },
            ),
            migrations.CreateModel(
                name="LookBack",
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
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("on_day", models.DateField()),
                    (
                        "answer",
                        models.CharField(
                            choices=[
                                ("go_on", "Go on"),
                                ("change", "Change something"),
                                ("rest", "Rest"),
                                ("end", "End"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("work", core.fields.EncryptedTextField(blank=True, label="lookback.work", null=True)),
                    ("content", core.fields.EncryptedTextField(blank=True, label="lookback.content", null=True)),
                    ("at", models.DateTimeField()),
                ],
                options={
                    "ordering": ["on_day", "id"],
                    "constraints": [
                        models.UniqueConstraint(fields=("relationship", "author", "on_day"), name="one_look_back_a_day")
                    ],
                },
            ),
            migrations.CreateModel(
                name="CoachingGoal",
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
                    ("title", core.fields.EncryptedTextField(label="coachinggoal.title", verbose_name="goal")),
                    (
                        "own_words",
                        core.fields.EncryptedTextField(blank=True, label="coachinggoal.own_words", null=True),
                    ),
                    (
                        "skills",
                        models.CharField(
                            choices=[
                                ("improve", "Get better at something"),
                                ("develop", "Learn something new"),
                                ("both", "Both"),
                            ],
                            default="improve",
                            max_length=8,
                        ),
                    ),
                    (
                        "horizon",
                        models.CharField(
                            choices=[("current_role", "Current role"), ("next_role", "Next role")],
                            default="current_role",
                            max_length=12,
                        ),
                    ),
                    ("weight", models.PositiveSmallIntegerField(default=1)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("proposed", "Proposed"),
                                ("accepted", "Accepted"),
                                ("attained", "Shown by results"),
                                ("dropped", "Let go"),
                            ],
                            default="proposed",
                            max_length=8,
                        ),
                    ),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("proposed_at", models.DateTimeField()),
                    ("accepted_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "claimed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("claimed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "confirmed_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                    ("released_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["proposed_at", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("claimed_at__isnull", True), ("claimed_by__isnull", True)),
                                models.Q(("claimed_at__isnull", False), ("claimed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="goal_claimed_by_and_at",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                models.Q(
                                    ("claimed_by__isnull", False),
                                    ("confirmed_at__isnull", False),
                                    models.Q(("confirmed_by", models.F("claimed_by")), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="goal_confirmed_by_the_other",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "attained"), _negated=True),
                                ("confirmed_at__isnull", False),
                                _connector="OR",
                            ),
                            name="goal_attained_is_confirmed",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Metric",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "goal",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE, related_name="metric", to="goals.coachinggoal"
                        ),
                    ),
                    ("unit", core.fields.EncryptedTextField(blank=True, default="", label="metric.unit")),
                    (
                        "direction",
                        models.CharField(
                            choices=[("up", "Up"), ("down", "Down"), ("within", "Keep within a range")],
                            default="up",
                            max_length=6,
                        ),
                    ),
                    ("source", core.fields.EncryptedTextField(blank=True, label="metric.source", null=True)),
                    ("cadence_days", models.PositiveSmallIntegerField(default=14)),
                    (
                        "enters",
                        models.CharField(
                            choices=[("learner", "The coachee"), ("guide", "The coach")],
                            default="learner",
                            max_length=7,
                        ),
                    ),
                    (
                        "waived_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("waived_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "waiver_reason",
                        core.fields.EncryptedTextField(blank=True, label="metric.waiver_reason", null=True),
                    ),
                    ("next_value_on", models.DateField(blank=True, null=True)),
                ],
                options={
                    "indexes": [
                        models.Index(
                            condition=models.Q(("next_value_on__isnull", False)),
                            fields=["next_value_on"],
                            name="metric_by_next_value",
                        )
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("waived_at__isnull", True),
                                    ("waived_by__isnull", True),
                                    ("waiver_reason__isnull", True),
                                ),
                                models.Q(
                                    ("waived_at__isnull", False),
                                    ("waived_by__isnull", False),
                                    ("waiver_reason__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="metric_waived_by_at_and_why",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("cadence_days__gte", 1)), name="metric_cadence_is_a_day_or_more"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Target",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "metric",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="goals.metric"
                        ),
                    ),
                    ("number", models.PositiveSmallIntegerField()),
                    ("amount", models.DecimalField(decimal_places=4, max_digits=16)),
                    ("upper", models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                    ("due_on", models.DateField()),
                    (
                        "written_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("written_at", models.DateTimeField()),
                    ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["metric", "number"],
                    "constraints": [
                        models.UniqueConstraint(fields=("metric", "number"), name="one_target_per_number"),
                        models.UniqueConstraint(
                            condition=models.Q(("accepted_at__isnull", True)),
                            fields=("metric",),
                            name="one_target_waits_at_a_time",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Measurement",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "metric",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="measurements", to="goals.metric"
                        ),
                    ),
                    ("value", models.DecimalField(decimal_places=4, max_digits=16)),
                    ("on_day", models.DateField()),
                    (
                        "source",
                        models.CharField(
                            choices=[
                                ("measured", "I measured it"),
                                ("seen", "Seen by my coach"),
                                ("system", "From a system"),
                                ("other", "From someone else"),
                            ],
                            default="measured",
                            max_length=8,
                        ),
                    ),
                    ("note", core.fields.EncryptedTextField(blank=True, label="measurement.note", null=True)),
                    ("is_first", models.BooleanField(default=False)),
                    (
                        "entered_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("entered_at", models.DateTimeField()),
                    (
                        "corrects",
                        models.OneToOneField(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="correction",
                            to="goals.measurement",
                        ),
                    ),
                    ("replaced_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["on_day", "entered_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("replaced_at__isnull", True)),
                            fields=("metric", "on_day"),
                            name="one_value_per_day",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("is_first", True), ("replaced_at__isnull", True)),
                            fields=("metric",),
                            name="one_first_value",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Review",
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
                    ("held_on", models.DateField()),
                    ("what_helped", core.fields.EncryptedTextField(blank=True, label="review.what_helped", null=True)),
                    ("what_next", core.fields.EncryptedTextField(blank=True, label="review.what_next", null=True)),
                    (
                        "held_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("created_at", models.DateTimeField()),
                ],
                options={
                    "ordering": ["held_on", "id"],
                    "constraints": [
                        models.UniqueConstraint(fields=("relationship", "held_on"), name="one_review_per_day")
                    ],
                },
            ),
        ),
        migrations.RunPython(tie, untie),
    ]
