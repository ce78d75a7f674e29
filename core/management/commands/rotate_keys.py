"""`manage.py rotate_keys`: seal everything again with the newest key, so that the older ones can go."""

from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.keys import add_to_file, generate, ring
from core.rotation import ELSEWHERE, Count, rotate, sealed_columns


class Command(BaseCommand):
    """Put the new key first in FIELD_KEYS, restart, run this, then drop the old key. May be killed and run again."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="rows for each transaction")
        parser.add_argument("--new", action="store_true", help="first put a new key into var/keys")

    def handle(self, *args: Any, batch: int, new: bool, **options: Any) -> None:
        if new:
            self._add_key()
        unreadable = 0
        for field in sealed_columns():
            count = rotate(field, ring(), batch, partial(self._tell, field.label))
            self._tell(field.label, count, done=True)
            unreadable += count.unreadable
        for label, kept in ELSEWHERE.items():
            count = kept.rotate(ring())
            self._tell(label, count, done=True)
            unreadable += count.unreadable
        if unreadable:
            raise CommandError(f"{unreadable} values open with no key of the ring: keep every older key.")
        self.stdout.write("Everything is sealed with the newest key. The older keys can go.")

    def _add_key(self) -> None:
        if settings.FIELD_KEYS:
            raise CommandError("The keys come from FIELD_KEYS: put the new one first there.")
        ring()  # makes the file on a fresh installation
        add_to_file(generate())

    def _tell(self, label: str, count: Count, *, done: bool = False) -> None:
        end = "done" if done else "..."
        self.stdout.write(
            f"{label}: {count.rotated} rotated, {count.already} already, {count.unreadable} unreadable {end}"
        )
        self.stdout.flush()
