"""The mails of a proposal may wait for a day and be sent again; what is over has its day, and what is open none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("relationships", "0001_all_tables")]

    operations = [
        migrations.AddField(
            "relationship", "told_on", models.DateField(blank=True, null=True, verbose_name="mails go out on")
        ),
        migrations.AddField("relationship", "reminded_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", False), ("status__in", ["closed", "ended", "ended_early", "lapsed"])),
                    models.Q(
                        ("ended_on__isnull", True),
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
                        ),
                    ),
                    _connector="OR",
                ),
                name="what_is_over_has_its_day",
            ),
        ),
    ]
