import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.ids
from core.migrating import CreateTables


class Migration(migrations.Migration):
    replaces = [("nudges", "0001_initial")]

    initial = True

    dependencies = [
        ("relationships", "0001_all_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            migrations.CreateModel(
                name="Nudge",
                fields=[
                    (
                        "id",
                        models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                    ),
                    (
                        "recipient",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                        ),
                    ),
                    (
                        "relationship",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="relationships.relationship",
                        ),
                    ),
                    ("kind", models.CharField(max_length=40)),
                    (
                        "category",
                        models.CharField(
                            choices=[("transactional", "At once"), ("morning", "In the morning mail")], max_length=13
                        ),
                    ),
                    ("fact", models.UUIDField()),
                    ("offset", models.CharField(max_length=8)),
                    ("revision", models.CharField(max_length=24)),
                    ("key", models.CharField(max_length=200, unique=True)),
                    ("due_at", models.DateTimeField()),
                    ("stale_after", models.DateTimeField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("pending", "Waiting"),
                                ("claimed", "Being written"),
                                ("sending", "Being handed over"),
                                ("sent", "Sent"),
                                ("skipped_stale", "Too late to be of use"),
                                ("cancelled", "No longer true"),
                                ("bounced", "Came back"),
                                ("dead", "Given up"),
                            ],
                            default="pending",
                            max_length=13,
                        ),
                    ),
                    ("not_before", models.DateTimeField(null=True)),
                    ("lease_until", models.DateTimeField(null=True)),
                    ("claimed_by", models.UUIDField(null=True)),
                    ("attempts", models.PositiveSmallIntegerField(default=0)),
                    ("deferrals", models.PositiveSmallIntegerField(default=0)),
                    ("message_id", models.CharField(blank=True, max_length=200)),
                    ("noticed_at", models.DateTimeField()),
                    ("sent_at", models.DateTimeField(null=True)),
                    ("last_error_class", models.CharField(blank=True, max_length=80)),
                ],
                options={
                    "ordering": ["due_at", "id"],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("state__in", ["pending", "claimed", "sending"])),
                            fields=["due_at"],
                            name="nudge_due",
                        ),
                        models.Index(
                            condition=models.Q(("category", "morning"), ("state", "sent")),
                            fields=["recipient", "sent_at"],
                            name="nudge_morning_sent",
                        ),
                        models.Index(fields=["recipient", "fact"], name="nudge_by_fact"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "state__in",
                                    [
                                        "pending",
                                        "claimed",
                                        "sending",
                                        "sent",
                                        "skipped_stale",
                                        "cancelled",
                                        "bounced",
                                        "dead",
                                    ],
                                )
                            ),
                            name="nudge_state_is_known",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("state", "sent"), _negated=True),
                                models.Q(("sent_at__isnull", False), ("state", "sent")),
                                _connector="OR",
                            ),
                            name="nudge_sent_has_a_time",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReminderSetting",
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
                    (
                        "topic",
                        models.CharField(
                            choices=[
                                ("sessions", "Before and after we meet"),
                                ("pair", "Answering, signing, starting, a long silence, a change, a coming end"),
                                ("progress", "Values, reviews and looking back"),
                                ("check_ins", "Check-ins"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("is_off", models.BooleanField(default=True)),
                    ("changed_at", models.DateTimeField()),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("person", "topic"), name="one_setting_per_topic")],
                },
            ),
            migrations.CreateModel(
                name="Snooze",
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
                    ("until", models.DateField()),
                    ("asked_at", models.DateTimeField()),
                ],
                options={
                    "constraints": [models.UniqueConstraint(fields=("relationship", "person"), name="one_snooze_each")],
                },
            ),
        ),
    ]
