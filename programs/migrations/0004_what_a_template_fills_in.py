"""What to expect in a program's own words, and what its contracts suggest to show."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0003_batches"),
    ]

    operations = [
        migrations.AddField("program", "expectations", models.TextField(blank=True, verbose_name="what to expect")),
        migrations.AddField(
            "program",
            "proposed_ticks",
            models.JSONField(blank=True, default=list, verbose_name="what the contract suggests to show"),
        ),
    ]
