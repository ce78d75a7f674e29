"""Django's `migrate`, in which a migration and the record of it are one."""

from django.core.management.commands import migrate

from core.migrating import WholeExecutor

migrate.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]  # the command offers no other way in


class Command(migrate.Command):
    """Takes and prints what Django's takes and prints."""
