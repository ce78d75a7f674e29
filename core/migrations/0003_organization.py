"""The organization that this installation is for."""

from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_kept_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("only", models.BooleanField(default=True, editable=False, unique=True)),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("time_zone", models.CharField(max_length=64, verbose_name="time zone")),
                ("mail_tested_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("only", True)), name="organization_is_one")],
            },
        ),
    ]
