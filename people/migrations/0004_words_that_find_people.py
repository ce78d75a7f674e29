"""The words that people are found by, and those of everyone who is here already."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.ids
from people import searching

CHUNK = 500


def write_words(apps: Any, editor: Any) -> None:
    ids = list(apps.get_model("people", "User").objects.values_list("pk", flat=True))
    people, words = apps.get_model("people", "User").objects, apps.get_model("people", "PersonWord").objects
    for start in range(0, len(ids), CHUNK):
        searching.write_down(people.filter(pk__in=ids[start : start + CHUNK]), words.all())


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_import_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonWord",
            fields=[
                ("id", models.UUIDField(default=core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("word", models.BinaryField(max_length=100)),
            ],
            options={
                "abstract": False,
                "indexes": [models.Index(fields=["word", "person"], name="person_by_word")],
                "constraints": [models.UniqueConstraint(fields=("person", "word"), name="person_word_once")],
            },
        ),
        migrations.RemoveIndex(model_name="user", name="person_by_family_name"),
        migrations.RemoveIndex(model_name="user", name="person_by_given_name"),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["family_name", "given_name", "id"], name="person_by_name"),
        ),
        migrations.RunPython(write_words, migrations.RunPython.noop, elidable=True),
    ]
