"""Since when somebody takes part and was reminded, up to when an admin has looked, and what was set aside."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0001_all_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("enrollment", "accepted_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("enrollment", "reminded_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("programadmin", "seen_until", models.DateTimeField(blank=True, null=True)),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("cause", models.CharField(max_length=20)),
                ("thing", models.UUIDField()),
                ("since", models.DateTimeField(null=True)),
                ("until", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programs.program"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "cause", "thing"), name="one_set_aside_each")
                ],
            },
        ),
    ]
