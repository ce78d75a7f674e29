"""For the health checks of containers: does the worker, or the scheduler, still show that it lives?"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock, heartbeats


class Command(BaseCommand):
    help = "Fails when the part has not been heard of for HEARTBEAT_LIMIT."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which part."""
        parser.add_argument("part", choices=heartbeats.PARTS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 0 when it lives."""
        if options["part"] in heartbeats.silent(clock.now(), settings.HEARTBEAT_LIMIT):
            raise CommandError(f"The {options['part']} is silent.")
