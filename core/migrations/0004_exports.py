"""Which lists were taken out as files."""

from django.db import migrations, models

import core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_organization"),
    ]

    operations = [
        migrations.CreateModel(
            name="Export",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("form", models.CharField(choices=[("csv", "CSV"), ("xlsx", "XLSX")], max_length=4)),
                ("rows", models.PositiveIntegerField()),
                ("program_id", models.UUIDField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={"abstract": False},
        ),
    ]
