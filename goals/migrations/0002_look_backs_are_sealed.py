"""The answer of a look back is sealed as its words are, and a goal is confirmed by somebody, not by nobody."""

from typing import Any

from django.db import migrations, models

import core.fields


def seal(apps: Any, schema_editor: Any) -> None:
    """`values_list` gives what is stored, so far in clear."""
    table = apps.get_model("goals", "LookBack")
    field = table._meta.get_field("answer")
    for pk, answer in table.objects.values_list("pk", "answer"):
        table.objects.filter(pk=pk).update(answer=field.seal(table(pk=pk), str(answer)))


class Migration(migrations.Migration):
    dependencies = [("goals", "0001_all_tables")]

    operations = [
        migrations.AlterField("lookback", "answer", core.fields.EncryptedTextField(label="lookback.answer")),
        migrations.RunPython(seal),
        migrations.RemoveConstraint(
            model_name="coachinggoal",
            name="goal_confirmed_by_the_other",
        ),
        migrations.AddConstraint(
            model_name="coachinggoal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                    models.Q(
                        ("claimed_by__isnull", False),
                        ("confirmed_at__isnull", False),
                        ("confirmed_by__isnull", False),
                        models.Q(("confirmed_by", models.F("claimed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="goal_confirmed_by_the_other",
            ),
        ),
    ]
