"""The first answers to writes that may be sent again."""

from django.db import migrations, models

import core.fields
import core.ids


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_all_tables"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("key_hash", models.CharField(max_length=64)),
                ("asked_hash", models.CharField(max_length=64)),
                ("at", models.DateTimeField(db_index=True)),
                ("answer", core.fields.EncryptedTextField(label="kept_answer.answer", null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person_id", "key_hash"), name="one_answer_per_key")],
            },
        ),
    ]
