import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.ids
import people.models
from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("people", "0001_initial"),
        ("people", "0002_invitations_and_addresses"),
        ("people", "0003_import_jobs"),
        ("people", "0004_words_that_find_people"),
        ("people", "0005_who_asked_for_an_address"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="User",
                fields=[
                    ("password", models.CharField(max_length=128, verbose_name="password")),
                    ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "email",
                        models.EmailField(
                            blank=True, max_length=254, null=True, unique=True, verbose_name="work e-mail"
                        ),
                    ),
                    ("given_name", models.CharField(blank=True, max_length=150, verbose_name="given name")),
                    ("family_name", models.CharField(blank=True, max_length=150, verbose_name="family name")),
                    (
                        "employee_id",
                        models.CharField(blank=True, max_length=64, null=True, unique=True, verbose_name="employee id"),
                    ),
                    (
                        "manager",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                    ("department", models.CharField(blank=True, max_length=200, verbose_name="department")),
                    ("location", models.CharField(blank=True, max_length=200, verbose_name="location")),
                    ("profession", models.CharField(blank=True, max_length=200, verbose_name="profession")),
                    ("grade", models.CharField(blank=True, max_length=64, verbose_name="grade")),
                    (
                        "time_zone",
                        models.CharField(
                            default=people.models.organization_zone, max_length=64, verbose_name="time zone"
                        ),
                    ),
                    ("languages", models.JSONField(blank=True, default=list, verbose_name="languages")),
                    ("locale", models.CharField(default="en", max_length=16, verbose_name="language of the pages")),
                    ("starts_on", models.DateField(blank=True, null=True, verbose_name="start date")),
                    ("leaves_on", models.DateField(blank=True, null=True, verbose_name="leaving date")),
                    ("is_active", models.BooleanField(default=True)),
                    ("is_org_admin", models.BooleanField(default=False)),
                    ("created_at", models.DateTimeField(default=core.clock.now, editable=False)),
                ],
                options={
                    "indexes": [models.Index(fields=["family_name", "given_name", "id"], name="person_by_name")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("family_name", ""), ("given_name", ""), _negated=True),
                            name="person_has_a_name",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("email__isnull", True),
                                models.Q(
                                    ("email", django.db.models.functions.text.Lower("email")),
                                    models.Q(("email", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="person_email_is_lower_case",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("employee_id__isnull", True),
                                models.Q(("employee_id", ""), _negated=True),
                                _connector="OR",
                            ),
                            name="person_employee_id_is_not_empty",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("manager__isnull", True),
                                models.Q(("manager", models.F("id")), _negated=True),
                                _connector="OR",
                            ),
                            name="person_is_not_own_manager",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="PersonWord",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("word", models.BinaryField(max_length=100)),
                ],
                options={
                    "indexes": [models.Index(fields=["word", "person"], name="person_by_word")],
                    "constraints": [models.UniqueConstraint(fields=("person", "word"), name="person_word_once")],
                },
            ),
            migrations.CreateModel(
                name="RoleHeld",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="roles_held",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("title", models.CharField(max_length=200, verbose_name="role")),
                    ("department", models.CharField(blank=True, max_length=200, verbose_name="department")),
                    ("from_on", models.DateField(blank=True, null=True, verbose_name="from")),
                    ("until_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("person", "title", "from_on"), name="role_held_once"),
                        models.UniqueConstraint(
                            condition=models.Q(("from_on__isnull", True)),
                            fields=("person", "title"),
                            name="role_held_once_undated",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("until_on__isnull", True),
                                ("from_on__isnull", True),
                                models.Q(
                                    ("from_on__isnull", False),
                                    ("until_on__gte", models.F("from_on")),
                                    ("until_on__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="role_held_ends_after_it_starts",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Skill",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    ("name", models.CharField(max_length=200)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="skill_name_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="PersonSkill",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="skills",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "skill",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="people", to="people.skill"
                        ),
                    ),
                    (
                        "direction",
                        models.CharField(choices=[("offered", "offered"), ("wanted", "wanted")], max_length=8),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("person", "skill", "direction"), name="person_skill_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Invitation",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("path", models.CharField(default="/", max_length=300)),
                    ("token_hash", models.CharField(max_length=64, unique=True)),
                    (
                        "invited_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("created_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("used_at", models.DateTimeField(blank=True, null=True)),
                ],
            ),
            migrations.CreateModel(
                name="EmailChange",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("new_email", models.EmailField(max_length=254)),
                    (
                        "asked_by",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("token_hash", models.CharField(max_length=64, unique=True)),
                    ("asked_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("used_at", models.DateTimeField(blank=True, null=True)),
                ],
            ),
            migrations.CreateModel(
                name="JobTitle",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    ("code", models.CharField(max_length=200, unique=True)),
                    ("title", models.CharField(max_length=200)),
                ],
            ),
            migrations.CreateModel(
                name="ImportJob",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
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
                    ("file_name", models.CharField(blank=True, max_length=200)),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("columns", "choosing columns"),
                                ("check", "waiting for a check"),
                                ("waiting", "about to start"),
                                ("running", "running"),
                                ("done", "done"),
                                ("stopped", "stopped"),
                                ("failed", "broke off"),
                                ("given_up", "given up"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("made_at", models.DateTimeField()),
                    ("started_at", models.DateTimeField(null=True)),
                    ("finished_at", models.DateTimeField(null=True)),
                    ("lease_until", models.DateTimeField(null=True)),
                    ("asked", models.JSONField(default=dict)),
                    ("email_domain", models.CharField(blank=True, max_length=200)),
                    ("complete", models.BooleanField(default=False)),
                    ("contradictions", models.CharField(blank=True, max_length=6)),
                    ("allow_leavers", models.BooleanField(default=False)),
                    ("total", models.PositiveIntegerField(default=0)),
                    ("done", models.PositiveIntegerField(default=0)),
                    ("created", models.PositiveIntegerField(default=0)),
                    ("updated", models.PositiveIntegerField(default=0)),
                    ("left", models.PositiveIntegerField(default=0)),
                    ("content", core.fields.EncryptedTextField(label="import_job.content", null=True)),
                    ("report", core.fields.EncryptedTextField(label="import_job.report", null=True)),
                ],
                options={
                    "indexes": [models.Index(fields=["status", "made_at"], name="import_job_by_status")],
                },
            ),
        ),
    ]
