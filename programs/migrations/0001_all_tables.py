import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.ids
import programs.models
from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("programs", "0001_initial"),
        ("programs", "0002_invitations"),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Program",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                    (
                        "kind",
                        models.CharField(
                            choices=[("coaching", "Coaching"), ("mentoring", "Mentoring")],
                            editable=False,
                            max_length=12,
                        ),
                    ),
                    ("purpose", models.TextField(blank=True, verbose_name="what it is for")),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("draft", "Being set up"),
                                ("open", "Open"),
                                ("closed", "Closed for applications"),
                                ("ended", "Ended"),
                            ],
                            default="draft",
                            max_length=8,
                        ),
                    ),
                    (
                        "applications_until",
                        models.DateField(blank=True, null=True, verbose_name="open for applications until"),
                    ),
                    ("starts_on", models.DateField(blank=True, null=True, verbose_name="starts")),
                    ("ends_on", models.DateField(blank=True, null=True, verbose_name="ends")),
                    (
                        "weeks",
                        models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="weeks of an engagement"),
                    ),
                    (
                        "sessions_planned",
                        models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="sessions planned"),
                    ),
                    (
                        "cadence_days",
                        models.PositiveSmallIntegerField(default=28, verbose_name="days between two sessions"),
                    ),
                    (
                        "review_days",
                        models.PositiveSmallIntegerField(default=182, verbose_name="days between two reviews"),
                    ),
                    ("check_in_days", models.JSONField(blank=True, default=list, verbose_name="days of the check-ins")),
                    (
                        "first_session_days",
                        models.PositiveSmallIntegerField(default=14, verbose_name="days until the first session"),
                    ),
                    ("places", models.PositiveSmallIntegerField(default=2, verbose_name="places of each guide")),
                    (
                        "help_contact",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="help contact",
                        ),
                    ),
                    ("data_contact", models.EmailField(blank=True, max_length=254, verbose_name="data contact")),
                    ("questions_later", models.BooleanField(default=False, verbose_name="ask the two questions later")),
                    ("grade_order", models.JSONField(blank=True, default=list, verbose_name="grades, lowest first")),
                    (
                        "link_key",
                        models.CharField(
                            default=programs.models.new_link_key, editable=False, max_length=32, unique=True
                        ),
                    ),
                    ("created_at", models.DateTimeField(default=core.clock.now, editable=False)),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["coaching", "mentoring"])), name="program_kind_is_known"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("starts_on__isnull", True),
                                ("ends_on__isnull", True),
                                models.Q(
                                    ("ends_on__gt", models.F("starts_on")),
                                    ("ends_on__isnull", False),
                                    ("starts_on__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="program_ends_after_it_starts",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProgramAdmin",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "program",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="admin_rows",
                            to="programs.program",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("created_at", models.DateTimeField(default=core.clock.now, editable=False)),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("program", "person"), name="program_admin_once")],
                },
            ),
            migrations.CreateModel(
                name="Enrollment",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "program",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="enrollments",
                            to="programs.program",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("role", models.CharField(choices=[("guide", "Guide"), ("learner", "Learner")], max_length=8)),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("draft", "Not sent yet"),
                                ("applied", "Applied"),
                                ("accepted", "Takes part"),
                                ("waitlisted", "On the waiting list"),
                                ("declined", "Not this time"),
                                ("withdrawn", "Withdrawn"),
                            ],
                            default="draft",
                            max_length=10,
                        ),
                    ),
                    ("places", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="places")),
                    ("takes_no_one_new", models.BooleanField(default=False, verbose_name="takes no one new")),
                    ("grade_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("waitlisted_at", models.DateTimeField(blank=True, null=True)),
                    ("applied_at", models.DateTimeField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(default=core.clock.now, editable=False)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("program", "person", "role"), name="enrollment_once"),
                        models.CheckConstraint(
                            condition=models.Q(("role", "guide"), ("places__isnull", True), _connector="OR"),
                            name="enrollment_places_are_a_guides",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Application",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "enrollment",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="application",
                            to="programs.enrollment",
                        ),
                    ),
                    ("wants", core.fields.EncryptedTextField(blank=True, label="application.wants", null=True)),
                    ("how", core.fields.EncryptedTextField(blank=True, label="application.how", null=True)),
                    (
                        "aspired_role",
                        core.fields.EncryptedTextField(blank=True, label="application.aspired_role", null=True),
                    ),
                    ("offers", core.fields.EncryptedTextField(blank=True, label="application.offers", null=True)),
                    ("gains", core.fields.EncryptedTextField(blank=True, label="application.gains", null=True)),
                    ("read_who_sees_what_at", models.DateTimeField(blank=True, null=True)),
                ],
            ),
            migrations.CreateModel(
                name="Exclusion",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "enrollment",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="exclusions",
                            to="programs.enrollment",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("enrollment", "person"), name="exclusion_once")],
                },
            ),
            migrations.CreateModel(
                name="ProgramInvitation",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "program",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="invitations",
                            to="programs.program",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("role", models.CharField(choices=[("guide", "Guide"), ("learner", "Learner")], max_length=8)),
                    (
                        "invited_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("invited_at", models.DateTimeField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("program", "person", "role"), name="program_invitation_once")
                    ],
                },
            ),
        ),
    ]
