"""The secrets of second steps that were kept in clear are sealed."""

from typing import Any

from django.db import migrations

from core.keys import ring
from people.second_steps import rotate


def seal(apps: Any, schema_editor: Any) -> None:
    authenticators = apps.get_model("mfa", "Authenticator").objects
    if authenticators.exists():  # or no key is needed yet
        rotate(ring(), authenticators)


class Migration(migrations.Migration):
    dependencies = [
        ("mfa", "0003_authenticator_type_uniq"),
        ("people", "0005_deletion_requests"),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
