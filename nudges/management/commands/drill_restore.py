"""`manage.py drill_restore [FILE]`: would the backup come back?"""

import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.backups.archive import Manifest, NotUsable
from core.backups.loading import load
from core.backups.places import scratch, working_on
from core.backups.samples import Samples, open_samples
from core.backups.writing import write
from nudges.restoring import hold_as_ambiguous, mailed, would_mail


class Command(BaseCommand):
    help = (
        "Restores a backup (without FILE one that is taken now) into a scratch database, checks it there, and says how "
        "long that took. What is in use is not touched, and nothing is mailed. Exit code 1 when it would not come back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        """One line for each proof."""
        now = clock.now()
        try:
            with _backup(file, now) as path, scratch() as database, working_on(database):
                self._drill(path, now, verbose=options["verbosity"] > 1)
        except NotUsable as error:
            raise CommandError(str(error)) from error

    def _drill(self, path: Path, now: datetime, *, verbose: bool) -> None:
        before: set[str] = set()

        def afterwards(manifest: Manifest) -> None:
            before.update(mailed())
            hold_as_ambiguous(now)

        began = perf_counter()
        manifest = load(path, then=afterwards)
        samples = open_samples()
        seconds = perf_counter() - began
        for table, count in manifest.counts.items() if verbose else ():
            self.stdout.write(f"{count:>10}  {table}")
        as_of = f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"
        self.stdout.write(
            f"Rows: {manifest.rows} as of {as_of}, in each of {len(manifest.counts)} tables as many as then."
        )
        self.stdout.write("Constraints: every row keeps them.")
        self._keys(samples)
        self._mail(before, would_mail(now))
        self.stdout.write(f"Back after {seconds:.1f} s (RTO, without finding a machine and carrying the file there).")

    def _keys(self, samples: Samples) -> None:
        if samples.broken:
            raise CommandError(
                f"The keys of this installation do not open what is sealed ({', '.join(samples.broken)}): "
                "find the keys that belong to this backup, or what people wrote is lost."
            )
        self.stdout.write(f"Keys: {samples.opened} samples from every sealed column that holds something open.")

    def _mail(self, before: set[str], now: list[str]) -> None:
        if again := len(before.intersection(now)):
            raise CommandError(f"{again} mails that were sent before the backup would go out again.")
        self.stdout.write(f"Mail: {len(now)} would go out now, and none of the {len(before)} that were sent before.")


@contextmanager
def _backup(file: Path | None, now: datetime) -> Iterator[Path]:
    """The file, or one that is gone afterwards."""
    if file is not None:
        yield file
        return
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix="drill-") as folder:
        path = Path(folder) / "drill.gz"
        write(path, now)
        yield path
