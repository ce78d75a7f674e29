import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields
import core.ids
from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("relationships", "0001_initial"),
        ("relationships", "0002_endings"),
        ("relationships", "0003_sessions_and_agenda"),
    ]

    initial = True

    dependencies = [
        ("programs", "0001_all_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Relationship",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "program",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programs.program"
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[("coaching", "Coaching"), ("mentoring", "Mentoring")],
                            editable=False,
                            max_length=12,
                        ),
                    ),
                    (
                        "guide",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "learner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("status", models.CharField(default="proposed", max_length=12)),
                    ("place", models.PositiveSmallIntegerField(default=1, verbose_name="place")),
                    ("starts_on", models.DateField(blank=True, null=True)),
                    ("ends_on", models.DateField(blank=True, null=True)),
                    ("ended_on", models.DateField(blank=True, null=True)),
                    (
                        "ended_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("wakes_on", models.DateField(blank=True, null=True, verbose_name="rests until")),
                    ("cadence_days", models.PositiveSmallIntegerField(default=28)),
                    ("proposed_at", models.DateTimeField()),
                    ("answer_by", models.DateField()),
                    ("reasons", models.JSONField(blank=True, default=list)),
                    (
                        "seeded_from",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="relationships.relationship",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("kind", "coaching"),
                                    ("ends_on__isnull", False),
                                    ("starts_on__isnull", False),
                                    ("ends_on__gt", models.F("starts_on")),
                                ),
                                models.Q(("kind", "mentoring"), ("ends_on__isnull", True)),
                                _connector="OR",
                            ),
                            name="only_coaching_has_an_end_date",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("kind", "coaching"),
                                    (
                                        "status__in",
                                        [
                                            "active",
                                            "assessing",
                                            "closed",
                                            "closing",
                                            "contracting",
                                            "ended_early",
                                            "lapsed",
                                            "paused",
                                            "proposed",
                                        ],
                                    ),
                                ),
                                models.Q(
                                    ("kind", "mentoring"),
                                    (
                                        "status__in",
                                        [
                                            "active",
                                            "agreeing",
                                            "closed",
                                            "ended",
                                            "lapsed",
                                            "proposed",
                                            "redefining",
                                            "resting",
                                        ],
                                    ),
                                ),
                                _connector="OR",
                            ),
                            name="status_is_one_of_the_kinds",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("guide", models.F("learner")), _negated=True),
                            name="guide_is_not_learner",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                (
                                    "status__in",
                                    [
                                        "active",
                                        "agreeing",
                                        "assessing",
                                        "closing",
                                        "contracting",
                                        "paused",
                                        "proposed",
                                        "redefining",
                                        "resting",
                                    ],
                                )
                            ),
                            fields=("program", "kind", "guide", "learner"),
                            name="one_open_relationship_per_pair",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(
                                (
                                    "status__in",
                                    [
                                        "active",
                                        "agreeing",
                                        "assessing",
                                        "closing",
                                        "contracting",
                                        "paused",
                                        "proposed",
                                        "redefining",
                                        "resting",
                                    ],
                                )
                            ),
                            fields=("program", "guide", "place"),
                            name="one_open_relationship_per_place",
                        ),
                        models.UniqueConstraint(fields=("id", "kind"), name="relationship_id_and_kind"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Session",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "relationship",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="sessions",
                            to="relationships.relationship",
                        ),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("planned", "Planned"),
                                ("held", "Held"),
                                ("cancelled", "Called off"),
                                ("missed", "Did not take place"),
                                ("unknown", "Not confirmed"),
                            ],
                            default="planned",
                            max_length=10,
                        ),
                    ),
                    ("starts_at", models.DateTimeField()),
                    ("zone", models.CharField(max_length=64)),
                    ("minutes", models.PositiveSmallIntegerField(default=60)),
                    (
                        "form",
                        models.CharField(
                            choices=[("in_person", "In person"), ("video", "Video"), ("phone", "Phone")],
                            default="video",
                            max_length=10,
                        ),
                    ),
                    ("link", models.URLField(blank=True)),
                    ("revision", models.PositiveIntegerField(default=0)),
                    (
                        "planned_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("planned_at", models.DateTimeField()),
                    (
                        "cancelled_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "logged_by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("logged_at", models.DateTimeField(blank=True, null=True)),
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
                ],
                options={
                    "ordering": ["starts_at", "id"],
                    "indexes": [
                        models.Index(fields=["relationship", "starts_at"], name="session_by_pair_and_time"),
                        models.Index(fields=["status", "starts_at"], name="session_by_status_and_time"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                                models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="session_cancelled_by_and_at",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("logged_at__isnull", True), ("logged_by__isnull", True)),
                                models.Q(("logged_at__isnull", False), ("logged_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="session_logged_by_and_at",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="session_confirmed_by_and_at",
                        ),
                        models.CheckConstraint(condition=models.Q(("minutes__gt", 0)), name="session_takes_time"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SessionLog",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "session",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE, related_name="log", to="relationships.session"
                        ),
                    ),
                    (
                        "what_happened",
                        core.fields.EncryptedTextField(blank=True, label="sessionlog.what_happened", null=True),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="AgendaItem",
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
                            related_name="agenda",
                            to="relationships.relationship",
                        ),
                    ),
                    (
                        "session",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="agenda",
                            to="relationships.session",
                        ),
                    ),
                    (
                        "layer",
                        models.CharField(
                            choices=[("plan", "Plan"), ("session", "Session agenda"), ("content", "Content")],
                            default="session",
                            max_length=8,
                        ),
                    ),
                    (
                        "status",
                        models.CharField(
                            choices=[
                                ("suggested", "Suggested"),
                                ("on", "On the agenda"),
                                ("done", "Talked about"),
                                ("declined", "Not taken up"),
                            ],
                            default="on",
                            max_length=10,
                        ),
                    ),
                    ("is_first_line", models.BooleanField(default=False)),
                    ("text", core.fields.EncryptedTextField(label="agendaitem.text")),
                    ("position", models.PositiveSmallIntegerField(default=0)),
                    (
                        "after_session",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="relationships.session",
                        ),
                    ),
                    ("removed_at", models.DateTimeField(blank=True, null=True)),
                    ("on_day", models.DateField(blank=True, null=True)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("created_at", models.DateTimeField()),
                ],
                options={
                    "ordering": ["-is_first_line", "position", "created_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("is_first_line", True), ("session__isnull", False)),
                            fields=("session",),
                            name="one_first_line_per_session",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("is_first_line", True), ("removed_at__isnull", True), ("status", "on")),
                            fields=("relationship",),
                            name="one_first_line_at_a_time",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Plan",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    ("version", models.PositiveIntegerField(default=1, editable=False)),
                    (
                        "relationship",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="plan",
                            to="relationships.relationship",
                        ),
                    ),
                    ("accepted_version", models.PositiveIntegerField(blank=True, null=True)),
                    ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ],
            ),
            migrations.CreateModel(
                name="AgendaLock",
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
                        "layer",
                        models.CharField(
                            choices=[("plan", "Plan"), ("session", "Session agenda"), ("content", "Content")],
                            max_length=8,
                        ),
                    ),
                    (
                        "session",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="relationships.session",
                        ),
                    ),
                    (
                        "locked_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("locked_at", models.DateTimeField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("relationship", "layer"), name="one_lock_per_layer")
                    ],
                },
            ),
            migrations.CreateModel(
                name="ActionItem",
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
                            related_name="actions",
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
                    ("text", core.fields.EncryptedTextField(label="actionitem.text")),
                    (
                        "owner",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("by_day", models.DateField(blank=True, null=True)),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("created_at", models.DateTimeField()),
                    ("done_at", models.DateTimeField(blank=True, null=True)),
                    ("removed_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["by_day", "created_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="Agreement",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "relationship",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="agreements",
                            to="relationships.relationship",
                        ),
                    ),
                    ("version", models.PositiveIntegerField(default=1)),
                    (
                        "written_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("written_at", models.DateTimeField()),
                    ("mission", core.fields.EncryptedTextField(blank=True, label="agreement.mission", null=True)),
                    ("purpose", core.fields.EncryptedTextField(blank=True, label="agreement.purpose", null=True)),
                    (
                        "how_we_work",
                        core.fields.EncryptedTextField(blank=True, label="agreement.how_we_work", null=True),
                    ),
                    (
                        "stays_between",
                        core.fields.EncryptedTextField(blank=True, label="agreement.stays_between", null=True),
                    ),
                    ("ending", core.fields.EncryptedTextField(blank=True, label="agreement.ending", null=True)),
                    ("cadence_days", models.PositiveSmallIntegerField(default=28)),
                    (
                        "sponsor",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("shows_takes_place", models.BooleanField(default=False)),
                    ("shows_sessions", models.BooleanField(default=False)),
                    ("shows_end_date", models.BooleanField(default=False)),
                    ("shows_goals", models.BooleanField(default=False)),
                    ("in_force_at", models.DateTimeField(blank=True, null=True)),
                    ("superseded_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "ordering": ["relationship", "version"],
                    "constraints": [
                        models.UniqueConstraint(fields=("relationship", "version"), name="agreement_version_once"),
                        models.UniqueConstraint(
                            condition=models.Q(("in_force_at__isnull", False), ("superseded_at__isnull", True)),
                            fields=("relationship",),
                            name="one_agreement_in_force",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Signature",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "agreement",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="signatures",
                            to="relationships.agreement",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("at", models.DateTimeField()),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("agreement", "person"), name="one_signature_each")],
                },
            ),
            migrations.CreateModel(
                name="EndDateProposal",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "relationship",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="extensions",
                            to="relationships.relationship",
                        ),
                    ),
                    ("ends_on", models.DateField()),
                    ("reason", core.fields.EncryptedTextField(label="enddateproposal.reason")),
                    (
                        "proposed_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("proposed_at", models.DateTimeField()),
                    ("accepted_at", models.DateTimeField(blank=True, null=True)),
                    ("declined_at", models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("accepted_at__isnull", True), ("declined_at__isnull", True)),
                            fields=("relationship",),
                            name="one_open_end_date_proposal",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="LastLook",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "relationship",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="last_looks",
                            to="relationships.relationship",
                        ),
                    ),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("helped", core.fields.EncryptedTextField(blank=True, label="lastlook.helped", null=True)),
                    (
                        "keeps_going",
                        core.fields.EncryptedTextField(blank=True, label="lastlook.keeps_going", null=True),
                    ),
                    ("at", models.DateTimeField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("relationship", "author"), name="one_last_look_each")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Thanks",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "relationship",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="thanks",
                            to="relationships.relationship",
                        ),
                    ),
                    (
                        "author",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("text", core.fields.EncryptedTextField(label="thanks.text")),
                    ("at", models.DateTimeField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("relationship", "author"), name="one_thank_you_each")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Farewell",
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
                    ("reason", core.fields.EncryptedTextField(blank=True, label="farewell.reason", null=True)),
                    ("at", models.DateTimeField()),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("relationship", "author"), name="one_farewell_each")
                    ],
                },
            ),
            migrations.CreateModel(
                name="StatusChange",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "relationship",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="history",
                            to="relationships.relationship",
                        ),
                    ),
                    ("from_status", models.CharField(blank=True, max_length=12)),
                    ("to_status", models.CharField(max_length=12)),
                    (
                        "by",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    ("at", models.DateTimeField()),
                ],
                options={
                    "ordering": ["at", "id"],
                },
            ),
            migrations.CreateModel(
                name="ProposalAnswer",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "relationship",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answers",
                            to="relationships.relationship",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    ("yes", models.BooleanField()),
                    ("at", models.DateTimeField()),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("relationship", "person"), name="one_answer_each")],
                },
            ),
            migrations.CreateModel(
                name="CoachingEngagement",
                fields=[],
                options={
                    "proxy": True,
                    "indexes": [],
                    "constraints": [],
                },
                bases=("relationships.relationship",),
            ),
            migrations.CreateModel(
                name="MentoringRelationship",
                fields=[],
                options={
                    "proxy": True,
                    "indexes": [],
                    "constraints": [],
                },
                bases=("relationships.relationship",),
            ),
        ),
    ]
