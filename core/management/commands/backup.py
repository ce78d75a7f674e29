"""`manage.py backup FILE`: everything people have put in, into one file without the keys."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import audit, clock, heartbeats
from core.backups.archive import NotUsable
from core.backups.writing import write


class Command(BaseCommand):
    help = (
        "Write a backup that either database can be restored from. What is sealed stays sealed: keep FIELD_KEYS (or "
        "var/keys) and SECRET_KEY elsewhere. Sessions are left out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a new file, such as manyhands-2026-11-21.gz")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Says what went into the file."""
        now = clock.now()
        try:
            manifest = write(file, now)
        except NotUsable as error:
            raise CommandError(str(error)) from error
        audit.record("backup.take", heartbeats.record(heartbeats.BACKUP, now), by=None, now=now)
        self.stdout.write(f"{file}: {manifest.rows} rows of {len(manifest.counts)} tables. The keys are not in it.")
