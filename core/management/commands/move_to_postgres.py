"""`manage.py move_to_postgres URL`: the embedded database moves to PostgreSQL."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import environ
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core import clock
from core.backups.archive import Manifest, NotEmpty, NotUsable
from core.backups.loading import load
from core.backups.places import reach, working_on
from core.backups.writing import write
from core.management.commands.serve import only_one


class Command(BaseCommand):
    help = (
        "Carries every row from the embedded database into an empty PostgreSQL, whole or not at all, and compares the "
        "counts table by table. Manyhands must not run meanwhile. The embedded database stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", help="postgres://user:password@host:5432/name, an empty database")

    def handle(self, *args: Any, url: str, **options: Any) -> None:
        """The counts, and what is left to do."""
        if connection.vendor != "sqlite":
            raise CommandError("Manyhands works on PostgreSQL already: DATABASE_URL names it.")
        if not url.startswith(("postgres://", "postgresql://")):
            raise CommandError("The address has to begin with postgres:// or postgresql://.")
        try:
            with only_one(settings.VAR_DIR):
                manifest = _carry(environ.Env.db_url_config(url))
        except NotEmpty as error:
            raise CommandError(f"{error} Make a new one with createdb and name that.") from error
        except NotUsable as error:
            raise CommandError(str(error)) from error
        for table, count in manifest.counts.items():
            if count:
                self.stdout.write(f"{count:>10}  {table}")
        self.stdout.write(f"{manifest.rows} rows moved; each of {len(manifest.counts)} tables holds as many as before.")
        self.stdout.write("Now set DATABASE_URL to that address, keep the keys as they are, and start Manyhands.")
        self.stdout.write(f"Everybody signs in again. {connection.settings_dict['NAME']} is not read any more.")


def _carry(target: dict[str, Any]) -> Manifest:
    with working_on(target):
        reach()
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix="move-") as folder:
        path = Path(folder) / "move.gz"
        write(path, clock.now())
        with working_on(target):
            return load(path)
