"""The secrets of second steps that were kept in clear are sealed."""

from typing import Any

from django.db import migrations

from people.second_steps import seal_what_is_plain


def seal(apps: Any, schema_editor: Any) -> None:
    seal_what_is_plain(apps.get_model("mfa", "Authenticator").objects)


class Migration(migrations.Migration):
    dependencies = [
        ("mfa", "0003_authenticator_type_uniq"),
        ("people", "0005_deletion_requests"),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
