"""What the sweep counted of each program, for dashboards."""

import django.db.models.deletion
from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0005_set_aside_for_all"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("under_way", models.PositiveIntegerField()),
                ("working", models.PositiveIntegerField()),
                ("talked", models.PositiveIntegerField()),
                ("alone", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField()),
                (
                    "program",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programs.program"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
