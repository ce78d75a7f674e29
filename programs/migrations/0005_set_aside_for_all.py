"""What was set aside belongs to the program, and says who did it. Of several for the same row the newest counts."""

from typing import Any

from django.conf import settings
from django.db import migrations, models


def keep_the_newest(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("programs", "SetAside").objects
    seen, older = set(), []
    for pk, *row in rows.order_by("-at", "-id").values_list("pk", "program_id", "cause", "thing"):
        if tuple(row) in seen:
            older.append(pk)
        seen.add(tuple(row))
    rows.filter(pk__in=older).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0004_what_a_template_fills_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(keep_the_newest, migrations.RunPython.noop),
        migrations.RemoveConstraint("setaside", "one_set_aside_each"),
        migrations.RenameField("setaside", "person", "by"),
        migrations.AddConstraint(
            "setaside", models.UniqueConstraint(fields=("program", "cause", "thing"), name="set_aside_once")
        ),
    ]
