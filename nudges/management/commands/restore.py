"""`manage.py restore FILE`: bring a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import audit, clock, heartbeats
from core.backups.archive import Manifest, NotEmpty, NotUsable
from core.backups.loading import load
from core.backups.samples import open_samples
from core.management.commands.serve import only_one
from nudges.restoring import hold_as_ambiguous


class Command(BaseCommand):
    help = (
        "Fill the database from a backup, whole or not at all. Stop web, worker and scheduler first. What may have "
        "been mailed since the backup is not mailed as new, and everybody signs in again."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="first take away everything that is in the database")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        """Says what came back; exit code 1 where nothing did, and where the keys do not open what did."""
        now = clock.now()

        def afterwards(manifest: Manifest) -> None:
            self.held = hold_as_ambiguous(now)
            audit.record("backup.restore", heartbeats.record(heartbeats.BACKUP, manifest.made_at), by=None, now=now)

        try:
            with only_one(settings.VAR_DIR):
                manifest = load(file, replace=replace, then=afterwards)
        except NotEmpty as error:
            raise CommandError(f"{error} With --replace all of it goes, and what is in the file comes.") from error
        except NotUsable as error:
            raise CommandError(str(error)) from error
        as_of = f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"
        self.stdout.write(
            f"{manifest.rows} rows of {len(manifest.counts)} tables are back, as of {as_of}. {self.held} messages that "
            "may have gone out since then are not sent as new. Everybody signs in again."
        )
        if broken := open_samples().broken:
            raise CommandError(
                "The rows are back, but the keys of this installation do not open what is sealed "
                f"({', '.join(broken)}): put the keys that belong to this backup into FIELD_KEYS or var/keys "
                "before you start anything."
            )
