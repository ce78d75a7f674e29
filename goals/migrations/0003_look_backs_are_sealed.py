"""The answer of a look back is sealed like its lines: it is for its author alone."""

from typing import Any

from django.db import migrations

import core.fields


def seal(apps: Any, schema_editor: Any) -> None:
    """`values_list` gives what is stored, so far in clear."""
    table = apps.get_model("goals", "LookBack")
    field = table._meta.get_field("answer")
    for pk, answer in table.objects.values_list("pk", "answer"):
        table.objects.filter(pk=pk).update(answer=field.seal(table(pk=pk), str(answer)))


class Migration(migrations.Migration):
    dependencies = [("goals", "0002_leaves_know_their_kind")]

    operations = [
        migrations.AlterField("lookback", "answer", core.fields.EncryptedTextField(label="lookback.answer")),
        migrations.RunPython(seal),
    ]
