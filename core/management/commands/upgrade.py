"""`manage.py upgrade`: what `./run upgrade` does around the installation of packages; every step may be run again."""

import shlex
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from core import clock
from core.backups.archive import NotUsable
from core.backups.places import an_empty_one
from core.backups.tables import migrations_applied
from core.backups.writing import write
from core.management.commands.serve import only_one

# What can be looked at while nothing runs.
LOOKED_AT = ("database", "keys", "https")


class Command(BaseCommand):
    help = "A backup, then the database brought up to date, then a check. Used by ./run upgrade."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only-backup", action="store_true", help="what comes before packages are installed")
        parser.add_argument("--backed-up", action="store_true", help="that backup was taken a moment ago")

    def handle(self, *args: Any, only_backup: bool, backed_up: bool, **options: Any) -> None:
        """Exit code 1 with the step that failed and what to do; every step may be taken again."""
        embedded = connection.vendor == "sqlite"
        with only_one(settings.VAR_DIR) if embedded else nullcontext():
            if not backed_up:
                self.step("the backup", self.back_up)
            if only_backup:
                return
            self.step("bringing the database up to date", self.migrate)
            self.step("the check", self.look)
        self.stdout.write("Upgraded. Start Manyhands again.")

    def step(self, name: str, take: Callable[[], None]) -> None:
        try:
            take()
        except (CommandError, NotUsable, DatabaseError) as error:
            sys.exit(
                f"Stopped at {name}: {str(error).strip()}\n"
                f"Mend that and start ./run upgrade again; what is done already does no harm twice.{self.way_back()}"
            )

    def back_up(self) -> None:
        folder = settings.VAR_DIR / "backups"
        now = clock.now()
        if not migrations_applied():
            self.stdout.write("There is no database yet, so there is nothing to back up.")
            return
        file = folder / f"before-upgrade-{now:%Y-%m-%dT%H-%M-%S-%f}.gz"
        manifest = write(file, now)
        self.stdout.write(f"Backup: {file}, {manifest.rows} rows. The keys are not in it.")

    def migrate(self) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        self.stdout.write("The database is up to date.")

    def look(self) -> None:
        call_command("check")
        try:
            call_command("doctor", *LOOKED_AT, stdout=self.stdout)
        except SystemExit as found:
            if found.code:
                raise CommandError("something above is to mend.") from found

    def way_back(self) -> str:
        """How to return to the version before, if there is a backup to return with: into an empty database, for
        nobody knows how far this one has come."""
        files = sorted(Path(settings.VAR_DIR / "backups").glob("before-upgrade-*.gz"))
        if not files:
            return ""
        return (
            "\nThe way back: check out the version before, then step by step (containers: docs/production.md)\n"
            f"  {an_empty_one()}\n  ./run manage migrate\n  ./run manage restore {shlex.quote(str(files[-1]))}\n"
            "If it says that another version made that file, an earlier attempt had changed the database already: "
            f"restore the one before it in {files[-1].parent}."
        )
