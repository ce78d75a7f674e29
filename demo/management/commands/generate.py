"""`manage.py generate`: fills an empty installation with an invented organization of thousands, for trials of size."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from demo.bulk.dealing import TooFew
from demo.bulk.making import Full
from people.models import User

LEAST = 120  # the people of the demo are the top of every organization


class Command(BaseCommand):
    help = "Makes an invented organization of any size in a database without people; no mail of it goes out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=5000)
        parser.add_argument("--relationships", type=int, default=2200)
        parser.add_argument("--sessions", type=int, default=100_000)
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same organization")
        parser.add_argument("--in-production", action="store_true", help="do it although this is production")

    def handle(self, *args: Any, **options: Any) -> None:
        """CommandError where there are people, in production without the flag, and for numbers that do not fit."""
        if settings.PRODUCTION and not options["in_production"]:
            raise CommandError(
                "This is production: invented people do not belong here. If they do, add --in-production."
            )
        if User.objects.exists():
            raise CommandError("There are people in this database. Generate into an empty one.")
        if options["people"] < LEAST:
            raise CommandError(f"An organization has at least {LEAST} people; for fewer there is ./run demo.")
        began = time.monotonic()
        say = lambda words: self.stderr.write(f"{time.monotonic() - began:6.1f} s  {words}")  # noqa: E731
        names = ("people", "relationships", "sessions", "seed")
        try:
            counts = Full(clock.now(), **{name: options[name] for name in names}, say=say).make()
        except TooFew:
            raise CommandError("So few people cannot be so many pairs: more people, or fewer relationships.") from None
        except ValueError as error:
            raise CommandError(f"That does not fit: {error}.") from None
        seconds = time.monotonic() - began
        for label, count in sorted(counts.items()):
            self.stdout.write(f"{count:>10,}  {label}")
        self.stdout.write(f"Made in {seconds:.0f} s. Sign in as an organization admin: ./run manage create_admin_link")
